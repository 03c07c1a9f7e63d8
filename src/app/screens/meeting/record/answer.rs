//! Questions left open at the end of the meeting, and their answers after it.

use super::super::open::{DraftFailed, people_of};
use super::super::parts::{Name, Wrongs};
use super::super::room::{Room, Trouble};
use super::{CANCEL, draft_title};
use crate::drafts::{keep, pack, unpack};
use crate::route::MeetingTab;
use crate::words::meeting::{Minutes as W, say};
use domain::Body;
use domain::check::{Field as F, clean_text};
use domain::matter::Answered;
use domain::view::OpenQuestion;
use leptos::prelude::*;
use ui::parts::{Button, LongText, Look};

fn key(question: &OpenQuestion) -> String {
    format!("answer-{}", question.question.hex())
}

/// The questions of this meeting that nobody has answered.
#[component]
pub fn OpenQuestions(room: Room) -> impl IntoView {
    let lang = room.lang();
    let open = Memo::new(move |_| {
        let Some(matter) = room.held.with(crate::state::Opened::here) else { return Vec::new() };
        let of_this = matter.view.open_questions.iter().filter(|one| one.meeting == room.id);
        of_this.cloned().collect::<Vec<_>>()
    });
    let some = Memo::new(move |_| open.with(|open| !open.is_empty()));
    move || {
        some.get().then(|| {
            view! {
                <section class="notice act" data-t="meeting.open-questions">
                    <h2>{move || say::open_questions(lang, open.with(Vec::len))}</h2>
                    <For each=move || open.get().into_iter().enumerate() key=|(_, one)| one.question let:item>
                        <Question room at=item.0 question=item.1/>
                    </For>
                </section>
            }
        })
    }
}

#[component]
fn Question(room: Room, at: usize, question: OpenQuestion) -> impl IntoView {
    let lang = room.lang();
    let answering = RwSignal::new(untrack(|| room.has_draft(MeetingTab::Minutes, &key(&question))));
    let question = StoredValue::new(question);
    view! {
        <article class="m-entry question" data-t=format!("meeting.answer.{at}")>
            <p class="who"><b>{question.with_value(|one| one.by.clone())}</b></p>
            <p class="said" dir="auto">{question.with_value(|one| one.text.clone())}</p>
            {move || if answering.get() {
                view! { <Form room question=question.get_value() open=answering/> }.into_any()
            } else {
                view! {
                    <Button t=format!("meeting.answer.{at}.open") label=W::NoteAnswer.in_(lang) look=Look::Plain
                        press=move || answering.set(true)/>
                }.into_any()
            }}
        </article>
    }
}

#[component]
fn Form(room: Room, question: OpenQuestion, open: RwSignal<bool>) -> impl IntoView {
    let lang = room.lang();
    let [by, text] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Minutes, &key(&question)),
        move || draft_title(room, W::NoteAnswer),
        move || pack(&[&by.get(), &text.get()]),
        |draft| {
            let mut parts = unpack(draft);
            for field in [by, text] {
                field.set(parts.next().unwrap_or_default().to_owned());
            }
        },
    );
    let trouble = Trouble::new(lang);
    let save = move || {
        let body = Body::Answered(Answered {
            question: question.question,
            by: clean_text(by.get_untracked().trim()),
            text: clean_text(&text.get_untracked()),
        });
        room.save(body, Some(kept), trouble, move |_| {
            kept.over();
            open.try_set(false);
        });
    };
    let cancel = move || {
        kept.over();
        open.set(false);
    };
    let people = Signal::derive(move || people_of(room.app, room.scope));
    view! {
        <Name t="meeting.answer.by" label=W::AnswerBy.in_(lang) value=by people error=trouble.at(F::By)/>
        <LongText t="meeting.answer.text" label=W::AnswerText.in_(lang) value=text error=trouble.at(F::Text)/>
        <DraftFailed kept lang/>
        <Wrongs why=trouble.rest(&[F::By, F::Text]) lang/>
        <div class="m-pair">
            <Button t="meeting.answer.cancel" label=CANCEL.in_(lang) look=Look::Plain press=cancel/>
            <Button t="meeting.answer.save" label=W::NoteAnswer.in_(lang) look=Look::Plain off=trouble.busy press=save/>
        </div>
    }
}
