//! One matter, told step by step: every operation is checked first, signed, and named by the next.

use super::{START_MS, Township, Writer, person_id};
use crate::Body;
use crate::check::{Asking, Refusal, check};
use crate::fold::{self, Places};
use crate::matter::{Category, MatterRaised, Origin};
use crate::meeting::{
    Closed, ClosingSettled, Counted, CountedBy, EntryKind, Head, Mark, MeetingOpened, Method, Moment,
    RollMark, RollMarked, Signed, Spoken, TextWritten,
};
use crate::minutes;
use crate::rules::{ProcedureKind, RollBody, Step};
use crate::view::{MatterView, MeetingView};
use oplog::{MatterId, Op, OpId, Scope};

/// A matter and the meeting that is being told of it.
pub struct Story {
    /// What is known of the places.
    pub places: Places,
    /// The matter's operations so far.
    pub ops: Vec<Op>,
    /// The matter.
    pub matter: MatterId,
    /// Its place.
    pub scope: Scope,
    /// The meeting that was opened last.
    pub meeting: OpId,
}

impl Story {
    /// Raises a matter.
    pub fn raise(
        township: &Township,
        by: &mut Writer,
        scope: Scope,
        title: &str,
        procedure: ProcedureKind,
    ) -> Self {
        let raised = Body::MatterRaised(MatterRaised {
            title: title.to_owned(),
            category: Category::Labour,
            origin: Origin::Suggested,
            raised_by: "李正华".to_owned(),
            description: String::new(),
            money_fen: 18_600_000,
            labour_days: 420,
            households: 42,
            procedure,
        });
        let places = township.places();
        let asking = Asking { places: &places, device: by.device(), scope, matter: None };
        check(&asking, &raised).expect("the matter may be raised");
        let op = by.append(scope, None, &[], &raised);
        Self { places, matter: op.id().raised_matter(), scope, meeting: op.id(), ops: vec![op] }
    }

    /// The matter as it stands.
    pub fn view(&self) -> MatterView {
        fold::matter(&self.ops, &self.places).expect("the matter was raised")
    }

    /// The meeting that was opened last, as it stands.
    pub fn now(&self) -> MeetingView {
        self.view().meeting(self.meeting).expect("the meeting was opened").clone()
    }

    /// Signs a body if it may be signed.
    ///
    /// # Errors
    /// The reasons against it.
    pub fn ask(&mut self, by: &mut Writer, body: &Body) -> Result<OpId, Vec<Refusal>> {
        let view = self.view();
        let asking =
            Asking { places: &self.places, device: by.device(), scope: self.scope, matter: Some(&view) };
        check(&asking, body)?;
        Ok(self.append(by, &view.heads, body))
    }

    /// Signs a body that may be signed.
    pub fn tell(&mut self, by: &mut Writer, body: &Body) -> OpId {
        self.ask(by, body).unwrap_or_else(|reasons| panic!("{:?} refused: {reasons:?}", body.kind()))
    }

    /// Signs a body unchecked, knowing only of `deps`: what another phone does that has not heard of the rest.
    pub fn append(&mut self, by: &mut Writer, deps: &[OpId], body: &Body) -> OpId {
        let op = by.append(self.scope, Some(self.matter), deps, body);
        let id = op.id();
        self.ops.push(op);
        id
    }

    /// Opens a meeting with the roll of the registers.
    pub fn open(
        &mut self,
        by: &mut Writer,
        step: Step,
        body: RollBody,
        counted_by: CountedBy,
        chair: &str,
    ) -> OpId {
        let expected = self.places.expected(self.scope, body, counted_by);
        let head = Head {
            venue: "活动室".to_owned(),
            started: Moment { ms: START_MS, offset_min: 480 },
            chair: chair.to_owned(),
            recorder: "普红梅".to_owned(),
            agenda_reviewed_by: "普光荣".to_owned(),
            notice_days: 10,
            ..Head::default()
        };
        self.meeting =
            self.tell(by, &Body::MeetingOpened(MeetingOpened { step, head, expected, counted_by, body }));
        self.meeting
    }

