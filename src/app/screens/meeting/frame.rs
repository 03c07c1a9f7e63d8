//! What frames every screen of a meeting: its tabs, the line under its title, what two recorders state differently.

use super::room::Room;
use super::when;
use crate::page::Page;
use crate::route::MeetingTab;
use crate::state::{Opened, app};
use crate::words::meeting::{Meeting as W, say};
use crate::words::{Common, trouble};
use leptos::prelude::*;
use std::time::Duration;
use ui::parts::{Notice, Tone};

/// The matter is not on the screen yet, or will not be.
#[component]
pub fn Waiting(held: Signal<Opened>) -> impl IntoView {
    let lang = app().lang();
    let words = move || match held.get() {
        Opened::Missing => W::NotHere.in_(lang).to_owned(),
        Opened::Failed(error) => trouble::store(error, lang),
        Opened::Opening | Opened::Here(_) => Common::Opening.in_(lang).to_owned(),
    };
    view! {
        <Page title=W::Title.in_(lang)>
            <p class="card" role="status" data-t="meeting.waiting">{words}</p>
        </Page>
    }
}

/// The tabs of an open meeting.
#[component]
pub fn Tabs(room: Room, now: MeetingTab) -> impl IntoView {
    let lang = room.lang();
    let tabs = [
        (MeetingTab::Roll, W::TabRoll),
        (MeetingTab::Say, W::TabSay),
        (MeetingTab::Ballot, W::TabBallot),
        (MeetingTab::Close, W::TabClose),
    ];
    view! {
        <nav class="m-tabs">
            {tabs.into_iter().map(|(tab, word)| view! {
                <button type="button" class="m-tab" data-t=format!("meeting.tab.{}", tab.key())
                    aria-current=(tab == now).then_some("page")
                    on:click=move |_| room.app.replace(room.tab(tab))>{word.in_(lang)}</button>
            }).collect_view()}
        </nav>
    }
}

/// `实到 8 人 · 已开 22 分钟`; the time goes on while it is shown.
pub fn going(room: Room) -> Signal<String> {
    let now = RwSignal::new(room.app.now());
    let beat = set_interval_with_handle(
        move || {
            now.try_set(room.app.now());
        },
        Duration::from_secs(20),
    )
    .ok();
    on_cleanup(move || {
        if let Some(beat) = beat {
            beat.clear();
        }
    });
    Signal::derive(move || {
        let now = now.get();
        room.with(|meeting| {
            let minutes = when::minutes_between(meeting.head.started, now);
            if minutes < 12 * 60 {
                say::going(room.lang(), &meeting.tally, meeting.counted_by, minutes)
            } else {
                say::attended(room.lang(), &meeting.tally, meeting.counted_by)
            }
        })
    })
}

/// What two recorders state differently, named.
#[component]
pub fn Disagreements(room: Room) -> impl IntoView {
    let lang = room.lang();
    let differ = Memo::new(move |_| {
        room.with(|meeting| {
            meeting.disagreements.iter().map(|one| say::disagreement(lang, one)).collect::<Vec<_>>()
        })
    });
    move || {
        let differ = differ.get();
        (!differ.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Act t="meeting.disagreements">
                    <b>{W::Disagree.in_(lang)}</b>
                    <ul class="m-list">{differ.into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}</ul>
                </Notice>
            }
        })
    }
}
