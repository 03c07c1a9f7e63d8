//! Questions left open at the end of the meeting, and their answers after it.

use super::super::open::people_of;
use super::super::parts::{draft_failed, name, wrongs};
use super::super::room::{Room, Trouble};
use super::{CANCEL, draft_title};
use crate::drafts::{keep, pack, unpack};
use crate::route::MeetingTab;
use crate::words::meeting::{Minutes as W, say};
use domain::Body;
use domain::check::{Field as F, clean_text};
use domain::matter::Answered;
use domain::view::OpenQuestion;
use leptos::reactive::graph::untrack;
use std::rc::Rc;
use ui::dom::{El, Say, div, el, p, row};
use ui::parts::{Look, button, field};
use ui::signal::{Derived, Var};

fn key(question: &OpenQuestion) -> String {
    format!("answer-{}", question.question.hex())
}

/// The questions of this meeting that nobody has answered.
pub fn open_questions(room: Room) -> El {
    let lang = room.lang();
    let open = move || -> Vec<OpenQuestion> {
        let Some(matter) = room.held.with(crate::opened::Opened::here) else { return Vec::new() };
        matter.view.open_questions.iter().filter(|one| one.meeting == room.id).cloned().collect()
    };
    let some = Derived::new(move || !open().is_empty());
    div("inside").live_one(move || {
        some.get().then(|| {
            let title = Say::live(move || say::open_questions(lang, open().len()));
            let list = move || {
                let all = open().into_iter().enumerate();
                all.map(|(at, one)| row(one.question.hex(), move || question(room, at, one))).collect()
            };
            let section = el("section").class("notice act").t("meeting.open-questions");
            section.with(el("h2").say(title)).each(list)
        })
    })
}

fn question(room: Room, at: usize, question: OpenQuestion) -> El {
    let lang = room.lang();
    let answering = Var::new(untrack(|| room.has_draft(MeetingTab::Minutes, &key(&question))));
    let t = ["meeting.answer.", &at.to_string()].concat();
    let asked = el("article")
        .class("m-entry question")
        .t(&t)
        .with(p("").class("who").with(el("b").say(question.by.as_str())))
        .with(p(question.text.as_str()).class("said").at("dir", "auto"));
    asked.live(move || {
        if answering.get() {
            return untrack(|| form(room, &question, answering));
        }
        let open = move || answering.set(true);
        vec![button(Look::Plain, &[&t, ".open"].concat(), W::NoteAnswer.in_(lang), open)]
    })
}

fn form(room: Room, question: &OpenQuestion, open: Var<bool>) -> Vec<El> {
    let lang = room.lang();
    let [by, text] = std::array::from_fn(|_| Var::new(String::new()));
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Minutes, &key(question)),
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
    let asked = question.question;
    let save = move || {
        let body = Body::Answered(Answered {
            question: asked,
            by: clean_text(by.get_untracked().trim()),
            text: clean_text(&text.get_untracked()),
        });
        room.save(body, Some(kept), trouble, move |_| {
            kept.over();
            open.set(false);
        });
    };
    let cancel = move || {
        kept.over();
        open.set(false);
    };
    let people = Rc::new(move || people_of(room.app, room.scope));
    let who = field("meeting.answer.by", W::AnswerBy.in_(lang), by).error(trouble.at(F::By));
    let what = field("meeting.answer.text", W::AnswerText.in_(lang), text).error(trouble.at(F::Text));
    let save = button(Look::Plain, "meeting.answer.save", W::NoteAnswer.in_(lang), save);
    let pair = div("m-pair")
        .with(button(Look::Plain, "meeting.answer.cancel", CANCEL.in_(lang), cancel))
        .with(save.flag("disabled", move || trouble.busy.get()));
    let told =
        div("inside").live_one(wrongs(trouble.rest(&[F::By, F::Text]))).live_one(draft_failed(kept, lang));
    vec![name(who, people), what.text(), told, pair]
}
