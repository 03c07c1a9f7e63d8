//! 签到: every line with 到, 假, 缺; a draft until the main button makes one record of it.

mod foot;
mod guests;
mod line;
mod marks;
mod more;

pub use self::line::detail;

use self::foot::done;
use self::guests::guests;
use self::line::roll_row;
use self::marks::Marks;
use self::more::more;
use super::find::finds;
use super::frame::{screen, tabbed};
use super::parts::{draft_failed, wrongs};
use super::room::{Room, Trouble};
use crate::drafts::keep;
use crate::page::foot;
use crate::route::MeetingTab;
use crate::words::meeting::{Meeting as M, Roll as W, say};
use domain::meeting::Mark;
use domain::outcome;
use domain::view::{RollLine, Tally};
use leptos::reactive::graph::untrack;
use oplog::PersonId;
use ui::dom::{El, Say, div, el, p, row};
use ui::parts::{Look, Measure, button, field, quorum_bar};
use ui::signal::{Derived, Var};

/// What the parts of the roll share.
#[derive(Clone, Copy)]
struct Desk {
    room: Room,
    marks: Var<Marks>,
    /// The line whose sheet is open.
    more: Var<Option<PersonId>>,
}

impl Desk {
    /// A line as it is recorded.
    fn line(self, person: PersonId) -> Option<RollLine> {
        let find = |roll: &[RollLine]| roll.iter().find(|line| line.expected.person == person).cloned();
        self.room.with(|meeting| find(&meeting.roll))
    }

    /// The tally with the marks that are not saved yet.
    fn tally(self) -> Tally {
        self.room.with(|meeting| {
            self.marks.with(|marks| {
                let guests = marks.guests.as_ref().map_or(meeting.guests.len(), Vec::len);
                outcome::tally(&marks.onto(&meeting.roll), guests, self.room.way(meeting).as_ref(), None)
            })
        })
    }
}

/// The roll's tab.
pub fn roll_tab(room: Room) -> El {
    let lang = room.lang();
    let marks = Var::new(Marks::default());
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Roll, ""),
        move || [&title, " · ", M::TabRoll.in_(lang)].concat(),
        move || marks.with(Marks::write),
        |text| marks.set(Marks::read(text)),
    );
    let desk = Desk { room, marks, more: Var::new(None) };
    let trouble = Trouble::new(lang);
    let by = room.peek(|meeting| meeting.counted_by);
    let tally = Derived::new(move || desk.tally());
    let under = Say::live(move || tally.with(|tally| say::attended(lang, tally, by)));
    let content = tabbed(room, MeetingTab::Roll)
        .with(quorum_bar("meeting.roll.quorum", move || tally.with(|tally| measure(desk, tally))))
        .all(list(desk))
        .with(guests(desk))
        .live_one(wrongs(trouble.rest(&[])))
        .live_one(draft_failed(kept, lang))
        .live_one(more(desk));
    screen(room, under, content, foot().with(done(desk, kept, trouble)))
}

fn measure(desk: Desk, tally: &Tally) -> Measure {
    let lang = desk.room.lang();
    let by = desk.room.peek(|meeting| meeting.counted_by);
    let more = [say::unmarked(lang, tally.unmarked, by), say::left(lang, tally, by)];
    let said: Vec<String> = [Some(say::quorum(lang, tally, by))].into_iter().chain(more).flatten().collect();
    Measure {
        left: say::should(lang, tally),
        right: say::did(lang, tally),
        have: if tally.majority.is_some() { tally.here_now } else { tally.did_attend },
        of: tally.should_attend,
        least: tally.quorum_least,
        met: tally.quorate,
        sentence: said.join(lang.pick("。", ". ")),
    }
}

fn list(desk: Desk) -> [El; 4] {
    let lang = desk.room.lang();
    let query = Var::new(String::new());
    let searching = Var::new(false);
    let shown = move || -> Vec<PersonId> {
        let query = query.get();
        desk.room.with(|meeting| {
            let all = meeting.roll.iter().map(|line| &line.expected);
            let found = all.filter(|one| finds(&query, &one.name, &one.pinyin));
            found.map(|one| one.person).collect()
        })
    };
    let all = move |mark| {
        let roll = desk.room.peek(|meeting| meeting.roll.clone());
        desk.marks.update(|marks| marks.rest(&roll, mark));
    };
    let search = move || {
        searching.update(|on| *on = !*on);
        query.set(String::new());
    };
    let everybody = W::AllPresent.in_(lang);
    let buttons = div("m-pair")
        .with(button(Look::Plain, "meeting.roll.all-present", everybody, move || all(Mark::Present)))
        .with(button(Look::Plain, "meeting.roll.find", W::Find.in_(lang), search));
    let line = move || {
        let line = field("meeting.roll.search", W::Find.in_(lang), query).hint(W::FindHint.in_(lang));
        searching.get().then(|| untrack(|| line.line()))
    };
    let rows =
        move || shown().into_iter().map(|person| row(person.hex(), move || roll_row(desk, person))).collect();
    let nobody = move || shown().is_empty().then(|| p(W::Nobody.in_(lang)).class("hint"));
    let rest = move || all(Mark::Absent);
    [
        buttons,
        div("inside").live_one(line),
        el("ul").class("m-people").t("meeting.roll").each(rows),
        div("inside").live_one(nobody).with(button(
            Look::Plain,
            "meeting.roll.rest-absent",
            W::RestAbsent.in_(lang),
            rest,
        )),
    ]
}
