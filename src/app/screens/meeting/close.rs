//! 收尾: the text, the conclusion read aloud, the signatures, and what stands in the way.

mod head;
mod pad;
mod speech;
mod strokes;
mod text;

use self::head::Head;
use self::pad::Pad;
use self::speech::Speech;
use self::strokes::Strokes;
use self::text::Text;
use super::frame::{Disagreements, Tabs, going};
use super::open::DraftFailed;
use super::parts::{Native, Warned, Wrongs};
use super::room::{Room, Trouble};
use super::when;
use crate::drafts::{Kept, keep, pack, unpack};
use crate::page::Page;
use crate::route::MeetingTab;
use crate::words::meeting::{Close as W, Meeting as M, conclusion, why};
use domain::Body;
use domain::check::{self, Asking, Field as F, Refusal, Warning};
use domain::meeting::{Closed, Signed};
use domain::minutes;
use domain::view::MeetingView;
use leptos::prelude::*;
use ui::parts::{Button, Notice, Tone};
use ui::words;

/// What is filled in to close.
#[derive(Clone, Copy)]
struct Ending {
    date: RwSignal<String>,
    time: RwSignal<String>,
    read_aloud: RwSignal<bool>,
    chair: RwSignal<Strokes>,
    recorder: RwSignal<Strokes>,
}

impl Ending {
    /// The end is now; where the meeting was long ago, the same day at a time still to be filled in.
    fn new(room: Room) -> Self {
        let (started, now) = (room.peek(|meeting| meeting.head.started), room.app.now());
        let fresh = when::minutes_between(started, now) < 12 * 60;
        let (date, time) = when::written(if fresh { now.max(started) } else { started });
        Self {
            date: RwSignal::new(date),
            time: RwSignal::new(if fresh { time } else { String::new() }),
            read_aloud: RwSignal::new(false),
            chair: RwSignal::default(),
            recorder: RwSignal::default(),
        }
    }

    fn write(self) -> String {
        let read = if self.read_aloud.get() { "read" } else { "" };
        let strokes = |of: RwSignal<Strokes>| of.with(|strokes| strokes.path().to_owned());
        pack(&[&self.date.get(), &self.time.get(), read, &strokes(self.chair), &strokes(self.recorder)])
    }

    fn read(self, draft: &str) {
        let mut parts = unpack(draft);
        let mut next = || parts.next().unwrap_or_default().to_owned();
        self.date.set(next());
        self.time.set(next());
        self.read_aloud.set(next() == "read");
        self.chair.set(Strokes::of(next()));
        self.recorder.set(Strokes::of(next()));
    }

    fn body(self, room: Room, meeting: &MeetingView) -> Closed {
        let ended = when::read(&self.date.get(), &self.time.get(), meeting.head.started.offset_min);
        let sign = |name: &str, strokes: RwSignal<Strokes>| Signed {
            name: name.to_owned(),
            strokes: strokes.with(|strokes| strokes.path().to_owned()),
        };
        Closed {
            meeting: room.id,
            covers: minutes::covers(meeting),
            minutes: minutes::digest(meeting),
            ended: ended.unwrap_or_default(),
            chair: sign(&meeting.head.chair, self.chair),
            recorder: sign(&meeting.head.recorder, self.recorder),
            read_aloud: self.read_aloud.get(),
        }
    }

    fn filled_in(self) -> bool {
        when::read(&self.date.get(), &self.time.get(), 0).is_some()
    }
}

/// The closing's tab.
#[component]
pub fn CloseTab(room: Room) -> impl IntoView {
    let lang = room.lang();
    let ending = Ending::new(room);
    let first = StoredValue::new(untrack(|| ending.write()));
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Close, "sign"),
        move || format!("{title} · {}", M::TabClose.in_(lang)),
        move || Some(ending.write()).filter(|text| first.with_value(|first| first != text)).unwrap_or_default(),
        |draft| ending.read(draft),
    );
    let unsaved = RwSignal::new(false);
    let trouble = Trouble::new(lang);
    let tried = RwSignal::new(false);
    let no_end = Signal::derive(move || (tried.get() && !ending.filled_in()).then(|| why::fill_in(lang).to_owned()));
    let names = Memo::new(move |_| room.with(|meeting| (meeting.head.chair.clone(), meeting.head.recorder.clone())));
    let foot = move || view! { <Foot room ending unsaved kept trouble tried/> };
    view! {
        <Page title=room.short_title() sub=going(room) foot>
            <Tabs room now=MeetingTab::Close/>
            <Disagreements room/>
            <Text room unsaved/>
            <Conclusion room ending/>
            <div class="card m-pair">
                <Native t="meeting.close.date" label=W::EndDate.in_(lang) kind="date" value=ending.date/>
                <Native t="meeting.close.time" label=W::EndTime.in_(lang) kind="time" value=ending.time error=no_end/>
            </div>
            {move || trouble.at(F::Ended).get().map(|wrong| view! { <p class="wrong" role="alert">{wrong}</p> })}
            <Pad t="meeting.close.chair" who=W::ChairSigns name=Signal::derive(move || names.get().0) strokes=ending.chair lang/>
            <Pad t="meeting.close.recorder" who=W::RecorderSigns name=Signal::derive(move || names.get().1)
                strokes=ending.recorder lang/>
            <Head room/>
            <Ways room ending unsaved/>
            <DraftFailed kept lang/>
            <Wrongs why=trouble.rest(&[F::Ended]) lang/>
            <p class="hint">{W::NoChange.in_(lang)}</p>
        </Page>
    }
}

