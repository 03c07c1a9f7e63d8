//! Setting a PIN, and changing it.

use crate::page::{Around, content, foot, page};
use crate::state::{App, app};
use crate::words::Common;
use crate::words::pin::{self, Lock as W};
use browser::{FIRST, Pin, PinError};
use leptos::leptos_dom::helpers::window;
use ui::dom::{El, Say, el, p};
use ui::parts::{Keys, Look, Tone, button, field, said};
use ui::signal::Var;
use ui::words::Lang;
use wasm_bindgen_futures::spawn_local;

/// A field for a PIN: large digits that are hidden until somebody wants to see them. Pasting is as good as typing.
pub fn pin_field(t: &str, label: W, value: Var<String>, shown: Var<bool>, lang: Lang) -> El {
    let line = field(t, label.in_(lang), value).keys(Keys::Digits).line();
    line.at_live("data-pin", move || Some(if shown.get() { "shown" } else { "hidden" }.to_owned()))
}

/// Shows the digits, or hides them.
pub fn reveal(shown: Var<bool>, lang: Lang) -> El {
    let words = move || if shown.get() { W::Hide } else { W::Show }.in_(lang).to_owned();
    button(Look::Quiet, "pin.show", Say::live(words), move || shown.set(!shown.get_untracked()))
}

/// The step after enrolment: a PIN, or later.
pub fn first() -> El {
    let app = app();
    let later = move || {
        spawn_local(async move {
            // What could not be noted is asked again.
            app.phone().put_pin_off().await.unwrap_or_default();
        });
    };
    // Whoever shares the phone locks what is his.
    let alone = app.phone().store_name() == FIRST;
    let later = alone.then(|| button(Look::Plain, "pin.later", W::Later.in_(app.lang()), later));
    form(app, Around::Nothing, later)
}

/// The page: sets a PIN, or changes the one that there is.
pub fn pin() -> El {
    form(app(), Around::Below, None)
}

fn form(app: App, around: Around, later: Option<El>) -> El {
    let (lang, change) = (app.lang(), app.pin.get_untracked() == Pin::Set);
    let (old, new, again) = (Var::<String>::default(), Var::<String>::default(), Var::<String>::default());
    let (shown, busy, told) = (Var::new(false), Var::new(false), Var::new(None::<(Tone, String)>));
    let go = move || {
        if busy.get_untracked() {
            return;
        }
        // What is said of it stands at the top.
        window().scroll_to_with_x_and_y(0.0, 0.0);
        let (from, to) = (old.get_untracked(), new.get_untracked());
        if to != again.get_untracked() {
            return told.set(Some((Tone::Wrong, W::Differs.in_(lang).to_owned())));
        }
        busy.set(true);
        told.set(None);
        spawn_local(async move {
            let done = match change {
                true => app.phone().change_pin(&from, &to).await,
                false => app.phone().set_pin(&to).await,
            };
            busy.set(false);
            told.set(Some(said_of(done, change, lang)));
            if done.is_ok() {
                for typed in [old, new, again] {
                    typed.set(String::new());
                }
                app.seal_the_rest();
            }
        });
    };
    let present = change.then(|| pin_field("pin.old", W::Old, old, shown, lang));
    let card = el("section")
        .class("card")
        .live_one(move || told.get().map(|(tone, words)| said(tone, "pin.told", words)))
        .with(p(W::Why.in_(lang)))
        .maybe(present)
        .with(pin_field("pin.new", if change { W::New } else { W::Pin }, new, shown, lang))
        .with(pin_field("pin.again", W::Again, again, shown, lang))
        .with(reveal(shown, lang));
    let notes = [W::Paper, W::Honest].map(|word| p(word.in_(lang)).class("note"));
    let label = move || if busy.get() { Common::Saving.in_(lang) } else { W::Set.in_(lang) }.to_owned();
    let set = button(Look::Main, "pin.set", Say::live(label), go).flag("disabled", move || busy.get());
    let title = if change { W::ChangeTitle } else { W::SetTitle };
    let all = content().with(card).all(notes);
    page(around, title.in_(lang), "", all, Some(foot().maybe(later).with(set)))
}

fn said_of(done: Result<(), PinError>, change: bool, lang: Lang) -> (Tone, String) {
    match done {
        Ok(()) if change => (Tone::Good, W::Changed.in_(lang).to_owned()),
        Ok(()) => (Tone::Good, W::Done.in_(lang).to_owned()),
        Err(error) => (Tone::Wrong, pin::failed(error, lang)),
    }
}
