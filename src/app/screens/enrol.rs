//! Enrolling: a code is typed or comes with a link, six words are compared, the officer confirms.

use crate::page::Page;
use crate::state::{App, app};
use crate::words::enrol::{self, Enrol as W};
use browser::{EnrolError, Why};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use sync::enrol::{ClaimState, Code, CodeSlip};
use ui::parts::{Button, Field, Keys, Look, Notice, Tone};
use ui::words::{Lang, check_word};
use wasm_bindgen::JsValue;

const ASK_AGAIN: Duration = Duration::from_secs(3);

/// Asks for a code, or waits for the officer.
#[component]
pub fn Enrol() -> impl IntoView {
    let app = app();
    move || match app.me.get() {
        None => view! { <AskCode/> }.into_any(),
        Some(me) => view! { <Wait words=me.words/> }.into_any(),
    }
}

/// The code behind `#enrol=`, taken out of the address, so that nobody sees it over a shoulder or in the history.
fn code_of_link() -> Option<String> {
    let hash = location().hash().ok()?;
    let code = hash.strip_prefix("#enrol=")?.to_owned();
    window().history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some("#today")).ok()?;
    Some(code)
}

#[component]
fn AskCode() -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let typed = app.code;
    if let Some(code) = code_of_link() {
        typed.set(code);
        app.code_from_link.set_value(true);
    }
    let from_link = app.code_from_link.get_value();
    let busy = RwSignal::new(false);
    let pressed = RwSignal::new(false);
    let failed = RwSignal::new(None::<EnrolError>);
    let slip = move || typed.with(|typed| Code::parse(typed).err());
    let wrong = Signal::derive(move || match slip() {
        Some(CodeSlip::Missing(n)) if n > 0 && !pressed.get() => None,
        found => found.map(|found| enrol::slip(found, lang)),
    });
    let hint = Signal::derive(move || match slip() {
        Some(CodeSlip::Missing(n)) if n < 28 => format!("{} · {}", groups(&typed.get()), enrol::slip(CodeSlip::Missing(n), lang)),
        None => groups(&typed.get()),
        _ => W::Hint.in_(lang).to_owned(),
    });
    let go = move || {
        pressed.set(true);
        let Ok(code) = typed.with_untracked(|typed| Code::parse(typed)) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let claimed = app.phone().claim(code).await;
            busy.try_set(false);
            failed.try_set(claimed.err());
        });
    };
    let label = Signal::derive(move || if busy.get() { W::Busy } else { W::Go }.in_(lang).to_owned());
    let foot = move || view! { <Button t="enrol.go" label off=busy press=go/> };
    view! {
        <Page title=W::Title.in_(lang) bare=true foot>
            <OtherLanguage app/>
            <section class="card">
                <p>{if from_link { W::FromLink } else { W::Ask }.in_(lang)}</p>
                <Field t="enrol.code" label=W::Code.in_(lang) value=typed keys=Keys::Code hint error=wrong/>
                {move || failed.get().map(|error| view! {
                    <Notice tone=Tone::Wrong t="enrol.failed">{enrol::failed(&error, lang)}</Notice>
                })}
            </section>
            <p class="note">{W::NeedsNet.in_(lang)}</p>
        </Page>
    }
}

/// What is typed, as it is printed: in groups of four.
fn groups(typed: &str) -> String {
    let signs = typed.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase);
    let mut out = String::new();
    for (at, sign) in signs.take(32).enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push('-');
        }
        out.push(sign);
    }
    out
}

#[component]
fn OtherLanguage(app: App) -> impl IntoView {
    let other = app.lang().pick(Lang::En, Lang::Zh);
    view! {
        <p class="right">
            <Button t="enrol.lang" look=Look::Quiet label=W::English.in_(app.lang()) press=move || app.face.lang.set(other)/>
        </p>
    }
}

#[component]
fn Wait(words: [u8; 6]) -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let state = RwSignal::new(None::<Result<ClaimState, EnrolError>>);
    ask(app, state);
    if let Ok(timer) = set_interval_with_handle(move || ask(app, state), ASK_AGAIN) {
        on_cleanup(move || timer.clear());
    }
    let forget = move || {
        spawn_local(async move {
            // A claim that can't be forgotten stays on the screen, where it can be tried again.
            app.phone().forget_claim().await.unwrap_or_default();
        });
    };
    let said = move || match state.get() {
        None | Some(Ok(ClaimState::Waiting)) => view! { <Notice t="enrol.waiting">{W::Asking.in_(lang)}</Notice> }.into_any(),
        Some(Ok(ClaimState::Confirmed)) => view! { <Notice tone=Tone::Good t="enrol.done">{W::Done.in_(lang)}</Notice> }.into_any(),
        Some(Ok(ended)) => view! { <Notice tone=Tone::Wrong t="enrol.ended">{enrol::decided(ended, lang)}</Notice> }.into_any(),
        Some(Err(EnrolError::Net(_))) => view! { <Notice tone=Tone::Act t="enrol.offline">{W::Offline.in_(lang)}</Notice> }.into_any(),
        Some(Err(error)) => view! { <Notice tone=Tone::Wrong t="enrol.failed">{enrol::failed(&error, lang)}</Notice> }.into_any(),
    };
    let listed = words.map(|number| view! { <li>{check_word(number, lang)}</li> });
    view! {
        <Page title=W::WaitTitle.in_(lang) bare=true>
            <section class="card">
                <p>{W::SixWords.in_(lang)}</p>
                <ol class="six" data-t="enrol.words">{listed}</ol>
                <p class="note">{W::Same.in_(lang)}</p>
            </section>
            {said}
            <Button t="enrol.other" look=Look::Plain label=W::Other.in_(lang) press=forget/>
        </Page>
    }
}

/// Asks once; a confirmed phone fetches its places at once.
fn ask(app: App, state: RwSignal<Option<Result<ClaimState, EnrolError>>>) {
    spawn_local(async move {
        let answer = app.phone().claim_state().await;
        let confirmed = answer == Ok(ClaimState::Confirmed);
        state.try_set(Some(answer));
        if confirmed {
            app.phone().sync(Why::Asked).await;
        }
    });
}
