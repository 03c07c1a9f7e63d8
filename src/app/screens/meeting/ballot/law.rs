//! What the counts add up to, and whether they pass under the rule book: a sum, a bar and a sentence.

use super::super::room::Room;
use super::form::Votes;
use crate::words::meeting::{Ballot as W, say};
use domain::meeting::{Counted, CountedBy, Method};
use domain::outcome::{self, Attendance};
use domain::view::{Outcome, Tally};
use ui::dom::{El, div, p};
use ui::parts::{Measure, quorum_bar, wrong};
use ui::signal::Derived;
use ui::words::Lang;

/// What the counts mean now.
#[derive(Clone, PartialEq, Default)]
struct Meaning {
    counted: Option<Counted>,
    attendance: Attendance,
    tally: Tally,
    outcome: Option<Outcome>,
}

fn meaning(room: Room, votes: Votes) -> Meaning {
    let counted = votes.body(room);
    room.with(|meeting| {
        let way = room.way(meeting);
        let attendance = Attendance::of(&meeting.roll);
        Meaning {
            attendance,
            tally: outcome::tally(&meeting.roll, meeting.guests.len(), way.as_ref(), None),
            outcome: Some(outcome::judge(way.as_ref(), attendance, Some(&counted))),
            counted: Some(counted),
        }
    })
}

/// The sum, the law's bar and its sentence.
pub fn law(room: Room, votes: Votes, why: impl Fn() -> Option<String> + 'static) -> El {
    let lang = room.lang();
    let by = room.peek(|meeting| meeting.counted_by);
    let now = Derived::new(move || meaning(room, votes));
    let sum = move || {
        now.with(|now| {
            let counted = now.counted.as_ref()?;
            let secret = counted.method == Method::Secret;
            let (said, fits) = say::sum(lang, counted, secret, now.attendance.here, by);
            let class = if fits { "m-sum" } else { "m-sum off" };
            Some(p(said).class(class).at("role", "status").t("meeting.ballot.sum"))
        })
    };
    let measure = move || {
        now.with(|now| {
            let have = now.counted.as_ref().map_or(0, |counted| counted.votes_for);
            Measure {
                left: verdict(lang, now.outcome).to_owned(),
                right: [&have.to_string(), " / ", &now.tally.majority_base.to_string()].concat(),
                have,
                of: now.tally.majority_base,
                least: now.tally.majority_least,
                met: now.outcome == Some(Outcome::Passed),
                sentence: sentence(lang, now, by),
            }
        })
    };
    let decides = room.peek(|meeting| room.way(meeting).is_some_and(|way| way.majority.is_some()));
    let bar = decides.then(|| quorum_bar("meeting.ballot.law", measure));
    div("inside").live_one(sum).live_one(wrong(why)).maybe(bar)
}

fn verdict(lang: Lang, outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Passed) => W::Passed,
        Some(Outcome::Inquorate) => W::NoQuorum,
        Some(Outcome::NoBallot) => W::TooMany,
        _ => W::NotPassed,
    }
    .in_(lang)
}

fn sentence(lang: Lang, now: &Meaning, by: CountedBy) -> String {
    let (Some(majority), Some(counted)) = (now.tally.majority, &now.counted) else { return String::new() };
    if now.outcome == Some(Outcome::Inquorate) {
        return say::quorum(lang, &now.tally, by);
    }
    if now.outcome == Some(Outcome::NoBallot) {
        return W::TooManyWhy.in_(lang).to_owned();
    }
    let passes = now.outcome == Some(Outcome::Passed);
    say::law(lang, majority, counted.votes_for, now.tally.majority_base, now.tally.majority_least, passes, by)
}
