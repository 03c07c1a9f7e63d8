//! The roll on paper: two people a line, each with a cell to sign in.

use super::super::meeting::{here::Here, roll};
use domain::view::RollLine;
use leptos::prelude::*;
use ui::words::desk::{Meeting, Sheet, fill};
use ui::words::names;

/// The roll and those who attended without a vote.
pub fn roll(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, meeting) = (here.lang, here.meeting);
    let rows = meeting.roll.chunks(2).enumerate().map(|(at, two)| {
        let cells =
            two.iter().enumerate().map(|(more, line)| cells(here, at * 2 + more + 1, line)).collect_view();
        let rest = (two.len() == 1).then(|| view! { <td></td><td></td><td></td><td></td> });
        view! { <tr>{cells}{rest}</tr> }
    });
    let heads = (0..2)
        .map(|_| {
            view! {
                <th class="p-number">{Meeting::Number.in_(lang)}</th>
                <th>{Meeting::Name.in_(lang)}</th>
                <th>{Meeting::Mark.in_(lang)}</th>
                <th class="p-sign">{Sheet::Sign.in_(lang)}</th>
            }
        })
        .collect_view();
    let guests: Vec<String> =
        meeting.guests.iter().map(|guest| roll::with_office(&guest.name, &guest.office, lang)).collect();
    let guests = (!guests.is_empty())
        .then(|| view! { <p>{fill(Sheet::Guests.in_(lang), &[&guests.join(lang.pick("、", ", "))])}</p> });
    view! {
        <section>
            <h2>{Sheet::Roll.in_(lang)}</h2>
            <table class="p-roll">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            {guests}
        </section>
    }
}

fn cells(here: &Here<'_>, number: usize, line: &RollLine) -> impl IntoView + use<> {
    let lang = here.lang;
    let note = roll::note(line, here.now_ms, lang);
    view! {
        <td class="p-number">{number}</td>
        <td>{line.expected.name.clone()}<small>{names::capacity(line.expected.capacity, lang)}</small></td>
        <td>{roll::said(here, line)}{(!note.is_empty()).then(|| view! { <small>{note}</small> })}</td>
        <td class="p-sign"></td>
    }
}
