//! 议事: what was said, in order, and the composer for what is being said.

mod composer;
pub mod entry;
mod speaker;
mod typed;

use self::composer::composer;
use self::entry::entry_card;
use super::frame::{going, screen, tabbed};
use super::room::Room;
use crate::page::foot;
use crate::route::MeetingTab;
use crate::words::meeting::{Talk as W, say};
use leptos::leptos_dom::helpers::request_animation_frame;
use ui::dom::{El, Say, div, follow, p, row};
use ui::parts::{State, badge};
use ui::signal::Derived;

/// The proceedings' tab.
pub fn talk_tab(room: Room) -> El {
    let lang = room.lang();
    let count = Derived::new(move || room.with(|meeting| meeting.entries.len()));
    let entries = move || {
        let ops: Vec<_> = room.with(|meeting| meeting.entries.iter().map(|entry| entry.source.op).collect());
        ops.into_iter().map(|op| row(op.hex(), move || entry_card(room, op))).collect()
    };
    let end = div("m-end");
    let last = end.node().clone();
    // The newest entry is seen when the tab opens and after each saving.
    follow(move || {
        count.track();
        let last = last.clone();
        request_animation_frame(move || last.scroll_into_view_with_bool(false));
    });
    let empty = move || (count.get() == 0).then(|| p(W::Empty.in_(lang)).class("hint"));
    let kept = move || {
        let words = Say::live(move || say::entries_kept(lang, count.get()));
        (count.get() > 0).then(|| badge(State::Here, words).t("meeting.say.kept"))
    };
    let content = tabbed(room, MeetingTab::Say).live_one(empty).each(entries).live_one(kept).with(end);
    screen(room, going(room), content, foot().with(composer(room)))
}
