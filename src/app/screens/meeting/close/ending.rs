//! What is filled in to close a meeting: the end, the signatures.

use super::super::room::Room;
use super::super::when;
use super::strokes::Strokes;
use crate::drafts::{pack, unpack};
use domain::meeting::{Closed, Signed};
use domain::minutes;
use domain::view::MeetingView;
use ui::signal::Var;

/// What is filled in to close.
#[derive(Clone, Copy)]
pub struct Ending {
    /// `2026-03-14`.
    pub date: Var<String>,
    /// `21:05`.
    pub time: Var<String>,
    /// Whether the conclusion was read aloud.
    pub read_aloud: Var<bool>,
    /// The chair's signature.
    pub chair: Var<Strokes>,
    /// The recorder's signature.
    pub recorder: Var<Strokes>,
}

impl Ending {
    /// The end is now; where the meeting was long ago, the same day at a time still to be filled in.
    pub fn new(room: Room) -> Self {
        let (started, now) = (room.peek(|meeting| meeting.head.started), room.app.now());
        let fresh = when::minutes_between(started, now) < 12 * 60;
        let (date, time) = when::written(if fresh { now.max(started) } else { started });
        Self {
            date: Var::new(date),
            time: Var::new(if fresh { time } else { String::new() }),
            read_aloud: Var::new(false),
            chair: Var::default(),
            recorder: Var::default(),
        }
    }

    /// As the text of a draft.
    pub fn write(self) -> String {
        let read = if self.read_aloud.get() { "read" } else { "" };
        let strokes = |of: Var<Strokes>| of.with(|strokes| strokes.path().to_owned());
        pack(&[&self.date.get(), &self.time.get(), read, &strokes(self.chair), &strokes(self.recorder)])
    }

    /// From the text of a draft.
    pub fn read(self, draft: &str) {
        let mut parts = unpack(draft);
        let mut next = || parts.next().unwrap_or_default().to_owned();
        self.date.set(next());
        self.time.set(next());
        self.read_aloud.set(next() == "read");
        self.chair.set(Strokes::of(next()));
        self.recorder.set(Strokes::of(next()));
    }

    /// The closing that it states.
    pub fn body(self, room: Room, meeting: &MeetingView) -> Closed {
        let ended = when::read(&self.date.get(), &self.time.get(), meeting.head.started.offset_min);
        let sign = |name: &str, strokes: Var<Strokes>| Signed {
            name: name.to_owned(),
            strokes: strokes.with(|strokes| strokes.path().to_owned()),
        };
        Closed {
            meeting: room.id,
            covers: minutes::covers(meeting),
            minutes: minutes::digest(meeting),
            ended: ended.unwrap_or_default(),
            chair: sign(&meeting.head.chair, self.chair),
            recorder: sign(&meeting.head.recorder, self.recorder),
            read_aloud: self.read_aloud.get(),
        }
    }

    /// Whether the end is filled in.
    pub fn filled_in(self) -> bool {
        when::read(&self.date.get(), &self.time.get(), 0).is_some()
    }
}
