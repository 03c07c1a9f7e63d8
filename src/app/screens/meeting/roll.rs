//! 签到: every line with 到, 假, 缺; a draft until the main button makes one record of it.

mod foot;
mod guests;
mod line;
mod marks;
mod more;

pub use self::line::detail;

use self::foot::Foot;
use self::guests::Guests;
use self::line::RollRow;
use self::marks::Marks;
use self::more::More;
use super::find::finds;
use super::frame::{Disagreements, Tabs};
use super::open::DraftFailed;
use super::parts::Wrongs;
use super::room::{Room, Trouble};
use crate::drafts::keep;
use crate::page::Page;
use crate::route::MeetingTab;
use crate::words::meeting::{Meeting as M, Roll as W, say};
use domain::meeting::Mark;
use domain::outcome;
use domain::view::{RollLine, Tally};
use leptos::prelude::*;
use oplog::PersonId;
use ui::parts::{Button, Field, Look, QuorumBar};

/// What the parts of the roll share.
#[derive(Clone, Copy)]
struct Desk {
    room: Room,
    marks: RwSignal<Marks>,
    /// The line whose sheet is open.
    more: RwSignal<Option<PersonId>>,
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
#[component]
pub fn RollTab(room: Room) -> impl IntoView {
    let lang = room.lang();
    let marks = RwSignal::new(Marks::default());
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Roll, ""),
        move || format!("{title} · {}", M::TabRoll.in_(lang)),
        move || marks.with(Marks::write),
        |text| marks.set(Marks::read(text)),
    );
    let desk = Desk { room, marks, more: RwSignal::new(None) };
    let trouble = Trouble::new(lang);
    let foot = move || view! { <Foot desk kept trouble/> };
    let by = room.peek(|meeting| meeting.counted_by);
    let under = move || say::attended(lang, &desk.tally(), by);
    view! {
        <Page title=room.short_title() sub=Signal::derive(under) foot>
            <Tabs room now=MeetingTab::Roll/>
            <Disagreements room/>
            <Quorum desk/>
            <List desk/>
            <Guests desk/>
            <DraftFailed kept lang/>
            <Wrongs why=trouble.rest(&[]) lang/>
        </Page>
        <More desk/>
    }
}

#[component]
fn Quorum(desk: Desk) -> impl IntoView {
    let lang = desk.room.lang();
    let tally = Memo::new(move |_| desk.tally());
    let by = desk.room.peek(|meeting| meeting.counted_by);
    let have =
        move || tally.with(|tally| if tally.majority.is_some() { tally.here_now } else { tally.did_attend });
    let sentence = move || {
        tally.with(|tally| {
            let more = [say::unmarked(lang, tally.unmarked, by), say::left(lang, tally, by)];
            let said = [Some(say::quorum(lang, tally, by))].into_iter().chain(more).flatten();
            said.collect::<Vec<_>>().join(lang.pick("。", ". "))
        })
    };
    view! {
        <QuorumBar t="meeting.roll.quorum"
            left=Signal::derive(move || tally.with(|tally| say::should(lang, tally)))
            right=Signal::derive(move || tally.with(|tally| say::did(lang, tally)))
            have=Signal::derive(have)
            of=Signal::derive(move || tally.with(|tally| tally.should_attend))
            least=Signal::derive(move || tally.with(|tally| tally.quorum_least))
            met=Signal::derive(move || tally.with(|tally| tally.quorate))
            sentence=Signal::derive(sentence)/>
    }
}

#[component]
fn List(desk: Desk) -> impl IntoView {
    let lang = desk.room.lang();
    let query = RwSignal::new(String::new());
    let searching = RwSignal::new(false);
    let people = Memo::new(move |_| {
        desk.room.with(|meeting| meeting.roll.iter().map(|line| line.expected.clone()).collect::<Vec<_>>())
    });
    let shown = Memo::new(move |_| {
        let query = query.get();
        let found = |one: &&domain::meeting::Expected| finds(&query, &one.name, &one.pinyin);
        people.with(|people| people.iter().filter(found).map(|one| one.person).collect::<Vec<_>>())
    });
    let all = move |mark| {
        let roll = desk.room.peek(|meeting| meeting.roll.clone());
        desk.marks.update(|marks| marks.rest(&roll, mark));
    };
    view! {
        <div class="m-pair">
            <Button t="meeting.roll.all-present" label=W::AllPresent.in_(lang) look=Look::Plain
                press=move || all(Mark::Present)/>
            <Button t="meeting.roll.find" label=W::Find.in_(lang) look=Look::Plain press=move || {
                searching.update(|on| *on = !*on);
                query.set(String::new());
            }/>
        </div>
        {move || searching.get().then(|| view! {
            <Field t="meeting.roll.search" label=W::Find.in_(lang) value=query hint=W::FindHint.in_(lang)/>
        })}
        <ul class="m-people" data-t="meeting.roll">
            <For each=move || shown.get() key=|person| *person let:person>
                <RollRow desk person/>
            </For>
        </ul>
        {move || shown.with(Vec::is_empty).then(|| view! { <p class="hint">{W::Nobody.in_(lang)}</p> })}
        <Button t="meeting.roll.rest-absent" label=W::RestAbsent.in_(lang) look=Look::Plain
            press=move || all(Mark::Absent)/>
    }
}
