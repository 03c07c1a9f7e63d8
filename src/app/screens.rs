//! One file a screen.

mod carry;
mod check;
mod drafts;
mod enrol;
mod locked;
mod matter;
mod matters;
mod me;
pub mod meeting;
mod moving;
mod nearby;
mod people;
mod pin;
mod raise;
mod today;
mod whereabouts;

use crate::page::{content, reload};
use crate::route::{MeetingTab, Route};
use crate::state::App;
use crate::words::{Common, trouble};
use browser::people::is_store;
use browser::{Door, FIRST, OpenError, Pin, install};
use leptos::reactive::graph::untrack;
use leptos::reactive::owner::{Owner, provide_context};
use ui::dom::{El, div, later, p};
use ui::face::{Face, person};
use ui::parts::{Look, Tone, button, said};
use ui::signal::{Derived, Var};
use wasm_bindgen_futures::spawn_local;

/// Opens the phone's store, then shows the screens.
pub fn opening() -> El {
    let face = Face::kept();
    let offered = Var::new(false);
    install::keep_offer(move || offered.set(install::is_offered())).forever();
    let opened = Var::new(None::<Result<App, OpenError>>);
    let lock = Var::new(None::<El>);
    let enter = move |door: Door| {
        spawn_local(async move {
            let entered = door.enter().await;
            opened.set(Some(entered.map(|(phone, first)| App::start(face, offered, phone, first))));
        });
    };
    let owner = Owner::current();
    spawn_local(async move {
        let store = person::store().filter(|store| is_store(store)).unwrap_or_else(|| FIRST.to_owned());
        match Door::at(&store).await {
            Ok(door) if door.is_locked() => {
                // What the screen watches belongs to the page.
                let screen = move || locked::locked(door, face, enter);
                lock.set(owner.map(|owner| owner.with(screen)));
                crate::usable();
            }
            Ok(door) => enter(door),
            Err(error) => opened.set(Some(Err(error))),
        }
    });
    div("inside").live_one(move || {
        Some(match opened.get() {
            None if lock.with(Option::is_some) => lock.with(|screen| screen.clone().unwrap_or_else(content)),
            None => p(Common::Opening.in_(face.lang.get())).class("opening").at("role", "status"),
            Some(Ok(app)) => screens(app),
            Some(Err(error)) => not_opened(error, face),
        })
    })
}

fn not_opened(error: OpenError, face: Face) -> El {
    let lang = face.lang.get_untracked();
    content()
        .class("body")
        .with(said(Tone::Wrong, "not-opened", trouble::not_opened(error, lang)))
        .with(button(Look::Main, "not-opened.reload", Common::Reload.in_(lang), reload))
}

/// The screen of the address, drawn anew for another address or language; not for another tab of one meeting.
fn screens(app: App) -> El {
    provide_context(app);
    // An effect runs after what is drawn: once, when the first screen is in the page.
    later(crate::usable);
    let enrolled = Derived::new(move || app.records());
    let screen = Derived::new(move || match app.route.get() {
        Route::Meeting(matter, meeting, _) => Route::Meeting(matter, meeting, MeetingTab::default()),
        other => other,
    });
    let tab = Derived::new(move || match app.route.get() {
        Route::Meeting(_, _, tab) => tab,
        _ => MeetingTab::default(),
    });
    let asked = Derived::new(move || app.pin.with(|pin| *pin != Pin::None));
    div("inside").live_one(move || {
        app.face.lang.track();
        let (enrolled, route, asked) = (enrolled.get(), screen.get(), asked.get());
        // What is on paper may be asked of any phone; one that knows no township says so.
        let open = enrolled || matches!(route, Route::Check(_));
        Some(untrack(move || match open {
            true if enrolled && !asked => pin::first(),
            true => one(route, tab),
            false => enrol::enrol(),
        }))
    })
}

fn one(route: Route, tab: Derived<MeetingTab>) -> El {
    match route {
        Route::Today => today::today(),
        Route::Matters => matters::matters(),
        Route::Matter(id) => matter::matter(id),
        Route::Raise(number) => raise::raise(number),
        Route::OpenMeeting(id) => meeting::open_meeting(id),
        Route::Meeting(id, meeting, _) => meeting::meeting(id, meeting, tab),
        Route::Where(id) => whereabouts::whereabouts(id),
        Route::Drafts => drafts::drafts(),
        Route::Me => me::me(),
        Route::Pin => pin::pin(),
        Route::Check(_) => check::check(),
        Route::Carry => carry::carry(),
        Route::Near => nearby::near(),
        Route::Move => moving::for_new_phone(),
        Route::Enrol => enrol::again(),
    }
}
