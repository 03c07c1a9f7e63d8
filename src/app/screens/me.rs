//! Who this phone is, how it looks, what it holds, whether it is safe.

mod diagnostics;

use super::{enrol, people};
use crate::page::{Around, content, page};
use crate::route::Route;
use crate::state::{App, app};
use crate::words::Common;
use crate::words::carry::Carry;
use crate::words::me::{self, Me as W};
use crate::words::moving::Moving;
use crate::words::pin::{self, Lock};
use crate::words::today;
use browser::quota::{self, Room};
use browser::worker;
use browser::{Pin, Safety, SyncOutcome, SyncStatus, Why};
use ui::dom::{El, Say, changes, div, el, p};
use ui::face::idle;
use ui::format::near;
use ui::parts::{Look, Shape, Tone, button, options, said};
use ui::signal::Var;
use ui::words::checked::Checked;
use ui::words::{Lang, names};
use wasm_bindgen_futures::spawn_local;

/// The page about this phone.
pub fn me() -> El {
    let app = app();
    let all = content()
        .live_one(move || enrol::not_yet(app))
        .with(reading(app))
        .with(records(app))
        .with(lock(app))
        .with(who(app))
        .with(paper(app))
        .with(about(app));
    page(Around::Main, Common::Me.in_(app.lang()), Say::live(move || app.home_line()), all, None)
}

fn card(heading: W, lang: Lang) -> El {
    el("section").class("card").with(el("h2").say(heading.in_(lang)))
}

fn line<'a>(word: impl Into<Say<'a>>, value: impl Into<Say<'a>>) -> El {
    el("div").with(el("dt").say(word)).with(el("dd").say(value))
}

fn who(app: App) -> El {
    let lang = app.lang();
    let name = move || {
        app.places.track();
        app.my_name()
    };
    let township =
        move || app.me.with(|me| me.as_ref().map(|me| me.township.name.clone()).unwrap_or_default());
    let grants = move || {
        let grants = app.places.with(|places| app.grants(places));
        let roles = |grant: &domain::authority::Granted| {
            grant
                .roles
                .iter()
                .map(|role| names::role(*role, lang))
                .collect::<Vec<_>>()
                .join(lang.pick("、", ", "))
        };
        let mut lines: Vec<El> =
            grants.iter().map(|(scope, grant)| line(app.place_name(*scope), roles(grant))).collect();
        lines.extend(app.ended().map(|(scope, end)| {
            let when = near(app.moment(end.at_ms), app.now(), lang);
            line(app.place_name(scope), today::ended(&when, &end.reason, lang))
        }));
        lines
    };
    let facts = el("dl").t("me.who").with(line(W::Name.in_(lang), Say::live(name)));
    card(W::Who, lang).with(facts.with(line(W::Township.in_(lang), Say::live(township))).live(grants))
}

/// A choice that does something when another one is picked.
fn picked<T: Copy + 'static>(now: T, change: impl Fn(T) + 'static) -> Var<Option<T>> {
    let picked = Var::new(Some(now));
    changes(move || picked.track(), move || picked.get_untracked().map(&change).unwrap_or_default());
    picked
}

fn reading(app: App) -> El {
    let (face, lang) = (app.face, app.lang());
    let letters = picked(face.large.get_untracked(), move |large| face.large.set(large));
    let sun = picked(face.sun.get_untracked(), move |sun| face.sun.set(sun));
    let tongue = picked(lang == Lang::En, move |en| face.lang.set(if en { Lang::En } else { Lang::Zh }));
    let two = |no: (&'static str, W), yes: (&'static str, W)| {
        vec![(false, no.0, no.1.in_(lang).to_owned()), (true, yes.0, yes.1.in_(lang).to_owned())]
    };
    let one = |t, label: W, all, value| options(Shape::Segments, t, label.in_(lang), all, value);
    card(W::Look, lang)
        .with(one("me.letters", W::Letters, two(("usual", W::Usual), ("large", W::Large)), letters))
        .with(one("me.sun", W::Sun, two(("off", W::SunOff), ("on", W::SunOn)), sun))
        .with(one("me.lang", W::Language, two(("zh", W::Zh), ("en", W::En)), tongue))
}

fn records(app: App) -> El {
    let lang = app.lang();
    let last = move || {
        let good = app.last_good.get().map(|ms| near(app.moment(ms), app.now(), lang));
        good.unwrap_or_else(|| W::NeverGood.in_(lang).to_owned())
    };
    let (locked, room) = (Var::new(None::<bool>), Var::new(None::<Room>));
    spawn_local(async move {
        let (persistent, found) = (quota::is_persistent().await, quota::room().await);
        locked.set(Some(persistent));
        room.set(found);
    });
    let lock = move || {
        spawn_local(async move {
            let agreed = quota::ask_to_persist().await;
            locked.set(Some(agreed));
        });
    };
    let safe = move || match locked.get() {
        Some(true) => W::Locked.in_(lang).to_owned(),
        Some(false) => W::NotLocked.in_(lang).to_owned(),
        None => String::new(),
    };
    let room = move || match room.get() {
        Some(room) => me::room(room.used, room.allowed, lang),
        None => W::Unknown.in_(lang).to_owned(),
    };
    let facts = el("dl")
        .live(move || safety(app))
        .with(line(W::LastGood.in_(lang), Say::live(last)))
        .with(line(W::Storage.in_(lang), Say::live(room)));
    let ask = move || button(Look::Plain, "me.lock", W::LockNow.in_(lang), lock);
    card(W::Records, lang)
        .with(facts)
        .with(p(Say::live(safe)).class("note").t("me.locked"))
        .live_one(move || (locked.get() == Some(false)).then(ask))
        .with(button(Look::Main, "me.sync", W::SyncNow.in_(lang), move || app.sync_now()))
        .with(button(Look::Plain, "me.carry", Carry::Title.in_(lang), move || app.go(Route::Carry)))
        .with(button(Look::Quiet, "me.move", Moving::Title.in_(lang), move || app.go(Route::Move)))
        .live(leaving(app))
        .with(p(W::NeverClear.in_(lang)).class("note"))
}

