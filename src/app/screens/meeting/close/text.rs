//! The text of the proposal, the opinion or the decision.

use super::super::parts::{draft_failed, wrongs};
use super::super::room::{Room, Trouble};
use crate::drafts::keep;
use crate::route::MeetingTab;
use crate::words::meeting::{Close as W, Meeting as M, say};
use domain::Body;
use domain::check::{Field as F, MOST_TEXT, clean_text};
use domain::meeting::TextWritten;
use domain::rules::Step;
use ui::dom::{El, el, later, p};
use ui::parts::{Look, State, badge, button, field};
use ui::signal::{Derived, Var};

/// The field, and whether what is in it is recorded.
pub fn text(room: Room, unsaved: Var<bool>) -> El {
    let lang = room.lang();
    let recorded = Derived::new(move || room.with(|meeting| meeting.text().to_owned()));
    let typed = Var::new(recorded.get_untracked());
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Close, "text"),
        move || [&title, " · ", M::TabClose.in_(lang)].concat(),
        move || {
            typed.with(|typed| {
                recorded.with(|recorded| if typed == recorded { String::new() } else { typed.clone() })
            })
        },
        |draft| typed.set(draft.to_owned()),
    );
    let changed =
        Derived::new(move || typed.with(|typed| recorded.with(|recorded| clean_text(typed) != *recorded)));
    later(move || unsaved.set(changed.get()));
    let label = match room.peek(|meeting| Some(meeting.step)) {
        Some(Step::FirstProposal) => W::TextProposal,
        Some(Step::Hearing) => W::TextOpinion,
        _ => W::TextResolution,
    };
    let trouble = Trouble::new(lang);
    let save = move || {
        let text = clean_text(&typed.get_untracked());
        let body = Body::TextWritten(TextWritten { meeting: room.id, text });
        room.save(body, Some(kept), trouble, move |_| kept.taken());
    };
    let long = Derived::new(move || {
        let used = typed.with(|text| if text.len() < MOST_TEXT / 2 { 0 } else { text.chars().count() });
        if used + 1000 > MOST_TEXT { say::room(lang, used, MOST_TEXT) } else { String::new() }
    });
    let long = move || Some(long.get()).filter(|words| !words.is_empty()).map(|words| p(words).class("hint"));
    let standing = move || {
        if changed.get() {
            let save = button(Look::Plain, "meeting.text.save", W::SaveText.in_(lang), save);
            return Some(save.flag("disabled", move || trouble.busy.get()));
        }
        let some = recorded.with(|text| !text.is_empty());
        some.then(|| badge(State::Here, W::TextSaved.in_(lang)).t("meeting.text.kept"))
    };
    let line =
        field("meeting.text", label.in_(lang), typed).hint(W::TextHint.in_(lang)).error(trouble.at(F::Text));
    el("section")
        .class("card")
        .with(line.text())
        .live_one(long)
        .live_one(standing)
        .live_one(draft_failed(kept, lang))
        .live_one(wrongs(trouble.rest(&[F::Text]), lang))
}
