//! How the step is held, and whom the roll expects then.

use crate::words::meeting::{Open as W, say, why};
use domain::meeting::{CountedBy, Expected};
use domain::rules::{RollBody, Way};
use leptos::prelude::*;
use ui::parts::{Choice, Notice, Tone};
use ui::words::Lang;

/// What is counted, where the rule book leaves the choice.
#[component]
pub fn Ways(ways: StoredValue<Vec<Way>>, chosen: RwSignal<Option<usize>>, lang: Lang) -> impl IntoView {
    let option = |(at, way): (usize, &Way)| {
        let key = match (way.body, way.counted_by) {
            (RollBody::Representatives, _) => "representatives",
            (_, CountedBy::Households) => "households",
            (_, CountedBy::People) => "people",
        };
        (at, key, why::way(lang, way.body, way.counted_by).to_owned())
    };
    let options: Vec<_> = ways.with_value(|ways| ways.iter().enumerate().map(option).collect());
    (options.len() > 1).then(|| {
        view! {
            <div class="card">
                <Choice t="meeting.open.counted-by" label=W::CountedBy.in_(lang) options value=chosen/>
            </div>
        }
    })
}

/// How many are expected, and who.
#[component]
pub fn RollCount(expected: Signal<Vec<Expected>>, way: Memo<Option<Way>>, lang: Lang) -> impl IntoView {
    move || {
        let counted_by = way.get().map(|way| way.counted_by).unwrap_or_default();
        let (all, entitled) =
            expected.with(|roll| (roll.len(), roll.iter().filter(|line| line.capacity.entitled()).count()));
        if all == 0 {
            return view! { <Notice tone=Tone::Act t="meeting.open.expected">{W::NoRegister.in_(lang)}</Notice> }.into_any();
        }
        view! {
            <details class="card m-more">
                <summary data-t="meeting.open.expected">{say::expected(lang, entitled, all - entitled, counted_by)}</summary>
                <p class="m-quiet">{expected.with(|roll| {
                    roll.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join("、")
                })}</p>
            </details>
        }
        .into_any()
    }
}
