//! The roll: should attend, did attend, as exact counts, and every line with its mark.

use super::here::Here;
use crate::hours;
use crate::parts::{Tone, tag};
use domain::meeting::Mark;
use domain::rules::{Base, Threshold};
use domain::view::RollLine;
use leptos::prelude::*;
use ui::words::desk::{Meeting, fill};
use ui::words::{Lang, names};

/// Counts, and whether the quorum stands.
pub fn quorum(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, tally) = (here.lang, &here.meeting.tally);
    let ratio = fill(Meeting::RatioOf.in_(lang), &[&tally.did_attend, &tally.should_attend]);
    let more: Vec<String> = [
        (tally.recused, Meeting::Recused),
        (tally.non_voting, Meeting::NonVoting),
        (tally.unmarked, Meeting::Unmarked),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, words)| fill(words.in_(lang), &[&count]))
    .collect();
    view! {
        <section data-t="desk.meeting.quorum">
            <h2>{Meeting::Roll.in_(lang)}</h2>
            <dl class="d-counts">
                <div><dt>{Meeting::Should.in_(lang)}</dt><dd data-t="desk.meeting.should">{tally.should_attend}</dd></div>
                <div><dt>{Meeting::Did.in_(lang)}</dt><dd data-t="desk.meeting.did">{tally.did_attend}</dd></div>
                <div><dt>{Meeting::Ratio.in_(lang)}</dt><dd data-t="desk.meeting.ratio">{ratio}</dd></div>
            </dl>
            <p class=if tally.quorate { "d-note green" } else { "d-note amber" } data-t="desk.meeting.quorum.said">
                {quorum_said(here)}
            </p>
            <p class="d-quiet">{more.join(" · ")}</p>
        </section>
    }
}

/// Whether the quorum stands and why not.
fn quorum_said(here: &Here<'_>) -> String {
    let (lang, tally) = (here.lang, &here.meeting.tally);
    let least = tally.quorum_least;
    match (&tally.quorum, tally.quorate) {
        (None, _) => Meeting::NoQuorum.in_(lang).to_owned(),
        (Some(rule), true) => {
            let (why, did) = (share(rule, lang), tally.did_attend);
            fill(Meeting::QuorumMet.in_(lang), &[&least, &did, &why])
        }
        (Some(rule), false) if tally.did_attend < least => {
            let (why, did) = (share(rule, lang), tally.did_attend);
            fill(Meeting::QuorumMissed.in_(lang), &[&least, &did, &(least - did), &why])
        }
        (Some(_), false) => {
            let here = here.meeting.ballots.last().map_or(tally.here_now, |ballot| ballot.here);
            fill(Meeting::QuorumLeft.in_(lang), &[&least, &here])
        }
    }
}

/// A share in words: 应到人数的 2/3 以上.
pub fn share(of: &Threshold, lang: Lang) -> String {
    let base = match of.of {
        Base::Entitled => Meeting::OfEntitled,
        Base::Present => Meeting::OfPresent,
    };
    let words = if of.at_least { Meeting::AtLeast } else { Meeting::MoreThan };
    fill(words.in_(lang), &[&base.in_(lang), &of.num, &of.den])
}

/// Every line.
pub fn roll(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, meeting) = (here.lang, here.meeting);
    let lines = meeting.roll.iter().map(|expected| line(here, expected)).collect_view();
    let guests: Vec<String> =
        meeting.guests.iter().map(|guest| with_office(&guest.name, &guest.office, lang)).collect();
    let guests = (!guests.is_empty()).then(|| {
        view! {
            <p><b>{Meeting::Guests.in_(lang)}</b>" "{guests.join(lang.pick("、", ", "))}</p>
        }
    });
    view! {
        <section class="d-part" data-t="desk.meeting.roll">
            <h2>{Meeting::Roll.in_(lang)}</h2>
            <ul class="d-roll">{lines}</ul>
            {guests}
        </section>
    }
}

fn line(here: &Here<'_>, line: &RollLine) -> impl IntoView + use<> {
    let lang = here.lang;
    let tone = match line.mark.as_ref().map(|mark| mark.mark) {
        _ if here.meeting.contested_mark(line.expected.person) => Tone::Amber,
        Some(Mark::Present | Mark::Proxy) => Tone::Green,
        Some(Mark::Leave | Mark::Recused | Mark::Left) => Tone::Grey,
        Some(Mark::Absent) | None => Tone::Amber,
    };
    let note = note(line, here.now_ms, lang);
    view! {
        <li data-name=line.expected.name.clone()>
            <b>{line.expected.name.clone()}</b>
            <small class="d-quiet">{names::capacity(line.expected.capacity, lang)}</small>
            {tag(tone, said(here, line).to_owned())}
            {(!note.is_empty()).then(|| view! { <small class="d-quiet wide">{note}</small> })}
        </li>
    }
}

/// The mark in words; of two that recorders set neither.
pub fn said(here: &Here<'_>, line: &RollLine) -> &'static str {
    let lang = here.lang;
    if here.meeting.contested_mark(line.expected.person) {
        return Meeting::Contested.in_(lang);
    }
    line.mark.as_ref().map_or(Meeting::NoMark.in_(lang), |mark| names::mark(mark.mark, lang))
}

/// When somebody came or left, who stood in, why somebody was recused.
pub fn note(line: &RollLine, now_ms: u64, lang: Lang) -> String {
    let arrived =
        line.arrived.map(|at| fill(Meeting::ArrivedAt.in_(lang), &[&hours::moment(at, now_ms, lang)]));
    let left = line.mark.as_ref().filter(|mark| mark.mark == Mark::Left).and_then(|mark| mark.at);
    let left = left.map(|at| fill(Meeting::LeftAt.in_(lang), &[&hours::moment(at, now_ms, lang)]));
    let note = line.mark.as_ref().map(|mark| mark.note.clone()).filter(|note| !note.is_empty());
    [arrived, left, note].into_iter().flatten().collect::<Vec<_>>().join(lang.pick("，", ", "))
}

/// A name with its office.
pub fn with_office(name: &str, office: &str, lang: Lang) -> String {
    match (office, lang) {
        ("", _) => name.to_owned(),
        (office, Lang::Zh) => format!("{name}（{office}）"),
        (office, Lang::En) => format!("{name} ({office})"),
    }
}
