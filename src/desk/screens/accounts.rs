//! Accounts of officers, for administrators.

use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::hours;
use crate::parts::{Field, Tone, reading, say_failure, tag};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use sync::desk_officers::{Account, Duty, Named, Once, SetAccount};
use ui::words::Lang;
use ui::words::desk::{Frame, Officers, duty, fill};

/// What is being done here.
#[derive(Clone, Copy)]
struct Form {
    desk: Desk,
    name: RwSignal<String>,
    duties: RwSignal<Vec<Duty>>,
    /// The account that is being looked after.
    managed: RwSignal<Option<Account>>,
    sure: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
    done: RwSignal<bool>,
    once: RwSignal<Option<Once>>,
}

#[component]
pub fn AccountsScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let form = Form {
        desk,
        name: RwSignal::new(String::new()),
        duties: RwSignal::new(vec![Duty::Officer]),
        managed: RwSignal::new(None),
        sure: RwSignal::new(false),
        wrong: RwSignal::new(None),
        done: RwSignal::new(false),
        once: RwSignal::new(None),
    };
    let rows = move || desk.accounts.value.get().unwrap_or_default();
    view! {
        <main class="d-page" id="content">
            <h1>{Officers::NavAccounts.in_(lang)}</h1>
            <p class="d-quiet">{Officers::Lead.in_(lang)}</p>
            {move || form.once.get().map(|once| shown(desk, &once))}
            <p class="d-decided" role="status" data-t="desk.accounts.done">
                {move || form.done.get().then(|| Officers::Done.in_(lang))}
            </p>
            <p class="d-wrong" role="alert" data-t="desk.accounts.wrong">{move || form.wrong.get()}</p>
            {move || match form.managed.get() {
                Some(account) => manage(form, &account).into_any(),
                None => make(form).into_any(),
            }}
            {reading(desk.accounts, lang)}
            <table class="d-table">
                <thead><tr>
                    <th scope="col">{Officers::Name.in_(lang)}</th>
                    <th scope="col">{Officers::Duties.in_(lang)}</th>
                    <th scope="col">{Officers::State.in_(lang)}</th>
                    <th scope="col">{Officers::Sessions.in_(lang)}</th>
                    <th></th>
                </tr></thead>
                <tbody data-t="desk.accounts">
                    {move || rows().iter().map(|account| row(form, account)).collect::<Vec<_>>()}
                </tbody>
            </table>
        </main>
    }
}

/// The one-time login, once.
fn shown(desk: Desk, once: &Once) -> impl IntoView + use<> {
    let lang = desk.lang;
    view! {
        <section class="d-note green" role="status">
            <p>{fill(Officers::OnceFor.in_(lang), &[&once.name])}</p>
            <p><b class="d-once" data-t="desk.accounts.once">{once.once.clone()}</b></p>
            <p>{fill(Officers::OnceNote.in_(lang), &[&hours::near(once.until_ms, desk.now_ms.get(), lang)])}</p>
        </section>
    }
}

fn make(form: Form) -> impl IntoView {
    let lang = form.desk.lang;
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let set = SetAccount { name: form.name.get_untracked(), duties: form.duties.get_untracked() };
        issue(form, "officers/make", set);
    };
    view! {
        <form class="d-card" novalidate on:submit=submit>
            <h2>{Officers::Make.in_(lang)}</h2>
            <Field label=Officers::Name.in_(lang) name="desk.accounts.name".into() value=form.name
                typed=move |text| form.name.set(text) wrong=Signal::derive(|| None::<String>)/>
            {ticks(form, lang)}
            <button type="submit" class="d-button" data-t="desk.accounts.make">{Officers::MakeGo.in_(lang)}</button>
        </form>
    }
}

fn ticks(form: Form, lang: Lang) -> impl IntoView {
    let one = |of: Duty| {
        let tick = move |on: bool| {
            form.duties.update(|duties| {
                // A reader is nothing else.
                duties.retain(|held| *held != of && (!on || (*held == Duty::Reader) == (of == Duty::Reader)));
                if on {
                    duties.push(of);
                }
            });
        };
        view! {
            <label class="d-check">
                <input type="checkbox" data-t=format!("desk.accounts.duty.{}", of as u8)
                    prop:checked=move || form.duties.with(|duties| duties.contains(&of))
                    on:change=move |event| tick(event_target_checked(&event))/>
                {duty(of, lang)}
            </label>
        }
    };
    view! {
        <fieldset class="d-field"><legend>{Officers::Duties.in_(lang)}</legend>
            {Duty::ALL.iter().map(|of| one(*of)).collect_view()}
        </fieldset>
    }
}

