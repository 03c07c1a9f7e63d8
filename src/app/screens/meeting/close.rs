//! 收尾: the text, the conclusion read aloud, the signatures, and what stands in the way.

mod ending;
mod head;
mod pad;
mod speech;
mod strokes;
mod text;
mod ways;

use self::ending::Ending;
use self::head::Head;
use self::pad::Pad;
use self::speech::Speech;
use self::text::Text;
use self::ways::Ways;
use super::frame::{Disagreements, Tabs, going};
use super::open::DraftFailed;
use super::parts::{Native, Wrongs};
use super::room::{Room, Trouble};
use crate::drafts::{Kept, keep};
use crate::page::Page;
use crate::route::MeetingTab;
use crate::words::meeting::{Close as W, Meeting as M, conclusion, why};
use domain::Body;
use domain::check::Field as F;
use leptos::prelude::*;
use ui::parts::Button;

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
        move || {
            Some(ending.write()).filter(|text| first.with_value(|first| first != text)).unwrap_or_default()
        },
        |draft| ending.read(draft),
    );
    let unsaved = RwSignal::new(false);
    let trouble = Trouble::new(lang);
    let tried = RwSignal::new(false);
    let no_end =
        Signal::derive(move || (tried.get() && !ending.filled_in()).then(|| why::fill_in(lang).to_owned()));
    let names =
        Memo::new(move |_| room.with(|meeting| (meeting.head.chair.clone(), meeting.head.recorder.clone())));
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
        let waiting = unsaved.get_untracked()
            || untrack(|| room.has_draft(MeetingTab::Roll, "") || room.has_draft(MeetingTab::Say, ""));
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
