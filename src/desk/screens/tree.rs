//! The tree of places in the navigation: the township, its villages, the groups of the village in view.

use crate::desk::Desk;
use crate::places;
use crate::route::Route;
use leptos::prelude::*;
use oplog::Scope;
use sync::desk::PlaceNode;
use ui::words::desk::Frame;

/// With so few villages all groups are shown.
const FEW: usize = 3;

/// Narrows the table of matters to a place.
pub fn tree(desk: Desk) -> impl IntoView {
    let tree = Memo::new(move |_| {
        desk.overview.value.with(|overview| overview.as_ref().map(|overview| overview.tree.clone()))
    });
    let scope = Memo::new(move |_| desk.route.get().scope());
    move || {
        let tree = tree.get()?;
        let (chosen, few) = (scope.get(), tree.places.len() <= FEW);
        let villages = tree.places.iter().map(|village| {
            let open = few || chosen.is_some_and(|chosen| village.scope.covers(&chosen));
            let groups =
                open.then(|| village.places.iter().map(|group| line(group, chosen, true)).collect_view());
            view! { {line(village, chosen, false)} {groups} }
        });
        Some(view! {
            <div class="d-tree">
                <h2>{Frame::Places.in_(desk.lang)}</h2>
                <a class="d-place" href=Route::START.address() data-t="desk.place.all"
                    aria-current=chosen.is_none().then_some("true")>
                    <span>{Frame::WholeTownship.in_(desk.lang)}</span>
                </a>
                {villages.collect_view()}
            </div>
        })
    }
}

fn line(place: &PlaceNode, chosen: Option<Scope>, group: bool) -> impl IntoView + use<> {
    let to = Route::Matters { scope: Some(place.scope), matter: None };
    let count = places::matters(place);
    view! {
        <a class="d-place" class:group=group href=to.address() data-t=format!("desk.place.{}", place.scope)
            data-name=place.name.clone() aria-current=(chosen == Some(place.scope)).then_some("true")>
            <span>{place.name.clone()}</span>
            {(count > 0).then(|| view! { <span>{count}</span> })}
        </a>
    }
}
