//! A question over the page: the browser's own dialog, which keeps the focus and closes with the back key.

use crate::dom::{El, el, later};
use crate::signal::Var;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// A dialog, open while `open`; closing it in any way clears this. What it holds is made anew each time it opens.
pub fn dialog(t: &str, title: &str, open: Var<bool>, children: impl Fn() -> Vec<El> + 'static) -> El {
    let held = move || if open.get() { children() } else { Vec::new() };
    let frame = el("dialog").t(t).at("aria-label", title).with(el("h2").say(title)).live(held);
    let frame = frame.on("close", move |_| open.set(false));
    let node: HtmlDialogElement = frame.node().clone().unchecked_into();
    later(move || {
        let open = open.get();
        match (open, node.open()) {
            // Only refuses while it is open already, or not on the page.
            (true, false) => node.show_modal().unwrap_or_default(),
            (false, true) => node.close(),
            _ => {}
        }
    });
    frame
}
