//! 表决: what was counted, and the form that counts.

pub mod card;
mod form;
mod law;

use self::card::BallotCard;
use self::form::{Form, Votes};
use super::frame::{Disagreements, Tabs, going};
use super::room::{Room, Trouble};
use crate::drafts::{Kept, keep};
use crate::page::Page;
use crate::route::MeetingTab;
use crate::words::meeting::{Ballot as W, Meeting as M};
use domain::Body;
use leptos::prelude::*;
use ui::parts::{Button, Look, Notice};

/// The ballot's tab.
#[component]
pub fn BallotTab(room: Room) -> impl IntoView {
    let lang = room.lang();
    let votes = Votes::new();
    let title = room.title();
    let kept = keep(
        room.app,
        room.draft_key(MeetingTab::Ballot, ""),
        move || format!("{title} · {}", M::TabBallot.in_(lang)),
        move || votes.write(),
        |draft| votes.read(draft),
    );
    let counted = Memo::new(move |_| {
        room.with(|meeting| meeting.ballots.iter().map(|ballot| ballot.source.op).collect::<Vec<_>>())
    });
    let decides = room.peek(|meeting| room.way(meeting).is_some_and(|way| way.majority.is_some()));
    // The form is open where a ballot is due, and where something is typed already.
    let counting =
        RwSignal::new(untrack(|| !votes.write().is_empty() || (decides && counted.with(Vec::is_empty))));
    let trouble = Trouble::new(lang);
    let again = move |question: String| {
        votes.clear();
        votes.question.set(question);
        counting.set(true);
    };
    let foot = move || view! { <Foot room votes kept trouble counting/> };
    view! {
        <Page title=room.short_title() sub=going(room) foot>
            <Tabs room now=MeetingTab::Ballot/>
            <Disagreements room/>
            <For each=move || counted.get() key=|op| *op let:op>
                <BallotCard room op again=Callback::new(again)/>
            </For>
            {move || {
                if counting.get() {
                    view! { <Form room votes kept trouble/> }.into_any()
                } else if decides || !counted.with(Vec::is_empty) {
                    view! {
                        <Button t="meeting.ballot.another" label=W::Another.in_(lang) look=Look::Plain
                            press=move || again(String::new())/>
                    }
                    .into_any()
                } else {
                    view! {
                        <Notice t="meeting.ballot.none">{W::Hearing.in_(lang)}</Notice>
                        <Button t="meeting.ballot.another" label=W::WantAnyway.in_(lang) look=Look::Quiet
                            press=move || again(String::new())/>
                    }
                    .into_any()
                }
            }}
        </Page>
    }
}

#[component]
fn Foot(room: Room, votes: Votes, kept: Kept, trouble: Trouble, counting: RwSignal<bool>) -> impl IntoView {
    let lang = room.lang();
    let save = move || {
        let body = untrack(|| votes.body(room));
        room.save(Body::Counted(body), Some(kept), trouble, move |_| {
            votes.clear();
            kept.taken();
            counting.try_set(false);
        });
    };
    move || {
        if counting.get() {
            view! {
                <Button t="meeting.ballot.recount" label=W::Recount.in_(lang) look=Look::Plain press=move || votes.recount()/>
                <Button t="meeting.ballot.save" label=W::Right.in_(lang) off=trouble.busy press=save/>
            }
            .into_any()
        } else {
            let go = move || room.app.replace(room.tab(MeetingTab::Close));
            view! { <Button t="meeting.ballot.go-on" label=W::ToText.in_(lang) press=go/> }.into_any()
        }
    }
}
