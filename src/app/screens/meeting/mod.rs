//! Opening and recording a meeting: 签到, 议事, 表决, 结论, and the minutes afterwards.

mod find;
mod frame;
mod open;
mod parts;
mod room;
mod when;

pub use open::OpenMeeting;

use crate::route::MeetingTab;
use leptos::prelude::*;
use oplog::{MatterId, OpId};

/// A meeting.
#[component]
pub fn Meeting(id: MatterId, meeting: OpId, #[prop(into)] tab: Signal<MeetingTab>) -> impl IntoView {
    let _ = (id, meeting, tab);
}
