//! What is typed in the composer and not recorded yet.

use super::super::room::Room;
use super::super::when;
use super::entry::key;
use super::speaker::person_of;
use crate::drafts::{pack, unpack};
use crate::words::meeting::Talk as W;
use domain::check::clean_text;
use domain::meeting::{EntryKind, Spoken};
use oplog::OpId;
use ui::signal::Var;

/// The kinds in the order of the chips.
pub const KINDS: [(EntryKind, W); 5] = [
    (EntryKind::Statement, W::Statement),
    (EntryKind::Question, W::Question),
    (EntryKind::Answer, W::Answer),
    (EntryKind::Amendment, W::Amendment),
    (EntryKind::Ruling, W::Ruling),
];

/// What is typed.
#[derive(Clone, Copy)]
pub struct Typed {
    /// Who speaks.
    pub speaker: Var<String>,
    /// What was said.
    pub text: Var<String>,
    /// Of which kind.
    pub kind: Var<EntryKind>,
    /// The question that an answer belongs to.
    pub answers: Var<Option<OpId>>,
    /// Another time than now, as `19:58`; empty for now.
    pub time: Var<String>,
}

impl Typed {
    /// Nothing typed.
    pub fn new() -> Self {
        Self {
            speaker: Var::new(String::new()),
            text: Var::new(String::new()),
            kind: Var::new(EntryKind::Statement),
            answers: Var::new(None),
            time: Var::new(String::new()),
        }
    }

    /// As the text of a draft; nothing while no text is typed.
    pub fn write(self) -> String {
        let (speaker, text, time) = (self.speaker.get(), self.text.get(), self.time.get());
        let (kind, answers) = (self.kind.get(), self.answers.get().map(|op| op.hex()).unwrap_or_default());
        if text.is_empty() { String::new() } else { pack(&[&speaker, key(kind), &answers, &time, &text]) }
    }

    /// From the text of a draft.
    pub fn read(self, draft: &str) {
        let mut parts = unpack(draft);
        let mut next = || parts.next().unwrap_or_default().to_owned();
        self.speaker.set(next());
        let kind = next();
        self.kind.set(
            KINDS.iter().find(|(one, _)| key(*one) == kind).map_or(EntryKind::Statement, |(one, _)| *one),
        );
        self.answers.set(OpId::from_hex(&next()));
        self.time.set(next());
        self.text.set(next());
    }

    /// The entry that it states.
    pub fn body(self, room: Room) -> Spoken {
        let speaker = clean_text(self.speaker.get_untracked().trim());
        let started = room.peek(|meeting| meeting.head.started);
        let kind = self.kind.get_untracked();
        Spoken {
            meeting: room.id,
            entry: kind,
            person: person_of(room, &speaker),
            speaker,
            text: clean_text(&self.text.get_untracked()),
            answers: self.answers.get_untracked().filter(|_| kind == EntryKind::Answer),
            at: when::at_time(&self.time.get_untracked(), started),
        }
    }

    /// Recorded: what was typed since then stays.
    pub fn taken(self, text: &str) {
        self.text.try_update(|now| *now = now.strip_prefix(text).unwrap_or_default().to_owned());
        self.kind.set(EntryKind::Statement);
        self.answers.set(None);
        self.time.set(String::new());
    }
}
