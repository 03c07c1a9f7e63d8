//! Who this phone is, how it looks, what it holds, whether it is safe.

use crate::page::Page;
use crate::state::{App, app};
use crate::words::Common;
use crate::words::me::{self, Me as W};
use browser::{quota, worker};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::port::PhoneStore;
use ui::format::near;
use ui::parts::{Button, Choice, Look, Shape};
use ui::words::{Lang, names};

/// The page about this phone.
#[component]
pub fn MePage() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    view! {
        <Page title=Common::Me.in_(lang) sub=Signal::derive(move || app.home_line()) top=true>
            <Reading/>
            <Records/>
            <Who/>
            <About/>
        </Page>
    }
}

fn line(word: W, lang: Lang, value: impl IntoView) -> impl IntoView {
    view! { <div><dt>{word.in_(lang)}</dt><dd>{value}</dd></div> }
}

#[component]
fn Who() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let grants = move || {
        let grants = app.places.with(|places| app.grants(places));
        let one = |(scope, grant): (oplog::Scope, domain::authority::Granted)| {
            let roles: Vec<&str> = grant.roles.iter().map(|role| names::role(*role, lang)).collect();
            view! { <div><dt>{app.place_name(scope)}</dt><dd>{roles.join(lang.pick("、", ", "))}</dd></div> }
        };
        grants.into_iter().map(one).collect::<Vec<_>>()
    };
    let township = move || app.me.with(|me| me.as_ref().map(|me| me.township.name.clone()));
    view! {
        <section class="card">
            <h2>{W::Who.in_(lang)}</h2>
            <dl data-t="me.who">
                {line(W::Name, lang, move || { app.places.track(); app.my_name() })}
                {line(W::Township, lang, township)}
                {grants}
            </dl>
        </section>
    }
}

#[component]
fn Reading() -> impl IntoView {
    let face = app().face;
    let lang = face.lang.get_untracked();
    let flag = |value: RwSignal<bool>| {
        let picked = RwSignal::new(Some(value.get_untracked()));
        Effect::new(move |_| {
            if let Some(on) = picked.get() {
                value.set(on);
            }
        });
        picked
    };
    let tongue = RwSignal::new(Some(lang));
    Effect::new(move |_| {
        if let Some(lang) = tongue.get() {
            face.lang.set(lang);
        }
    });
    let langs = vec![(Lang::Zh, "zh", W::Zh.in_(lang).to_owned()), (Lang::En, "en", W::En.in_(lang).to_owned())];
    let sizes = vec![(false, "usual", W::Usual.in_(lang).to_owned()), (true, "large", W::Large.in_(lang).to_owned())];
    let suns = vec![(false, "off", W::SunOff.in_(lang).to_owned()), (true, "on", W::SunOn.in_(lang).to_owned())];
    view! {
        <section class="card">
            <h2>{W::Look.in_(lang)}</h2>
            <Choice t="me.letters" label=W::Letters.in_(lang) options=sizes value=flag(face.large) shape=Shape::Segments/>
            <Choice t="me.sun" label=W::Sun.in_(lang) options=suns value=flag(face.sun) shape=Shape::Segments/>
            <Choice t="me.lang" label=W::Language.in_(lang) options=langs value=tongue shape=Shape::Segments/>
        </section>
    }
}

#[component]
fn Records() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let last = move || {
        let good = app.last_good.get().map(|ms| near(app.moment(ms), app.now(), lang));
        good.unwrap_or_else(|| W::NeverGood.in_(lang).to_owned())
    };
    let (locked, room) = (RwSignal::new(None::<bool>), RwSignal::new(None));
    spawn_local(async move {
        let (persistent, found) = (quota::is_persistent().await, quota::room().await);
        locked.try_set(Some(persistent));
        room.try_set(found);
    });
    let lock = move || {
        spawn_local(async move {
            let agreed = quota::ask_to_persist().await;
            locked.try_set(Some(agreed));
        });
    };
    let safe = move || match locked.get() {
        Some(true) => W::Locked.in_(lang),
        Some(false) => W::NotLocked.in_(lang),
        None => "",
    };
    let room = move || room.get().map_or_else(
        || W::Unknown.in_(lang).to_owned(),
        |room: quota::Room| me::room(room.used, room.allowed, lang),
    );
    view! {
        <section class="card">
            <h2>{W::Records.in_(lang)}</h2>
            <dl>
                {line(W::OnlyHere, lang, move || view! { <span data-t="me.unreceived">{me::records(app.unreceived.get(), lang)}</span> })}
                {line(W::LastGood, lang, last)}
                {line(W::Storage, lang, room)}
            </dl>
            <p class="note" data-t="me.locked">{safe}</p>
            {move || (locked.get() == Some(false)).then(|| view! { <Button t="me.lock" look=Look::Plain label=W::LockNow.in_(lang) press=lock/> })}
            <Button t="me.sync" label=W::SyncNow.in_(lang) press=move || app.sync_now()/>
            <p class="note">{W::NeverClear.in_(lang)}</p>
        </section>
    }
}

#[component]
fn About() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let state = move || match (app.update_waits.get(), app.in_meeting()) {
        (true, true) => view! { <p class="note">{W::AfterMeeting.in_(lang)}</p> }.into_any(),
        (true, false) => view! {
            <Button t="me.update" look=Look::Plain label=Common::UpdateNow.in_(lang) press=move || app.take_update()/>
        }.into_any(),
        (false, _) => view! { <p class="note">{W::Latest.in_(lang)}</p> }.into_any(),
    };
    view! {
        <section class="card">
            <h2>{W::About.in_(lang)}</h2>
            <dl>{line(W::Version, lang, env!("CARGO_PKG_VERSION"))}</dl>
            {state}
            <Button t="me.look" look=Look::Quiet label=W::LookForUpdate.in_(lang) press=|| spawn_local(worker::look_for_update())/>
            <Diagnostics app/>
        </section>
    }
}

/// What the township asks for when something fails; no names, no texts.
#[component]
fn Diagnostics(app: App) -> impl IntoView {
    let found = RwSignal::new(String::new());
    let gather = move |_| {
        spawn_local(async move {
            let text = diagnostics(app).await;
            found.try_set(text);
        });
    };
    view! {
        <details data-t="me.diagnostics" on:toggle=gather>
            <summary>{W::Diagnostics.in_(app.lang())}</summary>
            <pre>{found}</pre>
        </details>
    }
}

async fn diagnostics(app: App) -> String {
    let phone = app.phone();
    let store = phone.store();
    let heads = store.heads(None).await.unwrap_or_default();
    let mut lines = vec![
        format!("app {}", env!("CARGO_PKG_VERSION")),
        format!("device {}", app.device().map(|device| device.hex()).unwrap_or_default()),
        format!("sync {:?}", app.sync.get_untracked()),
        format!("unreceived {}", app.unreceived.get_untracked()),
        format!("records {}", heads.iter().map(|head| head.height).sum::<u64>()),
        format!("stale {}", store.stale().await.map(|stale| stale.len()).unwrap_or_default()),
        format!("clock {} {}", app.now().ms, app.now().offset_min),
        window().navigator().user_agent().unwrap_or_default(),
    ];
    lines.extend(heads.iter().map(|head| format!("log {} {} {}", head.log.scope, head.log.epoch, head.height)));
    lines.extend(store.aside().await.unwrap_or_default().into_iter().map(|(id, why)| format!("aside {id} {why}")));
    lines.extend(ui::fault::last());
    lines.join("\n")
}
