//! The composer: who, what, of which kind; kept while it is typed, recorded by 记下.

use super::super::open::DraftFailed;
use super::super::parts::{Native, Wrongs};
use super::super::room::{Room, Trouble};
use super::entry::key;
use super::speaker::Speakers;
use super::typed::{KINDS, Typed};
use crate::drafts::{Kept, keep};
use crate::route::MeetingTab;
use crate::words::meeting::{Meeting as M, Talk as W, say};
use domain::Body;
use domain::check::{Field as F, MOST_TEXT};
use domain::meeting::EntryKind;
use leptos::prelude::*;
use oplog::OpId;
use ui::parts::{Button, LongText};

const SHOWN: &[F] = &[F::Speaker, F::Text, F::Answers];

/// The composer.
#[component]
pub fn Composer(room: Room) -> impl IntoView {
    let lang = room.lang();
    let typed = Typed::new();
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Say, ""),
        move || format!("{title} · {}", M::TabSay.in_(lang)),
        move || typed.write(),
        |draft| typed.read(draft),
    );
    if typed.speaker.with_untracked(String::is_empty) {
        let last = room.peek(|meeting| meeting.entries.last().map(|entry| entry.speaker.clone()));
        typed.speaker.set(last.unwrap_or_else(|| room.peek(|meeting| meeting.head.chair.clone())));
    }
    let trouble = Trouble::new(lang);
    view! {
        <div class="m-composer">
            <Wrongs why=trouble.rest(SHOWN) lang/>
            <DraftFailed kept lang/>
            <Speakers room chosen=typed.speaker wrong=trouble.at(F::Speaker)/>
            <Asked room typed wrong=trouble.at(F::Answers)/>
            <LongText t="meeting.say.text" label=W::Text.in_(lang) value=typed.text rows=2 bare=true
                error=trouble.at(F::Text)/>
            <Left typed room/>
            <div class="m-send">
                <Kinds typed room/>
                <Button t="meeting.say.save" label=W::Note.in_(lang) off=trouble.busy
                    press=move || record(room, typed, kept, trouble)/>
            </div>
        </div>
    }
}

fn record(room: Room, typed: Typed, kept: Kept, trouble: Trouble) {
    let text = typed.text.get_untracked();
    room.save(Body::Spoken(typed.body(room)), Some(kept), trouble, move |_| {
        typed.taken(&text);
        kept.taken();
    });
}

/// How many characters are left, once they are few.
#[component]
fn Left(room: Room, typed: Typed) -> impl IntoView {
    let used = Memo::new(move |_| {
        typed.text.with(|text| if text.len() < MOST_TEXT / 2 { 0 } else { text.chars().count() })
    });
    move || {
        let used = used.get();
        (used + 1000 > MOST_TEXT).then(|| {
            let class = if used > MOST_TEXT { "wrong" } else { "hint" };
            view! {
                <p class=class role="status" data-t="meeting.say.left">
                    {say::room(room.lang(), used, MOST_TEXT)}
                </p>
            }
        })
    }
}

#[component]
fn Kinds(room: Room, typed: Typed) -> impl IntoView {
    let lang = room.lang();
    let timed = RwSignal::new(!typed.time.with_untracked(String::is_empty));
    let choose = move |kind| {
        typed.kind.set(kind);
        if kind == EntryKind::Answer && typed.answers.with_untracked(Option::is_none) {
            typed.answers.set(open_questions(room).last().map(|(op, ..)| *op));
        }
    };
    let chips = KINDS.map(|(kind, word)| {
        view! {
            <button type="button" class="m-chip" data-t=format!("meeting.say.kind.{}", key(kind))
                aria-pressed=move || if typed.kind.get() == kind { "true" } else { "false" } on:click=move |_| choose(kind)>
                {word.in_(lang)}
            </button>
        }
    });
    view! {
        <div class="m-row" role="group">
            {chips.into_iter().collect_view()}
            <button type="button" class="m-chip" data-t="meeting.say.other-time" on:click=move |_| timed.set(true)>
                {W::OtherTime.in_(lang)}
            </button>
        </div>
        {move || timed.get().then(|| view! {
            <Native t="meeting.say.time" label=W::SaidAt.in_(lang) kind="time" value=typed.time/>
        })}
    }
}

/// The questions of the meeting without an answer: operation, who asked, what.
fn open_questions(room: Room) -> Vec<(OpId, String, String)> {
    room.with(|meeting| {
        let open = meeting
            .entries
            .iter()
            .filter(|entry| entry.kind == EntryKind::Question && entry.answered_by.is_none());
        open.map(|entry| (entry.source.op, entry.speaker.clone(), entry.text.clone())).collect()
    })
}

/// Which question is answered; shown for an answer only.
#[component]
fn Asked(room: Room, typed: Typed, wrong: Signal<Option<String>>) -> impl IntoView {
    let lang = room.lang();
    let open = Memo::new(move |_| open_questions(room));
    let row = move |(at, (op, by, text)): (usize, (OpId, String, String))| {
        let on = move || typed.answers.get() == Some(op);
        let name = text.clone();
        view! {
            <button type="button" class="m-pick" role="radio" data-t=format!("meeting.say.answers.{at}") data-name=name
                aria-checked=move || if on() { "true" } else { "false" } on:click=move |_| typed.answers.set(Some(op))>
                {text}<small>{by}</small>
            </button>
        }
    };
    move || {
        if typed.kind.get() != EntryKind::Answer {
            return ().into_any();
        }
        let all = open.get();
        let word = if all.is_empty() { W::NoQuestion } else { W::WhichQuestion }.in_(lang);
        view! {
            <div role="radiogroup" aria-label=W::WhichQuestion.in_(lang) class="m-picks">
                <p class="hint">{word}</p>
                {all.into_iter().enumerate().map(row).collect_view()}
            </div>
            {move || wrong.get().map(|wrong| view! { <p class="wrong" role="alert">{wrong}</p> })}
        }
        .into_any()
    }
}
