//! One file a screen.

pub mod meeting;

use crate::route::Route;
use crate::state::App;
use browser::Phone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::face::Face;

/// Opens the phone's store, then shows the screens.
#[component]
pub fn Opening() -> impl IntoView {
    let face = Face::kept();
    let app = RwSignal::new(None::<App>);
    spawn_local(async move {
        if let Ok(phone) = Phone::open().await
            && let Ok(started) = App::start(face, phone).await
        {
            app.set(Some(started));
        }
    });
    move || {
        app.get().map(|app| {
            provide_context(app);
            screen(app.route.get())
        })
    }
}

fn screen(route: Route) -> AnyView {
    match route {
        Route::OpenMeeting(id) => view! { <meeting::OpenMeeting id/> }.into_any(),
        Route::Meeting(id, meeting, tab) => view! { <meeting::Meeting id meeting tab/> }.into_any(),
        _ => ().into_any(),
    }
}
