//! The data keys, as long as the phone is unlocked, and what they seal: every row that bears words.
//!
//! A sealed row is `number(1) ‖ nonce(12) ‖ AES-256-GCM`; the number names the key, so that rows can go over to another
//! key one by one. With it is sealed where the row lies, its store and its key: no row can take another's place. It is
//! done here and not by the browser, whose own cipher answers later: a transaction would not wait for it.

use super::rows::bytes_of;
use crate::clock;
use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use std::cell::RefCell;
use sync::port::StoreError;
use wasm_bindgen::JsValue;

/// A data key.
pub type DataKey = [u8; 32];

/// Numbers of keys are below this; what no key has sealed begins with more.
const NUMBERS: u8 = 32;
const NONCE: usize = 12;
const BEFORE: usize = 1 + NONCE;

/// The keys of an unlocked phone.
#[derive(Default)]
pub struct Ring(RefCell<Keys>);

#[derive(Default)]
struct Keys {
    number: u8,
    all: Vec<(u8, Aes256Gcm)>,
    plain: bool,
    /// Of this page's nonces: random, then counted.
    begin: [u8; 8],
    count: u32,
}

/// The key's number that follows this one.
pub const fn next_number(number: u8) -> u8 {
    if number + 1 < NUMBERS { number + 1 } else { 1 }
}

impl Ring {
    /// Takes a key; the last taken seals.
    pub fn take(&self, number: u8, key: &DataKey) -> Result<(), StoreError> {
        let begin = clock::random::<8>().map_err(|_| StoreError::Aborted)?;
        let mut keys = self.0.borrow_mut();
        keys.all.retain(|(known, _)| *known != number);
        keys.all.push((number, Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key))));
        (keys.number, keys.begin, keys.count) = (number, begin, 0);
        Ok(())
    }

    /// Whether rows that no key has sealed are taken as they are.
    pub fn let_plain(&self, plain: bool) {
        self.0.borrow_mut().plain = plain;
    }

    /// Forgets every key but the one that seals.
    pub fn only_last(&self) {
        let mut keys = self.0.borrow_mut();
        let number = keys.number;
        keys.all.retain(|(known, _)| *known == number);
        keys.plain = false;
    }

    /// Whether there is a key.
    pub fn is_open(&self) -> bool {
        self.0.borrow().number > 0
    }

    /// Whether a row is sealed by the present key.
    pub fn is_present(&self, row: &[u8]) -> bool {
        row.first() == Some(&self.0.borrow().number)
    }

    /// Seals a row of this store under this key.
    pub fn seal(&self, store: &str, key: &[u8], words: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut keys = self.0.borrow_mut();
        keys.count = keys.count.checked_add(1).ok_or(StoreError::Aborted)?;
        let mut out = Vec::with_capacity(BEFORE + words.len() + oplog::seal::TAG);
        out.push(keys.number);
        out.extend(keys.begin);
        out.extend(keys.count.to_be_bytes());
        out.extend(words);
        let (head, text) = out.split_at_mut_checked(BEFORE).ok_or(StoreError::Corrupt)?;
        let tag = keys
            .present()?
            .encrypt_inout_detached(&nonce(head)?, &place(store, key), text.into())
            .map_err(|_| StoreError::Corrupt)?;
        out.extend(tag);
        Ok(out)
    }

    /// Opens a row of this store under this key.
    pub fn open(&self, store: &str, key: &[u8], mut row: Vec<u8>) -> Result<Vec<u8>, StoreError> {
        let keys = self.0.borrow();
        let first = row.first().copied().ok_or(StoreError::Corrupt)?;
        if first >= NUMBERS && keys.plain {
            return Ok(row);
        }
        let (_, cipher) = keys.all.iter().find(|(number, _)| *number == first).ok_or(StoreError::Corrupt)?;
        if row.len() < BEFORE + oplog::seal::TAG {
            return Err(StoreError::Corrupt);
        }
        let mut text = row.split_off(BEFORE);
        let tag = text.split_off(text.len() - oplog::seal::TAG);
        let tag = tag.as_slice().try_into().map_err(|_| StoreError::Corrupt)?;
        cipher
            .decrypt_inout_detached(&nonce(&row)?, &place(store, key), text.as_mut_slice().into(), &tag)
            .map_err(|_| StoreError::Corrupt)?;
        Ok(text)
    }

    /// Opens a value of this store under this key.
    pub fn open_value(&self, store: &str, key: &JsValue, row: &JsValue) -> Result<Vec<u8>, StoreError> {
        self.open(store, &key_bytes(key)?, bytes_of(row)?)
    }
}

impl Keys {
    fn present(&self) -> Result<&Aes256Gcm, StoreError> {
        self.all
            .iter()
            .find(|(number, _)| *number == self.number)
            .map(|(_, key)| key)
            .ok_or(StoreError::Corrupt)
    }
}

/// The bytes of a key of the database.
pub fn key_bytes(key: &JsValue) -> Result<Vec<u8>, StoreError> {
    match key.as_string() {
        Some(text) => Ok(text.into_bytes()),
        None => bytes_of(key),
    }
}

fn nonce(head: &[u8]) -> Result<Nonce<aes_gcm::aead::consts::U12>, StoreError> {
    head.get(1..BEFORE).and_then(|nonce| nonce.try_into().ok()).ok_or(StoreError::Corrupt)
}

fn place(store: &str, key: &[u8]) -> Vec<u8> {
    [store.as_bytes(), &[0], key].concat()
}
