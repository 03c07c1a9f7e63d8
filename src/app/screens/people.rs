//! Several people on one phone: who else is here, going over to him, adding one.

use crate::page::reload;
use crate::state::App;
use crate::words::pin::Lock as W;
use browser::people::{self, Person};
use browser::{FIRST, Pin};
use ui::dom::{El, div, el, p};
use ui::face::person;
use ui::parts::{Look, button};
use ui::signal::Var;
use ui::words::Lang;
use wasm_bindgen_futures::spawn_local;

fn open(store: &str) {
    person::keep(Some(store).filter(|store| *store != FIRST));
    reload();
}

/// Everybody else, to go over to; nothing where there is nobody.
fn list(store: String, lang: Lang, go: impl Fn(String) + Clone + 'static) -> impl Fn() -> Vec<El> + 'static {
    let all = Var::new(Vec::<Person>::new());
    spawn_local(async move { all.set(people::besides(&store).await) });
    move || {
        let one = |person: Person| {
            let (go, store) = (go.clone(), person.store);
            let name = person.name.unwrap_or_else(|| W::Nobody.in_(lang).to_owned());
            button(Look::Plain, "people.one", name, move || go(store.clone()))
        };
        let others = all.get();
        let heading = (!others.is_empty()).then(|| el("h2").say(W::Others.in_(lang)));
        heading.into_iter().chain(others.into_iter().map(one)).collect()
    }
}

/// Before the lock: the others by name, and one more.
pub fn others(store: String, lang: Lang) -> El {
    let listed = list(store, lang, |store| open(&store));
    div("inside").live(move || {
        let mut all = listed();
        if !all.is_empty() {
            all.push(button(Look::Quiet, "people.add", W::AddPerson.in_(lang), || {
                spawn_local(async { open(&people::free_store().await) });
            }));
            all = vec![el("section").class("card").t("people").all(all)];
        }
        all
    })
}

/// Whoever has not enrolled goes back to the others, and leaves nothing behind.
pub fn back(app: App) -> El {
    let store = app.phone().store_name().to_owned();
    let own = store.clone();
    let go = move |other: String| {
        let own = own.clone();
        spawn_local(async move {
            // What stays is an empty store, listed until somebody takes it.
            people::take_away(&own).await.unwrap_or_default();
            open(&other);
        });
    };
    el("section").class("card").t("people").live(list(store, app.lang(), go))
}

/// On the page about this phone, where there is a PIN: one more person, or another one.
pub fn add(app: App) -> El {
    let lang = app.lang();
    let listed = list(app.phone().store_name().to_owned(), lang, move |store| leave(app, Some(store)));
    let add = button(Look::Plain, "people.add", W::AddPerson.in_(lang), move || leave(app, None));
    el("section").t("people").live(listed).with(add).with(p(W::Apart.in_(lang)).class("note"))
}

/// Locks, and opens another's lock; none is a new person's.
fn leave(app: App, store: Option<String>) {
    spawn_local(async move {
        let (before, own) = (person::store(), app.my_name());
        // From now on he is one of several: who stands before the lock reads his name.
        let shown = app.phone().show_name(&own).await;
        let store = match store {
            Some(store) => store,
            None => people::free_store().await,
        };
        person::keep(Some(&store).map(String::as_str).filter(|store| *store != FIRST));
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
