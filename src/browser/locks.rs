//! Web Locks: one window at a time. Where the browser has none, the store's own check inside its transaction
//! remains.

use crate::timer::Later;
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

#[wasm_bindgen]
extern "C" {
    type LockManager;
    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, how: &Object, then: &JsValue) -> Result<Asked, JsValue>;
    type Asked;
    #[wasm_bindgen(method)]
    fn catch(this: &Asked, refused: &Function) -> JsValue;
}

/// How long to wait for a lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Patience {
    /// Not at all.
    None,
    /// So many milliseconds. A frozen window may never let go, so nobody waits for ever; nothing is ever stolen.
    Ms(u32),
}

/// Another window holds the lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held;

#[derive(Default)]
struct State {
    over: bool,
    release: Option<Function>,
}

/// Holds a lock until dropped.
#[must_use = "the lock is let go when this is dropped"]
pub struct Guard(Rc<RefCell<State>>);

impl Drop for Guard {
    fn drop(&mut self) {
        let mut state = self.0.borrow_mut();
        state.over = true;
        if let Some(release) = state.release.take() {
            // Resolving a promise does not throw.
            release.call0(&JsValue::UNDEFINED).map(drop).unwrap_or_default();
        }
    }
}

/// Takes the lock of this name.
///
/// # Errors
/// [`Held`] where another window has it for longer than the patience.
pub async fn take(name: &str, patience: Patience) -> Result<Guard, Held> {
    asked_for(name, patience, "exclusive").await
}

/// Takes the lock of this name beside whoever shares it too.
///
/// # Errors
/// As [`take`].
pub async fn share(name: &str, patience: Patience) -> Result<Guard, Held> {
    asked_for(name, patience, "shared").await
}

async fn asked_for(name: &str, patience: Patience, mode: &str) -> Result<Guard, Held> {
    let guard = Guard(Rc::default());
    let Some(locks) = manager() else { return Ok(guard) };
    let (how, controller) = (Object::new(), AbortController::new().map_err(|_| Held)?);
    set(&how, "mode", &mode.into());
    let _timer = match patience {
        Patience::None => {
            set(&how, "ifAvailable", &JsValue::TRUE);
            None
        }
        Patience::Ms(ms) => {
            set(&how, "signal", &controller.signal());
            Some(Later::new(ms, move || controller.abort()))
        }
    };
    let asked = Promise::new(&mut |granted, refused| {
        let state = guard.0.clone();
        let on_grant = Closure::once_into_js(move |lock: JsValue| hold(&state, &granted, &lock));
        match locks.request(name, &how, &on_grant) {
            Ok(asked) => drop(asked.catch(&refused)),
            Err(error) => drop(refused.call1(&JsValue::UNDEFINED, &error)),
        }
    });
    match JsFuture::from(asked).await {
        Ok(answer) if answer.is_truthy() => Ok(guard),
        _ => Err(Held),
    }
}

/// What the browser waits for as long as the lock is held.
fn hold(state: &Rc<RefCell<State>>, granted: &Function, lock: &JsValue) -> JsValue {
    if lock.is_null() || state.borrow().over {
        drop(granted.call1(&JsValue::UNDEFINED, &JsValue::FALSE));
        return JsValue::UNDEFINED;
    }
    let held = Promise::new(&mut |release, _| state.borrow_mut().release = Some(release));
    drop(granted.call1(&JsValue::UNDEFINED, &JsValue::TRUE));
    held.into()
}

fn manager() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A fresh plain object takes every property.
    Reflect::set(object, &name.into(), value).map(drop).unwrap_or_default();
}
