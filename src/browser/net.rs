//! The way to the township: `fetch` to the server that the page came from. Whatever is not the township's own
//! answer is nobody's.

use crate::timer::{self, Later};
use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use oplog::Digest;
use std::cell::Cell;
use std::rc::Rc;
use sync::limits::MAX_MESSAGE;
use sync::message::{Failure, MEDIA_TYPE, Verb};
use sync::port::{Transport, TransportError};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
};

/// How long the township may stay silent.
const PATIENCE_MS: u32 = 30_000;
/// The slowest line for which a body is waited for: 4 bytes a millisecond.
const SLOWEST: u32 = 4;
/// Bodies longer than this are compressed where the browser can.
const WORTH_PACKING: usize = 1024;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn fetch(path: &str, how: &RequestInit) -> Result<js_sys::Promise, JsValue>;

    /// The page's own script starts who judges beside it; not there where that failed before.
    #[wasm_bindgen(js_namespace = window, catch)]
    fn judge(keys: &Uint8Array, page: &Uint8Array) -> Result<js_sys::Promise, JsValue>;

    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type Blob;
    #[wasm_bindgen(constructor)]
    fn new(parts: &Array) -> Blob;
    #[wasm_bindgen(method)]
    fn stream(this: &Blob) -> Stream;

    type Stream;
    #[wasm_bindgen(method, js_name = pipeThrough, catch)]
    fn pipe_through(this: &Stream, through: &CompressionStream) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = Response)]
    type Packed;
    #[wasm_bindgen(constructor, js_class = "Response", catch)]
    fn new(stream: &JsValue) -> Result<Packed, JsValue>;
    #[wasm_bindgen(method, js_name = arrayBuffer)]
    fn array_buffer(this: &Packed) -> js_sys::Promise;
}

/// The township's server.
#[derive(Clone, Copy, Default, Debug)]
pub struct Net;

impl Transport for Net {
    async fn call(&self, verb: Verb, envelope: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        post(verb.path(), envelope).await
    }

    async fn pause(&self) {
        timer::breathe().await;
    }

    async fn judge(&self, keys: &[u8], page: &[u8]) -> Vec<u8> {
        let Ok(asked) = judge(&Uint8Array::from(keys), &Uint8Array::from(page)) else { return Vec::new() };
        // Of nothing said, nothing is an array too.
        JsFuture::from(asked).await.map_or_else(|_| Vec::new(), |said| Uint8Array::new(&said).to_vec())
    }
}

/// Asks the township to prove that its log of `new` records begins with that of `old`. Of whatever is no proof nothing
/// follows: a portal may have answered. It takes as long as the browser lets it: nobody waits.
pub async fn proof(old: u64, new: u64) -> Option<Vec<Digest>> {
    let path = ["/checkpoint/proof/", &old.to_string(), "/", &new.to_string()].concat();
    let response: Response =
        JsFuture::from(fetch(&path, &RequestInit::new()).ok()?).await.ok()?.unchecked_into();
    if !response.ok() || announced_length(&response) > MAX_MESSAGE {
        return None;
    }
    sync::checkpoint::proof(&JsFuture::from(response.text().ok()?).await.ok()?.as_string()?)
}

