//! One IndexedDB transaction of our own: strict durability, done on `complete` and on nothing else, every failure
//! by its name.

use js_sys::{Array, Object};
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use sync::port::StoreError;
use wasm_bindgen::prelude::*;
use web_sys::{DomException, IdbDatabase, IdbIndex, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction};

#[wasm_bindgen]
extern "C" {
    /// A database, asked with the options that its usual binding leaves out.
    type WithOptions;
    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &WithOptions,
        stores: &Array,
        mode: &str,
        options: &TxOptions,
    ) -> Result<IdbTransaction, JsValue>;

    type TxOptions;
    #[wasm_bindgen(method, setter)]
    fn set_durability(this: &TxOptions, durability: &str);

    type Committing;
    #[wasm_bindgen(method, catch)]
    fn commit(this: &Committing) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter)]
    fn durability(this: &Committing) -> Option<String>;
}

/// How sure a commit must be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// On the disk before `complete`: records.
    Strict,
    /// With the system, soon on the disk: what can be made anew.
    Relaxed,
}

/// Two events, one of which comes once.
struct Outcome {
    slot: Rc<RefCell<Slot>>,
    good: Closure<dyn FnMut()>,
    bad: Closure<dyn FnMut()>,
}

#[derive(Default)]
struct Slot {
    went_well: Option<bool>,
    waker: Option<Waker>,
}

impl Outcome {
    fn new() -> Self {
        let slot: Rc<RefCell<Slot>> = Rc::default();
        let settle = |went_well| {
            let slot = slot.clone();
            Closure::new(move || {
                let waker = {
                    let mut slot = slot.borrow_mut();
                    slot.went_well.get_or_insert(went_well);
                    slot.waker.take()
                };
                waker.into_iter().for_each(Waker::wake);
            })
        };
        Self { good: settle(true), bad: settle(false), slot }
    }

    fn on_good(&self) -> Option<&js_sys::Function> {
        Some(self.good.as_ref().unchecked_ref())
    }

    fn on_bad(&self) -> Option<&js_sys::Function> {
        Some(self.bad.as_ref().unchecked_ref())
    }

    fn settled(&self) -> Option<bool> {
        self.slot.borrow().went_well
    }
}

/// Waits for the outcome. Nothing else may be awaited while a transaction is open.
struct Settled<'a>(&'a Outcome);

