//! Saving on the phone: what [`sync::saving`] signs and stores, and what follows from it for the screens.

use crate::broadcast::Word;
use crate::clock;
use crate::phone::Phone;
use crate::status::{Change, Why};
use domain::Body;
use domain::fold;
use domain::view::MatterView;
use js_sys::Promise;
use oplog::{MatterId, Op, OpId, Scope};
use sync::memory::matter_of;
use sync::saving::{Hand, SaveError, Words, save};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

// The browser's own timeline, where a person with the developer's tools and `cargo xtask bench` read it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn mark(name: &str);
    #[wasm_bindgen(js_namespace = performance, catch)]
    fn measure(name: &str, since: &str) -> Result<(), JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// Where the page has begun another file of the store behind a torn one, see `boot.js`: what is written before may be lost
    /// with it, strict or not.
    #[wasm_bindgen(thread_local_v2, js_name = leaf)]
    static LEAF: Option<Promise>;
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

impl Phone {
    /// Signs and saves: durable on this phone when it returns. `ops` are the matter's operations held.
    ///
    /// # Errors
    /// [`SaveError`]; nothing is stored then.
    pub async fn append(&self, intention: Intention, ops: &[Op]) -> Result<Saved, SaveError> {
        if let Some(leaf) = LEAF.with(Option::clone) {
            // It never fails.
            JsFuture::from(leaf).await.unwrap_or_default();
        }
        mark("shouyi.saving");
        let body = intention.body.encode();
        let op = self.signed_and_stored(&intention, &body).await?;
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

    async fn signed_and_stored(&self, intention: &Intention, body: &[u8]) -> Result<Op, SaveError> {
        let me = self.hand().ok_or(SaveError::NotEnrolled)?;
        let kind = intention.body.kind();
        let words = Words {
            scope: intention.scope,
            matter: intention.matter,
            deps: &intention.deps,
            kind: (kind as u16, kind.schema()),
            body,
            draft_done: intention.draft_done.as_deref(),
        };
        let hand = Hand {
            store: &self.0.store,
            key: &*me.key,
            public: me.key.public(),
            township: me.township,
            rule_book: self.places().current_rule_book().version,
            now_ms: clock::now_ms(),
            offset_min: clock::offset_min(),
            tip: &self.0.tip,
        };
        save(&hand, &words).await
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
