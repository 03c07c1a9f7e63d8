//! The two connections of a page: rexie's for reading, our own for the durable path. Both give way when another
//! window upgrades; lost ones are opened again once.

use super::ring::Ring;
use super::schema::{self, schema};
use super::tx::{self, Durability, Tx};
use crate::OpenError;
use crate::timer;
use futures_util::future::join;
use rexie::{Rexie, Transaction, TransactionMode};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;
use sync::port::StoreError;
use wasm_bindgen::prelude::*;
use web_sys::IdbDatabase;

/// How long another window may take to let go of an older version.
const UPGRADE_PATIENCE_MS: u32 = 5_000;

struct Open {
    rexie: Option<Rexie>,
    own: IdbDatabase,
    _closed: Closure<dyn FnMut()>,
    _upgrading: Closure<dyn FnMut()>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.own.set_onclose(None);
        self.own.set_onversionchange(None);
        self.own.close();
        // Dropped without this it would stay open, deaf to `versionchange`, and block every upgrade.
        self.rexie.take().into_iter().for_each(Rexie::close);
    }
}

#[derive(Default)]
struct State {
    open: RefCell<Option<Rc<Open>>>,
    outdated: Cell<bool>,
    on_outdated: RefCell<Option<Box<dyn Fn()>>>,
    /// The enrolment that this page works with.
    enrolment: RefCell<Option<Vec<u8>>>,
}

/// Both connections to one database.
pub struct Connection {
    name: String,
    state: Rc<State>,
    ring: Ring,
}

impl Connection {
    /// Opens the database; makes or upgrades it first, where that is needed.
    pub async fn open(name: &str) -> Result<Self, OpenError> {
        let connection = Self { name: name.to_owned(), state: Rc::default(), ring: Ring::default() };
        connection.opened_in_time().await?;
        Ok(connection)
    }

    /// What seals the rows.
    pub const fn ring(&self) -> &Ring {
        &self.ring
    }

    async fn opened_in_time(&self) -> Result<(), OpenError> {
        let mut opening = pin!(self.opened());
        let mut patience = pin!(timer::sleep(UPGRADE_PATIENCE_MS));
        std::future::poll_fn(|context| match opening.as_mut().poll(context) {
            Poll::Ready(opened) => Poll::Ready(opened.map(drop).map_err(|error| match error {
                StoreError::Lost if no_database() => OpenError::NoStorage,
                other => OpenError::Store(other),
            })),
            Poll::Pending => patience.as_mut().poll(context).map(|()| Err(OpenError::Blocked)),
        })
        .await
    }

    /// Calls `told` once another window has upgraded the database.
    pub fn when_outdated(&self, told: impl Fn() + 'static) {
        self.state.on_outdated.replace(Some(Box::new(told)));
    }

    /// See [`super::Store::belongs_to`].
    pub fn belongs_to(&self, enrolment: Option<Vec<u8>>) {
        self.state.enrolment.replace(enrolment);
    }

    /// A browser may clear what is stored under an open page, whose key goes on living in its memory. Signing in the empty
    /// store would begin its log a second time.
    async fn same_as_before(&self, own: &IdbDatabase) -> Result<(), StoreError> {
        if self.state.enrolment.borrow().is_none() {
            return Ok(());
        }
        let same = async |tx: &Tx, _| {
            let key = schema::ENROLMENT.into();
            let row = tx.store(schema::KEYS)?.get(&key)?.answer().await?;
            let same = self.ring.open_value(schema::KEYS, &key, &row).ok() == *self.state.enrolment.borrow();
            if same { Ok(()) } else { Err(StoreError::Emptied) }
        };
        let work = Work { run: same, done: Cell::new(None) };
        written(own, &[schema::KEYS], Durability::Relaxed, false, &work).await
    }

    async fn opened(&self) -> Result<Rc<Open>, StoreError> {
        if self.state.outdated.get() {
            return Err(StoreError::Outdated);
        }
        if let Some(open) = self.state.open.borrow().clone() {
            return Ok(open);
        }
        // Both at once; the browser takes them in this order, so that the second finds what the first made or upgraded.
        let (rexie, own) = join(schema(&self.name).build(), tx::open(&self.name)).await;
        let (rexie, own) = match (rexie, own) {
            (Ok(rexie), Ok(own)) => (rexie, own),
            (Ok(rexie), Err(error)) => {
                rexie.close();
                return Err(error);
            }
            // Newer than this program, or not to be opened: asked for without a version it says which.
            (Err(_), own) => {
                let own = own?;
                let newer = own.version() > f64::from(schema::VERSION);
                own.close();
                return Err(if newer { StoreError::Outdated } else { StoreError::Lost });
            }
        };
        let open = Rc::new(self.watch(rexie, own));
        self.same_as_before(&open.own).await?;
        self.state.open.replace(Some(open.clone()));
        Ok(open)
    }

