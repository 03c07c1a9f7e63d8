//! The fields of a meeting's head as they are typed.

use super::super::when;
use crate::drafts::{pack, unpack};
use domain::check::clean_text;
use domain::meeting::{Head, Moment};
use ui::signal::Var;

/// The fields; a handle, copied freely.
#[derive(Clone, Copy)]
pub struct Fields {
    /// Where.
    pub venue: Var<String>,
    /// `2026-03-14`.
    pub date: Var<String>,
    /// `19:40`.
    pub time: Var<String>,
    /// Chair.
    pub chair: Var<String>,
    /// Recorder.
    pub recorder: Var<String>,
    /// Convener.
    pub convener: Var<String>,
    /// Second recorder.
    pub second: Var<String>,
    /// Who reviewed the agenda.
    pub reviewed: Var<String>,
    /// Days of notice.
    pub notice_days: Var<String>,
    /// How notice was given.
    pub notice_how: Var<String>,
    offset_min: i16,
}

impl Fields {
    /// As a head states them.
    pub fn of(head: &Head) -> Self {
        let (date, time) = when::written(head.started);
        let days = if head.notice_days == 0 { String::new() } else { head.notice_days.to_string() };
        Self {
            venue: Var::new(head.venue.clone()),
            date: Var::new(date),
            time: Var::new(time),
            chair: Var::new(head.chair.clone()),
            recorder: Var::new(head.recorder.clone()),
            convener: Var::new(head.convener.clone()),
            second: Var::new(head.second_recorder.clone()),
            reviewed: Var::new(head.agenda_reviewed_by.clone()),
            notice_days: Var::new(days),
            notice_how: Var::new(head.notice_how.clone()),
            offset_min: head.started.offset_min,
        }
    }

    const fn all(self) -> [Var<String>; 10] {
        [
            self.venue,
            self.date,
            self.time,
            self.chair,
            self.recorder,
            self.convener,
            self.second,
            self.reviewed,
            self.notice_days,
            self.notice_how,
        ]
    }

    /// As the text of a draft; nothing where all is as it was at `first`.
    pub fn write(self, first: &str, more: &str) -> String {
        let values: Vec<String> = self.all().iter().map(|field| field.get()).collect();
        let mut parts: Vec<&str> = values.iter().map(String::as_str).collect();
        parts.push(more);
        let text = pack(&parts);
        if text == first { String::new() } else { text }
    }

    /// From the text of a draft; returns what was put behind the fields.
    pub fn read(self, text: &str) -> String {
        let mut parts = unpack(text);
        for (field, part) in self.all().iter().zip(parts.by_ref()) {
            field.set(part.to_owned());
        }
        parts.next().unwrap_or_default().to_owned()
    }

    /// When it began; none where date or time is not filled in.
    pub fn started(self) -> Option<Moment> {
        when::read(&self.date.get(), &self.time.get(), self.offset_min)
    }

    /// The head that they state.
    pub fn head(self) -> Head {
        let text = |field: Var<String>| clean_text(field.get().trim());
        Head {
            venue: text(self.venue),
            started: self.started().unwrap_or_default(),
            convener: text(self.convener),
            chair: text(self.chair),
            recorder: text(self.recorder),
            second_recorder: text(self.second),
            agenda_reviewed_by: text(self.reviewed),
            notice_days: self.notice_days.get().trim().parse().unwrap_or(0),
            notice_how: text(self.notice_how),
        }
    }
}
