//! A counted ballot.

use super::super::room::Room;
use super::super::talk::entry::correction;
use crate::words::meeting::{Ballot as W, conclusion};
use leptos::prelude::*;
use oplog::OpId;
use ui::format;
use ui::parts::{Button, Look};
use ui::words::names;

/// The ballot counted by an operation; `again` counts the same question anew.
#[component]
pub fn BallotCard(room: Room, op: OpId, #[prop(optional)] again: Option<Callback<String>>) -> impl IntoView {
    let lang = room.lang();
    let ballot = Memo::new(move |_| {
        room.with(|meeting| meeting.ballots.iter().find(|ballot| ballot.source.op == op).cloned())
    });
    let right = Memo::new(move |_| {
        room.with(|meeting| {
            meeting.corrections.iter().filter(|one| one.target == op).cloned().collect::<Vec<_>>()
        })
    });
    move || {
        let ballot = ballot.get()?;
        let question = ballot.counted.question.clone();
        let people =
            [(W::TellerShort, &ballot.counted.teller), (W::ScrutineerShort, &ballot.counted.scrutineer)]
                .into_iter()
                .filter(|(_, name)| !name.is_empty())
                .map(|(word, name)| format!(" · {} {name}", word.in_(lang)))
                .collect::<String>();
        let under = format!(
            "{} · {}{people}",
            names::method(ballot.counted.method, lang),
            format::clock(ballot.source.at)
        );
        let outcome = conclusion::ballot_result(lang, ballot.outcome);
        Some(view! {
            <article class="card" data-t="meeting.ballot.counted" data-outcome=format!("{:?}", ballot.outcome)>
                <h2 dir="auto">{question.clone()}</h2>
                <p><b>{conclusion::counts(lang, &ballot.counted)}</b>{lang.pick("：", ": ")}<b>{outcome}</b></p>
                <p class="hint">{under}</p>
                {again.map(|again| view! {
                    <Button t="meeting.ballot.again" label=W::Recount.in_(lang) look=Look::Quiet
                        press=move || again.run(question.clone())/>
                })}
                {right.get().iter().map(|one| correction(lang, one)).collect_view()}
            </article>
        })
    }
}
