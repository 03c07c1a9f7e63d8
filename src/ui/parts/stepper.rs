//! A count: one less, the number itself to type, one more.

use crate::format::read_count;
use leptos::html;
use leptos::prelude::*;

/// A count from 0.
#[component]
pub fn Stepper(
    /// Its name for tests; the parts are `.less`, `.count` and `.more`.
    t: &'static str,
    /// What is counted.
    #[prop(into)]
    label: String,
    /// The words of the two buttons, read aloud: 少一个, 多一个.
    says: (&'static str, &'static str),
    /// The count.
    value: RwSignal<u32>,
    /// The most; none where nothing limits it.
    #[prop(optional, into)]
    most: Signal<Option<u32>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let value = value.get();
        if let Some(input) = node.get()
            && read_count(&input.value()) != Ok(value)
        {
            input.set_value(&value.to_string());
        }
    });
    let typed = move || {
        let Some(input) = node.get_untracked() else { return };
        match read_count(&input.value()) {
            Ok(count) => value.set(count),
            Err(_) => input.set_value(&value.get_untracked().to_string()),
        }
    };
    let full = move || most.get().is_some_and(|most| value.get() >= most);
    let shown = label.clone();
    view! {
        <div class="count">
            <b>{shown}</b>
            <button type="button" class="round" data-t=format!("{t}.less") aria-label=says.0
                disabled=move || value.get() == 0 on:click=move |_| value.update(|n| *n = n.saturating_sub(1))>"−"</button>
            <input node_ref=node class="num" inputmode="numeric" autocomplete="off" data-t=format!("{t}.count")
                aria-label=label value=value.get_untracked().to_string() on:input=move |_| typed()
                on:focus=move |_| { if let Some(input) = node.get_untracked() { input.select() } }
                on:blur=move |_| { if let Some(input) = node.get_untracked() { input.set_value(&value.get_untracked().to_string()) } }/>
            <button type="button" class="round" data-t=format!("{t}.more") aria-label=says.1
                disabled=full on:click=move |_| value.update(|n| *n = n.saturating_add(1))>"+"</button>
        </div>
    }
}
