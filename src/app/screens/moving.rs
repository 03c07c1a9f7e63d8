//! Moving house: the old phone makes a file and shows its code; the new one takes both.

use crate::page::{Around, content, foot, into_view, page};
use crate::state::{App, app};
use crate::words::Common;
use crate::words::carry::not_carried;
use crate::words::moving::{Moving as W, not_moved};
use browser::ForNewPhone;
use browser::files;
use sync::moving::MoveCode;
use ui::dom::{El, Say, el, p};
use ui::parts::{Keys, Look, Tone, button, field, said};
use ui::signal::Var;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// The longest file that a new phone takes, in bytes.
const LONGEST: usize = 128 * 1024 * 1024;

/// The old phone's screen.
pub fn for_new_phone() -> El {
    let app = app();
    let lang = app.lang();
    let (made, told) = (Var::new(None::<ForNewPhone>), Var::new(None::<(Tone, String)>));
    let make = move || {
        told.set(Some((Tone::Info, W::Making.in_(lang).to_owned())));
        spawn_local(async move {
            match app.phone().pack_for_new_phone().await {
                Ok(packed) => {
                    told.set(None);
                    made.set(Some(packed));
                }
                Err(error) => told.set(Some((Tone::Wrong, not_carried(error, lang)))),
            }
        });
    };
    let give = move |send: bool| {
        spawn_local(async move {
            let Some(packed) = made.get_untracked() else { return };
            let name = ["首议-换手机-", &app.my_name(), ".shouyi"].concat();
            let gone = (send && files::send(&name, &packed.file).await) || files::save(&name, &packed.file);
            let (tone, words) = if gone { (Tone::Info, W::Given) } else { (Tone::Wrong, W::NotSaved) };
            told.set(Some((tone, words.in_(lang).to_owned())));
        });
    };
    let next = move || {
        made.with(|made| match made {
            None => vec![button(Look::Main, "move.make", W::Make.in_(lang), make)],
            Some(packed) => {
                let mut all = vec![
                    p(W::CodeIs.in_(lang)),
                    p(packed.code.text().replace('-', " ")).class("groups").t("move.code"),
                    p(W::WriteDown.in_(lang)).class("note"),
                ];
                let mut look = Look::Main;
                if files::may_send() {
                    all.push(button(look, "move.send", W::Send.in_(lang), move || give(true)));
                    look = Look::Plain;
                }
                all.push(button(look, "move.save", W::Save.in_(lang), move || give(false)));
                all
            }
        })
    };
    // Once it is made, nothing stands between the person and the code.
    let how = move || {
        let steps = [W::Step1, W::Step2, W::Step3].map(|step| el("li").say(step.in_(lang)));
        made.with(Option::is_none).then(|| el("ol").class("how").all(steps))
    };
    let card = el("section")
        .class("card")
        .live_one(how)
        .live(next)
        .live_one(move || told.get().map(|(tone, words)| said(tone, "move.told", words)));
    let all = content().with(card).with(p(W::OldStays.in_(lang)).class("note"));
    page(Around::Below, W::Title.in_(lang), "", all, None)
}

/// The new phone's page: the file of the old one, and its code. `open` is whether it is shown instead of the code's page.
pub fn from_old_phone(app: App, open: Var<bool>) -> El {
    let lang = app.lang();
    let file = Var::new(None::<Vec<u8>>);
    let (typed, busy, told) = (Var::new(String::new()), Var::new(false), Var::new(None::<String>));
    let tell = move |words: W| told.set(Some(words.in_(lang).to_owned()));
    let choose = el("input").at("type", "file").at("id", "move.file").t("move.file").class("unseen");
    let input: web_sys::HtmlInputElement = choose.node().clone().unchecked_into();
    let choose = choose.on("change", move |_| {
        let input = Clone::clone(&input);
        spawn_local(async move {
            match files::chosen(&input, LONGEST).await {
                Ok(Some(bytes)) => {
                    told.set(None);
                    file.set(Some(bytes));
                }
                Ok(None) => {}
                Err(_) => tell(W::NotRead),
            }
        });
    });
    let go = move || {
        let Some(bytes) = file.get_untracked() else { return tell(W::FileFirst) };
        let Some(code) = typed.with_untracked(|typed| MoveCode::parse(typed)) else {
            return tell(W::CodeSlip);
        };
        busy.set(true);
        spawn_local(async move {
            let moved = app.phone().take_place_of_old(bytes, code).await;
            busy.set(false);
            told.set(moved.err().map(|error| not_moved(&error, lang)));
        });
    };
    let label = move || if file.with(Option::is_some) { W::Chosen } else { W::Choose }.in_(lang).to_owned();
    let card = el("section")
        .class("card")
        .with(p(W::FromNote.in_(lang)))
        .with(choose)
        .with(el("label").at("for", "move.file").class("btn plain").t("move.choose").say(Say::live(label)))
        .with(field("move.typed", W::Code.in_(lang), typed).keys(Keys::Code).line())
        .live_one(move || told.get().map(|words| into_view(said(Tone::Wrong, "move.failed", words))));
    let back = button(Look::Quiet, "move.back", Common::Back.in_(lang), move || open.set(false));
    let go = button(Look::Main, "move.go", W::Go.in_(lang), go).flag("disabled", move || busy.get());
    page(Around::Nothing, W::From.in_(lang), "", content().with(card).with(back), Some(foot().with(go)))
}