/// Sends a message and returns the answer's deterministic CBOR.
///
/// # Errors
/// [`TransportError`]; `NotTheTownship` for redirects, other content types, and bytes that are no message.
pub async fn post(path: &str, body: Vec<u8>) -> Result<Vec<u8>, TransportError> {
    let packed = if body.len() > WORTH_PACKING { pack(&body).await } else { None };
    let length = packed.as_ref().map_or(body.len(), |packed| packed.length() as usize);
    let how = request(
        &packed.as_ref().map_or_else(|| Uint8Array::from(body.as_slice()), Clone::clone),
        packed.is_some(),
    )?;
    let patience = Patience::new(length)?;
    how.set_signal(Some(&patience.controller.signal()));
    let sent = fetch(path, &how).map_err(|_| TransportError::Offline)?;
    let response: Response = JsFuture::from(sent).await.map_err(|_| patience.failed())?.unchecked_into();
    check_kind(&response)?;
    let announced = announced_length(&response);
    if announced > MAX_MESSAGE {
        return Err(TransportError::NotTheTownship);
    }
    // Headers have come; the body is given its own time.
    let patience = patience.again(if announced == 0 { MAX_MESSAGE } else { announced });
    let reading = response.array_buffer().map_err(|_| TransportError::Offline)?;
    let buffer: ArrayBuffer = JsFuture::from(reading).await.map_err(|_| patience.failed())?.unchecked_into();
    if buffer.byte_length() as usize > MAX_MESSAGE {
        return Err(TransportError::NotTheTownship);
    }
    let bytes = Uint8Array::new(&buffer).to_vec();
    if response.ok() {
        oplog::canonical(&bytes).map_err(|_| TransportError::NotTheTownship)?;
        return Ok(bytes);
    }
    match oplog::message_from_cbor::<Failure>(&bytes) {
        Ok(failure) => Err(TransportError::Refused(failure)),
        Err(_) => Err(TransportError::NotTheTownship),
    }
}

fn request(body: &Uint8Array, packed: bool) -> Result<RequestInit, TransportError> {
    let headers = Headers::new().map_err(|_| TransportError::Offline)?;
    let set = |name, value| headers.set(name, value).map_err(|_| TransportError::Offline);
    set("content-type", MEDIA_TYPE)?;
    set("accept", MEDIA_TYPE)?;
    if packed {
        set("content-encoding", "gzip")?;
    }
    let how = RequestInit::new();
    how.set_method("POST");
    how.set_headers(&headers);
    how.set_body(body);
    how.set_cache(RequestCache::NoStore);
    how.set_credentials(RequestCredentials::Omit);
    how.set_redirect(RequestRedirect::Manual);
    Ok(how)
}

/// A redirect, a page, a picture: a captive portal or a proxy, not the township.
fn check_kind(response: &Response) -> Result<(), TransportError> {
    let kind = response.headers().get("content-type").ok().flatten().unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if response.status() == 0 || !kind.eq_ignore_ascii_case(MEDIA_TYPE) {
        return Err(TransportError::NotTheTownship);
    }
    Ok(())
}

fn announced_length(response: &Response) -> usize {
    let length = response.headers().get("content-length").ok().flatten();
    length.and_then(|length| length.parse().ok()).unwrap_or(0)
}

/// gzip, where the browser can and it helps.
async fn pack(body: &[u8]) -> Option<Uint8Array> {
    let constructor = Reflect::get(&js_sys::global(), &"CompressionStream".into()).ok()?;
    constructor.dyn_ref::<Function>()?;
    let stream = Blob::new(&Array::of1(&Uint8Array::from(body))).stream();
    let through = stream.pipe_through(&CompressionStream::new("gzip").ok()?).ok()?;
    let buffer = JsFuture::from(Packed::new(&through).ok()?.array_buffer()).await.ok()?;
    let packed = Uint8Array::new(&buffer);
    ((packed.length() as usize) < body.len()).then_some(packed)
}

/// Ends a request that takes too long, and tells that from a broken line.
struct Patience {
    controller: AbortController,
    ended: Rc<Cell<bool>>,
    _timer: Later,
}

impl Patience {
    fn new(bytes: usize) -> Result<Self, TransportError> {
        let controller = AbortController::new().map_err(|_| TransportError::Offline)?;
        Ok(Self::with(controller, Rc::default(), bytes))
    }

    fn with(controller: AbortController, ended: Rc<Cell<bool>>, bytes: usize) -> Self {
        let allowance = u32::try_from(bytes).unwrap_or(u32::MAX / 2) / SLOWEST;
        let (abort, note) = (controller.clone(), ended.clone());
        let timer = Later::new(PATIENCE_MS.saturating_add(allowance), move || {
            note.set(true);
            abort.abort();
        });
        Self { controller, ended, _timer: timer }
    }

    fn again(self, bytes: usize) -> Self {
        Self::with(self.controller, self.ended, bytes)
    }

    fn failed(&self) -> TransportError {
        if self.ended.get() { TransportError::Timeout } else { TransportError::Offline }
    }
}
