//! The roll's main button: guests and marks become records.

use super::super::room::Trouble;
use super::Desk;
use super::marks::Marks;
use crate::drafts::Kept;
use crate::route::MeetingTab;
use crate::words::meeting::Roll as W;
use domain::Body;
use domain::meeting::{GuestsNoted, RollMarked};
use ui::dom::{El, Say};
use ui::parts::{Look, button};

/// The button; its word says what it does now.
pub fn done(desk: Desk, kept: Kept, trouble: Trouble) -> El {
    let room = desk.room;
    let lang = room.lang();
    let word = Say::live(move || {
        let begun = room.with(|meeting| meeting.roll.iter().any(|line| line.mark.is_some()));
        let changed = desk.marks.with(|marks| !marks.is_empty());
        match (begun, changed) {
            (false, _) => W::Done,
            (true, true) => W::SaveChanges,
            (true, false) => W::GoTalk,
        }
        .in_(lang)
        .to_owned()
    });
    let done = button(Look::Main, "meeting.roll.done", word, move || record(desk, kept, trouble));
    done.flag("disabled", move || trouble.busy.get())
}

/// Guests first, if they changed, then the marks as one record; then on to the proceedings.
fn record(desk: Desk, kept: Kept, trouble: Trouble) {
    let room = desk.room;
    let begun = room.peek(|meeting| meeting.roll.iter().any(|line| line.mark.is_some()));
    let (marks, guests) = room.peek(|meeting| {
        desk.marks.with_untracked(|marks| (marks.changed(&meeting.roll), marks.guests.clone()))
    });
    let done = move || {
        desk.marks.set(Marks::default());
        kept.taken();
        if !begun {
            room.app.replace(room.tab(MeetingTab::Say));
        }
    };
    let mark = move || match marks.is_empty() && begun {
        true => done(),
        false => {
            let body = Body::RollMarked(RollMarked { meeting: room.id, marks });
            room.save(body, Some(kept), trouble, move |_| done());
        }
    };
    match guests {
        Some(guests) => {
            let body = Body::GuestsNoted(GuestsNoted { meeting: room.id, guests });
            room.save(body, None, trouble, move |_| {
                desk.marks.try_update(|marks| marks.guests = None);
                mark();
            });
        }
        None if marks_empty(desk) && begun => room.app.replace(room.tab(MeetingTab::Say)),
        None => mark(),
    }
}

fn marks_empty(desk: Desk) -> bool {
    desk.marks.with_untracked(Marks::is_empty)
}
