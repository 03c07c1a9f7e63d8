//! Passing records from a screen to a camera: one shows what it holds, the other shows what it lacks.

use crate::page::{Around, content, into_view, page};
use crate::state::{App, app};
use crate::words::Common;
use crate::words::carry::{brought, not_carried};
use crate::words::nearby::{Near as W, how_much, so_far};
use browser::nearby::{A_SECOND, NoCamera, look, show};
use oplog::Refused;
use oplog::bundle::{Bundle, Kind};
use std::cell::Cell;
use std::rc::Rc;
use sync::fountain::{Fountain, Progress};
use sync::session::carry::{Brought, CarryError};
use ui::dom::{El, Say, el, p};
use ui::parts::{Look, Tone, button, said};
use ui::signal::Var;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// What is to be shown, until it is.
type Shown = Rc<Cell<Option<Fountain>>>;

#[derive(Clone)]
enum Step {
    /// Who gives and who takes.
    Choose,
    /// Something is being made.
    Wait,
    /// What is here, for whoever gives.
    Ask(Shown),
    /// Looking for what the other holds.
    ToAsk,
    /// Looking for what is given.
    ToTake,
    /// What the other lacks, and how much that is.
    Give(Shown, String),
}

/// The screen's state.
#[derive(Clone, Copy)]
struct Screen {
    app: App,
    step: Var<Step>,
    told: Var<Option<(Tone, String)>>,
    progress: Var<Progress>,
    /// Parts that wait to be taken in, whether one is being, and what those before brought.
    parts: Var<(Vec<Vec<u8>>, bool, Brought)>,
}

/// The screen.
pub fn near() -> El {
    let app = app();
    let screen = Screen {
        app,
        step: Var::new(Step::Choose),
        told: Var::default(),
        progress: Var::default(),
        parts: Var::default(),
    };
    let told = move || screen.told.get().map(|(tone, words)| into_view(said(tone, "near.told", words)));
    let all = content().live_one(move || Some(screen.card(screen.step.get()))).live_one(told);
    page(Around::Below, W::Title.in_(app.lang()), W::Sub.in_(app.lang()), all, None)
}

impl Screen {
    fn card(self, step: Step) -> El {
        let card = el("section").class("card");
        let say = |words: W| p(words.in_(self.app.lang()));
        match step {
            Step::Choose => card
                .with(say(W::How))
                .with(self.button(Look::Main, "near.give", W::Give, move || self.to(Step::ToAsk)))
                .with(self.button(Look::Plain, "near.take", W::Take, move || self.ask())),
            Step::Wait => card.with(say(W::Wait)),
            Step::Ask(shown) => card
                .with(self.code(&shown))
                .with(say(W::Ask))
                .with(self.button(Look::Main, "near.look", W::Look, move || self.take()))
                .with(self.back()),
            Step::Give(shown, much) => card
                .with(self.code(&shown))
                .with(p("").t("near.much").with(el("b").say(much)))
                .with(say(W::Hold))
                .with(self.button(Look::Main, "near.check", W::Check, move || self.to(Step::ToAsk)))
                .with(self.back()),
            Step::ToAsk => {
                card.with(self.view(move |shown| self.give(shown))).with(say(W::ToAsk)).with(self.back())
            }
            Step::ToTake => {
                let percent = move || self.progress.get().percent;
                let lang = self.app.lang();
                let bar =
                    el("progress").at("max", "100").at_live("value", move || Some(percent().to_string()));
                card.with(self.view(move |part| self.came(part)))
                    .with(p(Say::live(move || so_far(self.progress.get(), lang))).t("near.so-far"))
                    .with(bar.at("aria-label", W::ToTake.in_(lang)))
                    .with(say(W::ToTake))
                    .with(self.back())
            }
        }
    }

    fn button(self, look: Look, t: &str, words: W, press: impl FnMut() + 'static) -> El {
        button(look, t, words.in_(self.app.lang()), press)
    }

    fn back(self) -> El {
        button(Look::Quiet, "near.back", Common::Back.in_(self.app.lang()), move || self.stop())
    }

    fn to(self, step: Step) {
        self.told.set(None);
        self.step.set(step);
    }

    fn end(self, tone: Tone, words: String) {
        self.step.set(Step::Choose);
        self.told.set(Some((tone, words)));
    }

    fn failed(self, error: CarryError) {
        self.end(Tone::Wrong, not_carried(error, self.app.lang()));
    }

