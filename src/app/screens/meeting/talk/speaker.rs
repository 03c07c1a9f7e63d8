//! Who speaks: those who spoke last as chips, everybody else by search, and any name that is typed.

use super::super::find::finds;
use super::super::room::Room;
use crate::words::meeting::Talk as W;
use domain::check::clean_text;
use leptos::html;
use leptos::prelude::*;
use oplog::PersonId;
use ui::parts::{Dialog, Field};

/// Somebody who can be chosen.
#[derive(Clone, PartialEq, Debug)]
struct One {
    name: String,
    pinyin: String,
    note: String,
}

/// The person on the roll of exactly this name, if there is one only.
pub fn person_of(room: Room, name: &str) -> Option<PersonId> {
    room.peek(|meeting| {
        let mut named = meeting.roll.iter().filter(|line| line.expected.name == name);
        named.next().filter(|_| named.next().is_none()).map(|line| line.expected.person)
    })
}

/// The chips, and the dialog for everybody else.
#[component]
pub fn Speakers(
    room: Room,
    chosen: RwSignal<String>,
    #[prop(into)] wrong: Signal<Option<String>>,
) -> impl IntoView {
    let lang = room.lang();
    let open = RwSignal::new(false);
    let recent = Memo::new(move |_| recent(room, &chosen.get()));
    let other = W::Other.in_(lang);
    let row = NodeRef::<html::Div>::new();
    // The newest speaker is the first, and seen.
    Effect::new(move |_| {
        recent.track();
        if let Some(row) = row.get() {
            row.set_scroll_left(0);
        }
    });
    view! {
        <div class="m-who" role="group" aria-label=W::Who.in_(lang)>
            <div class="m-row" node_ref=row>
                <For each=move || recent.get() key=String::clone let:name>
                    <Chip name chosen/>
                </For>
            </div>
            <button type="button" class="m-chip" data-t="meeting.say.speaker.other" on:click=move |_| open.set(true)>
                {other}
            </button>
        </div>
        {move || wrong.get().map(|wrong| view! { <p class="wrong" role="alert">{wrong}</p> })}
        <Dialog t="meeting.say.who" title=W::OtherTitle.in_(lang) open>
            <Search room chosen open/>
        </Dialog>
    }
}

#[component]
fn Chip(name: String, chosen: RwSignal<String>) -> impl IntoView {
    let (mine, pick, shown) = (name.clone(), name.clone(), name.clone());
    let on = move || chosen.with(|chosen| *chosen == mine);
    view! {
        <button type="button" class="m-chip" data-t=format!("meeting.say.speaker.{name}") data-name=name
            aria-pressed=move || if on() { "true" } else { "false" } on:click=move |_| chosen.set(pick.clone())>
            {shown}
        </button>
    }
}

/// The one chosen, those who spoke last, the chair, and the first of the roll who are here; eight at most.
fn recent(room: Room, chosen: &str) -> Vec<String> {
    room.with(|meeting| {
        let mut names: Vec<String> = Vec::new();
        let spoke = meeting.entries.iter().rev().map(|entry| entry.speaker.as_str());
        let here = meeting.roll.iter().filter(|line| line.here()).map(|line| line.expected.name.as_str());
        for name in spoke.chain([meeting.head.chair.as_str()]).chain(here) {
            if names.len() < 8 && !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        if !chosen.is_empty() && !names.iter().any(|name| name == chosen) {
            names.insert(0, chosen.to_owned());
        }
        names
    })
}

fn everybody(room: Room) -> Vec<One> {
    let lang = room.lang();
    room.peek(|meeting| {
        let roll = meeting.roll.iter().map(|line| One {
            name: line.expected.name.clone(),
            pinyin: line.expected.pinyin.clone(),
            note: ui::words::names::capacity(line.expected.capacity, lang).to_owned(),
        });
        let guests = meeting.guests.iter().map(|guest| One {
            name: guest.name.clone(),
            pinyin: String::new(),
            note: format!("{} {}", W::Attending.in_(lang), guest.office),
        });
        roll.chain(guests).collect()
    })
}

#[component]
fn Search(room: Room, chosen: RwSignal<String>, open: RwSignal<bool>) -> impl IntoView {
    let lang = room.lang();
    let query = RwSignal::new(String::new());
    let all = StoredValue::new(everybody(room));
    let found = Memo::new(move |_| {
        let query = query.get();
        let matching = |one: &&One| finds(&query, &one.name, &one.pinyin);
        all.with_value(|all| all.iter().filter(matching).take(60).cloned().collect::<Vec<_>>())
    });
    let pick = move |name: String| {
        chosen.set(name);
        open.set(false);
    };
    let free = move || {
        let typed = clean_text(query.get().trim());
        let known = found.with(|found| found.iter().any(|one| one.name == typed));
        (!typed.is_empty() && !known).then(|| {
            let name = typed.clone();
            view! {
                <button type="button" class="m-pick" data-t="meeting.say.who.free" on:click=move |_| pick(name.clone())>
                    {typed}<small>{W::FreeName.in_(lang)}</small>
                </button>
            }
        })
    };
    view! {
        <Field t="meeting.say.who.search" label=W::Who.in_(lang) value=query hint=W::FindHint.in_(lang)/>
        <div class="m-picks">
            {free}
            <For each=move || found.get() key=|one| (one.name.clone(), one.note.clone()) let:one>
                {
                    let One { name, note, .. } = one;
                    let (shown, picked) = (name.clone(), name.clone());
                    view! {
                        <button type="button" class="m-pick" data-t="meeting.say.who.pick" data-name=name
                            on:click=move |_| pick(picked.clone())>{shown}<small>{note}</small></button>
                    }
                }
            </For>
        </div>
    }
}
