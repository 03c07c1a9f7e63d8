//! 议事: what was said, in order, and the composer for what is being said.

mod composer;
pub mod entry;
mod speaker;
mod typed;

use self::composer::Composer;
use self::entry::EntryCard;
use super::frame::{Disagreements, Tabs, going};
use super::room::Room;
use crate::page::Page;
use crate::route::MeetingTab;
use crate::words::meeting::{Talk as W, say};
use leptos::html;
use leptos::prelude::*;
use ui::parts::{Badge, State};

/// The proceedings' tab.
#[component]
pub fn TalkTab(room: Room) -> impl IntoView {
    let lang = room.lang();
    let entries = Memo::new(move |_| {
        room.with(|meeting| meeting.entries.iter().map(|entry| entry.source.op).collect::<Vec<_>>())
    });
    let kept = Signal::derive(move || say::entries_kept(lang, entries.with(Vec::len)));
    let end = NodeRef::<html::Div>::new();
    // The newest entry is seen when the tab opens and after each saving.
    Effect::new(move |_| {
        entries.with(Vec::len);
        if let Some(end) = end.get() {
            request_animation_frame(move || end.scroll_into_view_with_bool(false));
        }
    });
    view! {
        <Page title=room.short_title() sub=going(room) foot=move || view! { <Composer room/> }>
            <Tabs room now=MeetingTab::Say/>
            <Disagreements room/>
            {move || entries.with(Vec::is_empty).then(|| view! { <p class="hint">{W::Empty.in_(lang)}</p> })}
            <For each=move || entries.get() key=|op| *op let:op>
                <EntryCard room op/>
            </For>
            {move || (!entries.with(Vec::is_empty)).then(|| view! {
                <Badge t="meeting.say.kept" state=State::Here words=kept/>
            })}
            <div class="m-end" node_ref=end></div>
        </Page>
    }
}
