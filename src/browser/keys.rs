//! The device's key. WebCrypto's own Ed25519 where the browser has it: made there, never readable, kept as it is in
//! IndexedDB. Otherwise a key made here, whose seed lies in IndexedDB sealed by an AES-GCM key that can't be read.

use crate::Store;
use crate::clock;
use crate::store::ring::Ring;
use crate::store::rows::{bytes, bytes_of};
use crate::store::schema::{DEVICE, KEYS};
use js_sys::{Array, Object, Promise, Uint8Array};
use oplog::{DeviceId, PublicKey, SecretKey, Signature};
use std::cell::Cell;
use sync::port::{Cipher, DeviceKey, KeyError, StoreError};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A seed as the browser seals it: 32 bytes and the cipher's tag.
const SEED: usize = 32 + oplog::seal::TAG;
const CHECK: &str = "shouyi/key-check/1";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = generateKey, catch)]
    fn generate_key(how: &JsValue, readable: bool, uses: &Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = exportKey, catch)]
    fn export_key(format: &str, key: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = sign, catch)]
    fn sign_with(how: &str, key: &JsValue, message: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn encrypt(how: &GcmHow, key: &JsValue, message: &Uint8Array) -> Result<Promise, JsValue>;
    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], catch)]
    fn decrypt(how: &GcmHow, key: &JsValue, sealed: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_namespace = ["crypto", "subtle"], js_name = importKey, catch)]
    fn import_key(
        form: &str,
        key: &Uint8Array,
        of: &str,
        readable: bool,
        uses: &Array,
    ) -> Result<Promise, JsValue>;

    type GcmHow;
    #[wasm_bindgen(method, setter)]
    fn set_name(this: &GcmHow, name: &str);
    #[wasm_bindgen(method, setter)]
    fn set_length(this: &GcmHow, bits: u32);
    #[wasm_bindgen(method, setter)]
    fn set_iv(this: &GcmHow, iv: &JsValue);

    type Pair;
    #[wasm_bindgen(method, getter, js_name = publicKey)]
    fn public_key(this: &Pair) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = privateKey)]
    fn private_key(this: &Pair) -> JsValue;

    /// The record: `private`, or else `wrap`, `iv` and `sealed`.
    #[wasm_bindgen(extends = Object)]
    type KeyRow;
    #[wasm_bindgen(method, getter)]
    fn public(this: &KeyRow) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_public(this: &KeyRow, public: &Uint8Array);
    #[wasm_bindgen(method, getter)]
    fn private(this: &KeyRow) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_private(this: &KeyRow, private: &JsValue);
    #[wasm_bindgen(method, getter)]
    fn wrap(this: &KeyRow) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_wrap(this: &KeyRow, wrap: &JsValue);
    #[wasm_bindgen(method, getter)]
    fn iv(this: &KeyRow) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_iv(this: &KeyRow, iv: &Uint8Array);
    #[wasm_bindgen(method, getter)]
    fn sealed(this: &KeyRow) -> JsValue;
    #[wasm_bindgen(method, setter)]
    fn set_sealed(this: &KeyRow, sealed: &Uint8Array);
}

enum How {
    /// Inside the browser.
    Browser(JsValue),
    /// In this page's memory.
    Here(Box<SecretKey>),
}

/// The device's key, ready to sign.
pub struct Key {
    public: PublicKey,
    how: How,
    checked: Cell<bool>,
}

/// Which kind of key to make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Make {
    /// The browser's own Ed25519, or a wrapped one where it has none or can't keep it.
    Best,
    /// A wrapped one.
    Wrapped,
}

impl Key {
    /// The public half.
    pub const fn public(&self) -> PublicKey {
        self.public
    }

    /// Whether the key is inside the browser, where no page can read it.
    pub const fn is_in_browser(&self) -> bool {
        matches!(self.how, How::Browser(_))
    }

