//! One after the other: two quick taps become two operations, the second of which knows the first.

use js_sys::{Function, Promise};
use ui::signal::Var;
use wasm_bindgen_futures::JsFuture;

/// A queue of one lane.
#[derive(Clone, Copy)]
pub struct Lane(Var<Promise>);

/// A turn; the next begins when it is dropped.
pub struct Turn(Function);

impl Lane {
    /// An empty lane.
    pub fn new() -> Self {
        Self(Var::new(Promise::resolve(&wasm_bindgen::JsValue::NULL)))
    }

    /// Waits for those before.
    pub async fn turn(self) -> Turn {
        let mut end = None;
        let mine = Promise::new(&mut |resolve, _| end = Some(resolve));
        let before = self.0.get_untracked();
        self.0.set(mine);
        // The promise of a turn is only ever resolved.
        JsFuture::from(before).await.unwrap_or_default();
        Turn(end.unwrap_or_else(|| Function::new_no_args("")))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // A resolving function does not throw.
        self.0.call0(&wasm_bindgen::JsValue::NULL).unwrap_or_default();
    }
}
