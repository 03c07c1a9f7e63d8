//! A phone without a browser.

use super::officer::Officer;
use super::wire::Wire;
use crate::cdp::{Done, Trouble};
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use domain::Body;
use domain::matter::{Category, MatterRaised, Origin};
use domain::rules::ProcedureKind;
use domain::story::Writer;
use oplog::{Head, MatterId, Op, PublicKey, Scope, SecretKey, Signature};
use sync::enrol::{Claim, Claimed, Code};
use sync::memory::MemoryStore;
use sync::port::{Append, DeviceKey, KeyError, Pen, PhoneStore, Received};
use sync::session::{Report, Session, SessionError, run, unreceived};

struct Key(SecretKey);

impl DeviceKey for Key {
    async fn sign(&self, message: &[u8]) -> Result<Signature, KeyError> {
        // What comes carries its context; this kind of key adds it itself.
        let zero = message.iter().position(|byte| *byte == 0).ok_or(KeyError)?;
        let (context, rest) = message.split_at_checked(zero).ok_or(KeyError)?;
        let context = core::str::from_utf8(context).map_err(|_| KeyError)?;
        Ok(self.0.sign(context, rest.get(1..).unwrap_or_default()))
    }
}

/// Nothing here ever waits: the wire blocks and the store is memory.
fn at_once<T>(future: impl Future<Output = T>) -> Done<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err(Trouble::new("a native phone waited")),
    }
}

/// An enrolled phone with its store in memory.
pub struct Handset {
    /// What it holds.
    pub store: MemoryStore,
    /// What it writes with.
    pub writer: Writer,
    wire: Wire,
    key: Key,
    township: PublicKey,
    scope: Scope,
}

impl Handset {
    /// Takes a code, is confirmed by the officer, and holds its places after a first session.
    pub fn enrol(address: &str, officer: &Officer, seed: u8, scope: Scope) -> Done<Self> {
        let key = SecretKey::from_seed(&[seed; 32]);
        let wire = Wire::to(address);
        let code = Code::parse(&officer.code()?).map_err(|slip| Trouble::new(format!("{slip:?}")))?;
        let mut claim = Claim { code, key: key.public(), label: "native".into(), signature: [0; 64] };
        let to_sign = claim.to_sign();
        let key = Key(key);
        claim.signature = at_once(key.sign(&to_sign))?.map_err(|_| Trouble::new("the key would not sign"))?;
        let claimed: Claimed =
            oplog::from_cbor(&wire.ask("/enrol/v1/claim", &oplog::to_cbor(&claim))?).map_err(Trouble::of)?;
        officer.confirm(claim.key.device(), &format!("记录人{seed}"), scope)?;
        let writer = Writer::new(seed, claimed.township);
        let phone = Self { store: MemoryStore::new(), writer, wire, key, township: claimed.key, scope };
        phone.sync()?.map_err(|error| Trouble::new(format!("{error:?}")))?;
        Ok(phone)
    }

    /// One session.
    pub fn sync(&self) -> Done<Result<Report, SessionError>> {
        let session = Session {
            store: &self.store,
            transport: &self.wire,
            key: &self.key,
            device: self.writer.device(),
            township: self.township,
            app: "0.1.0",
            now_ms: domain::story::START_MS,
            batch_ops: sync::limits::MAX_BATCH_OPS,
        };
        at_once(run(&session))
    }

    fn append(&mut self, matter: Option<MatterId>, body: &Body) -> Done<Op> {
        let op = self.writer.append(self.scope, matter, &[], body);
        let header = op.header();
        let pen = Pen { epoch: header.epoch, dseq: header.dseq + 1, clock: header.stamp.clock };
        let append = Append { op: op.clone(), pen, draft_done: None };
        at_once(self.store.append(&append))?.map_err(|error| Trouble::new(format!("{error:?}")))?;
        Ok(op)
    }

    /// Raises a matter.
    pub fn raise(&mut self, title: &str) -> Done<Op> {
        let raised = MatterRaised {
            title: title.into(),
            category: Category::Labour,
            origin: Origin::Suggested,
            raised_by: "李正华".into(),
            description: "路基去年已经平好，今年上面补水泥，人工要我们自己出。".into(),
            money_fen: 18_600_000,
            labour_days: 420,
            households: 42,
            procedure: ProcedureKind::GroupMatter,
        };
        self.append(None, &Body::MatterRaised(raised))
    }

    /// The own heads and what receipts say.
    pub fn standing(&self) -> Done<(Vec<Head>, Vec<Received>)> {
        let heads = at_once(self.store.heads(None))?.map_err(|error| Trouble::new(format!("{error:?}")))?;
        let own = heads.into_iter().filter(|head| head.log.device == self.writer.device()).collect();
        let received = at_once(self.store.received())?.map_err(|error| Trouble::new(format!("{error:?}")))?;
        Ok((own, received))
    }

    /// How many own operations have no receipt.
    pub fn unreceived(&self) -> Done<u64> {
        let (own, received) = self.standing()?;
        Ok(unreceived(&own, &received))
    }
}
