//! Taking down a meeting, closing it, correcting it.

use super::matter::head;
use super::text::{line, maybe_line, text};
use super::{Asking, Field, Reasons, Refusal, settle};
use crate::Body;
use crate::meeting::{Closed, Corrected, Counted, CountedBy, EntryKind, Mark, RollMarked, Spoken};
use crate::minutes;
use crate::view::{Disagreement, MeetingView};

/// Checks what belongs to a meeting: the matter and the meeting are held, and the meeting still open, but for
/// corrections and the chair's word about closings, which only a closed one takes.
pub(super) fn check(asking: &Asking<'_>, body: &Body, reasons: &mut Reasons) {
    own(body, reasons);
    let Some(matter) = asking.matter else { return reasons.add(Refusal::MatterUnknown) };
    let view = body.meeting().and_then(|meeting| matter.meeting(meeting));
    let Some(view) = view else { return reasons.add(Refusal::MeetingUnknown) };
    if let Body::Corrected(body) = body {
        return corrected(view, body, reasons);
    }
    if let Body::ClosingSettled(body) = body {
        return settle::check(view, body, reasons);
    }
    // Two closings that differ are settled by the chair's word, or by a third where nothing else differs.
    let settles = matches!(body, Body::Closed(_)) && view.contested_closing();
    if view.closed.is_some() && !settles {
        return reasons.add(Refusal::MeetingClosed);
    }
    match body {
        Body::HeadChanged(body) => {
            let roll: Vec<_> = view.roll.iter().map(|line| &line.expected).collect();
            head(asking, &body.head, &roll, view.counted_by, reasons);
        }
        Body::RollMarked(body) => marked(view, body, reasons),
        Body::Spoken(body) => answers(view, body, reasons),
        Body::Counted(body) => counts(view, body, reasons),
        Body::Closed(body) => closed(view, body, reasons),
        _ => {}
    }
}

/// What the body must hold by itself.
fn own(body: &Body, reasons: &mut Reasons) {
    match body {
        Body::RollMarked(body) => {
            reasons.when(body.marks.is_empty(), || Refusal::NothingMarked);
            body.marks.iter().for_each(|mark| maybe_line(&mark.note, Field::Note, reasons));
        }
        Body::GuestsNoted(body) => {
            for guest in &body.guests {
                line(&guest.name, Field::Guests, reasons);
                maybe_line(&guest.office, Field::Guests, reasons);
            }
        }
        Body::Spoken(body) => {
            line(&body.speaker, Field::Speaker, reasons);
            text(&body.text, Field::Text, reasons);
            let is_answer = body.entry == EntryKind::Answer;
            reasons.when(is_answer && body.answers.is_none(), || Refusal::AnswerWithoutQuestion);
            reasons.when(!is_answer && body.answers.is_some(), || Refusal::NotAnAnswer);
        }
        Body::Counted(body) => {
            text(&body.question, Field::Question, reasons);
            maybe_line(&body.teller, Field::Teller, reasons);
            maybe_line(&body.scrutineer, Field::Scrutineer, reasons);
        }
        Body::TextWritten(body) => text(&body.text, Field::Text, reasons),
        Body::Closed(body) => {
            line(&body.chair.name, Field::ChairSignature, reasons);
            line(&body.recorder.name, Field::RecorderSignature, reasons);
        }
        Body::ClosingSettled(body) => settle::own(body, reasons),
        Body::Corrected(body) => {
            text(&body.text, Field::Text, reasons);
            line(&body.reason, Field::Reason, reasons);
            line(&body.by, Field::By, reasons);
        }
        _ => {}
    }
}

/// Checks marks: everybody is on the roll, and a proxy stands for a household only.
fn marked(view: &MeetingView, body: &RollMarked, reasons: &mut Reasons) {
    for mark in &body.marks {
        let Some(line) = view.roll.iter().find(|line| line.expected.person == mark.person) else {
            reasons.add(Refusal::PersonNotOnRoll(mark.person));
            continue;
        };
        let for_person = mark.mark == Mark::Proxy && view.counted_by == CountedBy::People;
        reasons.when(for_person, || Refusal::ProxyForPerson { name: line.expected.name.clone() });
    }
}

/// Checks that an answer's question is one of the meeting and still open.
fn answers(view: &MeetingView, body: &Spoken, reasons: &mut Reasons) {
    let Some(named) = body.answers.filter(|_| body.entry == EntryKind::Answer) else { return };
    let is_question =
        |entry: &&crate::view::Entry| entry.kind == EntryKind::Question && entry.source.op == named;
    let Some(question) = view.entries.iter().find(is_question) else {
        return reasons.add(Refusal::QuestionUnknown);
    };
    reasons.when(question.answered_by.is_some(), || Refusal::QuestionAnswered);
}

/// Checks the counts of a ballot: not more votes than people entitled and here. Whether there are enough of them
/// is for the rule book to judge.
fn counts(view: &MeetingView, body: &Counted, reasons: &mut Reasons) {
    let here = view.tally.here_now;
    match body.cast() {
        None => reasons.add(Refusal::CountsOverflow),
        Some(cast) => reasons.when(cast > here, || Refusal::MoreVotesThanPresent { cast, here }),
    }
}

/// Checks a closing:
/// - chair and recorder are named in the head, and the chair is on the roll;
/// - every line of the roll is marked, and nothing is stated differently by two recorders;
/// - it covers exactly the meeting's operations, and signs the digest of their minutes;
/// - the meeting did not end before it began.
fn closed(view: &MeetingView, body: &Closed, reasons: &mut Reasons) {
    line(&view.head.chair, Field::Chair, reasons);
    line(&view.head.recorder, Field::Recorder, reasons);
    let count = view.tally.unmarked;
    reasons.when(count > 0, || Refusal::RollUnmarked { count });
    let unsettled =
        view.disagreements.iter().filter(|one| !matches!(one, Disagreement::Close { .. })).count();
    reasons
        .when(unsettled > 0, || Refusal::Unsettled { count: u32::try_from(unsettled).unwrap_or(u32::MAX) });
    reasons.when(body.covers != view.ops, || Refusal::CoversWrong);
    reasons.when(body.minutes != minutes::digest(view), || Refusal::DigestWrong);
    reasons.when(body.ended.ms < view.head.started.ms, || Refusal::EndedBeforeStart);
}

fn corrected(view: &MeetingView, body: &Corrected, reasons: &mut Reasons) {
    reasons.when(view.closed.is_none(), || Refusal::MeetingNotClosed);
    let closings = view.versions.iter().chain([view]).filter_map(|one| one.closed.as_ref());
    let known = view
        .ops
        .iter()
        .chain(view.late.iter().map(|late| &late.source.op))
        .chain(closings.map(|closed| &closed.source.op))
        .chain(view.settlements.iter().map(|one| &one.source.op))
        .any(|op| *op == body.target);
    let of_correction = view.corrections.iter().any(|correction| correction.source.op == body.target);
    reasons.when(!known && !of_correction, || Refusal::TargetUnknown);
}
