//! Files in which somebody brings records from where there is no network.

use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::hours;
use crate::parts::say_failure;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::carried::BUNDLE_TYPE;
use sync::desk::Brought;
use ui::words::Lang;
use ui::words::desk::{Aside, Carried, fill, refusal};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

#[component]
pub fn CarriedScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let (busy, brought) = (RwSignal::new(false), RwSignal::new(None::<Result<Brought, Failure>>));
    let take = move |event: leptos::ev::Event| {
        let input = event.target().map(|target| target.unchecked_into::<HtmlInputElement>());
        let Some((input, file)) = input.and_then(|input| Some((input.clone(), input.files()?.get(0)?)))
        else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let answer = api::send_file("carried", BUNDLE_TYPE, &file).await;
            // The same file can be chosen once more.
            input.set_value("");
            busy.set(false);
            match answer {
                Err(Failure::SignedOut) => desk.who.set(Who::Out { ended: true }),
                answer => brought.set(Some(answer)),
            }
        });
    };
    view! {
        <main class="d-page" id="content">
            <h1>{Carried::Nav.in_(lang)}</h1>
            <p class="d-quiet">{Carried::Lead.in_(lang)}</p>
            <div class="d-field">
                <label for="desk.carried.file">{Carried::Choose.in_(lang)}</label>
                <input type="file" id="desk.carried.file" data-t="desk.carried.file" on:change=take
                    disabled=move || busy.get()/>
            </div>
            {move || busy.get().then(|| view! { <p role="status">{Carried::Busy.in_(lang)}</p> })}
            {move || brought.get().map(|brought| match brought {
                Ok(brought) => told(desk, &brought).into_any(),
                Err(failure) => view! {
                    <p class="d-wrong" role="alert" data-t="desk.carried.wrong">{say_failure(&failure, lang)}</p>
                }.into_any(),
            })}
        </main>
    }
}

fn told(desk: Desk, brought: &Brought) -> impl IntoView + use<> {
    let lang = desk.lang;
    let when = hours::full(brought.packed_ms, lang);
    let from = match brought.packer.as_str() {
        "" => fill(Carried::Unknown.in_(lang), &[&when]),
        name => fill(Carried::From.in_(lang), &[&name, &when]),
    };
    let what = match (brought.ops, brought.new) {
        (0, _) => Carried::Nothing.in_(lang).to_owned(),
        (ops, true) => fill(Carried::New.in_(lang), &[&ops]),
        (ops, false) => fill(Carried::Known.in_(lang), &[&ops]),
    };
    let well = brought.ops > 0 && !brought.torn && brought.aside.is_empty();
    let torn = brought.torn.then(|| view! { <p>{Carried::Torn.in_(lang)}</p> });
    let aside = brought.aside.iter().map(|aside| view! { <p>{kept_aside(aside, lang)}</p> }).collect_view();
    let receipts = brought.receipts.as_ref().map(|file| {
        let address = format!("data:{BUNDLE_TYPE};base64,{file}");
        let name = format!("首议回执-{}.shouyi", brought.packer);
        view! {
            <p><a class="d-button" href=address download=name data-t="desk.carried.receipts">
                {Carried::Receipts.in_(lang)}
            </a></p>
        }
    });
    view! {
        <section class=if well { "d-note green" } else { "d-note amber" } role="status" data-t="desk.carried.told">
            <p>{from}</p>
            <p>{what}</p>
            {torn}
            {aside}
        </section>
        {receipts}
    }
}

fn kept_aside(aside: &sync::desk::AsideCount, lang: Lang) -> String {
    let why = refusal(&aside.code, lang).unwrap_or(Aside::Unnamed.in_(lang));
    fill(Carried::Aside.in_(lang), &[&aside.count, &why])
}
