//! The screens, and which of them is on.

mod accounts;
mod arrivals;
mod aside;
mod carried;
mod cause;
mod check;
mod claim;
mod claim_form;
mod enrol;
mod figures;
mod frame;
mod keeping;
mod log;
mod many;
mod matter;
mod matters;
mod meeting;
mod mine;
mod notice;
mod phone;
mod phones;
mod register;
mod sheet;
mod sign_in;
mod tree;

use crate::desk::{Desk, Who};
use crate::live;
use crate::parts::say_failure;
use crate::route::Route;
use core::time::Duration;
use leptos::ev;
use leptos::prelude::*;
use oplog::MatterId;
use sync::desk::MatterRow;
use ui::face::Face;
use ui::words::desk::{Frame, SignIn};

const TICK: Duration = Duration::from_secs(30);
const SOON: Duration = Duration::from_secs(5);

/// Which of the three faces is shown.
#[derive(Clone, PartialEq)]
enum Stage {
    Opening,
    Failed,
    Out,
    In,
}

/// Everything on the page.
#[component]
pub fn Whole() -> impl IntoView {
    let desk = Desk::new(Face::kept());
    start(desk);
    let stage = Memo::new(move |_| match desk.who.get() {
        Who::Asking => Stage::Opening,
        Who::Failed(_) => Stage::Failed,
        Who::Out { .. } => Stage::Out,
        Who::In(_) => Stage::In,
    });
    move || {
        let desk = desk.in_chosen();
        match stage.get() {
            Stage::Opening => {
                view! { <p class="d-opening" role="status">{SignIn::Opening.in_(desk.lang)}</p> }.into_any()
            }
            Stage::Failed => failed(desk).into_any(),
            Stage::Out => view! { <sign_in::SignInScreen desk/> }.into_any(),
            Stage::In => view! { <frame::FrameScreen desk/> }.into_any(),
        }
    }
}

fn failed(desk: Desk) -> impl IntoView {
    let words = move || match desk.who.get() {
        Who::Failed(failure) => say_failure(&failure, desk.lang),
        _ => String::new(),
    };
    view! {
        <main class="d-opening" data-t="desk.failed">
            <p role="alert">{words}</p>
            <button type="button" class="d-button" data-t="desk.retry" on:click=move |_| desk.ask_who()>
                {Frame::Retry.in_(desk.lang)}
            </button>
        </main>
    }
}

/// Everything that goes on without anybody touching the page.
fn start(desk: Desk) {
    let read_route = move || {
        let hash = window().location().hash().unwrap_or_default();
        desk.route.set(Route::read(&hash));
    };
    read_route();
    window_event_listener(ev::hashchange, move |_| read_route());
    desk.ask_who();
    live::follow(desk);

    let session = Memo::new(move |_| match desk.who.get() {
        Who::In(session) => Some(session.scope),
        _ => None,
    });
    Effect::new(move |_| {
        if let Some(township) = session.get() {
            desk.read(township);
        }
    });
    let route = Memo::new(move |_| desk.route.get());
    Effect::new(move |_| {
        let route = route.get();
        if session.get_untracked().is_none() {
            return;
        }
        if let Some(matter) = route.matter() {
            desk.matter.ask(format!("matters/{matter}"));
        }
        desk.look(route);
        if route == Route::Aside {
            desk.aside.ask("aside".to_owned());
        }
        if route == Route::Notice {
            desk.days.ask("days".to_owned());
        }
    });
    Effect::new(move |_| {
        if let (Some(path), Some(_)) = (slip_of(desk), session.get()) {
            desk.slip.ask(path);
        }
    });
    Effect::new(move |_| {
        if let Some(ms) =
            desk.overview.value.with(|overview| overview.as_ref().map(|overview| overview.server_ms))
        {
            desk.set_clock(ms);
        }
    });
    renew_what_changed(desk);
    every(TICK, move || {
        desk.tick();
        if session.get_untracked().is_some() {
            desk.overview.refresh();
        }
    });
    every(SOON, move || {
        if matches!(desk.who.get_untracked(), Who::Failed(_)) {
            desk.ask_who();
        }
        desk.retry_failed();
    });
}

/// The address of the slip of the meeting that is looked at, once that is closed and it is settled by which record.
fn slip_of(desk: Desk) -> Option<String> {
    let Route::Meeting { matter, meeting, .. } = desk.route.get() else { return None };
    desk.matter.value.with(|page| {
        let view = page.as_ref().map(|page| &page.view).filter(|view| view.id == matter)?;
        let closed = view.meeting(meeting)?.holding().is_some();
        closed.then(|| format!("matters/{matter}/meetings/{meeting}/slip"))
    })
}

/// The overview counts what is held; a change of it renews the table, a change in the table the matter in view. So
/// nothing is missed where an event was.
fn renew_what_changed(desk: Desk) {
    let held = Memo::new(move |_| {
        desk.overview.value.with(|overview| overview.as_ref().map(|overview| overview.ops))
    });
    Effect::new(move |before: Option<Option<u64>>| {
        let now = held.get();
        if before.flatten().is_some() && now.is_some() {
            desk.matters.refresh();
        }
        now
    });
    let shown = Memo::new(move |_| {
        let matter = desk.route.get().matter()?;
        let row = |rows: &Vec<MatterRow>| {
            rows.iter()
                .find(|row| row.summary.id == matter)
                .map(|row| (matter, row.received_ms, row.summary.ops))
        };
        desk.matters.value.with(|rows| rows.as_ref().and_then(row))
    });
    Effect::new(move |before: Option<Option<(MatterId, u64, u32)>>| {
        let now = shown.get();
        let same_matter = before.flatten().map(|(matter, ..)| matter) == now.map(|(matter, ..)| matter);
        if same_matter && now.is_some() {
            desk.matter.refresh();
        }
        now
    });
}

fn every(pause: Duration, act: impl Fn() + 'static) {
    // Without timers nothing renews itself; the buttons still do.
    set_interval_with_handle(act, pause).map(drop).unwrap_or_default();
}
