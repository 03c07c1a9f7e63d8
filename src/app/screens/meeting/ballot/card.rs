//! A counted ballot.

use super::super::room::Room;
use super::super::talk::entry::correction;
use crate::words::meeting::{Ballot as W, conclusion};
use oplog::OpId;
use std::rc::Rc;
use ui::dom::{El, el, p};
use ui::format;
use ui::parts::{Look, button};
use ui::signal::Derived;
use ui::words::names;

/// The ballot counted by an operation; `again` counts the same question anew.
pub fn ballot_card(room: Room, op: OpId, again: Option<Rc<dyn Fn(String)>>) -> El {
    let lang = room.lang();
    let ballot = Derived::new(move || {
        room.with(|meeting| {
            let ballot = meeting.ballots.iter().find(|ballot| ballot.source.op == op)?;
            let right: Vec<_> = meeting.corrections.iter().filter(|one| one.target == op).cloned().collect();
            Some((ballot.clone(), right, meeting.recounted(op)))
        })
    });
    let outcome =
        move || ballot.with(|now| now.as_ref().map(|(ballot, ..)| ballot.outcome.name().to_owned()));
    let card = el("article").class("card").t("meeting.ballot.counted").at_live("data-outcome", outcome);
    card.live(move || {
        let Some((ballot, right, recounted)) = ballot.get() else { return Vec::new() };
        let question = ballot.counted.question.clone();
        let mut under =
            [names::method(ballot.counted.method, lang), " · ", &format::clock(ballot.source.at)].concat();
        for (word, name) in
            [(W::TellerShort, &ballot.counted.teller), (W::ScrutineerShort, &ballot.counted.scrutineer)]
        {
            if !name.is_empty() {
                under.push_str(&[" · ", word.in_(lang), " ", name].concat());
            }
        }
        let bold = |words: String| el("b").say(words);
        let said = p("")
            .with(bold(conclusion::counts(lang, &ballot.counted)))
            .say(lang.pick("：", ": "))
            .with(bold(conclusion::ballot_result(lang, ballot.outcome).to_owned()));
        let title = el("h2").at("dir", "auto").say(question.as_str());
        let over = recounted.then(|| p(W::Recounted.in_(lang)).class("hint").t("meeting.ballot.recounted"));
        let again = again.clone().filter(|_| !recounted).map(|again| {
            let press = move || again(question.clone());
            button(Look::Quiet, "meeting.ballot.again", W::Recount.in_(lang), press)
        });
        let lines = [Some(title), Some(said), Some(p(under).class("hint")), over, again];
        lines.into_iter().flatten().chain(right.iter().map(|one| correction(lang, one))).collect()
    })
}
