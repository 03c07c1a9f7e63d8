//! Signing in, and the first time: the one-time login and the password to set.

use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::parts::{Field, say_failure};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::desk::{FirstLogin, Login};
use ui::words::Lang;
use ui::words::desk::{Frame, SignIn, fill};

/// The least length of a password; the server holds to it too.
const LEAST: usize = 10;

/// What is typed here and nowhere else.
#[derive(Clone, Copy)]
struct Typed {
    password: RwSignal<String>,
    seen: RwSignal<bool>,
    tried: RwSignal<bool>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

#[component]
pub fn SignInScreen(desk: Desk) -> impl IntoView {
    let typed = Typed {
        password: RwSignal::new(String::new()),
        seen: RwSignal::new(false),
        tried: RwSignal::new(false),
        busy: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    let lang = desk.lang;
    let first = desk.signing_in.first;
    let ended = move || matches!(desk.who.get(), Who::Out { ended: true });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if !typed.busy.get_untracked() {
            go(desk, typed);
        }
    };
    view! {
        <main class="d-sign-in">
            <form class="d-card" novalidate on:submit=submit>
                <p class="d-mark">"首议"</p>
                <h1>{SignIn::Title.in_(lang)}</h1>
                <p class="d-quiet">{SignIn::Lead.in_(lang)}</p>
                {move || ended().then(|| view! {
                    <p class="d-note amber" role="alert" data-t="desk.login.ended">{SignIn::Ended.in_(lang)}</p>
                })}
                {move || if first.get() {
                    first_fields(desk, typed).into_any()
                } else {
                    fields(desk, typed).into_any()
                }}
                <label class="d-check">
                    <input type="checkbox" data-t="desk.login.show" prop:checked=move || typed.seen.get()
                        on:change=move |event| typed.seen.set(event_target_checked(&event))/>
                    {SignIn::Show.in_(lang)}
                </label>
                <p class="d-wrong" role="alert" data-t="desk.login.wrong">
                    {move || typed.failure.get().map(|failure| say_failure(&failure, lang))}
                </p>
                <button type="submit" class="d-button wide" disabled=move || typed.busy.get()
                    data-t=move || if first.get() { "desk.first.go" } else { "desk.login.go" }>
                    {move || match (typed.busy.get(), first.get()) {
                        (true, _) => SignIn::Busy.in_(lang),
                        (_, true) => SignIn::FirstGo.in_(lang),
                        (_, false) => SignIn::Go.in_(lang),
                    }}
                </button>
                <p class="d-row between">
                    <button type="button" class="d-link"
                        data-t=move || if first.get() { "desk.first.to-login" } else { "desk.login.to-first" }
                        on:click=move |_| {
                            typed.tried.set(false);
                            typed.failure.set(None);
                            first.update(|first| *first = !*first);
                        }>
                        {move || if first.get() { SignIn::ToSignIn } else { SignIn::ToFirst }.in_(lang)}
                    </button>
                    <button type="button" class="d-link" data-t="desk.lang" lang=Frame::OtherLanguageTag.in_(lang)
                        on:click=move |_| desk.other_language()>
                        {Frame::OtherLanguage.in_(lang)}
                    </button>
                </p>
            </form>
        </main>
    }
}

fn fields(desk: Desk, typed: Typed) -> impl IntoView {
    let (lang, draft) = (desk.lang, desk.signing_in);
    view! {
        <Field label=SignIn::Name.in_(lang) name="desk.login.name".into() value=draft.name fills="username"
            typed=move |text| draft.name.set(text) wrong=missing(typed, draft.name, SignIn::NameMissing.in_(lang))/>
        <Field label=SignIn::Password.in_(lang) name="desk.login.password".into() value=typed.password
            fills="current-password" kind=Signal::derive(move || password_kind(typed))
            typed=move |text| typed.password.set(text) wrong=missing(typed, typed.password, SignIn::PasswordMissing.in_(lang))/>
    }
}

fn first_fields(desk: Desk, typed: Typed) -> impl IntoView {
    let (lang, draft) = (desk.lang, desk.signing_in);
    let kind = Signal::derive(move || password_kind(typed));
    let short =
        Signal::derive(move || typed.tried.get().then(|| too_short(&typed.password.get(), lang)).flatten());
    view! {
        <Field label=SignIn::Once.in_(lang) name="desk.first.once".into() value=draft.once
            help=SignIn::OnceHelp.in_(lang) fills="one-time-code"
            typed=move |text| draft.once.set(text) wrong=missing(typed, draft.once, SignIn::OnceMissing.in_(lang))/>
        <Field label=SignIn::Name.in_(lang) name="desk.first.name".into() value=draft.name fills="username"
            typed=move |text| draft.name.set(text) wrong=missing(typed, draft.name, SignIn::NameMissing.in_(lang))/>
        <Field label=SignIn::NewPassword.in_(lang) name="desk.first.password".into() value=typed.password
            fills="new-password" kind typed=move |text| typed.password.set(text) wrong=short/>
    }
}

fn missing(typed: Typed, value: RwSignal<String>, words: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        (typed.tried.get() && value.with(|value| value.trim().is_empty())).then(|| words.to_owned())
    })
}

fn password_kind(typed: Typed) -> &'static str {
    if typed.seen.get() { "text" } else { "password" }
}

fn too_short(password: &str, lang: Lang) -> Option<String> {
    let long = password.chars().count();
    (long < LEAST).then(|| fill(SignIn::PasswordShort.in_(lang), &[&long]))
}

/// Whether everything is there to be sent.
fn complete(desk: Desk, typed: Typed) -> bool {
    let (name, password) = (desk.signing_in.name.get_untracked(), typed.password.get_untracked());
    if name.trim().is_empty() || password.is_empty() {
        return false;
    }
    if !desk.signing_in.first.get_untracked() {
        return true;
    }
    !desk.signing_in.once.get_untracked().trim().is_empty() && password.chars().count() >= LEAST
}

fn go(desk: Desk, typed: Typed) {
    typed.tried.set(true);
    typed.failure.set(None);
    if !complete(desk, typed) {
        return;
    }
    typed.busy.set(true);
    let draft = desk.signing_in;
    let name = draft.name.get_untracked().trim().to_owned();
    let password = typed.password.get_untracked();
    spawn_local(async move {
        let answer = if draft.first.get_untracked() {
            let once = draft.once.get_untracked().trim().to_owned();
            api::post("first-login", &FirstLogin { once, name, password }).await
        } else {
            api::post("login", &Login { name, password }).await
        };
        typed.busy.set(false);
        match answer {
            Ok(()) => {
                draft.once.set(String::new());
                draft.first.set(false);
                desk.ask_who();
            }
            Err(failure) => typed.failure.set(Some(failure)),
        }
    });
}
