//! What frames every screen of a meeting: its tabs, the line under its title, what two recorders state differently.

use super::room::Room;
use super::when;
use crate::opened::{Opened, Showing};
use crate::page::{Around, content, page};
use crate::route::MeetingTab;
use crate::state::app;
use crate::words::meeting::{Meeting as W, say};
use crate::words::{Common, trouble};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::reactive::owner::on_cleanup;
use std::time::Duration;
use ui::dom::{El, Say, el, p};
use ui::parts::{Tone, key, notice};
use ui::signal::{Derived, Var};

/// The matter is not on the screen yet, or will not be.
pub fn waiting(held: Showing) -> El {
    let lang = app().lang();
    let words = move || match held.get() {
        Opened::Missing => W::NotHere.in_(lang).to_owned(),
        Opened::Failed(error) => trouble::store(error, lang),
        Opened::Opening | Opened::Here(_) => Common::Opening.in_(lang).to_owned(),
    };
    let said = p(Say::live(words)).class("card").at("role", "status").t("meeting.waiting");
    page(Around::Below, W::Title.in_(lang), "", content().with(said), None)
}

/// A screen of the meeting: its title, what stands below it, its content and its main action.
pub fn screen<'a>(room: Room, sub: impl Into<Say<'a>>, content: El, foot: El) -> El {
    page(Around::Below, room.short_title(), sub, content, Some(foot))
}

/// The content of an open meeting's tab: the tabs and what two recorders state differently stand over it.
pub fn tabbed(room: Room, now: MeetingTab) -> El {
    content().with(tabs(room, now)).live_one(disagreements(room))
}

fn tabs(room: Room, now: MeetingTab) -> El {
    let lang = room.lang();
    let tabs = [
        (MeetingTab::Roll, W::TabRoll),
        (MeetingTab::Say, W::TabSay),
        (MeetingTab::Ballot, W::TabBallot),
        (MeetingTab::Close, W::TabClose),
    ];
    let one = |(tab, word): (MeetingTab, W)| {
        let go = move || room.app.replace(room.tab(tab));
        let one = key(&["meeting.tab.", tab.key()].concat(), go).class("m-tab").say(word.in_(lang));
        if tab == now { one.at("aria-current", "page") } else { one }
    };
    el("nav").class("m-tabs").all(tabs.map(one))
}

/// `实到 8 人 · 已开 22 分钟`; the time goes on while it is shown.
pub fn going(room: Room) -> Say<'static> {
    let now = Var::new(room.app.now());
    let beat = set_interval_with_handle(
        move || {
            now.set(room.app.now());
        },
        Duration::from_secs(20),
    )
    .ok();
    on_cleanup(move || {
        if let Some(beat) = beat {
            beat.clear();
        }
    });
    Say::live(move || {
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

/// What two recorders state differently, named. What differs between two signed records is shown with these.
pub fn disagreements(room: Room) -> impl Fn() -> Option<El> {
    let lang = room.lang();
    let differ = Derived::new(move || {
        room.with(|meeting| {
            meeting
                .disagreements
                .iter()
                .filter(|_| !meeting.contested_closing())
                .map(|one| {
                    say::disagreement(lang, meeting, one, &|source| room.who(source)).replace('\n', " ")
                })
                .collect::<Vec<_>>()
                .join("\n")
        })
    });
    move || {
        let differ = differ.get();
        (!differ.is_empty()).then(|| {
            let list = differ.lines().map(|said| el("li").say(said));
            notice(Tone::Act, "meeting.disagreements")
                .with(el("b").say(W::Disagree.in_(lang)))
                .with(el("ul").class("m-list").all(list))
        })
    }
}
