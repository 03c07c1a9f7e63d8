//! The text of the proposal, the opinion or the decision.

use super::super::open::DraftFailed;
use super::super::parts::Wrongs;
use super::super::room::{Room, Trouble};
use crate::drafts::keep;
use crate::route::MeetingTab;
use crate::words::meeting::{Close as W, Meeting as M, say};
use domain::Body;
use domain::check::{Field as F, MOST_TEXT, clean_text};
use domain::meeting::TextWritten;
use domain::rules::Step;
use leptos::prelude::*;
use ui::parts::{Badge, Button, LongText, Look, State};

/// The field, and whether what is in it is recorded.
#[component]
pub fn Text(room: Room, unsaved: RwSignal<bool>) -> impl IntoView {
    let lang = room.lang();
    let recorded = Memo::new(move |_| room.with(|meeting| meeting.text().to_owned()));
    let typed = RwSignal::new(recorded.get_untracked());
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Close, "text"),
        move || format!("{title} · {}", M::TabClose.in_(lang)),
        move || {
            typed.with(|typed| {
                recorded.with(|recorded| if typed == recorded { String::new() } else { typed.clone() })
            })
        },
        |draft| typed.set(draft.to_owned()),
    );
    let changed =
        Memo::new(move |_| typed.with(|typed| recorded.with(|recorded| clean_text(typed) != *recorded)));
    Effect::new(move |_| unsaved.set(changed.get()));
    let label = match room.peek(|meeting| Some(meeting.step)) {
        Some(Step::FirstProposal) => W::TextProposal,
        Some(Step::Hearing) => W::TextOpinion,
        _ => W::TextResolution,
    };
    let trouble = Trouble::new(lang);
    let save = move || {
        let text = clean_text(&typed.get_untracked());
        let body = Body::TextWritten(TextWritten { meeting: room.id, text });
        room.save(body, Some(kept), trouble, move |_| kept.taken());
    };
    let long = Memo::new(move |_| {
        typed.with(|text| if text.len() < MOST_TEXT / 2 { 0 } else { text.chars().count() })
    });
    view! {
        <section class="card">
            <LongText t="meeting.text" label=label.in_(lang) value=typed hint=W::TextHint.in_(lang) error=trouble.at(F::Text)/>
            {move || (long.get() + 1000 > MOST_TEXT).then(|| view! { <p class="hint">{say::room(lang, long.get(), MOST_TEXT)}</p> })}
            {move || if changed.get() {
                view! {
                    <Button t="meeting.text.save" label=W::SaveText.in_(lang) look=Look::Plain off=trouble.busy press=save/>
                }.into_any()
            } else if recorded.with(String::is_empty) {
                ().into_any()
            } else {
                view! { <Badge t="meeting.text.kept" state=State::Here words=W::TextSaved.in_(lang)/> }.into_any()
            }}
            <DraftFailed kept lang/>
            <Wrongs why=trouble.rest(&[F::Text]) lang/>
        </section>
    }
}
