//! Where the steps of a matter's procedure stand.

use super::Places;
use crate::rules::{ProcedureKind, Step};
use crate::view::{MeetingView, StepState, StepView};

/// The steps of the procedure, by the rule book under which the matter was raised.
///
/// - A step with a closed meeting that passed it, or heard, is done, and the next one may begin.
/// - Any other outcome leaves it: the step may be convened again.
/// - The first step that is not done is next.
pub(super) fn of(
    kind: ProcedureKind,
    rule_book: u32,
    meetings: &[MeetingView],
    places: &Places,
) -> Vec<StepView> {
    let book = places.rule_book(rule_book).unwrap_or_else(|| places.current_rule_book());
    let mut reached = true;
    let mut view = |step: Step| {
        let state = match held(step, meetings) {
            Some(state) => state,
            None if reached => StepState::Next,
            None => StepState::Later,
        };
        reached &= state.done();
        StepView { step, state }
    };
    let steps = book.procedure(kind).into_iter().flat_map(|procedure| procedure.steps.iter().copied());
    steps.map(&mut view).collect()
}

/// What the meetings of a step say of it: done, or still open, or how the last one ended.
fn held(step: Step, meetings: &[MeetingView]) -> Option<StepState> {
    let states = || {
        let of_step = meetings.iter().filter(move |meeting| meeting.step == step);
        of_step.map(|meeting| match meeting.closed {
            Some(_) => StepState::Closed(meeting.outcome),
            None => StepState::Open,
        })
    };
    states()
        .find(|state| state.done())
        .or_else(|| states().find(|state| *state == StepState::Open))
        .or(states().next_back())
}
