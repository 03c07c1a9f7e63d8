//! Writing a correction: it stands beside the original and never in its place.

use super::super::open::{DraftFailed, people_of};
use super::super::parts::{Name, Wrongs};
use super::super::room::{Room, Trouble};
use super::{CANCEL, draft_title, text_op};
use crate::drafts::{keep, pack, unpack};
use crate::route::MeetingTab;
use crate::words::meeting::Minutes as W;
use domain::Body;
use domain::check::{Field as F, clean_text};
use domain::meeting::Corrected;
use leptos::prelude::*;
use oplog::OpId;
use ui::parts::{Button, Field, LongText, Look};

const SHOWN: &[F] = &[F::Target, F::Text, F::Reason, F::By];

/// What can be corrected: the operation, and how it is named.
fn targets(room: Room) -> Vec<(OpId, String)> {
    let lang = room.lang();
    let text = text_op(room).map(|op| (op, W::Text.in_(lang).to_owned()));
    room.with(|meeting| {
        let head = [(meeting.id, W::HeadAndRoll.in_(lang).to_owned())];
        let entries =
            meeting.entries.iter().map(|one| (one.source.op, format!("{}：{}", one.speaker, one.text)));
        let ballots = meeting
            .ballots
            .iter()
            .map(|one| (one.source.op, format!("{}：{}", W::Ballots.in_(lang), one.counted.question)));
        head.into_iter().chain(entries).chain(ballots).chain(text).collect()
    })
}

/// The form.
#[component]
pub fn Correct(room: Room, open: RwSignal<bool>) -> impl IntoView {
    let lang = room.lang();
    let target = RwSignal::new(None::<OpId>);
    let [text, reason, by] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Minutes, "correct"),
        move || draft_title(room, W::Correct),
        move || {
            pack(&[
                &target.get().map(|op| op.hex()).unwrap_or_default(),
                &text.get(),
                &reason.get(),
                &by.get(),
            ])
        },
        |draft| {
            let mut parts = unpack(draft);
            target.set(parts.next().and_then(OpId::from_hex));
            for field in [text, reason, by] {
                field.set(parts.next().unwrap_or_default().to_owned());
            }
        },
    );
    let trouble = Trouble::new(lang);
    let missing = RwSignal::new(false);
    let save = move || {
        missing.set(target.get_untracked().is_none());
        let Some(target) = target.get_untracked() else { return };
        let clean = |field: RwSignal<String>| clean_text(field.get_untracked().trim());
        let (text, reason, by) = (clean(text), clean(reason), clean(by));
        let body = Body::Corrected(Corrected { meeting: room.id, target, text, reason, by });
        room.save(body, Some(kept), trouble, move |_| {
            kept.over();
            open.try_set(false);
        });
    };
    let cancel = move || {
        kept.over();
        open.set(false);
    };
    let people = Signal::derive(move || people_of(room.app, room.scope));
    view! {
        <section class="card" data-t="meeting.correct.form">
            <h2>{W::Correct.in_(lang)}</h2>
            <p class="hint">{W::CorrectNote.in_(lang)}</p>
            <Targets room target/>
            {move || missing.get().then(|| view! { <p class="wrong" role="alert">{W::CorrectWhat.in_(lang)}</p> })}
            <LongText t="meeting.correct.text" label=W::CorrectText.in_(lang) value=text error=trouble.at(F::Text)/>
            <Field t="meeting.correct.reason" label=W::CorrectWhy.in_(lang) value=reason error=trouble.at(F::Reason)/>
            <Name t="meeting.correct.by" label=W::CorrectBy.in_(lang) value=by people error=trouble.at(F::By)/>
            <DraftFailed kept lang/>
            <Wrongs why=trouble.rest(SHOWN) lang/>
            <div class="m-pair">
                <Button t="meeting.correct.cancel" label=CANCEL.in_(lang) look=Look::Plain press=cancel/>
                <Button t="meeting.correct.save" label=W::CorrectSave.in_(lang) look=Look::Plain off=trouble.busy press=save/>
            </div>
        </section>
    }
}

#[component]
fn Targets(room: Room, target: RwSignal<Option<OpId>>) -> impl IntoView {
    let lang = room.lang();
    let all = Memo::new(move |_| targets(room));
    let row = move |(at, (op, said)): (usize, (OpId, String))| {
        let on = move || target.get() == Some(op);
        view! {
            <button type="button" class="m-pick one" role="radio" data-t=format!("meeting.correct.target.{at}") dir="auto"
                aria-checked=move || if on() { "true" } else { "false" } on:click=move |_| target.set(Some(op))>
                {said}
            </button>
        }
    };
    view! {
        <p class="label">{W::CorrectWhat.in_(lang)}</p>
        <div class="m-picks" role="radiogroup" aria-label=W::CorrectWhat.in_(lang)>
            {move || {
                let chosen = target.get();
                let some = all.get().into_iter().enumerate();
                some.filter(|(_, (op, _))| chosen.is_none_or(|chosen| chosen == *op)).map(row).collect_view()
            }}
        </div>
        {move || target.get().map(|_| view! {
            <Button t="meeting.correct.other" label=W::CorrectOther.in_(lang) look=Look::Quiet press=move || target.set(None)/>
        })}
    }
}
