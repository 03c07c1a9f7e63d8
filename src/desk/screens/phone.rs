//! One admitted phone: other roles, another place, or the end of both.

use super::claim::{place_field, role_fields};
use super::claim_form::{Form, change, end};
use super::register::name_field;
use crate::desk::Desk;
use crate::forms::ClaimDraft;
use crate::parts::{Field, say_failure};
use leptos::prelude::*;
use sync::desk::Phone;
use ui::words::desk::{Frame, Phones, fill};

/// The card, filled in with what the phone has.
pub fn manage(desk: Desk, phone: &Phone) -> impl IntoView + use<> {
    let lang = desk.lang;
    let form = Form::new(desk, phone.device, ("manage", 0));
    let first = phone.grants.first();
    let draft = ClaimDraft {
        name: phone.person.clone(),
        scope: first.map(|grant| grant.scope),
        roles: first.map(|grant| grant.roles.iter().copied().collect()).unwrap_or_default(),
        ..ClaimDraft::default()
    };
    desk.drafts.update(|drafts| drop(drafts.insert(phone.device, draft)));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        change(form);
    };
    let on_phone = (phone.unreceived > 0).then(|| {
        view! { <p class="d-note amber">{fill(Phones::OnPhone.in_(lang), &[&phone.unreceived])}</p> }
    });
    let stoppable = !phone.grants.is_empty();
    view! {
        <section class="d-card d-claim" data-t="desk.manage">
            <div class="d-row between">
                <h2>{fill(Phones::ManageOf.in_(lang), &[&phone.person])}</h2>
                <button type="button" class="d-button plain" data-t="desk.manage.close"
                    on:click=move |_| desk.managed.set(None)>{Frame::Cancel.in_(lang)}</button>
            </div>
            {on_phone}
            <form novalidate on:submit=submit>
                <p class="d-quiet">{Phones::ChangeLead.in_(lang)}</p>
                {place_field(form)}
                {name_field(form)}
                {role_fields(form)}
                <button type="submit" class="d-button" data-t="desk.manage.change" disabled=move || form.busy.get()>
                    {Phones::Change.in_(lang)}
                </button>
            </form>
            <p class="d-wrong" role="alert" data-t="desk.manage.wrong">
                {move || form.failure.get().map(|failure| say_failure(&failure, lang))}
            </p>
            {stoppable.then(|| stop(form))}
        </section>
    }
}

/// Asked twice, and never without a reason.
fn stop(form: Form) -> impl IntoView {
    let lang = form.desk.lang;
    let (reason, missing) = (RwSignal::new(String::new()), RwSignal::new(false));
    let wrong = move || missing.get().then(|| Phones::ReasonMissing.in_(lang).to_owned());
    let ask = move |_| {
        missing.set(reason.with(|reason| reason.trim().is_empty()));
        form.refusing.set(!missing.get());
    };
    view! {
        <h3>{Phones::StopTitle.in_(lang)}</h3>
        <p class="d-quiet">{Phones::StopLead.in_(lang)}</p>
        <Field label=Phones::Reason.in_(lang) name=form.named("reason") value=reason
            typed=move |text| reason.set(text) wrong=Signal::derive(wrong)/>
        <button type="button" class="d-button plain" data-t="desk.manage.stop" on:click=ask>{Phones::Stop.in_(lang)}</button>
        {move || form.refusing.get().then(|| view! {
            <div class="d-note amber d-row between">
                <p>{Phones::StopSure.in_(lang)}</p>
                <button type="button" class="d-button" data-t="desk.manage.stop.yes" disabled=move || form.busy.get()
                    on:click=move |_| end(form, reason.get_untracked())>{Phones::Stop.in_(lang)}</button>
                <button type="button" class="d-button plain" on:click=move |_| form.refusing.set(false)>
                    {Frame::Cancel.in_(lang)}
                </button>
            </div>
        })}
    }
}
