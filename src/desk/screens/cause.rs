//! Records opened for cause: a reader says why, and the township sees who looked.

use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::hours;
use crate::parts::{Field, say_failure};
use leptos::prelude::*;
use leptos::task::spawn_local;
use oplog::MatterId;
use sync::desk_officers::Reason;
use ui::words::desk::Officers;

/// Whether the record is closed to this reader until a reason is given.
pub fn asked(desk: Desk) -> bool {
    let wants = |failure: &Failure| matches!(failure, Failure::Refused(why) if why.code == "reading.reason");
    desk.matter.failure.with(|failure| failure.as_ref().is_some_and(wants))
}

/// The form in which a reader says why.
pub fn ask(desk: Desk, matter: MatterId) -> impl IntoView {
    let lang = desk.lang;
    let (reason, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        wrong.set(None);
        spawn_local(async move {
            let given = Reason { reason: reason.get_untracked() };
            match api::post(&format!("matters/{matter}/read"), &given).await {
                Ok(()) => desk.matter.again(),
                Err(Failure::SignedOut) => desk.who.set(Who::Out { ended: true }),
                Err(failure) => wrong.set(Some(say_failure(&failure, lang))),
            }
        });
    };
    view! {
        <form class="d-card" novalidate on:submit=submit data-t="desk.cause">
            <h2>{Officers::ReasonTitle.in_(lang)}</h2>
            <p class="d-quiet">{Officers::ReasonNote.in_(lang)}</p>
            <Field label=Officers::Reason.in_(lang) name="desk.cause.reason".into() value=reason
                typed=move |text| reason.set(text) wrong=Signal::derive(move || wrong.get())/>
            <button type="submit" class="d-button" data-t="desk.cause.go">{Officers::ReasonGo.in_(lang)}</button>
        </form>
    }
}

/// Who of county and prefecture opened the record.
pub fn seen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    move || {
        let readings = desk.readings.value.get().unwrap_or_default();
        (!readings.is_empty()).then(|| {
            let now = desk.now_ms.get();
            let line = |reading: &sync::desk_officers::Reading| {
                let when = hours::near(reading.at_ms, now, lang);
                view! { <p>{format!("{when} · {}", reading.who)}<br/><small>{reading.reason.clone()}</small></p> }
            };
            view! {
                <section class="d-note" data-t="desk.matter.readings">
                    <h3>{Officers::Readings.in_(lang)}</h3>
                    {readings.iter().map(line).collect_view()}
                </section>
            }
        })
    }
}
