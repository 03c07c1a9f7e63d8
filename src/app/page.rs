//! The frame of every screen: red head with the way back, the net's line, the content, what to do below, the tabs.

use crate::route::Route;
use crate::state::{App, app};
use crate::words::{Common, net};
use browser::SyncStatus;
use leptos::prelude::*;
use ui::parts::{Button, Look, Notice, Tone};

/// A screen. With `top` it is one of the three main pages: net line and tabs, no way back.
#[component]
pub fn Page(
    /// What the screen is.
    #[prop(into)]
    title: Signal<String>,
    /// Below it, smaller; may be empty.
    #[prop(optional, into)]
    sub: Signal<String>,
    /// Whether it is one of the main pages.
    #[prop(optional)]
    top: bool,
    /// Whether the net's line is shown; the main pages always show it.
    #[prop(optional)]
    strip: bool,
    /// Whether there is neither a way back nor a net line: before the phone is enrolled.
    #[prop(optional)]
    bare: bool,
    /// The main action at the bottom.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    /// The content.
    children: Children,
) -> impl IntoView {
    let app = app();
    let sub = move || Some(sub.get()).filter(|sub| !sub.is_empty()).map(|sub| view! { <small>{sub}</small> });
    view! {
        <div class="page">
            <header class="head">
                {(!top && !bare).then(|| view! {
                    <button type="button" class="back" data-t="back" aria-label=Common::Back.in_(app.lang())
                        on:click=move |_| app.up()><span aria-hidden="true">"‹"</span></button>
                })}
                <h1 data-t="page.title">{title}{sub}</h1>
            </header>
            {(top || strip).then(|| view! { <NetLine/> })}
            <main class="body">
                <Outdated/>
                {top.then(|| view! { <UpdateOffer/> })}
                {children()}
            </main>
            <footer class="bottom">
                {foot.map(|foot| view! { <div class="foot">{foot.run()}</div> })}
                {top.then(|| view! { <Tabs/> })}
            </footer>
        </div>
    }
}

/// Whether there is a way to the township, and what only this phone has. Pressing it tries now.
#[component]
fn NetLine() -> impl IntoView {
    let app = app();
    let words = move || app.sync.with(|status| net::status(status, app.unreceived.get(), app.lang()));
    let count = move || Some(app.unreceived.get()).filter(|count| *count > 0);
    let class = move || match (app.sync.get(), app.unreceived.get()) {
        (SyncStatus::Good { .. }, 0) => "net good",
        (SyncStatus::Refused(_) | SyncStatus::Key | SyncStatus::Store(_), _) => "net act",
        _ => "net",
    };
    view! {
        <button type="button" class=class data-t="net.sync" on:click=move |_| app.sync_now()>
            <span role="status" data-t="net">{words}</span>
            {move || count().map(|count| view! { <b data-t="net.count">{net::only_here(count, app.lang())}</b> })}
        </button>
    }
}

#[component]
fn Tabs() -> impl IntoView {
    let app = app();
    let tabs = [
        (Route::Today, Common::Today, "tab.today"),
        (Route::Matters, Common::Matters, "tab.matters"),
        (Route::Me, Common::Me, "tab.me"),
    ];
    let buttons = tabs.map(|(route, words, t)| {
        let current = move || (app.route.get() == route).then_some("page");
        view! {
            <button type="button" data-t=t aria-current=current on:click=move |_| app.tab(route)>
                {words.in_(app.lang())}
            </button>
        }
    });
    view! { <nav class="tabs" aria-label=Common::Tabs.in_(app.lang())>{buttons}</nav> }
}

/// Another window went on with a newer store: this page must be loaded again.
#[component]
fn Outdated() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    move || {
        app.outdated.get().then(|| {
            view! {
                <Notice tone=Tone::Wrong t="outdated">
                    <p>{Common::OtherWindow.in_(lang)}</p>
                    <Button t="outdated.reload" look=Look::Plain label=Common::Reload.in_(lang) press=reload/>
                </Notice>
            }
        })
    }
}

/// A new version waits. Offered on the main pages only, and not while a meeting is open.
#[component]
fn UpdateOffer() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    move || {
        (app.update_waits.get() && !app.in_meeting()).then(|| {
            view! {
                <Notice t="update">
                    <p><b>{Common::UpdateReady.in_(lang)}</b>" "{Common::UpdateNote.in_(lang)}</p>
                    <Button t="update.now" look=Look::Plain label=Common::UpdateNow.in_(lang)
                        press=move || app.take_update()/>
                </Notice>
            }
        })
    }
}

/// Loads the page again.
pub fn reload() {
    // Refused only while the page is being left already.
    location().reload().unwrap_or_default();
}

impl App {
    /// Whether a meeting is open: nothing disturbs it.
    pub fn in_meeting(self) -> bool {
        self.summaries.with(|all| all.iter().any(|matter| matter.open_meeting.is_some()))
    }
}
