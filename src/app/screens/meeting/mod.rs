//! Opening and recording a meeting.

use crate::route::MeetingTab;
use leptos::prelude::*;
use oplog::{MatterId, OpId};

/// Opens a meeting on the matter's next step.
#[component]
pub fn OpenMeeting(id: MatterId) -> impl IntoView {
    let _ = id;
}

/// A meeting.
#[component]
pub fn Meeting(id: MatterId, meeting: OpId, #[prop(into)] tab: Signal<MeetingTab>) -> impl IntoView {
    let _ = (id, meeting, tab);
}
