//! One file a screen.

mod drafts;
mod enrol;
mod matter;
mod matters;
mod me;
pub mod meeting;
mod raise;
mod today;
mod whereabouts;

use crate::page::reload;
use crate::route::{MeetingTab, Route};
use crate::state::App;
use crate::words::{Common, trouble};
use browser::{Enrolment, OpenError, Phone, install};
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::face::Face;
use ui::parts::{Button, Notice, Tone};

/// Opens the phone's store, then shows the screens.
#[component]
pub fn Opening() -> impl IntoView {
    let face = Face::kept();
    let offered = RwSignal::new(false);
    install::keep_offer(move || offered.set(install::is_offered())).forever();
    let opened = RwSignal::new(None::<Result<App, OpenError>>);
    spawn_local(async move {
        let app = match Phone::open().await {
            Ok(phone) => App::start(face, offered, phone).await.map_err(OpenError::Store),
            Err(error) => Err(error),
        };
        opened.set(Some(app));
    });
    move || match opened.get() {
        None => view! { <p class="opening" role="status">{Common::Opening.in_(face.lang.get())}</p> }.into_any(),
        Some(Ok(app)) => view! { <Screens app/> }.into_any(),
        Some(Err(error)) => view! { <NotOpened error face/> }.into_any(),
    }
}

#[component]
fn NotOpened(error: OpenError, face: Face) -> impl IntoView {
    let lang = face.lang.get_untracked();
    view! {
        <main class="body">
            <Notice tone=Tone::Wrong t="not-opened"><p>{trouble::not_opened(error, lang)}</p></Notice>
            <Button t="not-opened.reload" label=Common::Reload.in_(lang) press=reload/>
        </main>
    }
}

/// The screen of the address, drawn anew for another address or language; not for another tab of one meeting.
#[component]
fn Screens(app: App) -> impl IntoView {
    provide_context(app);
    // An effect runs after what is drawn: once, when the first screen is in the page.
    Effect::new(|_| crate::usable());
    let enrolled = Memo::new(move |_| app.me.with(|me| me.as_ref().is_some_and(|me| me.state == Enrolment::Enrolled)));
    let screen = Memo::new(move |_| match app.route.get() {
        Route::Meeting(matter, meeting, _) => Route::Meeting(matter, meeting, MeetingTab::default()),
        other => other,
    });
    let tab = Signal::derive(move || match app.route.get() {
        Route::Meeting(_, _, tab) => tab,
        _ => MeetingTab::default(),
    });
    move || {
        app.face.lang.track();
        if enrolled.get() { one(screen.get(), tab) } else { view! { <enrol::Enrol/> }.into_any() }
    }
}

fn one(route: Route, tab: Signal<MeetingTab>) -> AnyView {
    match route {
        Route::Today => view! { <today::Today/> }.into_any(),
        Route::Matters => view! { <matters::Matters/> }.into_any(),
        Route::Matter(id) => view! { <matter::Matter id/> }.into_any(),
        Route::Raise(number) => view! { <raise::Raise number/> }.into_any(),
        Route::OpenMeeting(id) => view! { <meeting::OpenMeeting id/> }.into_any(),
        Route::Meeting(id, meeting, _) => view! { <meeting::Meeting id meeting tab/> }.into_any(),
        Route::Where(id) => view! { <whereabouts::Whereabouts id/> }.into_any(),
        Route::Drafts => view! { <drafts::Drafts/> }.into_any(),
        Route::Me => view! { <me::MePage/> }.into_any(),
    }
}
