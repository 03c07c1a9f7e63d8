//! What the township asks for when something fails; no names, no texts.

use crate::state::App;
use crate::words::me::Me as W;
use leptos::leptos_dom::helpers::window;
use sync::port::PhoneStore;
use ui::dom::{El, Say, el};
use ui::signal::Var;
use wasm_bindgen_futures::spawn_local;

/// The lines, gathered when they are opened.
pub fn diagnostics(app: App) -> El {
    let found = Var::new(String::new());
    let open = move |_| {
        spawn_local(async move {
            let text = gather(app).await;
            found.set(text);
        });
    };
    el("details")
        .t("me.diagnostics")
        .on("toggle", open)
        .with(el("summary").say(W::Diagnostics.in_(app.lang())))
        .with(el("pre").say(Say::live(move || found.get())))
}

async fn gather(app: App) -> String {
    let phone = app.phone();
    let store = phone.store();
    let heads = store.heads(None).await.unwrap_or_default();
    let records: u64 = heads.iter().map(|head| head.height).sum();
    let stale = store.stale().await.map(|stale| stale.len()).unwrap_or_default();
    let now = app.now();
    let mut lines = vec![
        line("app", &[env!("CARGO_PKG_VERSION").into()]),
        line("device", &[app.device().map(|device| device.hex()).unwrap_or_default()]),
        line("unreceived", &[app.unreceived.get_untracked().to_string()]),
        line("records", &[records.to_string()]),
        line("stale", &[stale.to_string()]),
        line("clock", &[now.ms.to_string(), now.offset_min.to_string()]),
        window().navigator().user_agent().unwrap_or_default(),
    ];
    for head in &heads {
        let log = head.log;
        lines.push(line("log", &[log.scope.to_string(), log.epoch.to_string(), head.height.to_string()]));
    }
    for (id, why) in store.aside().await.unwrap_or_default() {
        lines.push(line("aside", &[id.to_string(), why]));
    }
    lines.extend(ui::fault::last());
    lines.join("\n")
}

fn line(name: &str, values: &[String]) -> String {
    [name, " ", &values.join(" ")].concat()
}
