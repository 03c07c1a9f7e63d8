//! What stands in the form of a new matter.

use crate::drafts::{pack, unpack};
use crate::state::App;
use domain::check::clean_text;
use domain::matter::{Category, MatterRaised, Origin};
use domain::rules::ProcedureKind;
use leptos::reactive::graph::untrack;
use oplog::{Level, Scope};
use ui::dom::changes;
use ui::format::{read_count, read_yuan};
use ui::parts::Picked;
use ui::signal::Var;
use ui::words::{Lang, names};

/// The form's values; a handle, copied freely.
#[derive(Clone, Copy)]
pub struct Form {
    /// Places in which a matter may be raised.
    pub places: Var<Vec<(Scope, String)>>,
    /// Title.
    pub title: Var<String>,
    /// The place's position among `places`.
    pub place: Var<Option<usize>>,
    /// Category.
    pub category: Var<Option<Category>>,
    /// Origin.
    pub origin: Var<Option<Origin>>,
    /// Who raised it.
    pub raised_by: Var<String>,
    /// Description.
    pub description: Var<String>,
    /// Money as typed.
    pub money: Var<String>,
    /// Labour days as typed.
    pub labour_days: Var<String>,
    /// Households as typed.
    pub households: Var<String>,
    /// Procedure; none for the place's usual one.
    pub procedure: Var<Option<ProcedureKind>>,
    usual_name: Var<String>,
}

// Names for tests; a phone raises matters in its group, its village and the village's other groups.
const PLACES: [&str; 24] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18",
    "19", "20", "21", "22", "23",
];

impl Form {
    /// An empty form: the phone's own place and person stand in it already.
    pub fn new(app: App) -> Self {
        let places = app.places_to_raise();
        let form = Self {
            place: Var::new((!places.is_empty()).then_some(0)),
            places: Var::new(places),
            title: Var::default(),
            category: Var::new(None),
            origin: Var::new(None),
            raised_by: Var::new(app.my_name()),
            description: Var::default(),
            money: Var::default(),
            labour_days: Var::default(),
            households: Var::default(),
            procedure: Var::new(None),
            usual_name: Var::new(app.my_name()),
        };
        let usual = move || form.kinds().first().copied();
        form.procedure.set(untrack(usual));
        changes(
            move || form.place.track(),
            move || {
                let kinds = form.kinds();
                if !form.procedure.get_untracked().is_some_and(|kind| kinds.contains(&kind)) {
                    form.procedure.set(kinds.first().copied());
                }
            },
        );
        form
    }

    fn scope(self) -> Option<Scope> {
        let at = self.place.get()?;
        self.places.with_untracked(|places| places.get(at).map(|(scope, _)| *scope))
    }

    /// The procedures of the chosen place, the usual one first.
    fn kinds(self) -> &'static [ProcedureKind] {
        match self.scope().map(|scope| scope.level()) {
            Some(Level::Group) => &[ProcedureKind::GroupMatter],
            Some(_) => &[ProcedureKind::VillageMatter, ProcedureKind::HearingOnly],
            None => &[],
        }
    }

    /// The places to choose from.
    pub fn place_options(self) -> Vec<Picked<usize>> {
        let names = self
            .places
            .with_untracked(|places| places.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>());
        names.into_iter().zip(PLACES).enumerate().map(|(at, (name, key))| (at, key, name)).collect()
    }

    /// The procedures to choose from.
    pub fn procedure_options(self, lang: Lang) -> Vec<Picked<ProcedureKind>> {
        self.kinds()
            .iter()
            .map(|kind| (*kind, names::procedure_key(*kind), names::procedure(*kind, lang).to_owned()))
            .collect()
    }

    /// What is typed, for the draft; nothing where nothing was typed that did not stand there before.
    pub fn text(self) -> String {
        let scope = self.scope().map(|scope| scope.as_str().to_owned()).unwrap_or_default();
        let typed = [self.title, self.description, self.money, self.labour_days, self.households]
            .map(|field| field.get());
        let picked = [
            self.category.get().map(names::category_key).unwrap_or_default(),
            self.origin.get().map(names::origin_key).unwrap_or_default(),
        ];
        let by = self.raised_by.get();
        let usual = self.usual_name.with_untracked(|name| *name == by);
        let procedure = self.procedure.get().map(names::procedure_key).unwrap_or_default();
        if typed.iter().all(String::is_empty) && picked.iter().all(|key| key.is_empty()) && usual {
            return String::new();
        }
        let [title, description, money, labour, households] = &typed;
        let [category, origin] = picked;
        pack(&[title, &scope, category, origin, &by, description, money, labour, households, procedure])
    }

    /// Puts a draft into the form. What this version does not know is left out.
    pub fn restore(self, text: &str) {
        let mut parts = unpack(text);
        let mut next = || parts.next().unwrap_or_default();
        self.title.set(next().to_owned());
        let scope = next();
        let at =
            self.places.with_untracked(|places| places.iter().position(|(known, _)| known.as_str() == scope));
        self.place.set(at.or_else(|| self.place.get_untracked()));
        let key = next();
        self.category.set(Category::ALL.iter().copied().find(|of| names::category_key(*of) == key));
        let key = next();
        self.origin.set(Origin::ALL.iter().copied().find(|of| names::origin_key(*of) == key));
        for field in [self.raised_by, self.description, self.money, self.labour_days, self.households] {
            field.set(next().to_owned());
        }
        let key = next();
        let kinds = untrack(move || self.kinds());
        let kind = kinds.iter().copied().find(|kind| names::procedure_key(*kind) == key);
        self.procedure.set(kind.or_else(|| kinds.first().copied()));
    }

    /// The matter, once everything can be read.
    pub fn read(self) -> Option<(Scope, MatterRaised)> {
        let text = |field: Var<String>| clean_text(field.get().trim());
        let raised = MatterRaised {
            title: text(self.title),
            category: self.category.get()?,
            origin: self.origin.get()?,
            raised_by: text(self.raised_by),
            description: text(self.description),
            money_fen: read_yuan(&self.money.get()).ok()?,
            labour_days: read_count(&self.labour_days.get()).ok()?,
            households: read_count(&self.households.get()).ok()?,
            procedure: self.procedure.get()?,
        };
        Some((self.scope()?, raised))
    }
}
