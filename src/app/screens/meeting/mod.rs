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
use crate::state::{Opened, app};
use leptos::prelude::*;
use oplog::{MatterId, OpId};

/// A meeting.
#[component]
pub fn Meeting(id: MatterId, meeting: OpId, #[prop(into)] tab: Signal<MeetingTab>) -> impl IntoView {
    let app = app();
    let held = app.matter(id);
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
