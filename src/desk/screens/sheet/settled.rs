//! Two signed records of one meeting, on paper.

use super::super::meeting::{
    here::Here,
    settled::{Signed, heading, said, signed},
};
use leptos::prelude::*;

/// That there are two, which one holds and who settled it, with both digests.
pub fn settled(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    (!here.meeting.versions.is_empty()).then(|| {
        let said = said(here).into_iter().map(|said| view! { <p><b>{said}</b></p> }).collect_view();
        let one = |one: Signed| {
            let title = [one.title.as_str(), one.standing.unwrap_or_default()].join(" ");
            let lines =
                one.lines.into_iter().map(|line| view! { <p class="p-later">{line}</p> }).collect_view();
            view! { <p><b>{title}</b></p>{lines}<p class="p-small">{one.signed}</p> }
        };
        let all = signed(here).into_iter().map(one).collect_view();
        view! { <section data-t="desk.sheet.settled"><h2>{heading(here)}</h2>{said}{all}</section> }
    })
}
