//! Files that leave the page or come into it.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlElement, HtmlInputElement};

#[wasm_bindgen]
extern "C" {
    type Blob;
    #[wasm_bindgen(constructor)]
    fn new(parts: &Array, how: &How) -> Blob;
    #[wasm_bindgen(js_namespace = URL, js_name = createObjectURL, catch)]
    fn address_of(blob: &Blob) -> Result<String, JsValue>;
    #[wasm_bindgen(js_namespace = URL, js_name = revokeObjectURL)]
    fn forget(address: &str);

    type File;
    #[wasm_bindgen(constructor, catch)]
    fn new(parts: &Array, name: &str, how: &How) -> Result<File, JsValue>;
    #[wasm_bindgen(method, js_name = arrayBuffer, catch)]
    fn array_buffer(this: &File) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, getter)]
    fn size(this: &File) -> f64;

    type Chosen;
    #[wasm_bindgen(method, getter)]
    fn files(this: &Chosen) -> JsValue;

    #[wasm_bindgen(js_namespace = navigator, catch)]
    fn share(what: &How) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = navigator, js_name = canShare, catch)]
    fn can_share(what: &How) -> Result<bool, JsValue>;

    #[wasm_bindgen(extends = Object)]
    type How;
    #[wasm_bindgen(method, setter, js_name = type)]
    fn set_kind(this: &How, kind: &str);
    #[wasm_bindgen(method, setter)]
    fn set_files(this: &How, files: &Array);
}

/// Browsers share only files of endings that they know: it travels as a text that nobody reads.
const SHARED_AS: (&str, &str) = (".txt", "text/plain");
/// How long the browser may take to begin with a file that is saved.
const SAVING_MS: u32 = 60_000;

/// Whether there is something on this phone to send files with: WeChat, Bluetooth, mail.
pub fn may_send() -> bool {
    to_share("a", b"").is_some()
}

/// Lets the person send a file with whatever is on the phone; whether it was taken.
pub async fn send(name: &str, bytes: &[u8]) -> bool {
    let Some(asked) = to_share(name, bytes).and_then(|what| share(&what).ok()) else { return false };
    JsFuture::from(asked).await.is_ok()
}

fn to_share(name: &str, bytes: &[u8]) -> Option<How> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    Reflect::get(&navigator, &"canShare".into()).ok()?.dyn_ref::<Function>()?;
    let how: How = Object::new().unchecked_into();
    how.set_kind(SHARED_AS.1);
    let file = File::new(&parts(bytes), &[name, SHARED_AS.0].concat(), &how).ok()?;
    let what: How = Object::new().unchecked_into();
    what.set_files(&Array::of1(&file));
    can_share(&what).ok().filter(|can| *can).map(|_| what)
}

/// Saves a file where the browser keeps downloads; whether it began to.
pub fn save(name: &str, bytes: &[u8]) -> bool {
    let how: How = Object::new().unchecked_into();
    how.set_kind(sync::carried::BUNDLE_TYPE);
    let Ok(address) = address_of(&Blob::new(&parts(bytes), &how)) else { return false };
    let link = web_sys::window().and_then(|window| window.document()).and_then(|page| {
        let link: HtmlElement = page.create_element("a").ok()?.unchecked_into();
        link.set_attribute("href", &address).ok()?;
        link.set_attribute("download", name).ok()?;
        Some(link)
    });
    if let Some(link) = &link {
        link.click();
    }
    wasm_bindgen_futures::spawn_local(async move {
        crate::timer::sleep(SAVING_MS).await;
        forget(&address);
    });
    link.is_some()
}

fn parts(bytes: &[u8]) -> Array {
    Array::of1(&Uint8Array::from(bytes))
}

/// Why a file was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// It is longer than asked for.
    TooLong,
    /// The phone would not give it.
    NotGiven,
}

/// The file that was chosen, of at most so many bytes; none where none was. It can be chosen again afterwards.
///
/// # Errors
/// [`Unreadable`]
pub async fn chosen(input: &HtmlInputElement, most: usize) -> Result<Option<Vec<u8>>, Unreadable> {
    let files = Array::from(&input.unchecked_ref::<Chosen>().files());
    let file = files.get(0);
    if file.is_undefined() {
        return Ok(None);
    }
    let file: File = file.unchecked_into();
    if file.size() > most as f64 {
        return Err(Unreadable::TooLong);
    }
    let asked = file.array_buffer().map_err(|_| Unreadable::NotGiven)?;
    let buffer = JsFuture::from(asked).await.map_err(|_| Unreadable::NotGiven)?;
    input.set_value("");
    Ok(Some(Uint8Array::new(&buffer).to_vec()))
}
