//! Small parts that only the desk has: fields with their fault beside them, notices, tags, the chain of steps.

use crate::api::Failure;
use crate::loaded::Loaded;
use leptos::html;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use ui::words::Lang;
use ui::words::desk::{Frame, fill, refusal};
use wasm_bindgen::JsCast;

/// A field of text: what it is, what is typed, what is wrong with it.
#[component]
pub fn Field(
    /// What it is.
    label: &'static str,
    /// Its name for those who operate it by program, and the id of its element.
    name: String,
    /// What is typed.
    #[prop(into)]
    value: Signal<String>,
    /// Takes what is typed, never in the middle of a composition.
    typed: impl Fn(String) + Copy + 'static,
    /// What is wrong.
    #[prop(into)]
    wrong: Signal<Option<String>>,
    /// `text` or `password`.
    #[prop(optional, into)]
    kind: Signal<&'static str>,
    /// What a password keeper needs to know.
    #[prop(optional)]
    fills: &'static str,
    /// A word of help.
    #[prop(optional)]
    help: &'static str,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    // The field is written to only where something else than typing changed the value.
    Effect::new(move |_| {
        let value = value.get();
        if let Some(field) = node.get()
            && field.value() != value
        {
            field.set_value(&value);
        }
    });
    let take = move || {
        if let Some(field) = node.get_untracked() {
            typed(field.value());
        }
    };
    let (help_id, wrong_id) = (format!("{name}.help"), format!("{name}.wrong"));
    let described = format!("{help_id} {wrong_id}");
    view! {
        <div class="d-field">
            <label for=name.clone()>{label}</label>
            <input
                node_ref=node
                id=name.clone()
                data-t=name.clone()
                type=move || if kind.get().is_empty() { "text" } else { kind.get() }
                autocomplete=if fills.is_empty() { "off" } else { fills }
                spellcheck="false"
                maxlength="200"
                aria-describedby=described
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                on:input=move |event| {
                    let composing = event.dyn_ref::<web_sys::InputEvent>().is_some_and(web_sys::InputEvent::is_composing);
                    if !composing {
                        take();
                    }
                }
                on:compositionend=move |_| take()
            />
            {(!help.is_empty()).then(|| view! { <small id=help_id>{help}</small> })}
            <p class="d-wrong" id=wrong_id role="alert" data-t=format!("{name}.wrong")>
                {move || wrong.get()}
            </p>
        </div>
    }
}

/// What a failure means, in words.
pub fn say_failure(failure: &Failure, lang: Lang) -> String {
    match failure {
        Failure::Unreachable => Frame::Unreachable.in_(lang).to_owned(),
        Failure::SignedOut => refusal("session.none", lang).unwrap_or_default().to_owned(),
        Failure::Garbled => Frame::Garbled.in_(lang).to_owned(),
        Failure::Refused(why) => {
            let mut said = match refusal(&why.code, lang) {
                Some(words) => words.to_owned(),
                None => format!("{} ({})", Frame::NotDone.in_(lang), why.code),
            };
            if why.retry_s > 0 {
                let words = if why.retry_s < 60 { Frame::RetryIn } else { Frame::RetryInMinutes };
                let many = if why.retry_s < 60 { why.retry_s } else { why.retry_s.div_ceil(60) };
                said.push_str(&fill(words.in_(lang), &[&many]));
            }
            if refusal(&why.code, lang).is_none() && !why.request.is_empty() {
                said.push_str(&fill(Frame::Request.in_(lang), &[&why.request]));
            }
            said
        }
    }
}

/// Says while something is read for the first time, and why it could not be read.
pub fn reading<T>(loaded: Loaded<T>, lang: Lang) -> impl IntoView
where
    T: DeserializeOwned + PartialEq + Send + Sync + 'static,
{
    move || {
        let failure = loaded.failure.get();
        match failure {
            Some(failure) => Some(
                view! {
                    <div class="d-note amber" role="alert" data-t="desk.failed">
                        <p>{say_failure(&failure, lang)}</p>
                        <button type="button" class="d-button plain" data-t="desk.retry" on:click=move |_| loaded.refresh()>
                            {Frame::Retry.in_(lang)}
                        </button>
                    </div>
                }
                .into_any(),
            ),
            None => loaded
                .value
                .with(Option::is_none)
                .then(|| view! { <p class="d-quiet" role="status">{Frame::Loading.in_(lang)}</p> }.into_any()),
        }
    }
}

/// What a colour repeats; the words say it first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Received, fulfilled.
    Green,
    /// Somebody must act.
    Amber,
    /// Only told.
    Grey,
}

impl Tone {
    /// The class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Green => "d-tag green",
            Self::Amber => "d-tag amber",
            Self::Grey => "d-tag grey",
        }
    }
}

/// A few words in a colour.
pub fn tag(tone: Tone, words: String) -> impl IntoView {
    view! { <span class=tone.class()>{words}</span> }
}

/// The bar of steps: done, the one that waits for somebody, and the rest.
pub fn chain(done: u8, of: u8, waiting: bool, words: String) -> impl IntoView {
    let step = |at: u8| match (at < done, at == done && waiting) {
        (true, _) => "done",
        (_, true) => "now",
        _ => "",
    };
    let steps = (0..of).map(|at| view! { <i class=step(at)></i> }).collect_view();
    view! { <span class="d-chain" role="img" aria-label=words>{steps}</span> }
}

/// One line of a list of names and values; nothing where there is no value.
pub fn fact(name: &'static str, value: String) -> impl IntoView {
    (!value.is_empty()).then(|| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
}
