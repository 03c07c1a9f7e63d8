//! Wall clock, local offset, randomness: the only place on the phone that asks for them.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn fill(bytes: &js_sys::Uint8Array) -> Result<JsValue, JsValue>;
}

/// The phone's wall clock, UTC milliseconds. A claim: people set it wrong.
#[allow(clippy::disallowed_methods, reason = "this is the place")]
pub fn now_ms() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// The claimed local offset from UTC in minutes (480 in China).
pub fn offset_min() -> i16 {
    let now = js_sys::Date::new(&JsValue::from_f64(now_ms() as f64));
    -(now.get_timezone_offset() as i16)
}

/// Random bytes for keys and names.
///
/// # Errors
/// [`NoRandomness`] where the browser gives none.
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let view = js_sys::Uint8Array::new_with_length(N as u32);
    fill(&view).map_err(|_| NoRandomness)?;
    let mut out = [0u8; N];
    view.copy_to(&mut out);
    Ok(out)
}

/// The browser gives no random bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoRandomness;

/// A number below `limit`, for spreading retries; not for secrets.
pub fn jitter(limit: u32) -> u32 {
    (js_sys::Math::random() * f64::from(limit)) as u32
}