impl Future for Settled<'_> {
    type Output = bool;
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<bool> {
        let mut slot = self.0.slot.borrow_mut();
        match slot.went_well {
            Some(went_well) => Poll::Ready(went_well),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// An open read-write transaction. Dropped before its end, it is aborted.
pub struct Tx {
    inner: IdbTransaction,
    end: Outcome,
}

impl Tx {
    /// Opens a transaction over these stores.
    pub fn open(database: &IdbDatabase, stores: &[&str], durability: Durability) -> Result<Self, StoreError> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options: TxOptions = Object::new().unchecked_into();
        options.set_durability(match durability {
            Durability::Strict => "strict",
            Durability::Relaxed => "relaxed",
        });
        let inner = database.unchecked_ref::<WithOptions>().transaction(&names, "readwrite", &options);
        let inner = inner.map_err(|error| named(&error))?;
        let end = Outcome::new();
        inner.set_oncomplete(end.on_good());
        inner.set_onabort(end.on_bad());
        Ok(Self { inner, end })
    }

    /// A store of the transaction.
    pub fn store(&self, name: &str) -> Result<TxStore, StoreError> {
        self.inner.object_store(name).map(TxStore).map_err(|error| named(&error))
    }

    /// The durability that the browser grants: `strict`, `relaxed`, or nothing where it knows no such thing.
    pub fn durability(&self) -> Option<String> {
        self.inner.unchecked_ref::<Committing>().durability()
    }

    /// Ends the transaction: `Ok` when all of it is stored, durable as it was asked for.
    pub async fn commit(self) -> Result<(), StoreError> {
        // Where a request has failed already there is nothing to commit; `abort` tells.
        self.inner.unchecked_ref::<Committing>().commit().unwrap_or_default();
        if Settled(&self.end).await { Ok(()) } else { Err(self.reason().unwrap_or(StoreError::Aborted)) }
    }

    /// Gives the transaction up; the reason why the browser had given it up before, if it had.
    pub async fn give_up(self) -> Option<StoreError> {
        // It may have ended by itself.
        self.inner.abort().unwrap_or_default();
        Settled(&self.end).await;
        self.reason()
    }

    fn reason(&self) -> Option<StoreError> {
        self.inner.error().map(|error| by_name(&error))
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        self.inner.set_oncomplete(None);
        self.inner.set_onabort(None);
        if self.end.settled().is_none() {
            // It may have been committed already, and nobody waits for it any more.
            self.inner.abort().unwrap_or_default();
        }
    }
}

/// A store within a transaction. Writes are issued and not awaited: what fails aborts the whole.
pub struct TxStore(IdbObjectStore);

impl TxStore {
    /// Adds a record; one under the same key aborts the transaction. That it is there may be waited for: the page draws
    /// meanwhile, and the transaction goes on.
    pub fn add(&self, key: &JsValue, value: &JsValue) -> Result<Asked, StoreError> {
        asked(self.0.add_with_key(value, key))
    }

    /// Stores a record in the place of what was under the key.
    pub fn put(&self, key: &JsValue, value: &JsValue) -> Result<(), StoreError> {
        self.0.put_with_key(value, key).map(drop).map_err(|error| named(&error))
    }

    /// Removes a record, if there.
    pub fn delete(&self, key: &JsValue) -> Result<(), StoreError> {
        self.0.delete(key).map(drop).map_err(|error| named(&error))
    }

    /// Asks for a record.
    pub fn get(&self, key: &JsValue) -> Result<Asked, StoreError> {
        asked(self.0.get(key))
    }

    /// Asks for the records under these keys.
    pub fn in_range(&self, range: &IdbKeyRange) -> Result<Asked, StoreError> {
        asked(self.0.get_all_with_key(range))
    }

    /// Asks for these keys, as far as they are there.
    pub fn keys_in_range(&self, range: &IdbKeyRange) -> Result<Asked, StoreError> {
        asked(self.0.get_all_keys_with_key(range))
    }

    /// Asks for the records under these keys, so many at most.
    pub fn some(&self, range: Option<&IdbKeyRange>, most: u32) -> Result<[Asked; 2], StoreError> {
        let range = range.map_or(JsValue::UNDEFINED, JsValue::from);
        let keys = asked(self.0.get_all_keys_with_key_and_limit(&range, most))?;
        Ok([keys, asked(self.0.get_all_with_key_and_limit(&range, most))?])
    }

    /// Asks for all records.
    pub fn get_all(&self) -> Result<Asked, StoreError> {
        asked(self.0.get_all())
    }

    /// Asks for the records of an index under these keys.
    pub fn all_in(&self, index: &str, range: &IdbKeyRange) -> Result<Asked, StoreError> {
        asked(self.index(index)?.get_all_with_key(range))
    }

    /// Asks for all keys.
    pub fn all_keys(&self) -> Result<Asked, StoreError> {
        asked(self.0.get_all_keys())
    }

    /// Asks for the primary key of an index's entry.
    pub fn key_of(&self, index: &str, key: &JsValue) -> Result<Asked, StoreError> {
        asked(self.index(index)?.get_key(key))
    }

    /// Asks for all records of an index.
    pub fn all_of(&self, index: &str) -> Result<Asked, StoreError> {
        asked(self.index(index)?.get_all())
    }

    /// Asks how many records an index has under a key.
    pub fn count_of(&self, index: &str, key: &JsValue) -> Result<Asked, StoreError> {
        asked(self.index(index)?.count_with_key(key))
    }

    fn index(&self, name: &str) -> Result<IdbIndex, StoreError> {
        self.0.index(name).map_err(|error| named(&error))
    }
}

/// A question that was put.
pub struct Asked(IdbRequest);

fn asked(request: Result<IdbRequest, JsValue>) -> Result<Asked, StoreError> {
    request.map(Asked).map_err(|error| named(&error))
}

impl Asked {
    /// Its answer.
    pub async fn answer(self) -> Result<JsValue, StoreError> {
        answers(vec![self]).await?.pop().ok_or(StoreError::Aborted)
    }
}

/// The answers to questions of one transaction, in their order. They are answered in the order in which they were
/// put, so only the last is waited for.
pub async fn answers(asked: Vec<Asked>) -> Result<Vec<JsValue>, StoreError> {
    let Some(Asked(last)) = asked.last() else { return Ok(Vec::new()) };
    let heard = Heard::on(last);
    let went_well = Settled(&heard.end).await;
    if !went_well {
        let error = last.error().ok().flatten();
        return Err(error.map_or(StoreError::Aborted, |error| by_name(&error)));
    }
    asked.iter().map(|Asked(request)| request.result().map_err(|error| named(&error))).collect()
}

/// Hears how a request went, as long as somebody waits for it.
struct Heard<'a> {
    request: &'a IdbRequest,
    end: Outcome,
}

