//! Printing once the code that belongs on the sheet is there: the button and the keys wait for it, and what could not be
//! read is never left out silently.

use crate::api;
use crate::api::Failure;
use crate::loaded::Loaded;
use crate::route::Route;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::desk::Printed;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlImageElement;

/// How it stands with the code of a sheet.
#[derive(Clone, PartialEq, Debug)]
pub enum Code {
    /// It is there, or the sheet has none.
    Ready,
    /// It is being read.
    Waits,
    /// It could not be read.
    Failed(Failure),
}

impl Code {
    /// Of a sheet that is nothing without it.
    pub fn of(loaded: Loaded<Printed>) -> Self {
        match (loaded.value.with(Option::is_some), loaded.failure.get()) {
            (true, _) => Self::Ready,
            (false, Some(failure)) => Self::Failed(failure),
            (false, None) => Self::Waits,
        }
    }
}

/// The printer of a screen; a handle, copied freely.
#[derive(Clone, Copy)]
pub struct Printing {
    /// Somebody wants to print, and the code is waited for.
    pub wanted: RwSignal<bool>,
    /// Why the township could not write down that it was printed.
    pub unnoted: RwSignal<Option<Failure>>,
    loaded: Loaded<Printed>,
    code: Memo<Code>,
}

impl Printing {
    /// Follows the keys of printing for as long as the screen is there.
    pub fn new(loaded: Loaded<Printed>, code: impl Fn() -> Code + Send + Sync + 'static) -> Self {
        let code = Memo::new(move |_| code());
        let printing = Self { wanted: RwSignal::new(false), unnoted: RwSignal::new(None), loaded, code };
        Effect::new(move |_| {
            if !printing.wanted.get() || code.get() == Code::Waits {
                return;
            }
            printing.wanted.set(false);
            if code.get() == Code::Ready {
                printing.at_once();
            }
        });
        let keys = window_event_listener(ev::keydown, move |event| {
            let held = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            if held && event.key().eq_ignore_ascii_case("p") {
                event.prevent_default();
                printing.ask();
            }
        });
        on_cleanup(move || keys.remove());
        printing
    }

    /// Prints as soon as the code is there; one that could not be read is read again.
    pub fn ask(self) {
        if matches!(self.code.get_untracked(), Code::Failed(_)) {
            self.loaded.again();
        }
        self.wanted.set(true);
    }

    /// Prints what is drawn by the next frame, with or without a code.
    pub fn at_once(self) {
        print(move |failure| drop(self.unnoted.try_set(failure)));
    }

    /// Reads the code again.
    pub fn again(self) {
        self.loaded.again();
    }

    /// How it stands.
    pub fn code(self) -> Code {
        self.code.get()
    }
}

/// Prints what is drawn by the next frame, its picture with it. The township writes down which record was printed; where it
/// could not, `told` hears why.
pub fn print(told: impl FnOnce(Option<Failure>) + 'static) {
    request_animation_frame(|| {
        spawn_local(async {
            let picture = document().query_selector(".p-seal img").ok().flatten();
            if let Some(picture) = picture.and_then(|picture| picture.dyn_into::<HtmlImageElement>().ok()) {
                // One that can't be drawn is seen to be missing on the sheet.
                JsFuture::from(picture.decode()).await.map(drop).unwrap_or_default();
            }
            // A browser without printing says so itself.
            window().print().unwrap_or_default();
            let hash = window().location().hash().unwrap_or_default();
            if let Some(matter) = Route::read(&hash).matter() {
                told(api::act(&format!("matters/{matter}/printed")).await.err());
            }
        });
    });
}
