//! A meeting as it follows from a set of its operations: exactly those, whatever else is held. So the minutes that
//! were signed can be computed again from what the closing covers.

use super::order::Order;
use super::{Places, attendance, moment_of, source_of};
use crate::Body;
use crate::meeting::{Counted, EntryKind, Guest, Head, MeetingOpened, RollMark, Spoken};
use crate::outcome::{Attendance, judge, tally};
use crate::rules::Way;
use crate::view::{BallotView, Disagreement, Entry, HeadView, MeetingView, Outcome, TextView};
use oplog::flat::Map;
use oplog::{Op, OpId};

/// An operation with its body.
pub(super) type Part<'a> = (&'a Op, &'a Body);

/// What the operations of one meeting say, the opening among them; closings, corrections and later answers are
/// not. None without the opening.
pub(super) fn meeting(opening: OpId, parts: &Map<OpId, Part<'_>>, places: &Places) -> Option<MeetingView> {
    let (opener, Body::MeetingOpened(opened)) = parts.get(&opening)? else { return None };
    let rule_book = opener.header().rule_book;
    let way =
        places.rule_book(rule_book).and_then(|book| book.way(opened.step, opened.body, opened.counted_by));
    let set = parts.iter().map(|(id, (op, _))| (*id, *op)).collect();
    let order = Order::new(&set, &|id| parts.get(&id).map(|(_, body)| body.names()).unwrap_or_default());
    let mut fold = Fold::new(opened, way);
    for op in order.ops() {
        if let Some((op, body)) = parts.get(&op.id()) {
            fold.apply(op, body);
        }
    }
    let head = fold.head(&order);
    let guests = fold.guests(&order);
    fold.link_answers();
    fold.differences(&order);
    let last = fold.ballots.last().map(|(ballot, attendance)| (ballot.outcome, *attendance));
    let unsettled = fold.disagreements.iter().any(|one| !matches!(one, Disagreement::Head { .. }));
    let outcome = match last {
        _ if unsettled => Outcome::Contested,
        Some((outcome, _)) => outcome,
        None => judge(way, Attendance::of(&fold.roll.lines), None),
    };
    Some(MeetingView {
        id: opening,
        source: source_of(opener),
        step: opened.step,
        body: opened.body,
        counted_by: opened.counted_by,
        rule_book,
        head,
        tally: tally(&fold.roll.lines, guests.len(), way, last.map(|(_, attendance)| attendance)),
        roll: fold.roll.lines,
        guests,
        entries: fold.entries,
        ballots: fold.ballots.into_iter().map(|(ballot, _)| ballot).collect(),
        texts: fold.texts.into_iter().rev().collect(),
        outcome,
        computed: outcome,
        closed: None,
        versions: Vec::new(),
        settlements: Vec::new(),
        late: Vec::new(),
        corrections: Vec::new(),
        disagreements: fold.disagreements,
        ops: parts.keys().copied().collect(),
    })
}

struct Fold<'a> {
    opened: &'a MeetingOpened,
    way: Option<&'a Way>,
    roll: attendance::Roll<'a>,
    heads: Map<OpId, HeadView>,
    guests: Map<OpId, &'a [Guest]>,
    entries: Vec<Entry>,
    ballots: Vec<(BallotView, Attendance)>,
    texts: Vec<TextView>,
    disagreements: Vec<Disagreement>,
}

impl<'a> Fold<'a> {
    fn new(opened: &'a MeetingOpened, way: Option<&'a Way>) -> Self {
        Self {
            opened,
            way,
            roll: attendance::Roll::new(&opened.expected),
            heads: Map::new(),
            guests: Map::new(),
            entries: Vec::new(),
            ballots: Vec::new(),
            texts: Vec::new(),
            disagreements: Vec::new(),
        }
    }

    fn apply(&mut self, op: &Op, body: &'a Body) {
        match body {
            Body::HeadChanged(body) => {
                let head = HeadView { source: source_of(op), head: body.head.clone() };
                self.heads.insert(op.id(), head);
            }
            Body::GuestsNoted(body) => self.guests.insert(op.id(), &body.guests),
            Body::RollMarked(body) => body.marks.iter().for_each(|mark| self.roll.mark(op.id(), mark)),
            Body::Spoken(body) => self.entries.push(entry(op, body)),
            Body::Counted(body) => self.ballot(op, body),
            Body::TextWritten(body) => {
                self.texts.push(TextView { source: source_of(op), text: body.text.clone() })
            }
            _ => {}
        }
    }

