//! Raising a matter: the form, kept as it is typed.

mod form;

use crate::actions::{NotDone, raise_matter};
use crate::drafts::keep;
use crate::page::{Around, content, foot, page};
use crate::route::Route;
use crate::state::{App, app};
use crate::words::matters::Matters as W;
use crate::words::{Common, trouble};
use domain::check::{Field as On, Refusal};
use domain::matter::{Category, Origin};
use form::Form;
use leptos::reactive::graph::untrack;
use ui::dom::{El, Say, el, p};
use ui::format::{read_count, read_yuan, slip};
use ui::parts::{Keys, Look, Picked, Shape, Tone, button, field, notice, options, said, show_wrong, wrong};
use ui::signal::Var;
use ui::words::{Lang, names, refusal};
use wasm_bindgen_futures::spawn_local;

/// What went wrong with the form; a handle, copied freely.
#[derive(Clone, Copy)]
struct Wrong {
    app: App,
    form: Form,
    tried: Var<bool>,
    why: Var<Option<NotDone>>,
}

/// The form of a new matter; `number` names its draft.
pub fn raise(number: u64) -> El {
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
    let busy = Var::new(false);
    let errors = Wrong { app, form, tried: Var::new(false), why: Var::new(None) };
    let save = move || {
        errors.tried.set(true);
        errors.why.set(None);
        let Some((scope, raised)) = untrack(move || form.read()) else { return show_wrong() };
        busy.set(true);
        kept.hold();
        spawn_local(async move {
            let done = raise_matter(app, scope, raised, Some(kept.key())).await;
            busy.set(false);
            match done {
                Ok(id) => {
                    kept.over();
                    app.replace(Route::Matter(id));
                }
                Err(reason) => {
                    kept.let_go();
                    errors.why.set(Some(reason));
                    show_wrong();
                }
            }
        });
    };
    let label = move || if busy.get() { Common::Saving.in_(lang) } else { W::Save.in_(lang) }.to_owned();
    let save = button(Look::Main, "raise.save", Say::live(label), save).flag("disabled", move || busy.get());
    let lost =
        move || kept.failed.get().then(|| said(Tone::Wrong, "raise.lost", Common::DraftFailed.in_(lang)));
    let nowhere = form.places.with_untracked(Vec::is_empty);
    let all = content()
        .maybe(nowhere.then(|| said(Tone::Act, "raise.nowhere", W::NoPlace.in_(lang))))
        .live_one(lost)
        .with(what(errors))
        .with(how_much(errors))
        .live_one(move || errors.problems())
        .with(p(W::SaveNote.in_(lang)).class("note"));
    page(Around::Below, W::Raise.in_(lang), Say::live(move || app.home_name()), all, Some(foot().with(save)))
}

/// What it is, where, of which kind, whose.
fn what(errors: Wrong) -> El {
    let (form, lang) = (errors.form, errors.app.lang());
    let place = options(Shape::List, "raise.place", W::Place.in_(lang), form.place_options(), form.place);
    let category =
        options(Shape::Chips, "raise.category", W::Category.in_(lang), categories(lang), form.category);
    let origin = options(Shape::List, "raise.origin", W::Origin.in_(lang), origins(lang), form.origin);
    el("section")
        .class("card")
        .with(
            field("raise.title", W::NameLabel.in_(lang), form.title)
                .hint(W::TitleHint.in_(lang))
                .error(move || errors.at(On::Title).or_else(|| errors.empty(On::Title, form.title)))
                .line(),
        )
        .with(place.live_one(wrong(move || errors.unpicked(form.place.get().is_some(), W::PickPlace))))
        .with(
            category.live_one(wrong(move || errors.unpicked(form.category.get().is_some(), W::PickCategory))),
        )
        .with(origin.live_one(wrong(move || errors.unpicked(form.origin.get().is_some(), W::PickOrigin))))
        .with(
            field("raise.raised-by", W::RaisedBy.in_(lang), form.raised_by)
                .error(move || errors.at(On::RaisedBy).or_else(|| errors.empty(On::RaisedBy, form.raised_by)))
                .line(),
        )
}

