//! The proceedings: who said what when, answers with their questions.

use super::came::came;
use super::differ::beside;
use super::here::{Here, shortened};
use crate::parts::{Tone, tag};
use domain::meeting::EntryKind;
use domain::view::{Entry, LaterAnswer};
use leptos::prelude::*;
use ui::format;
use ui::words::desk::{Meeting, fill};
use ui::words::names;

/// All of them, in order.
pub fn proceedings(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, entries) = (here.lang, &here.meeting.entries);
    let lines = entries.iter().map(|entry| line(here, entry)).collect_view();
    let none = entries.is_empty().then(|| view! { <p class="d-empty">{Meeting::NoEntries.in_(lang)}</p> });
    view! {
        <section class="d-part" data-t="desk.meeting.entries">
            <h2>{Meeting::Proceedings.in_(lang)}</h2>
            {none}
            <ol class="d-talk">{lines}</ol>
        </section>
    }
}

fn line(here: &Here<'_>, entry: &Entry) -> impl IntoView + use<> {
    let lang = here.lang;
    let class = match entry.kind {
        EntryKind::Question => "question",
        EntryKind::Answer => "answer",
        _ => "",
    };
    view! {
        <li class=class data-name=entry.speaker.clone()>
            <p class="d-who">
                <time>{format::clock(entry.at)}</time>
                <b>{entry.speaker.clone()}</b>
                <span>{names::entry(entry.kind, lang)}</span>
                {answered(here, entry)}
            </p>
            {answers(here, entry).map(|words| view! { <p class="d-quiet">{words}</p> })}
            <p class="d-said">{entry.text.clone()}</p>
            {entry.later_answer.as_ref().map(|answer| later(here, answer))}
            {came(here, entry.source.op)}
            {beside(here, entry.source.op)}
        </li>
    }
}

/// Whether a question was answered.
fn answered(here: &Here<'_>, entry: &Entry) -> Option<impl IntoView + use<>> {
    let (tone, words) = match (entry.kind, entry.answered_by) {
        (EntryKind::Question, Some(_)) => (Tone::Green, Meeting::AnsweredBelow),
        (EntryKind::Question, None) => (Tone::Amber, Meeting::NotAnswered),
        _ => return None,
    };
    Some(tag(tone, words.in_(here.lang).to_owned()))
}

/// What an answer answers.
fn answers(here: &Here<'_>, entry: &Entry) -> Option<String> {
    let asked = entry.answers?;
    let question = here.meeting.entries.iter().find(|entry| entry.source.op == asked)?;
    Some(fill(Meeting::AnswersTo.in_(here.lang), &[&question.speaker, &shortened(&question.text)]))
}

fn later(here: &Here<'_>, answer: &LaterAnswer) -> impl IntoView + use<> {
    let by = fill(Meeting::AnsweredLater.in_(here.lang), &[&answer.by]);
    view! {
        <div class="d-later">
            <p class="d-who"><time>{format::date_time(answer.source.at, here.lang)}</time><b>{by}</b></p>
            <p class="d-said">{answer.text.clone()}</p>
            {came(here, answer.source.op)}
        </div>
    }
}
