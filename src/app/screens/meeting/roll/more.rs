//! What else can be said of a line: by proxy, recused, came late, left early, the reason of a leave.

use super::super::parts::Native;
use super::super::when;
use super::Desk;
use crate::words::meeting::{Roll as W, why};
use domain::check::clean_text;
use domain::meeting::{CountedBy, Mark, RollMark};
use domain::view::RollLine;
use leptos::prelude::*;
use oplog::PersonId;
use ui::parts::{Button, Choice, Dialog, Field, Look, Shape};

/// What is said of the line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    Proxy,
    Recused,
    Late,
    Left,
    Leave,
}

/// The sheet of the line that was asked for.
#[component]
pub fn More(desk: Desk) -> impl IntoView {
    let open = RwSignal::new(false);
    // The dialog follows the line that was asked for, and closing it forgets the line.
    Effect::new(move |_| {
        let asked = desk.more.with(Option::is_some);
        if asked != open.get_untracked() {
            open.set(asked);
        }
    });
    Effect::new(move |_| {
        if !open.get() && desk.more.with_untracked(Option::is_some) {
            desk.more.set(None);
        }
    });
    move || {
        let person = desk.more.get()?;
        let line = untrack(|| desk.line(person))?;
        let title = line.expected.name.clone();
        Some(view! { <Dialog t="meeting.roll.sheet" title open><Form desk line=line.clone()/></Dialog> })
    }
}

#[component]
fn Form(desk: Desk, line: RollLine) -> impl IntoView {
    let lang = desk.room.lang();
    let person = line.expected.person;
    let before = desk.marks.with_untracked(|marks| marks.of(&line).cloned());
    let said = RwSignal::new(before.as_ref().and_then(of_mark));
    let note = RwSignal::new(before.as_ref().map(|mark| mark.note.clone()).unwrap_or_default());
    let at = before.and_then(|mark| mark.at).unwrap_or_else(|| likely(desk));
    let time = RwSignal::new(when::written(at).1);
    let wrong = RwSignal::new(None::<String>);
    let households = desk.room.peek(|meeting| meeting.counted_by) == CountedBy::Households;
    let mut options = Vec::new();
    if households {
        options.push((Said::Proxy, "proxy", W::Proxy.in_(lang).to_owned()));
    }
    options.push((Said::Recused, "recused", W::Recused.in_(lang).to_owned()));
    options.push((Said::Late, "late", W::Late.in_(lang).to_owned()));
    options.push((Said::Left, "left", W::LeftEarly.in_(lang).to_owned()));
    options.push((Said::Leave, "leave", W::LeaveFull.in_(lang).to_owned()));
    let line = StoredValue::new(line);
    let save = move || match mark(
        desk,
        person,
        said.get_untracked(),
        &note.get_untracked(),
        &time.get_untracked(),
    ) {
        Some(mark) => {
            line.with_value(|line| desk.marks.update(|marks| marks.set(line, mark)));
            desk.more.set(None);
        }
        None => wrong.set(Some(why::fill_in(lang).to_owned())),
    };
    let unmark = move || {
        desk.marks.update(|marks| drop(marks.marks.remove(&person)));
        desk.more.set(None);
    };
    let drafted = desk.marks.with_untracked(|marks| marks.marks.contains_key(&person));
    view! {
        <div class="m-sheet">
        <Choice t="meeting.roll.sheet.mark" label="" options value=said shape=Shape::List/>
        {move || said.get().map(|said| match said {
            Said::Late | Said::Left => {
                let label = if said == Said::Late { W::LateWhen } else { W::LeftWhen };
                view! { <Native t="meeting.roll.sheet.time" label=label.in_(lang) kind="time" value=time error=wrong/> }.into_any()
            }
            Said::Proxy | Said::Recused | Said::Leave => {
                let label = match said {
                    Said::Proxy => W::ProxyWho,
                    Said::Recused => W::RecusedWhy,
                    _ => W::LeaveWhy,
                };
                view! { <Field t="meeting.roll.sheet.note" label=label.in_(lang) value=note error=wrong/> }.into_any()
            }
        })}
        <Button t="meeting.roll.sheet.save" label=W::Put.in_(lang) press=save/>
        {drafted.then(|| view! {
            <Button t="meeting.roll.sheet.unmark" label=W::Unmark.in_(lang) look=Look::Plain press=unmark/>
        })}
        <Button t="meeting.roll.sheet.close" label=crate::words::Common::Back.in_(lang) look=Look::Quiet
            press=move || desk.more.set(None)/>
        </div>
    }
}

/// The time that a form begins with: now, or the meeting's beginning where that was long ago.
fn likely(desk: Desk) -> domain::meeting::Moment {
    let now = desk.room.app.now();
    let started = desk.room.peek(|meeting| meeting.head.started);
    if when::minutes_between(started, now) < 12 * 60 { now } else { started }
}

fn of_mark(mark: &RollMark) -> Option<Said> {
    Some(match mark.mark {
        Mark::Proxy => Said::Proxy,
        Mark::Recused => Said::Recused,
        Mark::Left => Said::Left,
        Mark::Leave => Said::Leave,
        Mark::Present if mark.at.is_some() => Said::Late,
        Mark::Present | Mark::Absent => return None,
    })
}

/// The mark that the form states; none where something is missing.
fn mark(desk: Desk, person: PersonId, said: Option<Said>, note: &str, time: &str) -> Option<RollMark> {
    let started = desk.room.peek(|meeting| meeting.head.started);
    let note = clean_text(note.trim());
    let (mark, at, note) = match said? {
        Said::Late => (Mark::Present, Some(when::at_time(time, started)?), String::new()),
        Said::Left => (Mark::Left, Some(when::at_time(time, started)?), String::new()),
        Said::Proxy => (Mark::Proxy, None, Some(note).filter(|note| !note.is_empty())?),
        Said::Recused => (Mark::Recused, None, Some(note).filter(|note| !note.is_empty())?),
        Said::Leave => (Mark::Leave, None, note),
    };
    Some(RollMark { person, mark, at, note })
}
