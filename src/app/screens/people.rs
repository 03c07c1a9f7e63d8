//! Several people on one phone: who else is here, going over to him, adding one.

use crate::page::reload;
use crate::state::App;
use crate::words::pin::Lock as W;
use browser::people::{self, Person};
use browser::{FIRST, Pin};
use ui::dom::{El, el, p};
use ui::face::person;
use ui::parts::{Look, button};
use ui::signal::Var;
use ui::words::Lang;
use wasm_bindgen_futures::spawn_local;

/// Everybody else on the phone, to go over to; and one more where somebody is enrolled already.
pub fn people(store: String, app: Option<App>, lang: Lang) -> El {
    let (all, inside) = (Var::new(Vec::<Person>::new()), app.is_some_and(App::enrolled));
    spawn_local(async move { all.set(people::besides(&store).await) });
    el("section").class("card").t("people").live(move || {
        let one = |person: Person| {
            let name = person.name.unwrap_or_else(|| W::Nobody.in_(lang).to_owned());
            let store = person.store;
            button(Look::Plain, "people.one", name, move || leave(app, Some(store.clone())))
        };
        let others = all.get();
        let heading = (!others.is_empty()).then(|| el("h2").say(W::Others.in_(lang)));
        let more = inside || (app.is_none() && !others.is_empty());
        let add = || button(Look::Plain, "people.add", W::AddPerson.in_(lang), move || leave(app, None));
        let apart = || p(W::Apart.in_(lang)).class("note");
        let rows = heading.into_iter().chain(others.into_iter().map(one));
        rows.chain(more.then(add)).chain(more.then(apart)).collect()
    })
}

/// Opens the lock of another one; none is a new person's. Whoever is in is locked first.
fn leave(app: Option<App>, store: Option<String>) {
    spawn_local(async move {
        let store = match store {
            Some(store) => store,
            None => people::free_store().await,
        };
        let before = person::store();
        let next = || person::keep(Some(store.as_str()).filter(|store| *store != FIRST));
        let Some(app) = app else {
            next();
            return reload();
        };
        if !app.enrolled() {
            // Whoever has not enrolled leaves nothing behind. What stays is an empty store, listed until somebody takes it.
            people::take_away(app.phone().store_name()).await.unwrap_or_default();
            next();
            return reload();
        }
        // From now on he is one of several: who stands before the lock reads his name.
        let shown = app.phone().show_name(&app.my_name()).await;
        next();
        if shown.is_err() || !app.lock().await {
            person::keep(before.as_deref());
        }
    });
}

impl App {
    /// Whoever shares the phone is named before the lock, once he has a name.
    pub fn name_person(self) {
        ui::dom::later(move || {
            self.places.track();
            let name = self.my_name();
            if self.pin.get() == Pin::Set && !name.is_empty() && self.phone().store_name() != FIRST {
                spawn_local(async move {
                    // The name is written again at the next start.
                    self.phone().show_name(&name).await.unwrap_or_default();
                });
            }
        });
    }
}
