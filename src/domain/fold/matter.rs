//! A matter as it follows from the set of its operations: sorted out, its meetings folded, joined by what came
//! after them.

use super::closing::{Ending, closed};
use super::meeting::Part;
use super::order::Order;
use super::{Places, moment_of, source_of, steps};
use crate::authority::standing_of;
use crate::matter::{Answered, MatterRaised};
use crate::meeting::{Corrected, EntryKind, Moment};
use crate::rules::Step;
use crate::view::{
    CorrectionView, Entry, LateAddition, LateSays, LaterAnswer, MatterSummary, MatterView, MeetingView,
    OpenMeeting, OpenQuestion, SettlementView, Settling,
};
use crate::{Body, Kind};
use oplog::flat::{Map, Set};
use oplog::{MatterId, Op, OpId, PersonId};

/// The matter that these operations make, in whatever order they come, however often each.
///
/// The caller hands the operations of one matter; the raising one gives it its name. None where the raising is not
/// among them, or was not its signer's to do. Operations of another matter are passed over; those of this one
/// that have no effect are among `unknown` or `loose`.
pub fn matter<'a>(ops: impl IntoIterator<Item = &'a Op>, places: &Places) -> Option<MatterView> {
    folded(ops.into_iter().map(|op| (op.id(), op)).collect(), places)
}

/// Not generic: the phone downloads it once.
fn folded(all: Map<OpId, &Op>, places: &Places) -> Option<MatterView> {
    let (raising, raised) = all.values().find_map(|op| raised(op, places).map(|body| (*op, body)))?;
    let id = raising.id().raised_matter();
    let own = |(op, held): &(OpId, &Op)| *op == raising.id() || held.header().matter == Some(id);
    let set: Map<OpId, &Op> = all.into_iter().filter(own).collect();
    let sorted = Sorted::new(&set, raising, places);
    let order = Order::new(&set, &|op| sorted.known.get(&op).map(Body::names).unwrap_or_default());
    let mut fold = Fold { order: &order, sorted: &sorted, loose: sorted.loose.clone() };
    let mut meetings = fold.meetings(places);
    fold.correct(&mut meetings);
    fold.answer(&mut meetings);
    let loose = fold.loose;
    let in_order = |wanted: &Set<OpId>| {
        order.ops().iter().map(|op| op.id()).filter(|op| wanted.contains(op)).collect::<Vec<_>>()
    };
    Some(MatterView {
        id,
        scope: raising.header().scope,
        source: source_of(raising),
        steps: steps::of(raised.procedure, raising.header().rule_book, &meetings, places),
        raised,
        open_questions: open_questions(&meetings),
        meetings,
        unknown: in_order(&sorted.unknown),
        loose: in_order(&loose),
        heads: order.heads(),
        ops: u32::try_from(set.len()).unwrap_or(u32::MAX),
        touched: set.values().map(|op| moment_of(op)).max().unwrap_or_default(),
    })
}

/// What a list shows of a matter.
pub fn summary(view: &MatterView) -> MatterSummary {
    let byte = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
    MatterSummary {
        id: view.id,
        scope: view.scope,
        title: view.raised.title.clone(),
        procedure: view.raised.procedure,
        raised: view.source.at,
        touched: view.touched,
        done: byte(view.steps.iter().filter(|step| step.state.done()).count()),
        of: byte(view.steps.len()),
        current: view.next_step().cloned(),
        open_meeting: view.open_meeting().map(|meeting| OpenMeeting {
            id: meeting.id,
            step: meeting.step,
            started: meeting.head.started,
        }),
        open_questions: u16::try_from(view.open_questions.len()).unwrap_or(u16::MAX),
        ops: view.ops,
    }
}

/// The matter that an operation belongs to: the one it names, or the one it raises.
pub fn matter_of(op: &Op) -> Option<MatterId> {
    let raises = op.header().kind == Kind::MatterRaised.number();
    op.header().matter.or_else(|| raises.then(|| op.id().raised_matter()))
}

