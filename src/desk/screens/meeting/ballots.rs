//! Ballots with the law that they are judged by, and the text that was put.

use super::came::came;
use super::differ::beside;
use super::here::Here;
use super::roll::share;
use crate::parts::{Tone, fact, tag};
use domain::meeting::Counted;
use domain::view::{BallotView, Outcome, TextView};
use leptos::prelude::*;
use ui::words::Lang;
use ui::words::desk::{Meeting, fill};
use ui::words::names;

/// All ballots of a meeting that decides.
pub fn ballots(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let (lang, meeting) = (here.lang, here.meeting);
    if meeting.ballots.is_empty() && meeting.tally.majority.is_none() {
        return None;
    }
    let all = meeting.ballots.iter().map(|ballot| one(here, ballot)).collect_view();
    let none =
        meeting.ballots.is_empty().then(|| view! { <p class="d-empty">{Meeting::NoBallot.in_(lang)}</p> });
    Some(view! {
        <section class="d-part" data-t="desk.meeting.ballots">
            <h2>{Meeting::Ballots.in_(lang)}</h2>
            {none}
            {all}
        </section>
    })
}

fn one(here: &Here<'_>, ballot: &BallotView) -> impl IntoView + use<> {
    let (lang, counted) = (here.lang, &ballot.counted);
    let tone = if ballot.outcome == Outcome::Passed { Tone::Green } else { Tone::Amber };
    view! {
        <div class="d-ballot">
            <p class="d-row between"><b>{counted.question.clone()}</b>{tag(tone, names::outcome(ballot.outcome, lang).to_owned())}</p>
            {votes(counted, lang)}
            {recounted(here, ballot).map(|words| view! { <p class="d-note amber">{words}</p> })}
            <p class="d-law" data-t="desk.meeting.law">{law(here, ballot)}</p>
            <dl class="d-facts two">
                {fact(Meeting::Method.in_(lang), names::method(counted.method, lang).to_owned())}
                {fact(Meeting::HereThen.in_(lang), ballot.here.to_string())}
                {fact(Meeting::Teller.in_(lang), counted.teller.clone())}
                {fact(Meeting::Scrutineer.in_(lang), counted.scrutineer.clone())}
            </dl>
            {came(here, ballot.source.op)}
            {beside(here, ballot.source.op)}
        </div>
    }
}

/// That a later count of the same question holds.
pub fn recounted(here: &Here<'_>, ballot: &BallotView) -> Option<&'static str> {
    here.meeting.recounted(ballot.source.op).then(|| Meeting::Recounted.in_(here.lang))
}

fn votes(counted: &Counted, lang: Lang) -> impl IntoView + use<> {
    let count = |words: Meeting, name: &'static str, votes: u32| {
        view! { <div><dt>{words.in_(lang)}</dt><dd data-t=name>{votes}</dd></div> }
    };
    view! {
        <dl class="d-counts">
            {count(Meeting::For, "desk.meeting.for", counted.votes_for)}
            {count(Meeting::Against, "desk.meeting.against", counted.against)}
            {count(Meeting::Abstain, "desk.meeting.abstain", counted.abstain)}
            {count(Meeting::Void, "desk.meeting.void", counted.void)}
        </dl>
    }
}

/// The law in a sentence: what passing takes, and whether it was reached.
pub fn law(here: &Here<'_>, ballot: &BallotView) -> String {
    let (lang, tally) = (here.lang, &here.meeting.tally);
    let Some(rule) = &tally.majority else { return Meeting::DecidesNothing.in_(lang).to_owned() };
    let base = match rule.of {
        domain::rules::Base::Entitled => tally.should_attend,
        domain::rules::Base::Present => ballot.here,
    };
    let (least, votes) = (rule.least(base), ballot.counted.votes_for);
    let words = if rule.met(votes, base) { Meeting::NeedMet } else { Meeting::NeedMissed };
    let said = fill(words.in_(lang), &[&share(rule, lang), &least, &votes, &base]);
    if ballot.quorate { said } else { format!("{said}{}", Meeting::ButNoQuorum.in_(lang)) }
}

/// The text in force, and how it read before.
pub fn text(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, texts) = (here.lang, &here.meeting.texts);
    let in_force = match texts.first() {
        Some(text) => stated(here, text).into_any(),
        None => view! { <p class="d-empty">{Meeting::NoText.in_(lang)}</p> }.into_any(),
    };
    let earlier: Vec<_> = texts.iter().skip(1).map(|text| stated(here, text)).collect();
    let earlier = (!earlier.is_empty()).then(|| {
        view! {
            <details>
                <summary>{fill(Meeting::EarlierTexts.in_(lang), &[&earlier.len()])}</summary>
                {earlier}
            </details>
        }
    });
    view! {
        <section class="d-part" data-t="desk.meeting.text">
            <h2>{Meeting::Text.in_(lang)}</h2>
            {in_force}
            {earlier}
        </section>
    }
}

fn stated(here: &Here<'_>, text: &TextView) -> impl IntoView + use<> {
    view! {
        <div class="d-text">
            <p class="d-said">{text.text.clone()}</p>
            {came(here, text.source.op)}
            {beside(here, text.source.op)}
        </div>
    }
}
