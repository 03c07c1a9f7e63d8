//! A matter as it follows from the set of its operations.

use super::Places;
use crate::view::{MatterSummary, MatterView};
use oplog::Op;

/// The matter that these operations make, in whatever order they come; none where its raising is not among them
/// or was not anybody's to sign.
pub fn matter<'a>(_ops: impl IntoIterator<Item = &'a Op>, _places: &Places) -> Option<MatterView> {
    None
}

/// What a list shows of a matter.
pub fn summary(view: &MatterView) -> MatterSummary {
    let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    MatterSummary {
        id: view.id,
        scope: view.scope,
        title: view.raised.title.clone(),
        procedure: view.raised.procedure,
        raised: view.source.at,
        touched: view.touched,
        done: u8::try_from(view.steps.iter().filter(|step| step.state.done()).count()).unwrap_or(u8::MAX),
        of: u8::try_from(view.steps.len()).unwrap_or(u8::MAX),
        current: view.next_step().cloned(),
        open_meeting: view.open_meeting().map(|meeting| crate::view::OpenMeeting {
            id: meeting.id,
            step: meeting.step,
            started: meeting.head.started,
        }),
        open_questions: count(view.open_questions.len()),
        ops: view.ops,
    }
}