    /// The key that is stored, if there is one.
    ///
    /// # Errors
    /// [`StoreError`]; `Corrupt` where the record can't be opened.
    pub async fn load(store: &Store) -> Result<Option<Self>, StoreError> {
        let row = store.value(KEYS, DEVICE).await?;
        if row.is_undefined() {
            return Ok(None);
        }
        let row: KeyRow = row.unchecked_into();
        let public = bytes_of(&row.public())?.try_into().map(PublicKey).map_err(|_| StoreError::Corrupt)?;
        let how = if row.private().is_object() {
            How::Browser(row.private())
        } else {
            let sealed = opened_seed(store.ring(), &row)?;
            let opened =
                decrypt(&gcm(&row.iv()), &row.wrap(), &bytes(&sealed)).map_err(|_| StoreError::Corrupt)?;
            let seed = JsFuture::from(opened).await.map_err(|_| StoreError::Corrupt)?;
            let seed: [u8; 32] = bytes_of(&seed)?.try_into().map_err(|_| StoreError::Corrupt)?;
            How::Here(Box::new(SecretKey::from_seed(&seed)))
        };
        Ok(Some(Self { public, how, checked: Cell::new(false) }))
    }

    /// Makes a key, lets it sign, verifies that, and stores it.
    ///
    /// # Errors
    /// [`MakeError`]
    pub async fn make(store: &Store, make: Make) -> Result<Self, MakeError> {
        if make == Make::Best
            && let Ok(made) = in_browser().await
            && let Ok(key) = keep(store, made).await
        {
            return Ok(key);
        }
        keep(store, wrapped(store.ring()).await?).await
    }

    /// Forgets the stored key. What it signed stays valid; nothing more can be signed with it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn forget(store: &Store) -> Result<(), StoreError> {
        store.put_value(KEYS, DEVICE, &JsValue::UNDEFINED).await
    }

    async fn signed(&self, message: &[u8]) -> Result<Signature, KeyError> {
        match &self.how {
            How::Browser(key) => {
                let signing = sign_with("Ed25519", key, &bytes(message)).map_err(|_| KeyError)?;
                let signature = JsFuture::from(signing).await.map_err(|_| KeyError)?;
                bytes_of(&signature).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(KeyError)
            }
            How::Here(key) => {
                let (context, rest) = parts(message).ok_or(KeyError)?;
                Ok(key.sign(context, rest))
            }
        }
    }
}

impl DeviceKey for Key {
    async fn sign(&self, message: &[u8]) -> Result<Signature, KeyError> {
        let signature = self.signed(message).await?;
        if !self.checked.get() {
            let (context, rest) = parts(message).ok_or(KeyError)?;
            self.public.verify(context, rest, &signature).map_err(|_| KeyError)?;
            self.checked.set(true);
        }
        Ok(signature)
    }
}

/// The context and the rest of a message to sign.
fn parts(message: &[u8]) -> Option<(&str, &[u8])> {
    let end = message.iter().position(|byte| *byte == 0)?;
    let (context, rest) = message.split_at_checked(end)?;
    Some((core::str::from_utf8(context).ok()?, rest.get(1..)?))
}

/// Why there is no key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MakeError {
    /// The browser makes none, or it does not sign.
    Key,
    /// It could not be stored.
    Store(StoreError),
}

impl From<KeyError> for MakeError {
    fn from(_: KeyError) -> Self {
        Self::Key
    }
}

struct Made {
    key: Key,
    row: KeyRow,
}

async fn keep(store: &Store, made: Made) -> Result<Key, MakeError> {
    made.key.sign(&oplog::signed_message(CHECK, b"")).await?;
    store.put_value(KEYS, DEVICE, &made.row).await.map_err(MakeError::Store)?;
    Ok(made.key)
}

fn row(public: &PublicKey) -> KeyRow {
    let row: KeyRow = Object::new().unchecked_into();
    row.set_public(&bytes(&public.0));
    row
}

