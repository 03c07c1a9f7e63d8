//! 收尾: the text, the conclusion read aloud, the signatures, and what stands in the way.

mod ending;
mod head;
pub mod pad;
mod speech;
pub mod strokes;
mod text;
mod ways;

use self::ending::Ending;
use self::head::head;
use self::pad::pad;
use self::speech::speech;
use self::text::text;
use self::ways::ways;
use super::frame::{going, screen, tabbed};
use super::parts::{draft_failed, native, wrongs};
use super::room::{Room, Trouble};
use crate::drafts::{Kept, keep};
use crate::page::foot;
use crate::route::MeetingTab;
use crate::words::meeting::{Close as W, Meeting as M, conclusion, why};
use domain::Body;
use domain::check::Field as F;
use leptos::leptos_dom::helpers::document;
use leptos::reactive::graph::untrack;
use std::rc::Rc;
use ui::dom::{El, div, el, follow, p};
use ui::parts::{Look, button, wrong};
use ui::signal::{Derived, Var};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// The closing's tab.
pub fn close_tab(room: Room) -> El {
    let lang = room.lang();
    let ending = Ending::new(room);
    let first = untrack(|| ending.write());
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Close, "sign"),
        move || [&title, " · ", M::TabClose.in_(lang)].concat(),
        move || Some(ending.write()).filter(|text| *text != first).unwrap_or_default(),
        |draft| ending.read(draft),
    );
    let unsaved = Var::new(false);
    let trouble = Trouble::new(lang);
    let tried = Var::new(false);
    let no_end = move || (tried.get() && !ending.filled_in()).then(|| why::fill_in(lang).to_owned());
    let chair = Derived::new(move || room.with(|meeting| meeting.head.chair.clone()));
    let recorder = Derived::new(move || room.with(|meeting| meeting.head.recorder.clone()));
    let end = div("card m-pair")
        .with(native("meeting.close.date", W::EndDate.in_(lang), "date", ending.date, None))
        .with(native("meeting.close.time", W::EndTime.in_(lang), "time", ending.time, Some(Rc::new(no_end))));
    let content = tabbed(room, MeetingTab::Close)
        .with(text(room, unsaved))
        .with(said(room, ending))
        .with(end)
        .live_one(wrong(trouble.at(F::Ended)))
        .with(pad("meeting.close.chair", W::ChairSigns, chair, ending.chair, lang))
        .with(pad("meeting.close.recorder", W::RecorderSigns, recorder, ending.recorder, lang))
        .with(head(room))
        .all(ways(room, ending, unsaved))
        .live_one(wrongs(trouble.rest(&[F::Ended])))
        .live_one(draft_failed(kept, lang))
        .with(p(W::NoChange.in_(lang)).class("hint"));
    let sign = move || sign(room, ending, unsaved, kept, trouble, tried);
    let sign = button(Look::Main, "meeting.close.sign", W::Sign.in_(lang), sign);
    screen(room, going(room), content, foot().with(sign.flag("disabled", move || trouble.busy.get())))
}

/// The conclusion, to be read aloud.
fn said(room: Room, ending: Ending) -> El {
    let lang = room.lang();
    let words = Derived::new(move || room.with(|meeting| conclusion::conclusion(lang, meeting)));
    let tick = el("input").at("type", "checkbox").t("meeting.close.read-aloud");
    let node: HtmlInputElement = tick.node().clone().unchecked_into();
    let shown = node.clone();
    follow(move || shown.set_checked(ending.read_aloud.get()));
    let tick = tick.on("change", move |_| ending.read_aloud.set(node.checked()));
    el("section")
        .class("card")
        .with(el("h2").say(W::Conclusion.in_(lang)))
        .with(p(words).class("m-conclusion").t("meeting.close.conclusion").at("dir", "auto"))
        .maybe(speech(words, lang))
        .with(el("label").class("m-tick").with(tick).say(W::ReadDone.in_(lang)))
}

fn sign(room: Room, ending: Ending, unsaved: Var<bool>, kept: Kept, trouble: Trouble, tried: Var<bool>) {
    tried.set(true);
    let waiting = untrack(|| {
        unsaved.get() || room.has_draft(MeetingTab::Roll, "") || room.has_draft(MeetingTab::Say, "")
    });
    if waiting || !untrack(|| ending.filled_in()) {
        // Why it can't be done yet stands in the page already, perhaps out of sight.
        let ways = document().query_selector(".notice[data-t=\"meeting.close.ways\"]").ok().flatten();
        return ways.into_iter().for_each(|ways| ways.scroll_into_view_with_bool(false));
    }
    let body = untrack(|| room.peek(|meeting| Some(ending.body(room, meeting))));
    let Some(body) = body else { return };
    room.save(Body::Closed(body), Some(kept), trouble, move |_| {
        kept.over();
        room.app.replace(room.tab(MeetingTab::Minutes));
    });
}
