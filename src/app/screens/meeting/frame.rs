//! The frame of every meeting screen: header with the way back, tabs, the foot with the main action.

use super::room::Room;
use super::when;
use crate::route::MeetingTab;
use crate::state::{Opened, app};
use crate::words::meeting::{Meeting as W, say, why};
use leptos::prelude::*;
use std::time::Duration;

/// A page: header, what is on it, and a foot that stays at the bottom.
#[component]
pub fn Frame(
    title: String,
    #[prop(into)] under: Signal<String>,
    #[prop(optional, into)] tabs: ViewFn,
    #[prop(into)] foot: ViewFn,
    children: Children,
) -> impl IntoView {
    let app = app();
    let back = W::Back.in_(app.lang());
    view! {
        <div class="m-page">
            <header class="m-head">
                <button type="button" class="m-back" data-t="meeting.back" aria-label=back on:click=move |_| app.up()>
                    "‹"
                </button>
                <h1>{title}<small>{move || under.get()}</small></h1>
            </header>
            {tabs.run()}
            <main class="m-body">{children()}</main>
            <footer class="m-foot">{foot.run()}</footer>
        </div>
    }
}

/// The matter is not on the screen yet, or will not be.
#[component]
pub fn Waiting(held: Signal<Opened>) -> impl IntoView {
    let lang = app().lang();
    let words = move || match held.get() {
        Opened::Missing => W::NotHere.in_(lang).to_owned(),
        Opened::Failed(error) => why::not_saved(lang, &browser::SaveError::Store(error)),
        Opened::Opening | Opened::Here(_) => W::Loading.in_(lang).to_owned(),
    };
    view! {
        <Frame title=String::new() under=String::new foot=|| ()>
            <p class="m-card" role="status" data-t="meeting.waiting">{words}</p>
        </Frame>
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
    let beat = set_interval_with_handle(move || { now.try_set(room.app.now()); }, Duration::from_secs(20)).ok();
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
        room.with(|meeting| meeting.disagreements.iter().map(|one| say::disagreement(lang, one)).collect::<Vec<_>>())
    });
    move || {
        let differ = differ.get();
        (!differ.is_empty()).then(|| {
            view! {
                <div class="m-amber" role="status" data-t="meeting.disagreements">
                    {W::Disagree.in_(lang)}
                    <ul>{differ.into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}</ul>
                </div>
            }
        })
    }
}
