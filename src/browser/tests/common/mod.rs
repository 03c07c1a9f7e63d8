//! Stores for tests, each of a name of its own, and a browser that misbehaves.
#![allow(dead_code, reason = "each test file uses some of it")]

use browser::Store;
use js_sys::{Array, Function, Promise, Uint8Array};
use rexie::Rexie;
use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

pub async fn delete(name: &str) {
    Rexie::delete(name).await.unwrap();
}

pub async fn fresh(name: &str) -> Store {
    delete(name).await;
    Store::open(name).await.unwrap()
}

/// Runs both at once.
pub async fn together<A, B>(one: impl Future<Output = A>, two: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut two) = (pin!(one), pin!(two));
    let (mut left, mut right) = (None, None);
    std::future::poll_fn(|context| {
        if left.is_none() {
            left = match one.as_mut().poll(context) {
                Poll::Ready(value) => Some(value),
                Poll::Pending => None,
            };
        }
        if right.is_none() {
            right = match two.as_mut().poll(context) {
                Poll::Ready(value) => Some(value),
                Poll::Pending => None,
            };
        }
        if left.is_some() && right.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    (left.unwrap(), right.unwrap())
}

/// Runs a script of the page.
pub fn script(text: &str) -> JsValue {
    Function::new_no_args(text).call0(&JsValue::UNDEFINED).unwrap()
}

/// The durability of every read-write transaction opened meanwhile.
pub async fn durabilities_asked(work: impl Future<Output = ()>) -> Vec<String> {
    script(
        "const p = IDBDatabase.prototype, real = p.transaction; window.asked = [];
         window.mend = () => { p.transaction = real; };
         p.transaction = function (...a) {
           const tx = real.apply(this, a);
           if (a[1] === 'readwrite') window.asked.push(tx.durability);
           return tx;
         };",
    );
    work.await;
    let asked = Array::from(&script("window.mend(); return window.asked"));
    asked.iter().filter_map(|name| name.as_string()).collect()
}

/// Every deletion throws this exception while the work runs.
pub async fn while_deleting_throws<T>(name: &str, work: impl Future<Output = T>) -> T {
    let text =
        "const p = IDBObjectStore.prototype, real = p.delete; window.mend = () => { p.delete = real; };
         p.delete = () => { throw new DOMException('', name); };";
    Function::new_with_args("name", text).call1(&JsValue::UNDEFINED, &name.into()).unwrap();
    let done = work.await;
    script("window.mend()");
    done
}

/// Text that does not compress.
pub fn noise(len: usize) -> String {
    let mut state = 88_172_645_463_325_252u64;
    let digits = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        digits.get((state % 64) as usize).copied().unwrap_or(b'0') as char
    };
    std::iter::repeat_with(next).take(len).collect()
}

/// A megabyte of noise.
pub fn megabyte() -> JsValue {
    script(
        "const all = new Uint8Array(1 << 20);
         for (let at = 0; at < all.length; at += 65536) crypto.getRandomValues(all.subarray(at, at + 65536));
         return all",
    )
}

/// From now on every request is answered so.
pub fn answer_page(status: u16, kind: &str, body: &[u8]) {
    let text = "window.fetch = async (path, how) => {
           window.sent = { path, how };
           return new Response(body, { status, headers: { 'content-type': kind } });
         };";
    let body = Uint8Array::from(body);
    Function::new_with_args("status, kind, body", text)
        .call3(&JsValue::UNDEFINED, &status.into(), &kind.into(), &body)
        .unwrap();
}

/// From now on every request is answered so, by the township.
pub fn answer(status: u16, body: &[u8]) {
    answer_page(status, sync::message::MEDIA_TYPE, body);
}

/// Path and body of the last request.
pub fn sent() -> (String, Vec<u8>) {
    let path = script("return window.sent.path").as_string().unwrap();
    (path, Uint8Array::new(&script("return window.sent.how.body")).to_vec())
}

/// A header of the last request.
pub fn header(name: &str) -> String {
    let text = "return window.sent.how.headers.get(name) ?? ''";
    Function::new_with_args("name", text)
        .call1(&JsValue::UNDEFINED, &name.into())
        .unwrap()
        .as_string()
        .unwrap()
}

/// The body of the last request, unpacked by the browser.
pub async fn unpacked() -> Vec<u8> {
    let text = "return new Response(new Blob([window.sent.how.body]).stream()
           .pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()";
    let buffer = JsFuture::from(Promise::from(script(text))).await.unwrap();
    Uint8Array::new(&buffer).to_vec()
}

/// From now on the township answers requests of this path so, and the others as before.
pub fn answer_at(path: &str, status: u16, body: &[u8]) {
    let text = "const before = window.fetch;
         window.fetch = async (asked, how) => {
           if (!String(asked).endsWith(path)) return before(asked, how);
           window.sent = { path: asked, how };
           return new Response(body, { status, headers: { 'content-type': kind } });
         };";
    let all =
        Array::of4(&path.into(), &status.into(), &sync::message::MEDIA_TYPE.into(), &Uint8Array::from(body));
    Function::new_with_args("path, status, kind, body", text).apply(&JsValue::UNDEFINED, &all).unwrap();
}