    /// What the camera sees, until the next step.
    fn view(self, part: impl Fn(Vec<u8>) + 'static) -> El {
        let video =
            el("video").class("code").flag("muted", || true).flag("playsinline", || true).t("near.video");
        let node = video.node().clone().unchecked_into();
        spawn_local(async move {
            let seen = move |progress| {
                // Who films touches nothing: as long as something new is seen, the phone is in use.
                if self.progress.try_with_untracked(|before| *before != progress) == Some(true) {
                    self.app.touch();
                    self.progress.set(progress);
                }
            };
            if let Err(error) = look(&node, seen, part).await {
                let words = if error == NoCamera::Refused { W::Refused } else { W::NoCamera };
                self.end(Tone::Wrong, words.in_(self.app.lang()).to_owned());
            }
        });
        video
    }

    fn ask(self) {
        self.to(Step::Wait);
        spawn_local(async move {
            match self.app.phone().show_held(self.app.my_name()).await {
                Ok(held) => self.show(vec![held], Step::Ask),
                Err(error) => self.failed(error),
            }
        });
    }

    fn show(self, parts: Vec<Vec<u8>>, step: impl FnOnce(Shown) -> Step) {
        match Fountain::new(parts) {
            Some(fountain) => self.step.set(step(Rc::new(Cell::new(Some(fountain))))),
            None => self.end(Tone::Wrong, W::TooMuch.in_(self.app.lang()).to_owned()),
        }
    }

    /// Gives what the other lacks, by what it showed.
    fn give(self, shown: Vec<u8>) {
        self.to(Step::Wait);
        let (app, lang) = (self.app, self.app.lang());
        spawn_local(async move {
            let missing = match app.phone().pack_missing(app.my_name(), shown).await {
                Ok(missing) => missing,
                Err(CarryError::Refused(Refused::Shape)) => {
                    return self.end(Tone::Wrong, W::BothGive.in_(lang).to_owned());
                }
                Err(error) => return self.failed(error),
            };
            if !missing.handed.is_empty()
                && let Err(error) = app.phone().handed_over(&missing.handed).await
            {
                return self.failed(error.into());
            }
            if missing.parts.is_empty() {
                let words = if missing.handed.is_empty() { W::Nothing } else { W::Handed };
                return self.end(Tone::Good, words.in_(lang).to_owned());
            }
            let ops = missing.ops;
            let much = |fountain: &Fountain| how_much(ops, fountain.blocks() / A_SECOND + 1, lang);
            self.show(missing.parts, |shown| {
                let fountain = shown.take();
                let much = fountain.as_ref().map(much).unwrap_or_default();
                shown.set(fountain);
                Step::Give(shown, much)
            });
        });
    }

    fn take(self) {
        self.progress.set(Progress::default());
        self.parts.set(Default::default());
        self.to(Step::ToTake);
    }

    /// A part is here: it is taken in after those before it.
    fn came(self, part: Vec<u8>) {
        if Bundle::read(&part).is_ok_and(|bundle| bundle.of(Kind::Held).next().is_some()) {
            return self.end(Tone::Wrong, W::BothTake.in_(self.app.lang()).to_owned());
        }
        let busy = self.parts.try_update(|(parts, busy, _)| {
            parts.insert(0, part);
            core::mem::replace(busy, true)
        });
        if busy == Some(false) {
            spawn_local(self.take_in());
        }
    }

    /// Takes in what has come, also where the screen is left meanwhile.
    async fn take_in(self) {
        while let Some(Some(part)) = self.parts.try_update(|(parts, ..)| parts.pop()) {
            match self.app.phone().take_in(part).await {
                Ok(one) => self.parts.update(|(.., all)| {
                    all.taken.new += one.taken.new;
                    all.received += one.received;
                    all.unverified += one.unverified;
                    all.carried = all.carried.take().or(one.carried);
                }),
                Err(error) => return self.failed(error),
            }
        }
        self.parts.update(|(_, busy, _)| *busy = false);
        if self.progress.try_with_untracked(Progress::is_whole) == Some(true) {
            let words = self.parts.with_untracked(|(.., all)| brought(all, self.app.lang()));
            self.end(Tone::Good, words);
        }
    }

    /// Ends it before its end: what came is here.
    fn stop(self) {
        let begun = self.progress.with_untracked(|progress| progress.percent > 0 && !progress.is_whole());
        let taking = matches!(self.step.get_untracked(), Step::ToTake);
        self.to(Step::Choose);
        if taking && begun {
            self.told.set(Some((Tone::Info, W::Stopped.in_(self.app.lang()).to_owned())));
        }
    }

    /// The codes, one after the other.
    fn code(self, shown: &Shown) -> El {
        let canvas = el("canvas").class("code").at("role", "img").t("near.code");
        if let Some(fountain) = shown.take() {
            let node = canvas.node().clone().unchecked_into();
            spawn_local(show(node, fountain, move || self.app.touch()));
        }
        canvas
    }
}
