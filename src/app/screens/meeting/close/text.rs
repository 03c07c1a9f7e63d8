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
use domain::view::{Disagreement, MeetingView};
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
    let differ = Derived::new(move || room.with(versions));
    let standing = move || {
        let settles = differ.with(|differ| !differ.is_empty());
        if changed.get() || settles {
            let word = if changed.get() { W::SaveText } else { W::SettleText };
            let save = button(Look::Plain, "meeting.text.save", word.in_(lang), save);
            return Some(save.flag("disabled", move || trouble.busy.get()));
        }
        let some = recorded.with(|text| !text.is_empty());
        some.then(|| badge(State::Here, W::TextSaved.in_(lang)).t("meeting.text.kept"))
    };
    // Where recorders wrote two texts the one in the field is none that was picked: the other is a press away.
    let others = move || {
        let other = |text: String| {
            let words = [W::OtherText.in_(lang), &text].concat();
            button(Look::Quiet, "meeting.text.other", words, move || typed.set(text.clone()))
        };
        let typed = typed.with(|typed| clean_text(typed));
        differ.get().into_iter().filter(|text| *text != typed).map(other).collect()
    };
    let line =
        field("meeting.text", label.in_(lang), typed).hint(W::TextHint.in_(lang)).error(trouble.at(F::Text));
    el("section")
        .class("card")
        .with(line.text())
        .live_one(long)
        .live(others)
        .live_one(standing)
        .live_one(wrongs(trouble.rest(&[F::Text])))
        .live_one(draft_failed(kept, lang))
}

/// The texts between which the chair has to choose; none where recorders agree.
fn versions(meeting: &MeetingView) -> Vec<String> {
    let texts = meeting.disagreements.iter().filter_map(|one| match one {
        Disagreement::Text { ops } => Some(say::versions_of_text(meeting, ops)),
        _ => None,
    });
    texts.flatten().collect()
}
