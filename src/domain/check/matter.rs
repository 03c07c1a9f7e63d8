//! Raising a matter, opening a meeting on it, answering what stayed open.

use super::text::{line, maybe_line, maybe_text, text};
use super::{Asking, Field, MOST_FEN, Reasons, Refusal};
use crate::matter::{Answered, MatterRaised};
use crate::meeting::{CountedBy, EntryKind, Expected, Head, MeetingOpened, bare_name};
use oplog::flat::Set;
use oplog::{PersonId, Scope};

/// Checks a matter to be raised:
/// - a title of at most 200 characters, and who raises it;
/// - money that can be kept exactly;
/// - a procedure for places of this kind.
pub(super) fn raised(asking: &Asking<'_>, body: &MatterRaised, reasons: &mut Reasons) {
    line(&body.title, Field::Title, reasons);
    line(&body.raised_by, Field::RaisedBy, reasons);
    maybe_text(&body.description, Field::Description, reasons);
    reasons.when(body.money_fen > MOST_FEN, || Refusal::MoneyTooMuch { most: MOST_FEN });
    let fits = body.procedure.fits(asking.scope.level());
    reasons.when(!fits, || Refusal::ProcedureNotHere(body.procedure));
}

/// Checks a meeting to be opened:
/// - the matter is held and no other meeting on it is open;
/// - its step is the next one, and the rule book knows this way of holding it;
/// - somebody is expected, nobody twice;
/// - a chair who is on the roll.
pub(super) fn opened(asking: &Asking<'_>, body: &MeetingOpened, reasons: &mut Reasons) {
    let roll: Vec<&Expected> = body.expected.iter().collect();
    head(asking, &body.head, &roll, body.counted_by, reasons);
    reasons.when(roll.is_empty(), || Refusal::NobodyExpected);
    let mut seen: Set<PersonId> = Set::new();
    for line in roll {
        reasons.when(!seen.insert(line.person), || Refusal::ExpectedTwice { name: line.name.clone() });
    }
    let way = asking.places.current_rule_book().way(body.step, body.body, body.counted_by);
    reasons.when(way.is_none(), || Refusal::WayUnknown(body.step));
    let Some(matter) = asking.matter else { return reasons.add(Refusal::MatterUnknown) };
    let next = matter.next_step().map(|step| step.step);
    reasons.when(next != Some(body.step), || Refusal::StepNotNext { asked: body.step, next });
    if let Some(open) = matter.open_meeting() {
        reasons.add(Refusal::OtherMeetingOpen(open.id));
    }
}

/// Checks an answer after the meeting:
/// - who answers, and what;
/// - the question is one of a closed meeting of the matter, and still open.
pub(super) fn answered(asking: &Asking<'_>, body: &Answered, reasons: &mut Reasons) {
    line(&body.by, Field::By, reasons);
    text(&body.text, Field::Text, reasons);
    let Some(matter) = asking.matter else { return reasons.add(Refusal::MatterUnknown) };
    let is_question =
        |entry: &&crate::view::Entry| entry.kind == EntryKind::Question && entry.source.op == body.question;
    let found = matter
        .meetings
        .iter()
        .find_map(|view| view.entries.iter().find(is_question).map(|entry| (view, entry)));
    let Some((view, question)) = found else { return reasons.add(Refusal::QuestionUnknown) };
    reasons.when(view.closed.is_none(), || Refusal::MeetingNotClosed);
    reasons.when(question.answered_by.is_some(), || Refusal::QuestionAnswered);
}

/// Checks a head: a chair who is on the roll, and lines that can be kept. The recorder is asked for at the closing.
pub(super) fn head(
    asking: &Asking<'_>,
    head: &Head,
    roll: &[&Expected],
    counted_by: CountedBy,
    reasons: &mut Reasons,
) {
    line(&head.chair, Field::Chair, reasons);
    let others = [
        (&head.recorder, Field::Recorder),
        (&head.second_recorder, Field::SecondRecorder),
        (&head.convener, Field::Convener),
        (&head.venue, Field::Venue),
        (&head.agenda_reviewed_by, Field::AgendaReviewedBy),
        (&head.notice_how, Field::NoticeHow),
    ];
    others.into_iter().for_each(|(text, field)| maybe_line(text, field, reasons));
    let known = head.chair.trim().is_empty() || on_roll(asking, &head.chair, roll, counted_by);
    reasons.when(!known, || Refusal::ChairNotOnRoll { name: head.chair.clone() });
}

/// Whether the chair is on the roll. An office behind the name, in brackets, does not matter. Where households are
/// counted the chair may be any adult of the place, since the roll names only the heads of households.
fn on_roll(asking: &Asking<'_>, chair: &str, roll: &[&Expected], counted_by: CountedBy) -> bool {
    let name = bare_name(chair);
    let in_register = |scope: Scope| {
        let mut people = asking.places.people_within(scope);
        people.any(|person| person.adult && !person.left && person.name == name)
    };
    roll.iter().any(|line| line.name == name || line.name == chair)
        || (counted_by == CountedBy::Households && in_register(asking.scope))
}
