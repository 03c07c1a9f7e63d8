//! Fields to type in. What is typed is read as it comes and never written back while it is the same, so that an
//! input method in the middle of a word is not disturbed.

use leptos::html;
use leptos::prelude::*;

/// Which keys the phone shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Keys {
    /// Letters and characters.
    #[default]
    Text,
    /// Digits.
    Digits,
    /// Digits and a point.
    Money,
    /// Letters of a code: no input method, no corrections.
    Code,
}

impl Keys {
    const fn mode(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Digits => "numeric",
            Self::Money => "decimal",
            Self::Code => "url",
        }
    }
}

/// A line to type in, with its label above, its hint below and what is wrong beside it.
#[component]
pub fn Field(
    /// Its name for tests, and its id.
    #[prop(into)]
    t: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with it, if something is.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Which keys the phone shows.
    #[prop(optional)]
    keys: Keys,
    /// What follows the number: days, households, yuan.
    #[prop(optional, into)]
    unit: String,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let value = value.get();
        if let Some(input) = node.get()
            && input.value() != value
        {
            input.set_value(&value);
        }
    });
    let help = format!("{t}-help");
    let plain = keys == Keys::Code;
    view! {
        <div class="field">
            <label class="label" for=t.clone()>{label}</label>
            <div class="line">
                <input node_ref=node id=t.clone() data-t=t type="text" inputmode=keys.mode() autocomplete="off"
                    autocapitalize=plain.then_some("characters") spellcheck="false" enterkeyhint="next"
                    aria-invalid=move || error.with(Option::is_some).then_some("true") aria-describedby=help.clone()
                    on:input=move |event| value.set(event_target_value(&event))/>
                {(!unit.is_empty()).then(|| view! { <span class="unit">{unit}</span> })}
            </div>
            <Help id=help hint error/>
        </div>
    }
}

/// Many lines to type in; grows with the text.
#[component]
pub fn LongText(
    /// Its name for tests, and its id.
    #[prop(into)]
    t: String,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// How to fill it in.
    #[prop(optional, into)]
    hint: Signal<String>,
    /// What is wrong with it, if something is.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Lines shown while it is empty.
    #[prop(default = 3)]
    rows: u32,
    /// Whether the label is only read aloud, not shown.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let node = NodeRef::<html::Textarea>::new();
    Effect::new(move |_| {
        let value = value.get();
        let Some(area) = node.get() else { return };
        if area.value() != value {
            area.set_value(&value);
        }
        let lines = value.lines().map(|line| 1 + line.chars().count() as u32 / 16).sum::<u32>();
        area.set_rows(lines.clamp(rows, 12));
    });
    let help = format!("{t}-help");
    view! {
        <div class="field">
            <label class=if bare { "unseen" } else { "label" } for=t.clone()>{label}</label>
            <textarea node_ref=node id=t.clone() data-t=t rows=rows autocomplete="off"
                aria-invalid=move || error.with(Option::is_some).then_some("true") aria-describedby=help.clone()
                on:input=move |event| value.set(event_target_value(&event))></textarea>
            <Help id=help hint error/>
        </div>
    }
}

#[component]
fn Help(id: String, hint: Signal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let hint = move || Some(hint.get()).filter(|hint| !hint.is_empty());
    view! {
        <div id=id>
            {move || error.get().map(|wrong| view! { <p class="wrong" role="alert">{wrong}</p> })}
            {move || hint().map(|hint| view! { <p class="hint">{hint}</p> })}
        </div>
    }
}
