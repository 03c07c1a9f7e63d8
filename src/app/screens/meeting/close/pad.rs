//! Signing with a finger.

use super::strokes::{HEIGHT, Strokes, WIDTH};
use crate::words::meeting::Close as W;
use ui::dom::{El, div, el, p, svg};
use ui::parts::{Look, button};
use ui::signal::{Derived, Var};
use ui::words::Lang;
use wasm_bindgen::JsCast;
use web_sys::{Event, PointerEvent};

/// A pad for one signature.
pub fn pad(t: &'static str, who: W, name: Derived<String>, strokes: Var<Strokes>, lang: Lang) -> El {
    let drawn = Derived::new(move || strokes.with(|strokes| !strokes.path().is_empty()));
    let down = move |event: Event| {
        event.prevent_default();
        let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
        if let Some(pad) = pad_of(event) {
            // Without capture a stroke ends at the pad's edge, and that is all.
            pad.set_pointer_capture(event.pointer_id()).unwrap_or_default();
        }
        if let Some((x, y)) = point(event) {
            strokes.update(|strokes| strokes.down(x, y));
        }
    };
    let moved = move |event: Event| {
        if let Some((x, y)) = event.dyn_ref().and_then(point) {
            strokes.maybe_update(|strokes| strokes.to(x, y));
        }
    };
    let up = move |_| strokes.update(Strokes::up);
    let again = move || {
        if !drawn.get() {
            return Some(el("span").say(W::SignHere.in_(lang)));
        }
        let clear = move || strokes.set(Strokes::default());
        Some(button(Look::Quiet, &[t, ".again"].concat(), W::SignAgain.in_(lang), clear))
    };
    let who = who.in_(lang);
    let signer = el("span").say(who).say(" ").with(el("b").say(name));
    let path = svg("path").at_live("d", move || Some(strokes.with(|strokes| strokes.path().to_owned())));
    let area = svg("svg")
        .at("viewBox", &format!("0 0 {WIDTH} {HEIGHT}"))
        .t(&[t, ".pad"].concat())
        .at("role", "img")
        .at_live("aria-label", move || Some([who, " ", &name.get()].concat()))
        .on("pointerdown", down)
        .on("pointermove", moved)
        .on("pointerup", up)
        .on("pointercancel", up)
        .with(path);
    let signed = move || drawn.get().then(|| "yes".to_owned());
    div("m-sign").t(t).at_live("data-signed", signed).with(p("").with(signer).live_one(again)).with(area)
}

fn pad_of(event: &PointerEvent) -> Option<web_sys::Element> {
    event.current_target()?.dyn_into().ok()
}

/// Where the pen is, in the pad's own units.
fn point(event: &PointerEvent) -> Option<(i32, i32)> {
    let area = pad_of(event)?.get_bounding_client_rect();
    let (left, top) = (area.left() as i32, area.top() as i32);
    let (width, height) = ((area.width() as i32).max(1), (area.height() as i32).max(1));
    Some(((event.client_x() - left) * WIDTH / width, (event.client_y() - top) * HEIGHT / height))
}
