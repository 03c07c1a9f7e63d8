//! A question over the page: the browser's own dialog, which keeps the focus and closes with the back key.

use leptos::html;
use leptos::prelude::*;

/// A dialog, open while `open`.
#[component]
pub fn Dialog(
    /// Its name for tests.
    t: &'static str,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// Whether it is open; closing it in any way clears this.
    open: RwSignal<bool>,
    /// What it holds; drawn anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        let Some(dialog) = node.get() else { return };
        match (open, dialog.open()) {
            // Only refuses while it is open already, or not on the page.
            (true, false) => dialog.show_modal().unwrap_or_default(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let name = title.clone();
    view! {
        <dialog node_ref=node data-t=t aria-label=name on:close=move |_| open.set(false)>
            <h2>{title}</h2>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
