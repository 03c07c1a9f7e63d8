//! The minutes as they stand: all of it, what came late, corrections beside the original, later answers.

mod answer;
mod correct;
mod late;
mod sections;

use self::answer::OpenQuestions;
use self::correct::Correct;
use self::late::Late;
use self::sections::{Attendance, HeadCard, Seal};
use super::ballot::card::BallotCard;
use super::frame::Disagreements;
use super::room::Room;
use super::talk::entry::{EntryCard, correction};
use crate::page::Page;
use crate::route::{MeetingTab, Route};
use crate::words::Common;
use crate::words::meeting::{Minutes as W, conclusion};
use domain::view::CorrectionView;
use leptos::prelude::*;
use oplog::OpId;
use ui::parts::{Button, Look};
use ui::words::names;

/// The minutes.
#[component]
pub fn MinutesTab(room: Room) -> impl IntoView {
    let lang = room.lang();
    let closed = room.peek(|meeting| meeting.closed.is_some());
    let correcting = RwSignal::new(closed && room.has_draft(MeetingTab::Minutes, "correct"));
    let under = Signal::derive(move || room.with(|meeting| names::step(meeting.step, lang).to_owned()));
    let foot = move || {
        if closed {
            view! {
                <Button t="meeting.minutes.where" label=W::WhereIsIt.in_(lang)
                    press=move || room.app.go(Route::Where(room.matter))/>
            }
            .into_any()
        } else {
            let on = move || room.app.replace(room.tab(MeetingTab::Roll));
            view! { <Button t="meeting.minutes.go-on" label=W::GoOn.in_(lang) press=on/> }.into_any()
        }
    };
    view! {
        <Page title=room.short_title() sub=under foot>
            <Disagreements room/>
            {closed.then(|| view! { <Seal room/> })}
            <Conclusion room/>
            {closed.then(|| view! { <OpenQuestions room/> })}
            <HeadCard room/>
            <Attendance room/>
            <Body room/>
            <Late room/>
            {closed.then(|| view! {
                <Other room/>
                {move || if correcting.get() {
                    view! { <Correct room open=correcting/> }.into_any()
                } else {
                    view! {
                        <Button t="meeting.correct" label=W::Correct.in_(lang) look=Look::Plain
                            press=move || correcting.set(true)/>
                    }.into_any()
                }}
            })}
        </Page>
    }
}

#[component]
fn Conclusion(room: Room) -> impl IntoView {
    let lang = room.lang();
    let outcome = move || room.with(|meeting| Some(format!("{:?}", meeting.outcome)));
    view! {
        <section class="card" data-t="meeting.minutes.outcome" data-outcome=outcome>
            <h2>
                {W::Conclusion.in_(lang)}{lang.pick("：", ": ")}
                {move || room.with(|meeting| names::outcome(meeting.outcome, lang))}
            </h2>
            <p class="m-conclusion" dir="auto">{move || room.with(|meeting| conclusion::conclusion(lang, meeting))}</p>
            <For each=move || of(room, text_op(room)) key=|one| one.source.op let:one>{correction(lang, &one)}</For>
        </section>
    }
}

/// The operation that wrote the text in force.
fn text_op(room: Room) -> Option<OpId> {
    room.with(|meeting| meeting.texts.first().map(|text| text.source.op))
}

/// The corrections of an operation.
fn of(room: Room, target: Option<OpId>) -> Vec<CorrectionView> {
    room.with(|meeting| {
        meeting.corrections.iter().filter(|one| Some(one.target) == target).cloned().collect()
    })
}

#[component]
fn Body(room: Room) -> impl IntoView {
    let lang = room.lang();
    let entries = Memo::new(move |_| {
        room.with(|meeting| meeting.entries.iter().map(|entry| entry.source.op).collect::<Vec<_>>())
    });
    let ballots = Memo::new(move |_| {
        room.with(|meeting| meeting.ballots.iter().map(|ballot| ballot.source.op).collect::<Vec<_>>())
    });
    view! {
        {move || (!entries.with(Vec::is_empty)).then(|| view! { <h2 class="m-h">{W::Proceedings.in_(lang)}</h2> })}
        <For each=move || entries.get() key=|op| *op let:op><EntryCard room op/></For>
        {move || (!ballots.with(Vec::is_empty)).then(|| view! { <h2 class="m-h">{W::Ballots.in_(lang)}</h2> })}
        <For each=move || ballots.get() key=|op| *op let:op><BallotCard room op/></For>
    }
}

/// Corrections that stand beside nothing else on this page: of the closing, or of another correction.
#[component]
fn Other(room: Room) -> impl IntoView {
    let lang = room.lang();
    let other = Memo::new(move |_| {
        let text = text_op(room);
        room.with(|meeting| {
            let shown = |op: OpId| {
                op == meeting.id
                    || Some(op) == text
                    || meeting.entries.iter().any(|one| one.source.op == op)
                    || meeting.ballots.iter().any(|one| one.source.op == op)
            };
            meeting.corrections.iter().filter(|one| !shown(one.target)).cloned().collect::<Vec<_>>()
        })
    });
    move || {
        let other = other.get();
        (!other.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{W::Corrections.in_(lang)}</h2>
                    {other.iter().map(|one| correction(lang, one)).collect_view()}
                </section>
            }
        })
    }
}

/// The title of a form's draft.
fn draft_title(room: Room, word: W) -> String {
    format!("{} · {}", room.title(), word.in_(room.lang()))
}

/// The word for giving a form up.
const CANCEL: Common = Common::Cancel;