fn raised(op: &Op, places: &Places) -> Option<MatterRaised> {
    match Body::of(op) {
        Ok(Some(body)) if standing_of(places, op.header(), &body).has_effect() => match body {
            Body::MatterRaised(raised) => Some(raised),
            _ => None,
        },
        _ => None,
    }
}

/// The set, sorted into what is understood and what is not.
struct Sorted {
    known: Map<OpId, Body>,
    unknown: Set<OpId>,
    loose: Set<OpId>,
}

impl Sorted {
    fn new(set: &Map<OpId, &Op>, raising: &Op, places: &Places) -> Self {
        let mut sorted = Self { known: Map::new(), unknown: Set::new(), loose: Set::new() };
        for (id, op) in set.iter().filter(|(id, _)| **id != raising.id()) {
            // A matter lives in one place; what is signed elsewhere is signed by the rights of elsewhere.
            let here = op.header().scope == raising.header().scope;
            match Body::of(op) {
                Ok(None) => drop(sorted.unknown.insert(*id)),
                Ok(Some(body)) if here && standing_of(places, op.header(), &body).has_effect() => {
                    sorted.known.insert(*id, body);
                }
                _ => drop(sorted.loose.insert(*id)),
            }
        }
        sorted
    }
}

struct Fold<'a> {
    order: &'a Order<'a>,
    sorted: &'a Sorted,
    loose: Set<OpId>,
}

impl<'a> Fold<'a> {
    /// What is understood, in display order.
    fn known(&self) -> impl Iterator<Item = Part<'a>> + use<'a> {
        let sorted = self.sorted;
        self.order.ops().iter().filter_map(move |op| sorted.known.get(&op.id()).map(|body| (*op, body)))
    }

    fn meetings(&mut self, places: &Places) -> Vec<MeetingView> {
        let mut parts: Map<OpId, Map<OpId, Part<'a>>> = Map::new();
        let mut ends: Map<OpId, Map<OpId, Part<'a>>> = Map::new();
        let mut openings = Vec::new();
        for (op, body) in self.known().filter(|(_, body)| matches!(body, Body::MeetingOpened(_))) {
            openings.push(op.id());
            parts.amend(op.id(), |parts| parts.insert(op.id(), (op, body)));
        }
        for (op, body) in self.known() {
            match (body, body.meeting()) {
                (Body::Corrected(_), _) | (_, None) => {}
                (_, Some(meeting)) if !parts.contains_key(&meeting) => drop(self.loose.insert(op.id())),
                (_, Some(meeting)) => {
                    let end = matches!(body, Body::Closed(_) | Body::ClosingSettled(_));
                    let all = if end { &mut ends } else { &mut parts };
                    all.amend(meeting, |parts| parts.insert(op.id(), (op, body)));
                }
            }
        }
        let none = Map::new();
        let fold = |opening: OpId| {
            closed(&Ending {
                opening,
                parts: parts.get(&opening)?,
                ends: ends.get(&opening).unwrap_or(&none),
                order: self.order,
                places,
            })
        };
        let mut meetings: Vec<MeetingView> = openings.into_iter().filter_map(fold).collect();
        for (meeting, ends) in ends {
            let view = meetings.iter_mut().find(|view| view.id == meeting);
            view.into_iter().for_each(|view| later_closings(view, &ends));
        }
        meetings.iter().for_each(|view| self.misfits(view, places));
        meetings
    }

