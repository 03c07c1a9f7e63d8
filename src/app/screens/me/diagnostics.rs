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
    let mut lines = vec![
        format!("app {}", env!("CARGO_PKG_VERSION")),
        format!("device {}", app.device().map(|device| device.hex()).unwrap_or_default()),
        format!("unreceived {}", app.unreceived.get_untracked()),
        format!("records {}", heads.iter().map(|head| head.height).sum::<u64>()),
        format!("stale {}", store.stale().await.map(|stale| stale.len()).unwrap_or_default()),
        format!("clock {} {}", app.now().ms, app.now().offset_min),
        window().navigator().user_agent().unwrap_or_default(),
    ];
    lines.extend(
        heads.iter().map(|head| format!("log {} {} {}", head.log.scope, head.log.epoch, head.height)),
    );
    lines.extend(
        store.aside().await.unwrap_or_default().into_iter().map(|(id, why)| format!("aside {id} {why}")),
    );
    lines.extend(ui::fault::last());
    lines.join("\n")
}