/// What may be left empty, and the procedure.
fn how_much(errors: Wrong) -> El {
    let (form, lang) = (errors.form, errors.app.lang());
    let money = move || {
        let wrong = form.money.with(|text| read_yuan(text).err()).map(|wrong| slip(wrong, lang));
        wrong.or_else(|| errors.at(On::Money))
    };
    let count = |t, label: W, unit: W, value: Var<String>| {
        let error = move || value.with(|text| read_count(text).err()).map(|wrong| slip(wrong, lang));
        field(t, label.in_(lang), value).keys(Keys::Digits).unit(unit.in_(lang)).error(error).line()
    };
    let procedure = move || {
        let all = form.procedure_options(lang);
        let choice = options(Shape::List, "raise.procedure", W::Procedure.in_(lang), all, form.procedure);
        Some(choice.live_one(wrong(move || errors.at(On::Procedure))))
    };
    el("section")
        .class("card")
        .with(
            field("raise.description", W::Description.in_(lang), form.description)
                .hint(W::DescriptionHint.in_(lang))
                .error(move || errors.at(On::Description))
                .text(),
        )
        .with(
            field("raise.money", W::Money.in_(lang), form.money)
                .keys(Keys::Money)
                .unit(W::Yuan.in_(lang))
                .hint(W::MoneyHint.in_(lang))
                .error(money)
                .line(),
        )
        .with(count("raise.labour-days", W::LabourDays, W::Days, form.labour_days))
        .with(count("raise.households", W::Households, W::HouseholdsUnit, form.households))
        .live_one(procedure)
}

fn categories(lang: Lang) -> Vec<Picked<Category>> {
    let one = |of: &Category| (*of, names::category_key(*of), names::category(*of, lang).to_owned());
    Category::ALL.iter().map(one).collect()
}

fn origins(lang: Lang) -> Vec<Picked<Origin>> {
    let one = |of: &Origin| (*of, names::origin_key(*of), names::origin(*of, lang).to_owned());
    Origin::ALL.iter().map(one).collect()
}

impl Wrong {
    /// What the check says beside a field.
    fn at(self, field: On) -> Option<String> {
        self.why.with(|why| why.as_ref()?.at(field).map(|reason| refusal(reason, self.app.lang())))
    }

    /// A field that must not be empty, once saving was tried.
    fn empty(self, field: On, value: Var<String>) -> Option<String> {
        let empty = self.tried.get() && value.with(|value| value.trim().is_empty());
        empty.then(|| refusal(&Refusal::Empty(field), self.app.lang()))
    }

    /// A choice that was not made, once saving was tried.
    fn unpicked(self, picked: bool, word: W) -> Option<String> {
        (self.tried.get() && !picked).then(|| word.in_(self.app.lang()).to_owned())
    }

    /// Above the button: that something is red, and what has no field to stand beside.
    fn problems(self) -> Option<El> {
        let lang = self.app.lang();
        let unread = self.tried.get() && self.form.read().is_none();
        let fields = [On::Title, On::RaisedBy, On::Description, On::Money, On::Procedure];
        let mut lines: Vec<String> = self.why.with(|why| match why {
            Some(NotDone::Refused(reasons)) => {
                let apart = reasons
                    .iter()
                    .filter(|reason| !reason.field().is_some_and(|field| fields.contains(&field)));
                apart.map(|reason| refusal(reason, lang)).collect()
            }
            Some(other) => trouble::not_done(other, lang),
            None => Vec::new(),
        });
        if unread || (lines.is_empty() && self.why.with(Option::is_some)) {
            lines.push(Common::Fix.in_(lang).to_owned());
        }
        (!lines.is_empty()).then(|| notice(Tone::Wrong, "raise.problems").all(lines.into_iter().map(p)))
    }
}
