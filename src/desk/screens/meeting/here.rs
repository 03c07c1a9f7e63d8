//! What the parts of a meeting's page look things up in.

use super::clock;
use crate::api::Failure;
use crate::desk::Desk;
use domain::body::Kind;
use domain::meeting::Counted;
use domain::view::{CorrectionView, MatterView, MeetingView};
use leptos::prelude::Get;
use oplog::{DeviceId, OpId};
use std::collections::BTreeMap;
use sync::desk::{MatterPage, Phone, Printed, Record};
use ui::words::desk::{Came, Meeting, fill, kind};
use ui::words::{self, Lang};

/// A meeting, its matter, and how every record of it came.
pub struct Here<'a> {
    /// The language.
    pub lang: Lang,
    /// The server's clock.
    pub now_ms: u64,
    /// The names of the matter's places, from the township down.
    pub places: &'a [String],
    /// The matter.
    pub matter: &'a MatterView,
    /// The meeting.
    pub meeting: &'a MeetingView,
    /// The slip that is printed beside its minutes.
    pub slip: Option<Printed>,
    /// Why that could not be read.
    pub no_slip: Option<Failure>,
    records: BTreeMap<OpId, &'a Record>,
    ahead: BTreeMap<DeviceId, i64>,
}

impl<'a> Here<'a> {
    /// The meeting of this name on a matter's page.
    pub fn of(
        desk: Desk,
        now_ms: u64,
        page: &'a MatterPage,
        phones: &[Phone],
        meeting: OpId,
    ) -> Option<Self> {
        let view = page.view.meetings.iter().find(|known| known.id == meeting)?;
        // The slip of another meeting may still be there while this one's is read.
        let digest = view.holding().map(|closed| closed.digest.as_str());
        let slip = desk.slip.value.get().filter(|slip| Some(slip.digest.as_str()) == digest);
        Some(Self {
            lang: desk.lang,
            now_ms,
            places: &page.places,
            matter: &page.view,
            meeting: view,
            slip,
            no_slip: desk.slip.failure.get(),
            records: page.records.iter().map(|record| (record.op, record)).collect(),
            ahead: phones.iter().map(|phone| (phone.device, phone.clock_ahead_ms)).collect(),
        })
    }

    /// Whose phone a record was signed on.
    pub fn who(&self, op: OpId) -> String {
        let unknown = || Came::NotListed.in_(self.lang).to_owned();
        self.record(op).map_or_else(unknown, |record| record.person.clone())
    }

    /// How a record came.
    pub fn record(&self, op: OpId) -> Option<&'a Record> {
        self.records.get(&op).copied()
    }

    /// Every record of this meeting in the order of arrival: those covered, late ones, corrections.
    pub fn records(&self) -> Vec<&'a Record> {
        let meeting = self.meeting;
        let closings = meeting.versions.iter().chain([meeting]).filter_map(|one| one.closed.as_ref());
        let closings = closings.map(|closed| closed.source.op);
        let settled = meeting.settlements.iter().map(|one| one.source.op);
        let corrections = meeting.corrections.iter().map(|correction| correction.source.op);
        let answers = meeting
            .entries
            .iter()
            .filter_map(|entry| entry.later_answer.as_ref().map(|answer| answer.source.op));
        let all = meeting.ops.iter().copied().chain(meeting.late.iter().map(|late| late.source.op));
        let ops = all.chain(closings).chain(settled).chain(corrections).chain(answers);
        let found: BTreeMap<u64, &Record> =
            ops.filter_map(|op| self.record(op)).map(|record| (record.arrival, record)).collect();
        found.into_values().collect()
    }

    /// How far the clock of a record's phone was ahead, where that must be said.
    pub fn clock_off(&self, record: &Record) -> Option<i64> {
        let here = clock::ahead_of_arrival(record.claimed_ms, record.received_ms);
        let known = self.ahead.get(&record.device).copied().unwrap_or(0);
        [here, known].into_iter().find(|ahead| clock::is_wrong(*ahead))
    }

    /// The corrections of one record.
    pub fn corrections(&self, target: OpId) -> impl Iterator<Item = &'a CorrectionView> {
        self.meeting.corrections.iter().filter(move |correction| correction.target == target)
    }

    /// What a record says, in short.
    pub fn original(&self, op: OpId) -> String {
        let (meeting, lang) = (self.meeting, self.lang);
        if let Some(entry) = meeting.entries.iter().find(|entry| entry.source.op == op) {
            return format!("{}{}{}", entry.speaker, lang.pick("：", ": "), entry.text);
        }
        if let Some(ballot) = meeting.ballots.iter().find(|ballot| ballot.source.op == op) {
            return counts(&ballot.counted, lang);
        }
        if let Some(text) = meeting.texts.iter().find(|text| text.source.op == op) {
            return text.text.clone();
        }
        if let Some(late) = meeting.late.iter().find(|late| late.source.op == op) {
            return words::late(lang, meeting, &late.says);
        }
        let number = self.record(op).and_then(|record| Kind::from_number(record.kind));
        number.map_or_else(String::new, |number| kind(number, lang).to_owned())
    }
}

/// 赞成 27，反对 2，弃权 1，废票 0
pub fn counts(counted: &Counted, lang: Lang) -> String {
    fill(Meeting::Counts.in_(lang), &[&counted.votes_for, &counted.against, &counted.abstain, &counted.void])
}

/// The beginning of a long text.
pub fn shortened(text: &str) -> String {
    const MOST: usize = 30;
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}
