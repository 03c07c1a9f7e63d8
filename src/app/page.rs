//! The frame of every screen: red head with the way back, the net's line, the content, what to do below, the tabs.

use crate::route::Route;
use crate::state::{App, app};
use crate::words::{Common, net};
use browser::SyncStatus;
use leptos::leptos_dom::helpers::location;
use ui::dom::{El, Say, div, el, later, p};
use ui::parts::{Look, Tone, button, key, notice};

/// What stands around a screen's content.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Around {
    /// One of the three main pages: net line and tabs, no way back.
    Main,
    /// A page below: a way back.
    Below,
    /// A page below, with the net line.
    BelowWithNet,
    /// Nothing, before the phone is enrolled.
    Nothing,
}

/// A screen: what stands around it, its title, a smaller line below the title, its content, its main action.
pub fn page<'a>(
    around: Around,
    title: impl Into<Say<'a>>,
    sub: impl Into<Say<'a>>,
    content: El,
    foot: Option<El>,
) -> El {
    framed(around, title.into(), sub.into(), content, foot)
}

fn framed(around: Around, title: Say<'_>, sub: Say<'_>, content: El, foot: Option<El>) -> El {
    let app = app();
    let main = around == Around::Main;
    let below = matches!(around, Around::Below | Around::BelowWithNet);
    let back = below.then(|| {
        let sign = el("span").at("aria-hidden", "true").say("‹");
        key("back", move || app.up()).class("back").at("aria-label", Common::Back.in_(app.lang())).with(sign)
    });
    let title = el("h1").t("page.title").say(title).with(el("small").say(sub));
    let bottom = el("footer").class("bottom").maybe(foot).maybe(main.then(|| tabs(app)));
    let net = matches!(around, Around::Main | Around::BelowWithNet).then(|| net_line(app));
    let content = content.class("body");
    let told = el("div").class("inside").live_one(move || outdated(app));
    let told = if main { told.live_one(move || update_offer(app)) } else { told };
    content.node().prepend_with_node_1(told.node()).unwrap_or_default();
    div("page").with(el("header").class("head").maybe(back).with(title)).maybe(net).with(content).with(bottom)
}

/// An empty content, to be filled.
pub fn content() -> El {
    el("main")
}

/// An empty row of main actions.
pub fn foot() -> El {
    div("foot")
}

/// Whether there is a way to the township, and what only this phone has. Pressing it tries now.
fn net_line(app: App) -> El {
    let words = move || app.sync.with(|status| net::status(status, app.unreceived.get(), app.lang()));
    let class = move || match (app.sync.get(), app.unreceived.get()) {
        (SyncStatus::Good { .. }, 0) => "net good",
        (SyncStatus::Refused(_) | SyncStatus::Key | SyncStatus::Store(_), _) => "net act",
        _ => "net",
    };
    let count = move || Some(app.unreceived.get()).filter(|count| *count > 0);
    key("net.sync", move || app.sync_now())
        .at_live("class", move || Some(class().to_owned()))
        .with(el("span").at("role", "status").t("net").say(Say::live(words)))
        .live_one(move || count().map(|count| el("b").t("net.count").say(net::only_here(count, app.lang()))))
}

fn tabs(app: App) -> El {
    let tabs = [
        (Route::Today, Common::Today, "tab.today"),
        (Route::Matters, Common::Matters, "tab.matters"),
        (Route::Me, Common::Me, "tab.me"),
    ];
    let tab = |(route, words, t): (Route, Common, &str)| {
        let current = move || (app.route.get() == route).then(|| "page".to_owned());
        key(t, move || app.tab(route)).at_live("aria-current", current).say(words.in_(app.lang()))
    };
    el("nav").class("tabs").at("aria-label", Common::Tabs.in_(app.lang())).all(tabs.map(tab))
}

/// Another window went on with a newer store: this page must be loaded again.
fn outdated(app: App) -> Option<El> {
    let lang = app.lang();
    app.outdated.get().then(|| {
        let again = button(Look::Plain, "outdated.reload", Common::Reload.in_(lang), reload);
        notice(Tone::Wrong, "outdated").with(p(Common::OtherWindow.in_(lang))).with(again)
    })
}

/// A new version waits. Offered on the main pages only, and not while a meeting is open.
fn update_offer(app: App) -> Option<El> {
    let lang = app.lang();
    (app.update_waits.get() && !app.in_meeting()).then(|| {
        let take = button(Look::Plain, "update.now", Common::UpdateNow.in_(lang), move || app.take_update());
        let words = p("").with(el("b").say(Common::UpdateReady.in_(lang))).say(Common::UpdateNote.in_(lang));
        notice(Tone::Info, "update").with(words).with(take)
    })
}

/// Brings what was just drawn into view: whoever pressed the button below must see why nothing came of it.
pub fn into_view(drawn: El) -> El {
    let node = drawn.node().clone();
    later(move || node.scroll_into_view_with_bool(false));
    drawn
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
