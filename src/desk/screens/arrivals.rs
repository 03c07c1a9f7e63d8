//! What arrived in the last hours, newest first.

use crate::desk::Desk;
use crate::hours;
use crate::places;
use crate::route::Route;
use leptos::prelude::*;
use sync::desk::{Arrival, PlaceNode};
use ui::words::desk::{Matters, fill};

/// The list beside the table while no matter is chosen.
pub fn arrivals(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let lines = move || {
        desk.overview.value.with(|overview| {
            let overview = overview.as_ref()?;
            let scope = desk.route.get().scope();
            let here = |arrival: &&Arrival| scope.is_none_or(|scope| scope.covers(&arrival.scope));
            let arrivals = overview.arrivals.iter().filter(here);
            Some(arrivals.map(|arrival| line(desk, &overview.tree, arrival)).collect::<Vec<_>>())
        })
    };
    view! {
        <h2>{Matters::Arrivals.in_(lang)}</h2>
        <p class="d-quiet">{Matters::PickOne.in_(lang)}</p>
        {move || lines().map(|lines| if lines.is_empty() {
            view! { <p class="d-empty">{Matters::ArrivalsEmpty.in_(lang)}</p> }.into_any()
        } else {
            view! { <ul class="d-arrivals" data-t="desk.arrivals">{lines}</ul> }.into_any()
        })}
    }
}

fn line(desk: Desk, tree: &PlaceNode, arrival: &Arrival) -> impl IntoView + use<> {
    let lang = desk.lang;
    let place = places::path(tree, arrival.scope);
    let title = match arrival.title.as_str() {
        "" => Matters::ArrivalOther.in_(lang).to_owned(),
        title => title.to_owned(),
    };
    let count = fill(Matters::ArrivalLine.in_(lang), &[&arrival.ops, &arrival.from]);
    let said = format!("{place} · {count}");
    let at = hours::near(arrival.at_ms, desk.now_ms.get(), lang);
    let to =
        arrival.matter.map(|matter| Route::Matters { scope: desk.route.get().scope(), matter: Some(matter) });
    view! {
        <li data-title=arrival.title.clone() data-name=place>
            <span class="d-row between">
                {match to {
                    Some(to) => view! { <a href=to.address()>{title}</a> }.into_any(),
                    None => view! { <b>{title}</b> }.into_any(),
                }}
                <time>{at}</time>
            </span>
            <small>{said}</small>
        </li>
    }
}