fn row(form: Form, account: &Account) -> impl IntoView + use<> {
    let (lang, now) = (form.desk.lang, form.desk.now_ms.get());
    let duties = account.duties.iter().map(|of| duty(*of, lang)).collect::<Vec<_>>().join(" · ");
    let sessions = match account.seen_ms {
        Some(at) => fill(Officers::SessionsSome.in_(lang), &[&account.sessions, &hours::near(at, now, lang)]),
        None => Officers::SessionsNone.in_(lang).to_owned(),
    };
    let state = match account {
        Account { closed: true, .. } => tag(Tone::Grey, Officers::StateClosed.in_(lang).to_owned()),
        Account { waits_s: 1.., .. } => {
            tag(Tone::Amber, fill(Officers::StateLocked.in_(lang), &[&lasting(account.waits_s, lang)]))
        }
        Account { once_until_ms: Some(_), .. } => {
            tag(Tone::Amber, Officers::StateWaiting.in_(lang).to_owned())
        }
        _ => tag(Tone::Green, Officers::StateOpen.in_(lang).to_owned()),
    };
    let held = account.clone();
    let look_after = move |_| {
        form.duties.set(held.duties.clone());
        form.sure.set(false);
        form.wrong.set(None);
        form.managed.set(Some(held.clone()));
    };
    view! {
        <tr data-title=account.name.clone()>
            <td>{account.name.clone()}</td>
            <td>{duties}</td>
            <td>{state}</td>
            <td>{sessions}</td>
            <td><button type="button" class="d-link" data-t="desk.accounts.manage" on:click=look_after>
                {Officers::Manage.in_(lang)}
            </button></td>
        </tr>
    }
}

/// 15 分钟, 5 秒.
pub fn lasting(seconds: u32, lang: Lang) -> String {
    match seconds {
        0..60 => fill(Officers::Seconds.in_(lang), &[&seconds]),
        _ => fill(Officers::Minutes.in_(lang), &[&seconds.div_ceil(60)]),
    }
}

fn manage(form: Form, account: &Account) -> impl IntoView + use<> {
    let lang = form.desk.lang;
    let name = account.name.clone();
    let act = move |words: Officers, path: &'static str, key: &'static str| {
        let name = name.clone();
        view! {
            <button type="button" class="d-button plain" data-t=key
                on:click=move |_| send(form, path, Named { name: name.clone() })>{words.in_(lang)}</button>
        }
    };
    let (of, renewed, closing) = (account.name.clone(), account.name.clone(), account.name.clone());
    let change = move |_| {
        let set = SetAccount { name: of.clone(), duties: form.duties.get_untracked() };
        send(form, "officers/change", set);
    };
    let (renew, path) = match account.closed {
        true => (Officers::Open, "officers/open"),
        false => (Officers::Reset, "officers/reset"),
    };
    let open = !account.closed;
    let close = move || {
        let name = closing.clone();
        form.sure.get().then(|| {
            view! {
                <div class="d-note amber d-row between">
                    <p>{Officers::CloseSure.in_(lang)}</p>
                    <button type="button" class="d-button" data-t="desk.accounts.close.yes"
                        on:click=move |_| send(form, "officers/close", Named { name: name.clone() })>
                        {Officers::Close.in_(lang)}
                    </button>
                </div>
            }
        })
    };
    view! {
        <section class="d-card" data-t="desk.accounts.managed">
            <div class="d-row between">
                <h2>{fill(Officers::ManageOf.in_(lang), &[&account.name])}</h2>
                <button type="button" class="d-button plain" on:click=move |_| form.managed.set(None)>
                    {Frame::Cancel.in_(lang)}
                </button>
            </div>
            {ticks(form, lang)}
            <p class="d-row"><button type="button" class="d-button" data-t="desk.accounts.change" on:click=change>
                {Officers::Change.in_(lang)}
            </button><small class="d-quiet">{Officers::ChangeNote.in_(lang)}</small></p>
            <p class="d-row">
                {(account.waits_s > 0).then(|| act(Officers::Unlock, "officers/unlock", "desk.accounts.unlock"))}
                {(account.sessions > 0).then(||
                    act(Officers::EndSessions, "officers/end-sessions", "desk.accounts.end-sessions"))}
                <button type="button" class="d-button plain" data-t="desk.accounts.renew"
                    on:click=move |_| issue(form, path, Named { name: renewed.clone() })>{renew.in_(lang)}</button>
                {open.then(|| view! {
                    <button type="button" class="d-button plain" data-t="desk.accounts.close"
                        on:click=move |_| form.sure.set(true)>{Officers::Close.in_(lang)}</button>
                })}
            </p>
            <p class="d-quiet">{Officers::ResetNote.in_(lang)}</p>
            {close}
        </section>
    }
}

/// Does what leaves nothing to show.
fn send<B: Serialize + 'static>(form: Form, path: &'static str, body: B) {
    begin(form);
    spawn_local(async move {
        match api::post(path, &body).await {
            Ok(()) => finish(form),
            Err(failure) => fail(form, &failure),
        }
    });
}

/// Does what gives a one-time login.
fn issue<B: Serialize + 'static>(form: Form, path: &'static str, body: B) {
    begin(form);
    spawn_local(async move {
        match api::ask::<B, Once>(path, &body).await {
            Ok(once) => {
                finish(form);
                form.once.set(Some(once));
            }
            Err(failure) => fail(form, &failure),
        }
    });
}

fn begin(form: Form) {
    form.wrong.set(None);
    form.done.set(false);
    form.once.set(None);
}

fn finish(form: Form) {
    form.done.set(true);
    form.managed.set(None);
    form.name.set(String::new());
    form.desk.accounts.refresh();
}

fn fail(form: Form, failure: &Failure) {
    match failure {
        Failure::SignedOut => form.desk.who.set(Who::Out { ended: true }),
        failure => form.wrong.set(Some(say_failure(failure, form.desk.lang))),
    }
}
