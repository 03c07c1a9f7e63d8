//! One of several, all of them seen at once.

use leptos::prelude::*;

/// How a choice is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shape {
    /// Chips that flow into lines.
    #[default]
    Chips,
    /// Two to four side by side.
    Segments,
    /// One below the other, for long words.
    List,
}

/// What can be picked: the value, its name for tests, its words.
pub type Picked<T> = (T, &'static str, String);

/// One of several. What is picked has a frame, a ground and a tick, so that it shows without colour.
#[component]
pub fn Choice<T>(
    /// Its name for tests; each option's is this and its own name.
    t: &'static str,
    /// What is asked; may be empty where a heading says it.
    #[prop(into)]
    label: String,
    /// The options in order.
    options: Vec<Picked<T>>,
    /// What is picked.
    value: RwSignal<Option<T>>,
    /// How it is laid out.
    #[prop(optional)]
    shape: Shape,
    /// What is wrong with it, if something is.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let class = match shape {
        Shape::Chips => "chips",
        Shape::Segments => "seg",
        Shape::List => "picks",
    };
    let shown = (!label.is_empty()).then(|| label.clone());
    let buttons = options.into_iter().map(|(option, key, words)| {
        let on = move || value.get() == Some(option);
        view! {
            <button type="button" data-t=format!("{t}.{key}") aria-pressed=move || if on() { "true" } else { "false" }
                on:click=move |_| value.set(Some(option))>
                {words}
            </button>
        }
    });
    view! {
        <div class="field" role="group" aria-label=label data-t=t>
            {shown.map(|label| view! { <span class="label">{label}</span> })}
            <div class=class>{buttons.collect::<Vec<_>>()}</div>
            {move || error.get().map(|wrong| view! { <p class="wrong" role="alert">{wrong}</p> })}
        </div>
    }
}