    fn watch(&self, rexie: Rexie, own: IdbDatabase) -> Open {
        let state = Rc::downgrade(&self.state);
        let closed = Closure::<dyn FnMut()>::new(move || {
            if let Some(state) = state.upgrade() {
                state.open.take();
            }
        });
        let state = Rc::downgrade(&self.state);
        let database = own.clone();
        let upgrading = Closure::<dyn FnMut()>::new(move || {
            // Rexie's connection closes by itself; this one must not block the upgrade either.
            database.close();
            let Some(state) = state.upgrade() else { return };
            state.outdated.set(true);
            if let Some(told) = &*state.on_outdated.borrow() {
                told();
            }
        });
        own.set_onclose(Some(closed.as_ref().unchecked_ref()));
        own.set_onversionchange(Some(upgrading.as_ref().unchecked_ref()));
        Open { rexie: Some(rexie), own, _closed: closed, _upgrading: upgrading }
    }

    fn drop_lost(&self) -> StoreError {
        if self.state.outdated.get() {
            return StoreError::Outdated;
        }
        self.state.open.take();
        StoreError::Lost
    }

    /// Reads in one transaction of rexie's. `read` may run twice, where the connection was lost.
    pub async fn read<T>(
        &self,
        stores: &[&str],
        read: impl AsyncFn(&Transaction) -> Result<T, Unread>,
    ) -> Result<T, StoreError> {
        let work = Work { run: read, done: Cell::new(None) };
        self.read_in(stores, &work).await?;
        work.done.take().ok_or(StoreError::Aborted)
    }

    async fn read_in(&self, stores: &[&str], work: &dyn Reading) -> Result<(), StoreError> {
        for _ in 0..2 {
            let open = self.opened().await?;
            let opened =
                open.rexie.as_ref().map(|rexie| rexie.transaction(stores, TransactionMode::ReadOnly));
            let Some(Ok(transaction)) = opened else {
                self.drop_lost();
                continue;
            };
            match work.read(&transaction).await {
                Ok(()) => return Ok(()),
                Err(Unread::Store(error)) => return Err(error),
                Err(Unread::Rexie) => drop(self.drop_lost()),
            }
        }
        Err(self.drop_lost())
    }

    /// Writes in one transaction of our own. `write` may run twice, where the connection was lost; its second
    /// argument says so.
    pub async fn write<T>(
        &self,
        stores: &[&str],
        durability: Durability,
        write: impl AsyncFn(&Tx, bool) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let work = Work { run: write, done: Cell::new(None) };
        self.write_in(stores, durability, &work).await?;
        work.done.take().ok_or(StoreError::Aborted)
    }

    async fn write_in(
        &self,
        stores: &[&str],
        durability: Durability,
        work: &dyn Writing,
    ) -> Result<(), StoreError> {
        for again in [false, true] {
            let open = self.opened().await?;
            match written(&open.own, stores, durability, again, work).await {
                Err(StoreError::Lost) => drop(self.drop_lost()),
                done => return done,
            }
        }
        Err(self.drop_lost())
    }
}

/// What is to be done in a transaction, and what came of it: boxed, so that opening, ending and trying again are compiled
/// once, not for each kind of work.
struct Work<F, T> {
    run: F,
    done: Cell<Option<T>>,
}

type Doing<'a, E> = Pin<Box<dyn Future<Output = Result<(), E>> + 'a>>;

trait Reading {
    fn read<'a>(&'a self, transaction: &'a Transaction) -> Doing<'a, Unread>;
}

impl<T, F: AsyncFn(&Transaction) -> Result<T, Unread>> Reading for Work<F, T> {
    fn read<'a>(&'a self, transaction: &'a Transaction) -> Doing<'a, Unread> {
        Box::pin(async move {
            self.done.set(Some((self.run)(transaction).await?));
            Ok(())
        })
    }
}

trait Writing {
    fn write<'a>(&'a self, transaction: &'a Tx, again: bool) -> Doing<'a, StoreError>;
}

impl<T, F: AsyncFn(&Tx, bool) -> Result<T, StoreError>> Writing for Work<F, T> {
    fn write<'a>(&'a self, transaction: &'a Tx, again: bool) -> Doing<'a, StoreError> {
        Box::pin(async move {
            self.done.set(Some((self.run)(transaction, again).await?));
            Ok(())
        })
    }
}

async fn written(
    database: &IdbDatabase,
    stores: &[&str],
    durability: Durability,
    again: bool,
    work: &dyn Writing,
) -> Result<(), StoreError> {
    let transaction = Tx::open(database, stores, durability)?;
    match work.write(&transaction, again).await {
        Ok(()) => transaction.commit().await,
        Err(error) => Err(transaction.give_up().await.unwrap_or(error)),
    }
}

fn no_database() -> bool {
    web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).is_none()
}

/// Why a reading transaction gave nothing.
pub enum Unread {
    /// The connection or the database.
    Rexie,
    /// What was read is not what was stored.
    Store(StoreError),
}

impl From<rexie::Error> for Unread {
    fn from(_: rexie::Error) -> Self {
        Self::Rexie
    }
}

impl From<StoreError> for Unread {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
