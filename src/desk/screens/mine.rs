//! The own account: password, and where one is signed in.

use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::hours;
use crate::parts::{Field, reading, say_failure};
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::desk_officers::{EndSession, NewPassword, OwnSession};
use ui::words::desk::{Officers, duty};

#[component]
pub fn MineScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let (old, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (wrong, done) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let password = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let set = NewPassword { old: old.get_untracked(), new: new.get_untracked() };
        wrong.set(None);
        done.set(false);
        spawn_local(async move {
            match api::post("password", &set).await {
                Ok(()) => {
                    old.set(String::new());
                    new.set(String::new());
                    done.set(true);
                    desk.sessions.refresh();
                }
                Err(Failure::SignedOut) => desk.who.set(Who::Out { ended: true }),
                Err(failure) => wrong.set(Some(say_failure(&failure, lang))),
            }
        });
    };
    let who = move || match desk.who.get() {
        Who::In(session) => {
            let duties = session.duties.iter().map(|of| duty(*of, lang)).collect::<Vec<_>>().join(" · ");
            format!("{} · {duties}", session.officer)
        }
        _ => String::new(),
    };
    let rows = move || desk.sessions.value.get().unwrap_or_default();
    let kind = Signal::derive(|| "password");
    view! {
        <main class="d-page" id="content">
            <h1>{Officers::Mine.in_(lang)}</h1>
            <p data-t="desk.mine.who">{who}</p>
            <form class="d-card" novalidate on:submit=password>
                <h2>{Officers::Password.in_(lang)}</h2>
                <Field label=Officers::Old.in_(lang) name="desk.mine.old".into() value=old kind fills="current-password"
                    typed=move |text| old.set(text) wrong=Signal::derive(|| None::<String>)/>
                <Field label=Officers::New.in_(lang) name="desk.mine.new".into() value=new kind fills="new-password"
                    typed=move |text| new.set(text) wrong=Signal::derive(|| None::<String>)/>
                <p class="d-quiet">{Officers::PasswordNote.in_(lang)}</p>
                <p class="d-wrong" role="alert" data-t="desk.mine.wrong">{move || wrong.get()}</p>
                <p class="d-decided" role="status" data-t="desk.mine.done">
                    {move || done.get().then(|| Officers::PasswordDone.in_(lang))}
                </p>
                <button type="submit" class="d-button" data-t="desk.mine.go">{Officers::PasswordGo.in_(lang)}</button>
            </form>
            <h2>{Officers::Where.in_(lang)}</h2>
            <p class="d-quiet">{Officers::WhereNote.in_(lang)}</p>
            {reading(desk.sessions, lang)}
            <table class="d-table">
                <thead><tr>
                    <th scope="col">{Officers::Browser.in_(lang)}</th>
                    <th scope="col">{Officers::Address.in_(lang)}</th>
                    <th scope="col">{Officers::Begun.in_(lang)}</th>
                    <th scope="col">{Officers::Seen.in_(lang)}</th>
                    <th></th>
                </tr></thead>
                <tbody data-t="desk.sessions">
                    {move || rows().iter().map(|session| row(desk, session)).collect::<Vec<_>>()}
                </tbody>
            </table>
            {move || (rows().len() > 1).then(|| view! {
                <p><button type="button" class="d-button plain" data-t="desk.sessions.others"
                    on:click=move |_| end(desk, None)>{Officers::EndOthers.in_(lang)}</button></p>
            })}
        </main>
    }
}

fn row(desk: Desk, session: &OwnSession) -> impl IntoView + use<> {
    let (lang, now) = (desk.lang, desk.now_ms.get());
    let id = session.id.clone();
    let what = if session.this {
        view! { <b>{Officers::This.in_(lang)}</b> }.into_any()
    } else {
        view! {
            <button type="button" class="d-link" data-t="desk.sessions.end"
                on:click=move |_| end(desk, Some(id.clone()))>{Officers::End.in_(lang)}</button>
        }
        .into_any()
    };
    view! {
        <tr>
            <td>{session.browser.clone()}</td>
            <td>{session.address.clone()}</td>
            <td>{hours::near(session.begun_ms, now, lang)}</td>
            <td>{hours::near(session.seen_ms, now, lang)}</td>
            <td>{what}</td>
        </tr>
    }
}

fn end(desk: Desk, id: Option<String>) {
    spawn_local(async move {
        match api::post("sessions/end", &EndSession { id }).await {
            Err(Failure::SignedOut) => desk.who.set(Who::Out { ended: true }),
            // Whatever it was, the list says how it stands.
            _ => desk.sessions.refresh(),
        }
    });
}
