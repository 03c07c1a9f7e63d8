//! What the counts add up to, and whether they pass under the rule book: a sum, a bar and a sentence.

use super::super::room::Room;
use super::form::Votes;
use crate::words::meeting::{Ballot as W, say};
use domain::meeting::{Counted, CountedBy, Method};
use domain::outcome::{self, Attendance};
use domain::view::{Outcome, Tally};
use leptos::prelude::*;
use ui::parts::QuorumBar;
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
#[component]
pub fn Law(room: Room, votes: Votes, wrong: Signal<Option<String>>) -> impl IntoView {
    let lang = room.lang();
    let by = room.peek(|meeting| meeting.counted_by);
    let now = Memo::new(move |_| meaning(room, votes));
    let sum = move || {
        let secret = votes.method.get() == Some(Method::Secret);
        now.with(|now| {
            let counted = now.counted.as_ref()?;
            let (said, fits) = say::sum(lang, counted, secret, now.attendance.here, by);
            Some(view! { <p class=if fits {"m-sum"} else {"m-sum off"} role="status" data-t="meeting.ballot.sum">{said}</p> })
        })
    };
    let votes_for = move || now.with(|now| now.counted.as_ref().map_or(0, |counted| counted.votes_for));
    view! {
        {sum}
        {move || wrong.get().map(|wrong| view! { <p class="wrong" role="alert">{wrong}</p> })}
        {move || now.with(|now| now.tally.majority.is_some()).then(|| view! {
            <QuorumBar t="meeting.ballot.law"
                left=Signal::derive(move || now.with(|now| verdict(lang, now.outcome).to_owned()))
                right=Signal::derive(move || now.with(|now| format!("{} / {}", votes_for(), now.tally.majority_base)))
                have=Signal::derive(votes_for)
                of=Signal::derive(move || now.with(|now| now.tally.majority_base))
                least=Signal::derive(move || now.with(|now| now.tally.majority_least))
                met=Signal::derive(move || now.with(|now| now.outcome == Some(Outcome::Passed)))
                sentence=Signal::derive(move || now.with(|now| sentence(lang, now, by)))/>
        })}
    }
}

const fn verdict(lang: Lang, outcome: Option<Outcome>) -> &'static str {
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
