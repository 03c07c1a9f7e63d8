//! The screen before the PIN, and what can be done where it is forgotten.

use super::people;
use super::pin::{pin_field, reveal};
use crate::page::{content, foot, reload};
use crate::words::pin::{self, Lock as W};
use crate::words::{Common, trouble};
use browser::{Door, Lost, PinError};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::reactive::owner::on_cleanup;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use ui::dom::{El, Say, div, el, p};
use ui::face::{Face, held};
use ui::parts::{Look, Shape, Tone, button, options, said};
use ui::signal::Var;
use ui::words::Lang;
use wasm_bindgen_futures::spawn_local;

/// The door, away while a PIN is tried.
type Held = Rc<RefCell<Option<Door>>>;

/// The lock; what goes on once it is open is called with the door.
pub fn locked(door: Door, face: Face, enter: impl Fn(Door) + Clone + 'static) -> El {
    let forgotten = Var::new(false);
    let door: Held = Rc::new(RefCell::new(Some(door)));
    div("inside").live_one(move || {
        let lang = face.lang.get();
        Some(match forgotten.get() {
            true => forgot(&door, forgotten, lang),
            false => ask(&door, forgotten, lang, enter.clone()),
        })
    })
}

fn frame(title: W, lang: Lang, all: El, foot: El) -> El {
    let title = el("h1").t("page.title").say(title.in_(lang)).with(el("small").say(Common::App.in_(lang)));
    div("page")
        .with(el("header").class("head").with(title))
        .with(all.class("body"))
        .with(el("footer").class("bottom").with(foot))
}

fn ask(door: &Held, forgotten: Var<bool>, lang: Lang, enter: impl Fn(Door) + Clone + 'static) -> El {
    let (typed, shown) = (Var::<String>::default(), Var::new(false));
    let (busy, told) = (Var::new(false), Var::new(None::<PinError>));
    let left = Var::new(0u64);
    let held = door.clone();
    let look = move || left.set(held.borrow().as_ref().map_or(0, Door::wait_ms));
    look();
    if let Ok(timer) = set_interval_with_handle(look, Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
    let held = door.clone();
    let go = move || {
        let Some(door) = held.take() else { return };
        busy.set(true);
        told.set(None);
        let (held, enter) = (held.clone(), enter.clone());
        spawn_local(async move {
            let tried = door.unlock(&typed.get_untracked()).await;
            busy.set(false);
            match tried {
                Ok(()) => enter(door),
                Err(error) => {
                    left.set(door.wait_ms());
                    typed.set(String::new());
                    told.set(Some(error));
                    held.replace(Some(door));
                }
            }
        });
    };
    let enter_key = go.clone();
    let field = pin_field("lock.pin", W::Pin, typed, shown, lang).on("keydown", move |event| {
        if js_sys::Reflect::get(&event, &"key".into()).is_ok_and(|key| key == "Enter") {
            enter_key();
        }
    });
    let why = move || match (left.get(), told.get()) {
        (0, Some(PinError::Wait(_))) | (0, None) => None,
        (0, Some(error)) => Some(said(Tone::Wrong, "lock.wrong", pin::failed(error, lang))),
        (wait, _) => Some(said(Tone::Act, "lock.wait", pin::waiting(wait, lang))),
    };
    let card = el("section").class("card").with(field).with(reveal(shown, lang)).live_one(why);
    let forget = button(Look::Quiet, "lock.forgot", W::Forgot.in_(lang), move || forgotten.set(true));
    let all = content()
        .with(card)
        .with(p(W::Waits.in_(lang)).class("note"))
        .with(people::people(store_of(door), None, lang))
        .with(forget);
    let label = move || if busy.get() { Common::Opening.in_(lang) } else { W::Open.in_(lang) }.to_owned();
    let open = button(Look::Main, "lock.open", Say::live(label), go);
    frame(W::Title, lang, all, foot().with(open.flag("disabled", move || busy.get() || left.get() > 0)))
}

fn store_of(door: &Held) -> String {
    door.borrow().as_ref().map(|door| door.name().to_owned()).unwrap_or_default()
}

/// What is lost is said before anything is wiped.
fn forgot(door: &Held, forgotten: Var<bool>, lang: Lang) -> El {
    let counted = Var::new(None::<Result<Lost, String>>);
    let (sure, failed) = (Var::new(None::<bool>), Var::new(None::<String>));
    let held = door.clone();
    spawn_local(async move {
        let Some(door) = held.take() else { return };
        let lost = door.lost().await;
        held.replace(Some(door));
        counted.set(Some(lost.map_err(|error| trouble::store(error, lang))));
    });
    let held = door.clone();
    let wipe = move || {
        let Some(door) = held.take().filter(|_| sure.get_untracked() == Some(true)) else { return };
        spawn_local(async move {
            match door.wipe().await {
                Ok(()) => {
                    held::forget();
                    reload();
                }
                Err(error) => failed.set(Some(trouble::store(error, lang))),
            }
        });
    };
    let what = move || match counted.get() {
        None => vec![p(Common::Opening.in_(lang)).class("note")],
        Some(Err(why)) => vec![said(Tone::Wrong, "forgot.failed", why)],
        Some(Ok(lost)) => {
            let lines: Vec<El> = pin::lost(&lost, lang).into_iter().map(p).collect();
            let none = (lost.records == 0).then(|| p(W::Nothing.in_(lang)));
            let know = vec![(true, "yes", W::Sure.in_(lang).to_owned())];
            let words = [W::NoKey, W::Returns].map(|word| p(word.in_(lang)));
            let sure = options(Shape::List, "forgot.sure", "", know, sure);
            let lost = std::iter::once(div("inside").t("forgot.lost").all(lines));
            lost.chain(none).chain(words).chain([sure]).collect()
        }
    };
    let card = el("section")
        .class("card")
        .live(what)
        .live_one(move || failed.get().map(|why| said(Tone::Wrong, "forgot.not-wiped", why)));
    let back = button(Look::Main, "forgot.back", W::Try.in_(lang), move || forgotten.set(false));
    let wipe = button(Look::Plain, "forgot.wipe", W::Wipe.in_(lang), wipe);
    let unsure = move || sure.get() != Some(true) || !matches!(counted.get(), Some(Ok(_)));
    frame(W::ForgotTitle, lang, content().with(card), foot().with(wipe.flag("disabled", unsure)).with(back))
}
