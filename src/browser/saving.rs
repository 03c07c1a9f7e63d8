//! Saving: the own head, a signature, one strict transaction. No lock: the transaction itself compares the head, and
//! whoever was second signs again. A window that the browser has frozen can hold nobody up.

use crate::broadcast::Word;
use crate::clock;
use crate::phone::Phone;
use crate::status::{Change, Why};
use domain::Body;
use domain::fold;
use domain::view::MatterView;
use oplog::{Digest, Head, Header, MatterId, Op, OpId, Refused, Scope, Stamp};
use sync::memory::matter_of;
use sync::port::{Append, DeviceKey, Pen, PhoneStore, StoreError};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

// The browser's own timeline, where a person with the developer's tools and `cargo xtask bench` read it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn mark(name: &str);
    #[wasm_bindgen(js_namespace = performance, catch)]
    fn measure(name: &str, since: &str) -> Result<(), JsValue>;
}

/// How often the head may have moved under our hands. Each time another window has saved one: somebody always
/// gets on.
const TRIES: u32 = 20;

/// Where this window's pen stood after its last save. The store compares it inside the transaction; where another
/// window has written since, it is read again.
pub(crate) struct Tip {
    scope: Scope,
    pen: Pen,
    head: Option<Head>,
}

/// What is to become an operation.
#[derive(Clone, PartialEq, Debug)]
pub struct Intention {
    /// The place.
    pub scope: Scope,
    /// The matter; none where it raises one.
    pub matter: Option<MatterId>,
    /// The operations that it answers, corrects, signs or saw as heads.
    pub deps: Vec<OpId>,
    /// What it says.
    pub body: Body,
    /// The draft that it makes superfluous.
    pub draft_done: Option<String>,
}

/// What was saved, durable on this phone.
#[derive(Clone, PartialEq, Debug)]
pub struct Saved {
    /// The operation.
    pub op: Op,
    /// Its matter as it follows from all operations held.
    pub view: Option<MatterView>,
}

/// Why something was not saved. Nothing of it is stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SaveError {
    /// The phone is not enrolled.
    NotEnrolled,
    /// The key would not sign.
    Key,
    /// What was to be saved breaks a limit (`op.too-large`).
    Refused(Refused),
    /// The store failed.
    Store(StoreError),
}

impl SaveError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotEnrolled => "save.not-enrolled",
            Self::Key => "save.key",
            Self::Refused(refused) => refused.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl From<StoreError> for SaveError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Phone {
    /// Signs and saves: durable on this phone when it returns. `ops` are the matter's operations held.
    ///
    /// # Errors
    /// [`SaveError`]; nothing is stored then.
    pub async fn append(&self, intention: Intention, ops: &[Op]) -> Result<Saved, SaveError> {
        mark("shouyi.saving");
        let body = intention.body.encode();
        let mut tries = TRIES;
        let op = loop {
            tries -= 1;
            match self.try_append(&intention, &body).await {
                Err(SaveError::Store(StoreError::Moved)) if tries > 0 => {}
                done => break done?,
            }
        };
        // Without the mark there is no measure; nothing else depends on it.
        measure("shouyi.save", "shouyi.saving").unwrap_or_default();
        self.one_more_unreceived();
        self.announce(Change::Receipts);
        let view = self.sum_up(&op, ops);
        if intention.draft_done.is_some() {
            self.tell(&Word::Changed(Change::Drafts));
        }
        self.wish_to_sync(Why::Saved);
        Ok(Saved { op, view })
    }

    /// What follows from the operation: for whoever shows it, and for the lists, which learn of it a moment later.
    /// Until then the matter is marked, so that a page killed here makes its summary when it is opened again.
    fn sum_up(&self, op: &Op, ops: &[Op]) -> Option<MatterView> {
        let view = fold::matter(ops.iter().chain([op]), &self.places());
        let summary = view.as_ref().map(fold::summary);
        let folded = u32::try_from(ops.len() + 1).unwrap_or(u32::MAX);
        let (phone, matter) = (self.clone(), matter_of(op));
        spawn_local(async move {
            if let Some(summary) = summary {
                // A summary that could not be stored stays marked.
                phone.0.store.put_summary(summary, folded).await.unwrap_or_default();
            }
            if let Some(matter) = matter {
                phone.tell(&Word::Changed(Change::Matters(vec![matter])));
            }
        });
        view
    }

    async fn try_append(&self, intention: &Intention, body: &[u8]) -> Result<Op, SaveError> {
        let me = self.confirmed().ok_or(SaveError::NotEnrolled)?;
        let device = me.key.public().device();
        let known = self.0.tip.take().filter(|tip| tip.scope == intention.scope);
        let (pen, head) = match known {
            Some(tip) => (tip.pen, tip.head),
            None => self.0.store.tip(device, intention.scope).await?,
        };
        let clock = pen.clock.tick(clock::now_ms());
        let kind = intention.body.kind();
        let places = self.places();
        let header = Header {
            version: Header::WRITES.0,
            suite: Header::WRITES.1,
            township: me.township,
            scope: intention.scope,
            device,
            epoch: pen.epoch,
            seq: head.map_or(0, |head| head.height),
            prev: head.map(|head| head.id),
            dseq: pen.dseq,
            deps: intention.deps.clone(),
            matter: intention.matter,
            kind: kind as u16,
            schema: kind.schema(),
            critical: false,
            stamp: Stamp { clock, offset_min: clock::offset_min() },
            rule_book: places.current_rule_book().version,
            body_len: 0,
            body_hash: Digest::default(),
            blobs: Vec::new(),
        };
        let header = Op::header_bytes(header, body);
        let signature = me.key.sign(&Op::to_sign(&header)).await.map_err(|_| SaveError::Key)?;
        let op = Op::assemble(&header, &signature, body).map_err(SaveError::Refused)?;
        let append = Append {
            op,
            pen: Pen { epoch: pen.epoch, dseq: pen.dseq + 1, clock },
            draft_done: intention.draft_done.clone(),
        };
        self.0.store.append(&append).await?;
        let (op, pen) = (append.op, append.pen);
        let head = Head { log: op.header().log(), height: op.header().seq + 1, id: op.id() };
        self.0.tip.replace(Some(Tip { scope: intention.scope, pen, head: Some(head) }));
        Ok(op)
    }

    /// What is known of the pen is read again before the next save.
    pub(crate) fn forget_tip(&self) {
        self.0.tip.take();
    }

    /// The name of a lock of this phone.
    pub(crate) fn lock(&self, what: &str) -> String {
        [&self.0.name, "/", what].concat()
    }
}
