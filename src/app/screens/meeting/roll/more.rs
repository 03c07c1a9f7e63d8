//! What else can be said of a line: by proxy, recused, came late, left early, the reason of a leave.

use super::super::parts::native;
use super::super::when;
use super::Desk;
use crate::words::Common;
use crate::words::meeting::{Roll as W, why};
use domain::check::clean_text;
use domain::meeting::{CountedBy, Mark, RollMark};
use domain::view::RollLine;
use leptos::reactive::graph::untrack;
use oplog::PersonId;
use std::rc::Rc;
use ui::dom::{El, div, later};
use ui::parts::{Look, Shape, button, dialog, field, options};
use ui::signal::Var;

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
pub fn more(desk: Desk) -> impl Fn() -> Option<El> {
    let open = Var::new(false);
    // The dialog follows the line that was asked for, and closing it forgets the line.
    later(move || {
        let asked = desk.more.with(Option::is_some);
        if asked != open.get_untracked() {
            open.set(asked);
        }
    });
    later(move || {
        if !open.get() && desk.more.with_untracked(Option::is_some) {
            desk.more.set(None);
        }
    });
    move || {
        let person = desk.more.get()?;
        let line = untrack(|| desk.line(person))?;
        let title = line.expected.name.clone();
        let sheet = move || vec![untrack(|| form(desk, line.clone()))];
        Some(dialog("meeting.roll.sheet", &title, open, sheet))
    }
}

fn form(desk: Desk, line: RollLine) -> El {
    let lang = desk.room.lang();
    let person = line.expected.person;
    let before = desk.marks.with_untracked(|marks| marks.of(&line).cloned());
    let said = Var::new(before.as_ref().and_then(of_mark));
    let note = Var::new(before.as_ref().map(|mark| mark.note.clone()).unwrap_or_default());
    let at = before.and_then(|mark| mark.at).unwrap_or_else(|| likely(desk));
    let time = Var::new(when::written(at).1);
    let wrong = Var::new(None::<String>);
    let households = desk.room.peek(|meeting| meeting.counted_by) == CountedBy::Households;
    let mut all = Vec::new();
    if households {
        all.push((Said::Proxy, "proxy", W::Proxy.in_(lang).to_owned()));
    }
    all.push((Said::Recused, "recused", W::Recused.in_(lang).to_owned()));
    all.push((Said::Late, "late", W::Late.in_(lang).to_owned()));
    all.push((Said::Left, "left", W::LeftEarly.in_(lang).to_owned()));
    all.push((Said::Leave, "leave", W::LeaveFull.in_(lang).to_owned()));
    let save = move || match mark(
        desk,
        person,
        said.get_untracked(),
        &note.get_untracked(),
        &time.get_untracked(),
    ) {
        Some(mark) => {
            desk.marks.update(|marks| marks.set(&line, mark));
            desk.more.set(None);
        }
        None => wrong.set(Some(why::fill_in(lang).to_owned())),
    };
    let unmark = move || {
        desk.marks.update(|marks| drop(marks.marks.remove(&person)));
        desk.more.set(None);
    };
    let drafted = desk.marks.with_untracked(|marks| marks.marks.contains_key(&person));
    let asked = move || {
        said.get().map(|said| match said {
            Said::Late | Said::Left => {
                let label = if said == Said::Late { W::LateWhen } else { W::LeftWhen };
                let wrong = Rc::new(move || wrong.get());
                native("meeting.roll.sheet.time", label.in_(lang), "time", time, Some(wrong))
            }
            Said::Proxy | Said::Recused | Said::Leave => {
                let label = match said {
                    Said::Proxy => W::ProxyWho,
                    Said::Recused => W::RecusedWhy,
                    _ => W::LeaveWhy,
                };
                let line = field("meeting.roll.sheet.note", label.in_(lang), note);
                line.error(move || wrong.get()).line()
            }
        })
    };
    let unmark =
        drafted.then(|| button(Look::Plain, "meeting.roll.sheet.unmark", W::Unmark.in_(lang), unmark));
    let close = button(Look::Quiet, "meeting.roll.sheet.close", Common::Back.in_(lang), move || {
        desk.more.set(None);
    });
    div("m-sheet")
        .with(options(Shape::List, "meeting.roll.sheet.mark", "", all, said))
        .live_one(asked)
        .with(button(Look::Main, "meeting.roll.sheet.save", W::Put.in_(lang), save))
        .maybe(unmark)
        .with(close)
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
