//! How records came: a line below each, and the table of all at the end of the page.

use super::clock;
use super::here::Here;
use crate::hours;
use crate::parts::{Tone, tag};
use crate::phone_name::phone_name;
use domain::body::Kind;
use domain::meeting::Moment;
use leptos::prelude::*;
use oplog::OpId;
use sync::desk::Record;
use ui::words::desk::{Came, Meeting, fill, kind, standing};

/// Below a record: who recorded it with what, when it arrived, and what is wrong with it.
pub fn came(here: &Here<'_>, op: OpId) -> impl IntoView + use<> {
    let lang = here.lang;
    let Some(record) = here.record(op) else {
        return view! { <small class="d-came">{Came::NotListed.in_(lang)}</small> }.into_any();
    };
    let received = hours::near(record.received_ms, here.now_ms, lang);
    let line = fill(Came::Line.in_(lang), &[&record.person, &phone_name(&record.phone, lang), &received]);
    let faults = faults(here, record).into_iter().map(|fault| tag(Tone::Amber, fault)).collect_view();
    view! { <small class="d-came">{line}" "{faults}{late(here, op)}</small> }.into_any()
}

/// That a record came after the signatures.
fn late(here: &Here<'_>, op: OpId) -> Option<impl IntoView + use<>> {
    here.meeting
        .late
        .iter()
        .any(|late| late.source.op == op)
        .then(|| tag(Tone::Amber, not_covered(here).to_owned()))
}

/// What records are called that the signatures do not cover.
pub fn not_covered(here: &Here<'_>) -> &'static str {
    let word = if here.meeting.versions.is_empty() { Meeting::Late } else { Meeting::NotCovered };
    word.in_(here.lang)
}

/// The table of all.
pub fn table(here: &Here<'_>) -> impl IntoView + use<> {
    let lang = here.lang;
    let rows = here.records().into_iter().map(|record| row(here, record)).collect_view();
    view! {
        <section class="d-part">
            <h2>{Meeting::Records.in_(lang)}</h2>
            <table class="d-table small">
                <thead><tr>
                    <th scope="col">{Came::What.in_(lang)}</th>
                    <th scope="col">{Came::Who.in_(lang)}</th>
                    <th scope="col">{Came::Phone.in_(lang)}</th>
                    <th scope="col">{Came::Claimed.in_(lang)}</th>
                    <th scope="col">{Came::Received.in_(lang)}</th>
                    <th scope="col">{Came::Check.in_(lang)}</th>
                </tr></thead>
                <tbody data-t="desk.meeting.records">{rows}</tbody>
            </table>
        </section>
    }
}

fn row(here: &Here<'_>, record: &Record) -> impl IntoView + use<> {
    let lang = here.lang;
    let what = Kind::from_number(record.kind).map_or(Came::NewerKind.in_(lang), |number| kind(number, lang));
    // The phone's own offset stands in the record's header; an office reads both times by its own clock.
    let claimed =
        hours::moment(Moment { ms: record.claimed_ms, offset_min: hours::OFFICE }, here.now_ms, lang);
    let device: String = record.device.hex().chars().take(8).collect();
    let faults = faults(here, record);
    let check = if faults.is_empty() {
        tag(Tone::Green, Came::Verified.in_(lang).to_owned()).into_any()
    } else {
        faults.into_iter().map(|fault| tag(Tone::Amber, fault)).collect_view().into_any()
    };
    view! {
        <tr data-name=record.person.clone() data-op=record.op.hex()>
            <td class="time">{what}<small class="d-quiet">{Came::Arrival.in_(lang)}" "{record.arrival}</small></td>
            <td class="time">{record.person.clone()}</td>
            <td>{phone_name(&record.phone, lang)}<small class="d-quiet">{fill(Came::Device.in_(lang), &[&device])}</small></td>
            <td class="time">{claimed}</td>
            <td class="time">{hours::near(record.received_ms, here.now_ms, lang)}</td>
            <td>{check}{late(here, record.op)}</td>
        </tr>
    }
}

/// What is wrong with a record, in words.
fn faults(here: &Here<'_>, record: &Record) -> Vec<String> {
    let lang = here.lang;
    let unverified = (!record.verified).then(|| Came::Unverified.in_(lang).to_owned());
    let without = standing(&record.standing, lang).map(str::to_owned);
    let clock = here.clock_off(record).map(|ahead| clock::say(ahead, lang));
    [unverified, without, clock].into_iter().flatten().collect()
}
