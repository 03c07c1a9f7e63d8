//! Raising a matter: the form, kept as it is typed.

mod form;

use crate::actions::{NotDone, raise_matter};
use crate::drafts::keep;
use crate::page::Page;
use crate::route::Route;
use crate::state::{App, app};
use crate::words::matters::Matters as W;
use crate::words::{Common, trouble};
use domain::check::Field as On;
use domain::matter::{Category, Origin};
use form::Form;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::format::{read_count, read_yuan, slip};
use ui::parts::{Button, Choice, Field, Keys, LongText, Notice, Picked, Shape, Tone};
use ui::words::{names, refusal};

/// The form of a new matter; `number` names its draft.
#[component]
pub fn Raise(number: u64) -> impl IntoView {
    let app = app();
    let lang = app.lang();
    let form = Form::new(app);
    let kept = keep(
        app,
        format!("raise/{number}"),
        move || form.title.get_untracked(),
        move || form.text(),
        move |text| form.restore(text),
    );
    let (busy, tried) = (RwSignal::new(false), RwSignal::new(false));
    let why = RwSignal::new(None::<NotDone>);
    let save = move || {
        tried.set(true);
        why.set(None);
        let Some((scope, raised)) = untrack(move || form.read()) else { return };
        busy.set(true);
        kept.flush();
        spawn_local(async move {
            let done = raise_matter(app, scope, raised, Some(kept.key())).await;
            busy.try_set(false);
            match done {
                Ok(id) => {
                    kept.over();
                    app.replace(Route::Matter(id));
                }
                Err(reason) => drop(why.try_set(Some(reason))),
            }
        });
    };
    let at = move |field: On| {
        Signal::derive(move || why.with(|why| why.as_ref().and_then(|why| why.at(field)).map(|reason| refusal(reason, lang))))
    };
    let label = Signal::derive(move || if busy.get() { Common::Saving.in_(lang) } else { W::Save.in_(lang) }.to_owned());
    let foot = move || view! { <Button t="raise.save" label off=busy press=save/> };
    view! {
        <Page title=W::Raise.in_(lang) sub=Signal::derive(move || app.home_name()) foot>
            {form.places.with_value(Vec::is_empty).then(|| view! { <Notice tone=Tone::Act>{W::NoPlace.in_(lang)}</Notice> })}
            {move || kept.failed.get().then(|| view! { <Notice tone=Tone::Wrong>{Common::DraftFailed.in_(lang)}</Notice> })}
            <Pieces form tried at=Callback::new(at)/>
            {move || problems(app, form, tried.get(), why.get())}
            <p class="note">{W::SaveNote.in_(lang)}</p>
        </Page>
    }
}

#[component]
fn Pieces(form: Form, tried: RwSignal<bool>, at: Callback<On, Signal<Option<String>>>) -> impl IntoView {
    let lang = app().lang();
    let missing = move |there: Signal<bool>, word: W| {
        Signal::derive(move || (tried.get() && !there.get()).then(|| word.in_(lang).to_owned()))
    };
    let place = missing(Signal::derive(move || form.place.get().is_some()), W::PickPlace);
    let category = missing(Signal::derive(move || form.category.get().is_some()), W::PickCategory);
    let origin = missing(Signal::derive(move || form.origin.get().is_some()), W::PickOrigin);
    let money = Signal::derive(move || {
        form.money.with(|text| read_yuan(text).err()).map(|wrong| slip(wrong, lang)).or_else(|| at.run(On::Money).get())
    });
    let count = move |value: RwSignal<String>| {
        Signal::derive(move || value.with(|text| read_count(text).err()).map(|wrong| slip(wrong, lang)))
    };
    view! {
        <section class="card">
            <Field t="raise.title" label=W::NameLabel.in_(lang) value=form.title hint=W::TitleHint.in_(lang) error=at.run(On::Title)/>
            <Choice t="raise.place" label=W::Place.in_(lang) options=form.place_options() value=form.place error=place shape=Shape::List/>
            <Choice t="raise.category" label=W::Category.in_(lang) options=categories(lang) value=form.category error=category/>
            <Choice t="raise.origin" label=W::Origin.in_(lang) options=origins(lang) value=form.origin error=origin shape=Shape::List/>
            <Field t="raise.raised-by" label=W::RaisedBy.in_(lang) value=form.raised_by error=at.run(On::RaisedBy)/>
        </section>
        <section class="card">
            <LongText t="raise.description" label=W::Description.in_(lang) value=form.description
                hint=W::DescriptionHint.in_(lang) error=at.run(On::Description)/>
            <Field t="raise.money" label=W::Money.in_(lang) value=form.money keys=Keys::Money unit=W::Yuan.in_(lang)
                hint=W::MoneyHint.in_(lang) error=money/>
            <Field t="raise.labour-days" label=W::LabourDays.in_(lang) value=form.labour_days keys=Keys::Digits
                unit=W::Days.in_(lang) error=count(form.labour_days)/>
            <Field t="raise.households" label=W::Households.in_(lang) value=form.households keys=Keys::Digits
                unit=W::HouseholdsUnit.in_(lang) error=count(form.households)/>
            {move || {
                let options = form.procedure_options(lang);
                view! {
                    <Choice t="raise.procedure" label=W::Procedure.in_(lang) options value=form.procedure
                        error=at.run(On::Procedure) shape=Shape::List/>
                }
            }}
        </section>
    }
}

fn categories(lang: ui::words::Lang) -> Vec<Picked<Category>> {
    let one = |of: &Category| (*of, names::category_key(*of), names::category(*of, lang).to_owned());
    Category::ALL.iter().map(one).collect()
}

fn origins(lang: ui::words::Lang) -> Vec<Picked<Origin>> {
    let one = |of: &Origin| (*of, names::origin_key(*of), names::origin(*of, lang).to_owned());
    Origin::ALL.iter().map(one).collect()
}

/// Above the button: that something is red, and what has no field to stand beside.
fn problems(app: App, form: Form, tried: bool, why: Option<NotDone>) -> Option<AnyView> {
    let lang = app.lang();
    let unread = tried && form.read().is_none();
    let fields = [On::Title, On::RaisedBy, On::Description, On::Money, On::Procedure];
    let mut lines = match &why {
        Some(NotDone::Refused(reasons)) => {
            let apart = reasons.iter().filter(|reason| !reason.field().is_some_and(|field| fields.contains(&field)));
            apart.map(|reason| refusal(reason, lang)).collect()
        }
        Some(other) => trouble::not_done(other, lang),
        None => Vec::new(),
    };
    if unread || (why.is_some() && lines.is_empty()) {
        lines.push(Common::Fix.in_(lang).to_owned());
    }
    let lines: Vec<_> = lines.into_iter().map(|line| view! { <p>{line}</p> }).collect();
    (!lines.is_empty()).then(|| view! { <Notice tone=Tone::Wrong t="raise.problems">{lines}</Notice> }.into_any())
}
