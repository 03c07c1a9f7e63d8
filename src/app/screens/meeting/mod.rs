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

pub use open::open_meeting;

use self::ballot::ballot_tab;
use self::close::close_tab;
use self::record::minutes_tab;
use self::roll::roll_tab;
use self::room::Room;
use self::talk::talk_tab;
use crate::opened::{Opened, Showing};
use crate::route::MeetingTab;
use crate::state::{App, app};
use leptos::reactive::graph::untrack;
use oplog::{MatterId, OpId};
use ui::dom::{El, div, later};
use ui::signal::Derived;

/// A meeting, on the tab that the address names.
pub fn meeting(id: MatterId, meeting: OpId, tab: Derived<MeetingTab>) -> El {
    let app = app();
    let held = app.matter(id);
    let mut done = false;
    later(move || {
        if !done && held.with(|held| matches!(held, Opened::Here(_))) {
            done = true;
            go_on(app, held, id, meeting, tab.get_untracked());
        }
    });
    let shown = Derived::new(move || {
        held.with(|held| match held {
            Opened::Here(matter) => {
                let view = matter.view.meeting(meeting)?;
                Some((matter.view.scope, view.closed.is_some(), view.contested_closing()))
            }
            _ => None,
        })
    });
    div("inside").live_one(move || {
        let Some((scope, closed, _)) = shown.get() else { return Some(frame::waiting(held)) };
        let room = Room { app, matter: id, id: meeting, scope, held };
        let tab = tab.get();
        Some(untrack(move || match tab {
            _ if closed => minutes_tab(room),
            MeetingTab::Roll => roll_tab(room),
            MeetingTab::Say => talk_tab(room),
            MeetingTab::Ballot => ballot_tab(room),
            MeetingTab::Close => close_tab(room),
            MeetingTab::Minutes => minutes_tab(room),
        }))
    })
}

/// Whoever comes back to a meeting at its beginning is brought to where it stopped: what comes after the last thing
/// that was recorded. Marks that are not saved yet keep one on the roll.
fn go_on(app: App, held: Showing, id: MatterId, meeting: OpId, tab: MeetingTab) {
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