    /// Marks people by name.
    pub fn mark(&mut self, by: &mut Writer, mark: Mark, names: &[&str]) -> OpId {
        let body = self.marks(mark, names);
        self.tell(by, &body)
    }

    /// The body that marks people by name.
    pub fn marks(&self, mark: Mark, names: &[&str]) -> Body {
        let view = self.now();
        let id = |name: &str| {
            let line = view.roll.iter().find(|line| line.expected.name == name);
            line.map_or_else(|| person_id(name), |line| line.expected.person)
        };
        let one = |name: &&str| RollMark { person: id(name), mark, at: None, note: String::new() };
        Body::RollMarked(RollMarked { meeting: self.meeting, marks: names.iter().map(one).collect() })
    }

    /// Marks the first `present` unmarked lines of the roll as present and the rest as absent.
    pub fn attend(&mut self, by: &mut Writer, present: usize) -> OpId {
        let view = self.now();
        let unmarked = view.roll.iter().filter(|line| line.mark.is_none());
        let marks = unmarked.enumerate().map(|(at, line)| RollMark {
            person: line.expected.person,
            mark: if at < present { Mark::Present } else { Mark::Absent },
            at: None,
            note: String::new(),
        });
        self.tell(by, &Body::RollMarked(RollMarked { meeting: self.meeting, marks: marks.collect() }))
    }

    /// Takes down what somebody says.
    pub fn say(&mut self, by: &mut Writer, entry: EntryKind, speaker: &str, text: &str) -> OpId {
        self.tell(by, &self.spoken(entry, speaker, text, None))
    }

    /// Takes down an answer.
    pub fn answer(&mut self, by: &mut Writer, question: OpId, speaker: &str, text: &str) -> OpId {
        self.tell(by, &self.spoken(EntryKind::Answer, speaker, text, Some(question)))
    }

    /// The body of an entry.
    pub fn spoken(&self, entry: EntryKind, speaker: &str, text: &str, answers: Option<OpId>) -> Body {
        let (speaker, text) = (speaker.to_owned(), text.to_owned());
        Body::Spoken(Spoken { meeting: self.meeting, entry, speaker, person: None, text, answers, at: None })
    }

    /// Counts a ballot.
    pub fn count(&mut self, by: &mut Writer, votes_for: u32, against: u32, abstain: u32) -> OpId {
        self.tell(by, &self.counted("同意方案", votes_for, against, abstain))
    }

    /// The body of a ballot.
    pub fn counted(&self, question: &str, votes_for: u32, against: u32, abstain: u32) -> Body {
        Body::Counted(Counted {
            meeting: self.meeting,
            question: question.to_owned(),
            method: Method::ShowOfHands,
            votes_for,
            against,
            abstain,
            void: 0,
            teller: String::new(),
            scrutineer: String::new(),
        })
    }

    /// Writes the text.
    pub fn write(&mut self, by: &mut Writer, text: &str) -> OpId {
        self.tell(by, &Body::TextWritten(TextWritten { meeting: self.meeting, text: text.to_owned() }))
    }

    /// Closes the meeting as it stands.
    pub fn close(&mut self, by: &mut Writer) -> OpId {
        let body = self.closing();
        self.tell(by, &body)
    }

    /// The body that closes the meeting as it stands.
    pub fn closing(&self) -> Body {
        let view = self.now();
        let signed = |name: &str| Signed { name: name.to_owned(), strokes: "M0 0L10 10".to_owned() };
        Body::Closed(Closed {
            meeting: self.meeting,
            covers: minutes::covers(&view),
            minutes: minutes::digest(&view),
            ended: Moment { ms: START_MS + 5_100_000, offset_min: 480 },
            chair: signed(&view.head.chair),
            recorder: signed(&view.head.recorder),
            read_aloud: true,
        })
    }

    /// The body by which somebody says that of these closings the first one holds.
    pub fn settling(&self, chair: &str, holds: OpId, over: &[OpId]) -> Body {
        let mut over = over.to_vec();
        over.sort();
        let chair = Signed { name: chair.to_owned(), strokes: "M0 0L10 10".to_owned() };
        let reason = "当场数过".to_owned();
        Body::ClosingSettled(ClosingSettled { meeting: self.meeting, holds, over, chair, reason })
    }
}
