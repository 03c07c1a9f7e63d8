//! The sections of the minutes: head, roll, signatures.

use super::super::roll::detail;
use super::super::room::Room;
use super::super::talk::entry::correction;
use super::of;
use crate::words::meeting::{Minutes as W, say};
use domain::meeting::{Mark, Signed};
use domain::view::ClosedView;
use leptos::prelude::*;
use ui::format;
use ui::parts::{Notice, Tone};
use ui::words::{Lang, names};

/// Where, when, who.
#[component]
pub fn HeadCard(room: Room) -> impl IntoView {
    let lang = room.lang();
    let lines = move || {
        room.with(|meeting| {
            let head = &meeting.head;
            let ended = meeting.closed.as_ref().map(|closed| format!("–{}", format::clock(closed.ended)));
            let began = format!("{}{}", format::date_time(head.started, lang), ended.unwrap_or_default());
            let notice = match (head.notice_days, head.notice_how.as_str()) {
                (0, how) => how.to_owned(),
                (days, how) => format!("{} {how}", say::days(lang, days)),
            };
            let guests: Vec<String> =
                meeting.guests.iter().map(|one| format!("{} {}", one.office, one.name)).collect();
            [
                (W::Venue, head.venue.clone()),
                (W::Time, began),
                (W::Chair, head.chair.clone()),
                (W::Recorder, head.recorder.clone()),
                (W::Second, head.second_recorder.clone()),
                (W::Convener, head.convener.clone()),
                (W::Reviewed, head.agenda_reviewed_by.clone()),
                (W::Notice, notice),
                (W::Guests, guests.join(lang.pick("、", ", "))),
            ]
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .collect::<Vec<_>>()
        })
    };
    view! {
        <section class="card">
            <h2>{W::Head.in_(lang)}</h2>
            <ul class="m-list">
                {move || lines().into_iter().map(|(word, value)| view! {
                    <li><b>{word.in_(lang)}</b>{lang.pick("：", ": ")}<span dir="auto">{value}</span></li>
                }).collect_view()}
            </ul>
            {move || of(room, Some(room.id)).iter().map(|one| correction(lang, one)).collect_view()}
        </section>
    }
}

/// The roll, those of one mark together.
#[component]
pub fn Attendance(room: Room) -> impl IntoView {
    let lang = room.lang();
    let groups = move || {
        room.with(|meeting| {
            let marks = [
                Some(Mark::Present),
                Some(Mark::Proxy),
                Some(Mark::Left),
                Some(Mark::Leave),
                Some(Mark::Absent),
                Some(Mark::Recused),
                None,
            ];
            let group = |mark: Option<Mark>| {
                let same =
                    meeting.roll.iter().filter(|line| line.mark.as_ref().map(|mark| mark.mark) == mark);
                let said = same.map(|line| {
                    let plain =
                        line.mark.as_ref().is_none_or(|mark| mark.at.is_none() && mark.note.is_empty());
                    match &line.mark {
                        Some(mark) if !plain => format!("{}（{}）", line.expected.name, detail(lang, mark)),
                        _ => line.expected.name.clone(),
                    }
                });
                (mark, said.collect::<Vec<_>>())
            };
            marks.into_iter().map(group).filter(|(_, names)| !names.is_empty()).collect::<Vec<_>>()
        })
    };
    let word = move |mark: Option<Mark>| match mark {
        Some(mark) => names::mark(mark, lang),
        None => crate::words::meeting::Roll::Unmarked.in_(lang),
    };
    view! {
        <section class="card">
            <h2>{W::Roll.in_(lang)}</h2>
            <p>{move || room.with(|meeting| say::attended(lang, &meeting.tally, meeting.counted_by))}</p>
            <ul class="m-list">
                {move || groups().into_iter().map(|(mark, names)| view! {
                    <li><b>{word(mark)}" "{names.len()}</b>{lang.pick("：", ": ")}{names.join(lang.pick("、", ", "))}</li>
                }).collect_view()}
            </ul>
        </section>
    }
}

/// Signatures, and whether the record is still what was signed.
#[component]
pub fn Seal(room: Room) -> impl IntoView {
    let lang = room.lang();
    let closed = Memo::new(move |_| room.with(|meeting| meeting.closed.clone()));
    move || {
        let closed: ClosedView = closed.get()?;
        let (tone, word) =
            if closed.digest_matches { (Tone::Good, W::Matches) } else { (Tone::Wrong, W::Differs) };
        let read = closed.read_aloud.then(|| format!(" · {}", W::ReadAloud.in_(lang)));
        Some(view! {
            <section class="card" data-t="meeting.minutes.closed">
                <h2>{W::Closed.in_(lang)}" · "{format::date_time(closed.ended, lang)}</h2>
                <div class="m-pair">
                    <Drawn word=W::Chair signed=closed.chair lang/>
                    <Drawn word=W::Recorder signed=closed.recorder lang/>
                </div>
                <Notice tone>{word.in_(lang)}</Notice>
                <p class="hint">{say::covers(lang, closed.covers)}{read}</p>
            </section>
        })
    }
}

#[component]
fn Drawn(word: W, signed: Signed, lang: Lang) -> impl IntoView {
    let strokes = signed.strokes;
    view! {
        <div>
            <p>{word.in_(lang)}" "<b>{signed.name}</b></p>
            {if strokes.is_empty() {
                view! { <p class="hint">{W::NotDrawn.in_(lang)}</p> }.into_any()
            } else {
                view! { <svg class="m-drawn" viewBox="0 0 600 240" aria-hidden="true"><path d=strokes></path></svg> }.into_any()
            }}
        </div>
    }
}