impl<'a> Heard<'a> {
    fn on(request: &'a IdbRequest) -> Self {
        let end = Outcome::new();
        request.set_onsuccess(end.on_good());
        request.set_onerror(end.on_bad());
        Self { request, end }
    }
}

impl Drop for Heard<'_> {
    fn drop(&mut self) {
        self.request.set_onsuccess(None);
        self.request.set_onerror(None);
    }
}

/// Opens a database as it is. One that is not there is not made: without its stores it would be in the way.
pub async fn open(name: &str) -> Result<IdbDatabase, StoreError> {
    let window = web_sys::window().ok_or(StoreError::Lost)?;
    let factory = window.indexed_db().ok().flatten().ok_or(StoreError::Lost)?;
    let request = factory.open(name).map_err(|error| named(&error))?;
    let asked = request.clone();
    let missing = Closure::<dyn FnMut()>::new(move || {
        // The opening fails then, and nothing is made.
        asked.transaction().into_iter().for_each(|making| making.abort().unwrap_or_default());
    });
    request.set_onupgradeneeded(Some(missing.as_ref().unchecked_ref()));
    let opened = Asked(request.clone().into()).answer().await;
    request.set_onupgradeneeded(None);
    opened.map(JsCast::unchecked_into).map_err(|_| StoreError::Lost)
}

/// Deletes a database, once every window has let go of it.
pub async fn delete(name: &str) -> Result<(), StoreError> {
    let window = web_sys::window().ok_or(StoreError::Lost)?;
    let factory = window.indexed_db().ok().flatten().ok_or(StoreError::Lost)?;
    let request = factory.delete_database(name).map_err(|error| named(&error))?;
    Asked(request.into()).answer().await.map(drop)
}

/// The reason in an exception that was thrown.
pub fn named(error: &JsValue) -> StoreError {
    error.dyn_ref::<DomException>().map_or(StoreError::Aborted, by_name)
}

/// The reason by a DOMException's name.
pub fn by_name(error: &DomException) -> StoreError {
    match error.name().as_str() {
        "QuotaExceededError" => StoreError::Full,
        // A record is there already: somebody else was first.
        "ConstraintError" => StoreError::Moved,
        "VersionError" => StoreError::Outdated,
        // The connection is gone, or the browser's store behind it.
        "InvalidStateError" | "UnknownError" | "NotFoundError" | "TransactionInactiveError" => {
            StoreError::Lost
        }
        "DataError" | "DataCloneError" | "NotReadableError" | "EncodingError" => StoreError::Corrupt,
        _ => StoreError::Aborted,
    }
}