    /// Operations of a meeting that have no or not their whole effect: marks of nobody on the roll, answers to
    /// no question, an opening without a rule, a word about closings that are not here.
    fn misfits(&mut self, view: &MeetingView, places: &Places) {
        let way =
            |view: &MeetingView| places.rule_book(view.rule_book)?.way(view.step, view.body, view.counted_by);
        if way(view).is_none() {
            self.loose.insert(view.id);
        }
        let on_roll: Set<PersonId> = view.roll.iter().map(|line| line.expected.person).collect();
        for op in &view.ops {
            if let Some(Body::RollMarked(body)) = self.sorted.known.get(op)
                && body.marks.iter().any(|mark| !on_roll.contains(&mark.person))
            {
                self.loose.insert(*op);
            }
        }
        let without = |one: &&SettlementView| one.effect == Settling::NotAll || view.versions.is_empty();
        self.loose.extend(view.settlements.iter().filter(without).map(|one| one.source.op));
        let questions: Set<OpId> = questions(view).map(|entry| entry.source.op).collect();
        for entry in view.entries.iter().filter(|entry| entry.kind == EntryKind::Answer) {
            if !entry.answers.is_some_and(|question| questions.contains(&question)) {
                self.loose.insert(entry.source.op);
            }
        }
    }

    fn correct(&mut self, meetings: &mut [MeetingView]) {
        for (op, body) in self.known() {
            let Body::Corrected(body) = body else { continue };
            let of = self.sorted.known.get(&body.target);
            let of_meeting = body.target == body.meeting || of.and_then(Body::meeting) == Some(body.meeting);
            let view = meetings.iter_mut().find(|view| view.id == body.meeting && view.closed.is_some());
            match view.filter(|_| of_meeting) {
                Some(view) => view.corrections.push(correction(op, body)),
                None => drop(self.loose.insert(op.id())),
            }
        }
    }

    fn answer(&mut self, meetings: &mut [MeetingView]) {
        for (op, body) in self.known() {
            let Body::Answered(body) = body else { continue };
            let mut entries = meetings.iter_mut().flat_map(|view| view.entries.iter_mut());
            let question =
                entries.find(|entry| entry.kind == EntryKind::Question && entry.source.op == body.question);
            match question.filter(|question| question.answered_by.is_none()) {
                Some(question) => {
                    question.answered_by = Some(op.id());
                    question.later_answer = Some(later_answer(op, body));
                }
                None => drop(self.loose.insert(op.id())),
            }
        }
    }
}

/// Closings beside the ones that stand, or that the chair chose among, came too late.
fn later_closings(view: &mut MeetingView, ends: &Map<OpId, Part<'_>>) {
    let mut standing: Set<OpId> = view
        .versions
        .iter()
        .chain([&*view])
        .filter_map(|one| one.closed.as_ref())
        .map(|one| one.source.op)
        .collect();
    standing.extend(view.differing_closings().iter().copied());
    let closings = ends.values().filter(|(_, body)| matches!(body, Body::Closed(_))).map(|(op, _)| *op);
    let late = closings.filter(|op| !standing.contains(&op.id()));
    view.late.extend(late.map(|op| LateAddition { source: source_of(op), says: LateSays::Other }));
}

fn questions(view: &MeetingView) -> impl Iterator<Item = &Entry> {
    view.entries.iter().filter(|entry| entry.kind == EntryKind::Question)
}

/// The questions of closed hearings that nobody has answered.
fn open_questions(meetings: &[MeetingView]) -> Vec<OpenQuestion> {
    let of_meeting = |view: &MeetingView, ended: Moment| {
        let open = questions(view).filter(|entry| entry.answered_by.is_none());
        let open = open.map(|entry| OpenQuestion {
            question: entry.source.op,
            meeting: view.id,
            by: entry.speaker.clone(),
            text: entry.text.clone(),
            since: ended,
        });
        open.collect::<Vec<_>>()
    };
    let hearings = meetings.iter().filter(|view| view.step == Step::Hearing);
    hearings
        .filter_map(|view| view.closed.as_ref().map(|closed| of_meeting(view, closed.ended)))
        .flatten()
        .collect()
}

fn correction(op: &Op, body: &Corrected) -> CorrectionView {
    CorrectionView {
        source: source_of(op),
        target: body.target,
        text: body.text.clone(),
        reason: body.reason.clone(),
        by: body.by.clone(),
    }
}

fn later_answer(op: &Op, body: &Answered) -> LaterAnswer {
    LaterAnswer { source: source_of(op), by: body.by.clone(), text: body.text.clone() }
}