#[component]
fn Conclusion(room: Room, ending: Ending) -> impl IntoView {
    let lang = room.lang();
    let said = Memo::new(move |_| room.with(|meeting| conclusion::conclusion(lang, meeting)));
    view! {
        <section class="card">
            <h2>{W::Conclusion.in_(lang)}</h2>
            <p class="m-conclusion" data-t="meeting.close.conclusion" dir="auto">{move || said.get()}</p>
            <Speech text=said lang/>
            <label class="m-tick">
                <input type="checkbox" data-t="meeting.close.read-aloud" prop:checked=move || ending.read_aloud.get()
                    on:change=move |event| ending.read_aloud.set(event_target_checked(&event))/>
                {W::ReadDone.in_(lang)}
            </label>
        </section>
    }
}

/// What the rules say of closing now: what forbids it, and what should be looked at.
fn standing(room: Room, ending: Ending) -> (Vec<Refusal>, Vec<Warning>) {
    let Some(device) = room.app.device() else { return Default::default() };
    let places = room.app.places.get();
    let Some(matter) = room.held.with(crate::state::Opened::here) else { return Default::default() };
    let Some(meeting) = matter.view.meeting(room.id) else { return Default::default() };
    let body = Body::Closed(ending.body(room, meeting));
    let asking = Asking { places: &places, device, scope: room.scope, matter: Some(&matter.view) };
    (check::check(&asking, &body).err().unwrap_or_default(), check::warnings(&asking, &body))
}

/// What stands in the way, named, before anybody signs.
#[component]
fn Ways(room: Room, ending: Ending, unsaved: RwSignal<bool>) -> impl IntoView {
    let lang = room.lang();
    let both = Memo::new(move |_| {
        let (refusals, warnings) = standing(room, ending);
        let ended = ending.filled_in();
        let forbids = refusals.iter().filter(|one| ended || **one != Refusal::EndedBeforeStart);
        let mut ways: Vec<String> = forbids.map(|one| words::refusal(one, lang)).collect();
        let own = [
            (!ended, W::WayNoEnd),
            (unsaved.get(), W::WayTextChanged),
            (room.has_draft(MeetingTab::Roll, ""), W::WayRollDraft),
            (room.has_draft(MeetingTab::Say, ""), W::WayUnsaid),
        ];
        ways.extend(own.iter().filter(|(holds, _)| *holds).map(|(_, word)| word.in_(lang).to_owned()));
        (ways, warnings.iter().map(|one| words::warning(one, lang)).collect::<Vec<_>>())
    });
    let ways = Signal::derive(move || both.with(|(ways, _)| ways.clone()));
    view! {
        {move || {
            let ways = ways.get();
            (!ways.is_empty()).then(|| view! {
                <Notice tone=Tone::Act t="meeting.close.ways">
                    <b>{W::Ways.in_(lang)}</b>
                    <ul class="m-list">{ways.into_iter().map(|said| view! { <li>{said}</li> }).collect_view()}</ul>
                </Notice>
            })
        }}
        <Warned warnings=Signal::derive(move || both.with(|(_, warnings)| warnings.clone()))/>
    }
}

#[component]
fn Foot(
    room: Room,
    ending: Ending,
    unsaved: RwSignal<bool>,
    kept: Kept,
    trouble: Trouble,
    tried: RwSignal<bool>,
) -> impl IntoView {
    let lang = room.lang();
    let sign = move || {
        let ended = untrack(|| ending.filled_in());
        tried.set(true);
        let waiting = unsaved.get_untracked() || untrack(|| {
            room.has_draft(MeetingTab::Roll, "") || room.has_draft(MeetingTab::Say, "")
        });
        if !ended || waiting {
            return;
        }
        let body = untrack(|| room.peek(|meeting| Some(ending.body(room, meeting))));
        let Some(body) = body else { return };
        room.save(Body::Closed(body), Some(kept), trouble, move |_| {
            kept.over();
            room.app.replace(room.tab(MeetingTab::Minutes));
        });
    };
    view! { <Button t="meeting.close.sign" label=W::Sign.in_(lang) off=trouble.busy press=sign/> }
}
