//! The canonical minutes: the bytes whose digest chair and recorder sign.
//!
//! They hold what a signer read and nothing else: head, roll with marks, guests, proceedings, ballots, text, tally
//! and outcome. Not the devices, not the closing itself, not what came after it. The shape is written down here
//! and not taken from the view, so that a change of the screen never changes what was signed; a new shape has a
//! new [`VERSION`], and old minutes keep theirs.

use crate::meeting::{Capacity, CountedBy, EntryKind, Guest, Head, Mark, Method, Moment};
use crate::rules::{RollBody, Step};
use crate::view::{BallotView, Entry, MeetingView, Outcome, RollLine, Tally};
use oplog::{Digest, Encode, OpId, PersonId, to_cbor};

/// The version of the shape.
pub const VERSION: u8 = 1;

#[derive(Encode)]
#[cbor(map)]
struct Minutes<'a> {
    #[n(0)]
    version: u8,
    #[n(1)]
    meeting: OpId,
    #[n(2)]
    step: Step,
    #[n(3)]
    body: RollBody,
    #[n(4)]
    counted_by: CountedBy,
    #[n(5)]
    rule_book: u32,
    #[n(6)]
    head: &'a Head,
    #[n(7)]
    roll: Vec<Line<'a>>,
    #[n(8)]
    guests: &'a Vec<Guest>,
    #[n(9)]
    entries: Vec<Said<'a>>,
    #[n(10)]
    ballots: Vec<Ballot<'a>>,
    #[n(11)]
    text: &'a str,
    #[n(12)]
    tally: Totals,
    #[n(13)]
    outcome: u8,
}

#[derive(Encode)]
#[cbor(map)]
struct Line<'a> {
    #[n(0)]
    person: PersonId,
    #[n(1)]
    name: &'a str,
    #[n(2)]
    capacity: Capacity,
    #[n(3)]
    mark: Option<Mark>,
    #[n(4)]
    at: Option<Moment>,
    #[n(5)]
    note: &'a str,
    #[n(6)]
    arrived: Option<Moment>,
    #[n(7)]
    attended: bool,
}

#[derive(Encode)]
#[cbor(map)]
struct Said<'a> {
    #[n(0)]
    op: OpId,
    #[n(1)]
    kind: EntryKind,
    #[n(2)]
    speaker: &'a str,
    #[n(3)]
    text: &'a str,
    #[n(4)]
    at: Moment,
    #[n(5)]
    answers: Option<OpId>,
}

#[derive(Encode)]
#[cbor(map)]
struct Ballot<'a> {
    #[n(0)]
    op: OpId,
    #[n(1)]
    question: &'a str,
    #[n(2)]
    method: Method,
    #[n(3)]
    votes_for: u32,
    #[n(4)]
    against: u32,
    #[n(5)]
    abstain: u32,
    #[n(6)]
    void: u32,
    #[n(7)]
    teller: &'a str,
    #[n(8)]
    scrutineer: &'a str,
    #[n(9)]
    here: u32,
    #[n(10)]
    quorate: bool,
    #[n(11)]
    outcome: u8,
}

#[derive(Encode)]
#[cbor(map)]
struct Totals {
    #[n(0)]
    should_attend: u32,
    #[n(1)]
    did_attend: u32,
    #[n(2)]
    recused: u32,
    #[n(3)]
    non_voting: u32,
    #[n(4)]
    quorum_least: u32,
    #[n(5)]
    quorate: bool,
    #[n(6)]
    majority_base: u32,
    #[n(7)]
    majority_least: u32,
}

/// The deterministic CBOR of everything that a signer read.
pub fn canonical(meeting: &MeetingView) -> Vec<u8> {
    to_cbor(&Minutes {
        version: VERSION,
        meeting: meeting.id,
        step: meeting.step,
        body: meeting.body,
        counted_by: meeting.counted_by,
        rule_book: meeting.rule_book,
        head: &meeting.head,
        roll: meeting.roll.iter().map(line).collect(),
        guests: &meeting.guests,
        entries: meeting.entries.iter().map(said).collect(),
        ballots: meeting.ballots.iter().map(ballot).collect(),
        text: meeting.text(),
        tally: totals(&meeting.tally),
        outcome: number(meeting.computed),
    })
}

/// BLAKE3-256 of the canonical minutes: what a closing signs.
pub fn digest(meeting: &MeetingView) -> Digest {
    Digest::of(&canonical(meeting))
}

/// The operations that a closing names, ascending by id, the opening one included.
pub fn covers(meeting: &MeetingView) -> Vec<OpId> {
    meeting.ops.clone()
}

fn line(line: &RollLine) -> Line<'_> {
    let mark = line.mark.as_ref();
    Line {
        person: line.expected.person,
        name: &line.expected.name,
        capacity: line.expected.capacity,
        mark: mark.map(|mark| mark.mark),
        at: mark.and_then(|mark| mark.at),
        note: mark.map_or("", |mark| &mark.note),
        arrived: line.arrived,
        attended: line.attended,
    }
}

fn said(entry: &Entry) -> Said<'_> {
    Said {
        op: entry.source.op,
        kind: entry.kind,
        speaker: &entry.speaker,
        text: &entry.text,
        at: entry.at,
        answers: entry.answers,
    }
}

fn ballot(ballot: &BallotView) -> Ballot<'_> {
    let counted = &ballot.counted;
    Ballot {
        op: ballot.source.op,
        question: &counted.question,
        method: counted.method,
        votes_for: counted.votes_for,
        against: counted.against,
        abstain: counted.abstain,
        void: counted.void,
        teller: &counted.teller,
        scrutineer: &counted.scrutineer,
        here: ballot.here,
        quorate: ballot.quorate,
        outcome: number(ballot.outcome),
    }
}

const fn totals(tally: &Tally) -> Totals {
    Totals {
        should_attend: tally.should_attend,
        did_attend: tally.did_attend,
        recused: tally.recused,
        non_voting: tally.non_voting,
        quorum_least: tally.quorum_least,
        quorate: tally.quorate,
        majority_base: tally.majority_base,
        majority_least: tally.majority_least,
    }
}

/// The outcome's number in the minutes, for ever.
const fn number(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Passed => 0,
        Outcome::Rejected => 1,
        Outcome::Inquorate => 2,
        Outcome::Heard => 3,
        Outcome::NoBallot => 4,
        Outcome::Contested => 5,
    }
}