/// Whether there is a PIN, and what goes with it.
fn lock(app: App) -> El {
    let lang = app.lang();
    let failed = Var::new(false);
    let now = move || {
        spawn_local(async move { failed.set(!app.lock().await) });
    };
    let go = move |word: Lock| button(Look::Plain, "me.pin", word.in_(lang), move || app.go(Route::Pin));
    let what = move || {
        if app.pin.get() != Pin::Set {
            return vec![p(Lock::NoPin.in_(lang)).t("me.no-pin"), go(Lock::SetTitle)];
        }
        let after = picked(idle::minutes(), idle::keep);
        let times = [(1, "1"), (5, "5"), (15, "15")];
        let times = times.map(|(count, name)| (count, name, pin::minutes(count, lang))).into();
        vec![
            p(Lock::HasPin.in_(lang)).class("note"),
            button(Look::Plain, "me.lock-now", Lock::Now.in_(lang), now),
            options(Shape::Segments, "me.idle", Lock::After.in_(lang), times, after),
            go(Lock::ChangeTitle),
        ]
    };
    let not = move || failed.get().then(|| said(Tone::Wrong, "me.not-locked", Lock::NotKept.in_(lang)));
    let others = move || {
        let store = app.phone().store_name().to_owned();
        (app.pin.get() == Pin::Set).then(|| people::people(store, Some(app), lang))
    };
    let card = el("section").class("card").with(el("h2").say(Lock::Card.in_(lang)));
    div("inside").with(card.live(what).live_one(not)).live_one(others)
}

fn paper(app: App) -> El {
    let title = Checked::Title.in_(app.lang());
    button(Look::Plain, "me.check", title, move || app.go(Route::Check(0)))
}

/// How many of the own records are where; what is nowhere is not told.
fn safety(app: App) -> Vec<El> {
    let lang = app.lang();
    app.watch_receipts();
    app.unreceived.track();
    let Safety { here, handed, received, backed_up, carried } = app.phone().safety();
    let counted = [
        (W::Handed, handed, me::records(handed, lang)),
        (W::Received, received, me::records(received, lang)),
        (W::BackedUp, backed_up, me::records(backed_up, lang)),
        (W::Carried, carried, me::files(carried, lang)),
    ];
    let some = counted.into_iter().filter(|(_, count, _)| *count > 0);
    let first = line(W::OnlyHere.in_(lang), me::only_here(here, lang)).t("me.unreceived");
    std::iter::once(first).chain(some.map(|(word, _, count)| line(word.in_(lang), count))).collect()
}

/// The look around before one leaves the network: a session, and what is still open afterwards.
fn leaving(app: App) -> impl Fn() -> Vec<El> + 'static {
    let lang = app.lang();
    let told = Var::new(None::<(Tone, String)>);
    let look = move || {
        told.set(Some((Tone::Info, W::Looking.in_(lang).to_owned())));
        spawn_local(async move {
            let ended = app.phone().sync(Why::Asked).await;
            let (left, typed) = (app.phone().unreceived(), app.drafts.with_untracked(|all| all.len()));
            let reached = matches!(ended, SyncOutcome::Ran(SyncStatus::Good { .. }));
            let said = match (ended, left, typed) {
                (SyncOutcome::Elsewhere, ..) => (Tone::Info, W::Again.in_(lang).to_owned()),
                (_, 0, 0) if reached => (Tone::Good, W::MayGo.in_(lang).to_owned()),
                _ => (Tone::Act, me::not_yet(reached, left, typed, lang)),
            };
            told.set(Some(said));
        });
    };
    move || {
        let told = told.get().map(|(tone, words)| said(tone, "me.leaving.told", words));
        let press = button(Look::Plain, "me.leaving", W::Leaving.in_(lang), look);
        std::iter::once(press).chain(told).collect()
    }
}

fn about(app: App) -> El {
    let lang = app.lang();
    let state = move || match (app.update_waits.get(), app.in_meeting()) {
        (true, true) => p(W::AfterMeeting.in_(lang)).class("note"),
        (true, false) => {
            button(Look::Plain, "me.update", Common::UpdateNow.in_(lang), move || app.take_update())
        }
        (false, _) => p(W::Latest.in_(lang)).class("note"),
    };
    let look = || spawn_local(worker::look_for_update());
    card(W::About, lang)
        .with(el("dl").with(line(W::Version.in_(lang), env!("CARGO_PKG_VERSION"))))
        .live_one(move || Some(state()))
        .with(button(Look::Quiet, "me.look", W::LookForUpdate.in_(lang), look))
        .with(diagnostics::diagnostics(app))
}