async fn in_browser() -> Result<Made, KeyError> {
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let pair = promised(generate_key(&"Ed25519".into(), false, &uses)).await?;
    let pair: Pair = pair.unchecked_into();
    let public = promised(export_key("raw", &pair.public_key())).await?;
    let public =
        bytes_of(&public).ok().and_then(|bytes| bytes.try_into().ok()).map(PublicKey).ok_or(KeyError)?;
    let row = row(&public);
    row.set_private(&pair.private_key());
    Ok(Made { key: Key { public, how: How::Browser(pair.private_key()), checked: Cell::new(false) }, row })
}

/// The device, as far as it can be told without the data key.
pub(crate) fn device(row: &JsValue) -> Result<Option<DeviceId>, StoreError> {
    if row.is_undefined() {
        return Ok(None);
    }
    let public = bytes_of(&row.unchecked_ref::<KeyRow>().public())?.try_into();
    public.map(|key| Some(PublicKey(key).device())).map_err(|_| StoreError::Corrupt)
}

/// The seed as the browser sealed it, taken out of the seal of the data key.
fn opened_seed(ring: &Ring, row: &KeyRow) -> Result<Vec<u8>, StoreError> {
    let sealed = bytes_of(&row.sealed())?;
    // As it lay before there was a data key.
    if sealed.len() == SEED { Ok(sealed) } else { ring.open(KEYS, DEVICE.as_bytes(), sealed) }
}

/// The device's record under the present data key; none where nothing of it is sealed, or it is already.
pub(crate) fn resealed(ring: &Ring, row: &JsValue) -> Result<Option<JsValue>, StoreError> {
    let key: &KeyRow = row.unchecked_ref();
    if row.is_undefined() || key.private().is_object() {
        return Ok(None);
    }
    let held = bytes_of(&key.sealed())?;
    if held.len() != SEED && ring.is_present(&held) {
        return Ok(None);
    }
    key.set_sealed(&bytes(&ring.seal(KEYS, DEVICE.as_bytes(), &opened_seed(ring, key)?)?));
    Ok(Some(row.clone()))
}

async fn wrapped(ring: &Ring) -> Result<Made, KeyError> {
    let seed = clock::random::<32>().map_err(|_| KeyError)?;
    let iv = clock::random::<12>().map_err(|_| KeyError)?;
    let how = gcm(&bytes(&iv));
    how.set_length(256);
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let wrap = promised(generate_key(&how, false, &uses)).await?;
    let sealed = promised(encrypt(&how, &wrap, &bytes(&seed))).await?;
    let secret = SecretKey::from_seed(&seed);
    let public = secret.public();
    let row = row(&public);
    row.set_wrap(&wrap);
    row.set_iv(&bytes(&iv));
    let sealed = bytes_of(&sealed).and_then(|sealed| ring.seal(KEYS, DEVICE.as_bytes(), &sealed));
    row.set_sealed(&bytes(&sealed.map_err(|_| KeyError)?));
    Ok(Made { key: Key { public, how: How::Here(Box::new(secret)), checked: Cell::new(false) }, row })
}

/// The browser's AES-GCM, under keys that serve once.
pub struct Gcm;

impl Cipher for Gcm {
    async fn seal(&self, key: &[u8; 32], nonce: [u8; 12], plain: &[u8]) -> Result<Vec<u8>, KeyError> {
        let uses = Array::of1(&"encrypt".into());
        let key = promised(import_key("raw", &bytes(key), "AES-GCM", false, &uses)).await?;
        let sealed = promised(encrypt(&gcm(&bytes(&nonce)), &key, &bytes(plain))).await?;
        bytes_of(&sealed).map_err(|_| KeyError)
    }
}

fn gcm(iv: &JsValue) -> GcmHow {
    let how: GcmHow = Object::new().unchecked_into();
    how.set_name("AES-GCM");
    how.set_iv(iv);
    how
}

async fn promised(asked: Result<Promise, JsValue>) -> Result<JsValue, KeyError> {
    JsFuture::from(asked.map_err(|_| KeyError)?).await.map_err(|_| KeyError)
}
