//! Small parts of the meeting's forms: native date and time, names found as they are typed, what went wrong.

use super::find::finds;
use crate::words::meeting::Meeting as W;
use domain::meeting::Expected;
use leptos::html;
use leptos::prelude::*;
use ui::parts::{Field, Notice, Tone};
use ui::words::Lang;

/// A date or a time, by the browser's own picker.
#[component]
pub fn Native(
    /// Its name for tests, and its id.
    t: &'static str,
    label: &'static str,
    /// `date` or `time`.
    kind: &'static str,
    value: RwSignal<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let value = value.get();
        if let Some(field) = node.get()
            && field.value() != value
        {
            field.set_value(&value);
        }
    });
    view! {
        <div class="field">
            <label class="label" for=t>{label}</label>
            <div class="line">
                <input id=t data-t=t type=kind node_ref=node
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    on:input=move |event| value.set(event_target_value(&event))
                    on:change=move |event| value.set(event_target_value(&event))/>
            </div>
            {move || error.get().map(|wrong| view! { <p class="wrong" role="alert">{wrong}</p> })}
        </div>
    }
}

/// A name: typed freely, with the people found by it to tap on.
#[component]
pub fn Name(
    /// Its name for tests; what is found has this and `.pick`, with `data-name`.
    t: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(into)] people: Signal<Vec<Expected>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: Signal<String>,
) -> impl IntoView {
    let found = Memo::new(move |_| {
        let typed = value.get();
        let typed = typed.trim();
        people.with(|people| {
            if typed.is_empty() || people.iter().any(|person| person.name == typed) {
                return Vec::new();
            }
            let matching = people.iter().filter(|one| finds(typed, &one.name, &one.pinyin));
            matching.take(8).map(|one| one.name.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <div class="m-name">
            <Field t label value hint error/>
            <div class="chips">
                <For each=move || found.get() key=String::clone let:name>
                    <button type="button" data-name=name.clone() data-t=format!("{t}.pick")
                        on:click={
                            let name = name.clone();
                            move |_| value.set(name.clone())
                        }>{name.clone()}</button>
                </For>
            </div>
        </div>
    }
}

/// What is wrong with a form as a whole, over its main button.
#[component]
pub fn Wrongs(#[prop(into)] why: Signal<Vec<String>>, lang: Lang) -> impl IntoView {
    move || {
        let why = why.get();
        (!why.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Wrong t="meeting.error">
                    {why.into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
                    <p>{W::KeptTyped.in_(lang)}</p>
                </Notice>
            }
        })
    }
}

/// What should be looked at, in words; it blocks nothing.
#[component]
pub fn Warned(#[prop(into)] warnings: Signal<Vec<String>>) -> impl IntoView {
    move || {
        let warnings = warnings.get();
        (!warnings.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Act t="meeting.warnings">
                    {warnings.into_iter().map(|said| view! { <p>{said}</p> }).collect_view()}
                </Notice>
            }
        })
    }
}
