//! The head stated anew before closing: a slip in the place or the time, a recorder who was not named.

use super::super::open::fields::Fields;
use super::super::open::head::{HeadForm, SHOWN};
use super::super::open::people_of;
use super::super::parts::Wrongs;
use super::super::room::{Room, Trouble};
use crate::drafts::keep;
use crate::route::MeetingTab;
use crate::words::Common;
use crate::words::meeting::{Close as W, Meeting as M, why};
use domain::Body;
use domain::meeting::HeadChanged;
use leptos::prelude::*;
use ui::parts::{Button, Look};

/// The button, and the form behind it.
#[component]
pub fn Head(room: Room) -> impl IntoView {
    let lang = room.lang();
    let open = RwSignal::new(untrack(|| room.has_draft(MeetingTab::Close, "head")));
    move || {
        if open.get() {
            view! { <Form room open/> }.into_any()
        } else {
            view! {
                <Button t="meeting.head.change" label=W::HeadChange.in_(lang) look=Look::Quiet press=move || open.set(true)/>
            }
            .into_any()
        }
    }
}

#[component]
fn Form(room: Room, open: RwSignal<bool>) -> impl IntoView {
    let lang = room.lang();
    let fields = room
        .peek(|meeting| Some(Fields::of(&meeting.head)))
        .unwrap_or_else(|| Fields::of(&Default::default()));
    let first = StoredValue::new(untrack(|| fields.write("", "")));
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Close, "head"),
        move || format!("{title} · {}", M::TabClose.in_(lang)),
        move || first.with_value(|first| fields.write(first, "")),
        |draft| drop(fields.read(draft)),
    );
    let trouble = Trouble::new(lang);
    let tried = RwSignal::new(false);
    let no_time = Signal::derive(move || {
        (tried.get() && fields.started().is_none()).then(|| why::fill_in(lang).to_owned())
    });
    let roll = Signal::derive(move || {
        room.with(|meeting| meeting.roll.iter().map(|line| line.expected.clone()).collect::<Vec<_>>())
    });
    let people = Signal::derive(move || people_of(room.app, room.scope));
    let save = move || {
        let missing = untrack(|| fields.started()).is_none();
        tried.set(true);
        if missing {
            return;
        }
        let body = Body::HeadChanged(HeadChanged { meeting: room.id, head: untrack(|| fields.head()) });
        room.save(body, Some(kept), trouble, move |_| {
            kept.over();
            open.try_set(false);
        });
    };
    let cancel = move || {
        kept.over();
        open.set(false);
    };
    view! {
        <HeadForm fields trouble lang roll people no_time more=true/>
        <Wrongs why=trouble.rest(SHOWN) lang/>
        <div class="m-pair">
            <Button t="meeting.head.cancel" label=Common::Cancel.in_(lang) look=Look::Plain press=cancel/>
            <Button t="meeting.head.save" label=M::Save.in_(lang) look=Look::Plain off=trouble.busy press=save/>
        </div>
    }
}
