//! Signing with a finger.

use super::strokes::{HEIGHT, Strokes, WIDTH};
use crate::words::meeting::Close as W;
use leptos::ev::PointerEvent;
use leptos::prelude::*;
use ui::parts::{Button, Look};
use ui::words::Lang;
use wasm_bindgen::JsCast;

/// A pad for one signature.
#[component]
pub fn Pad(
    t: &'static str,
    who: W,
    #[prop(into)] name: Signal<String>,
    strokes: RwSignal<Strokes>,
    lang: Lang,
) -> impl IntoView {
    let drawn = Memo::new(move |_| strokes.with(|strokes| !strokes.path().is_empty()));
    let down = move |event: PointerEvent| {
        event.prevent_default();
        if let Some(pad) = pad_of(&event) {
            // Without capture a stroke ends at the pad's edge, and that is all.
            pad.set_pointer_capture(event.pointer_id()).unwrap_or_default();
        }
        if let Some((x, y)) = point(&event) {
            strokes.update(|strokes| strokes.down(x, y));
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some((x, y)) = point(&event) {
            strokes.maybe_update(|strokes| strokes.to(x, y));
        }
    };
    let up = move |_: PointerEvent| strokes.update(Strokes::up);
    view! {
        <div class="m-sign" data-t=t data-signed=move || drawn.get().then_some("yes")>
            <p>
                <span>{who.in_(lang)}" "<b>{move || name.get()}</b></span>
                {move || if drawn.get() {
                    view! {
                        <Button t=format!("{t}.again") label=W::SignAgain.in_(lang) look=Look::Quiet
                            press=move || strokes.set(Strokes::default())/>
                    }.into_any()
                } else {
                    view! { <span>{W::SignHere.in_(lang)}</span> }.into_any()
                }}
            </p>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") data-t=format!("{t}.pad") role="img"
                aria-label=move || format!("{} {}", who.in_(lang), name.get())
                on:pointerdown=down on:pointermove=moved on:pointerup=up on:pointercancel=up>
                <path d=move || strokes.with(|strokes| strokes.path().to_owned())></path>
            </svg>
        </div>
    }
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
