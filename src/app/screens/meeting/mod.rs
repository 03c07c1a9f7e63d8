//! Opening and recording a meeting: 签到, 议事, 表决, 结论, and the minutes afterwards.

mod ballot;
mod close;
mod find;
mod frame;
mod open;
mod parts;
mod record;
mod roll;
mod room;
mod talk;
mod when;

pub use open::OpenMeeting;

use self::ballot::BallotTab;
use self::close::CloseTab;
use self::frame::Waiting;
use self::record::MinutesTab;
use self::roll::RollTab;
use self::room::Room;
use self::talk::TalkTab;
use crate::route::MeetingTab;
use crate::state::{App, Opened, app};
use leptos::prelude::*;
use oplog::{MatterId, OpId};

/// A meeting.
#[component]
pub fn Meeting(id: MatterId, meeting: OpId, #[prop(into)] tab: Signal<MeetingTab>) -> impl IntoView {
    let app = app();
    let held = app.matter(id);
    Effect::new(move |done: Option<bool>| {
        let done = done.unwrap_or(false);
        if done || !held.with(|held| matches!(held, Opened::Here(_))) {
            return done;
        }
        go_on(app, held, id, meeting, tab.get_untracked());
        true
    });
    let shown = Memo::new(move |_| {
        held.with(|held| match held {
            Opened::Here(matter) => {
                let view = matter.view.meeting(meeting)?;
                Some((matter.view.scope, view.closed.is_some()))
            }
            _ => None,
        })
    });
    move || {
        let Some((scope, closed)) = shown.get() else { return view! { <Waiting held/> }.into_any() };
        let room = Room { app, matter: id, id: meeting, scope, held };
        match tab.get() {
            _ if closed => view! { <MinutesTab room/> }.into_any(),
            MeetingTab::Roll => view! { <RollTab room/> }.into_any(),
            MeetingTab::Say => view! { <TalkTab room/> }.into_any(),
            MeetingTab::Ballot => view! { <BallotTab room/> }.into_any(),
            MeetingTab::Close => view! { <CloseTab room/> }.into_any(),
            MeetingTab::Minutes => view! { <MinutesTab room/> }.into_any(),
        }
    }
}

/// Whoever comes back to a meeting at its beginning is brought to where it stopped: what comes after the last thing
/// that was recorded. Marks that are not saved yet keep one on the roll.
fn go_on(app: App, held: Signal<Opened>, id: MatterId, meeting: OpId, tab: MeetingTab) {
    let Some(matter) = held.with_untracked(Opened::here) else { return };
    let Some(view) = matter.view.meeting(meeting).filter(|view| view.closed.is_none()) else { return };
    let scope = matter.view.scope;
    let room = Room { app, matter: id, id: meeting, scope, held };
    let on_roll =
        view.roll.iter().all(|line| line.mark.is_none()) || untrack(|| room.has_draft(MeetingTab::Roll, ""));
    if tab != MeetingTab::Roll || on_roll {
        return;
    }
    let stopped =
        if !view.texts.is_empty() || !view.ballots.is_empty() { MeetingTab::Close } else { MeetingTab::Say };
    app.replace(room.tab(stopped));
}