    fn ballot(&mut self, op: &Op, counted: &Counted) {
        let attendance = Attendance::of(&self.roll.lines);
        let ballot = BallotView {
            source: source_of(op),
            counted: counted.clone(),
            here: attendance.here,
            quorate: self.way.is_some_and(|way| attendance.quorate(way)),
            outcome: judge(self.way, attendance, Some(counted)),
        };
        self.ballots.push((ballot, attendance));
    }

    /// The head in force; where recorders differ, the last in display order.
    fn head(&mut self, order: &Order<'_>) -> Head {
        let latest = order.latest(&self.heads.keys().copied().collect::<Vec<_>>());
        let heads: Vec<HeadView> = latest.iter().filter_map(|op| self.heads.get(op).cloned()).collect();
        let head = heads.last().map_or(&self.opened.head, |one| &one.head).clone();
        if differ(&heads, |one, other| one.head == other.head) {
            self.disagreements.push(Disagreement::Head { heads });
        }
        head
    }

    /// Those noted; of concurrent lists all, each once.
    fn guests(&self, order: &Order<'_>) -> Vec<Guest> {
        let latest = order.latest(&self.guests.keys().copied().collect::<Vec<_>>());
        let mut guests: Vec<Guest> = Vec::new();
        for guest in latest.iter().filter_map(|op| self.guests.get(op)).flat_map(|guests| guests.iter()) {
            if !guests.contains(guest) {
                guests.push(guest.clone());
            }
        }
        guests
    }

    /// To each question its first answer in display order.
    fn link_answers(&mut self) {
        let mut answers: Map<OpId, OpId> = Map::new();
        for entry in &self.entries {
            if let (EntryKind::Answer, Some(question)) = (entry.kind, entry.answers) {
                answers.keep_first(question, entry.source.op);
            }
        }
        for entry in self.entries.iter_mut().filter(|entry| entry.kind == EntryKind::Question) {
            entry.answered_by = answers.get(&entry.source.op).copied();
        }
    }

    fn differences(&mut self, order: &Order<'_>) {
        for (name, slot) in self.roll.slots() {
            let latest = order.latest(&slot.keys().copied().collect::<Vec<_>>());
            let marks: Vec<&RollMark> = latest.iter().filter_map(|op| slot.get(op).copied()).collect();
            if differ(&marks, |one, other| one.mark == other.mark) {
                let marks = marks.into_iter().cloned().collect();
                self.disagreements.push(Disagreement::Mark { name: name.to_owned(), marks });
            }
        }
        let mut questions: Map<&str, Map<OpId, &Counted>> = Map::new();
        for (ballot, _) in &self.ballots {
            let question = ballot.counted.question.trim();
            questions.amend(question, |counts| counts.insert(ballot.source.op, &ballot.counted));
        }
        for (question, slot) in questions {
            let ops = order.latest(&slot.keys().copied().collect::<Vec<_>>());
            let counts: Vec<&Counted> = ops.iter().filter_map(|op| slot.get(op).copied()).collect();
            if differ(&counts, |one, other| counts_of(one) == counts_of(other)) {
                self.disagreements.push(Disagreement::Ballot { question: question.to_owned(), ops });
            }
        }
        let slot: Map<OpId, &str> =
            self.texts.iter().map(|text| (text.source.op, text.text.as_str())).collect();
        let ops = order.latest(&slot.keys().copied().collect::<Vec<_>>());
        let texts: Vec<&str> = ops.iter().filter_map(|op| slot.get(op).copied()).collect();
        if differ(&texts, |one, other| one.trim() == other.trim()) {
            self.disagreements.push(Disagreement::Text { ops });
        }
    }
}

fn entry(op: &Op, spoken: &Spoken) -> Entry {
    Entry {
        source: source_of(op),
        kind: spoken.entry,
        speaker: spoken.speaker.clone(),
        text: spoken.text.clone(),
        at: spoken.at.unwrap_or_else(|| moment_of(op)),
        answers: spoken.answers,
        answered_by: None,
        later_answer: None,
    }
}

const fn counts_of(counted: &Counted) -> (u32, u32, u32, u32) {
    (counted.votes_for, counted.against, counted.abstain, counted.void)
}

fn differ<T>(stated: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    stated.iter().zip(stated.iter().skip(1)).any(|(one, other)| !same(one, other))
}
