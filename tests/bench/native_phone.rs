//! A native phone that is measured: the app's own session over a counted wire.

use super::shelf::Shelf;
use super::wire::Wire;
use crate::cdp::{Done, Trouble};
use crate::native::Officer;
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use domain::fold::Places;
use domain::story::{START_MS, Writer};
use oplog::{PublicKey, Scope, SecretKey, Signature};
use sync::enrol::{Claim, Claimed, Code};
use sync::port::{DeviceKey, KeyError, PhoneStore};
use sync::session::{Report, Session, run, unreceived};

/// Its key.
pub struct Key(SecretKey);

impl DeviceKey for Key {
    async fn sign(&self, message: &[u8]) -> Result<Signature, KeyError> {
        // What comes carries its context; this kind of key adds it itself.
        let zero = message.iter().position(|byte| *byte == 0).ok_or(KeyError)?;
        let (context, rest) = message.split_at_checked(zero).ok_or(KeyError)?;
        let context = core::str::from_utf8(context).map_err(|_| KeyError)?;
        Ok(self.0.sign(context, rest.get(1..).unwrap_or_default()))
    }
}

/// The store is memory and the wire blocks: nothing ever waits.
pub fn at_once<T>(future: impl Future<Output = T>) -> Done<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Ok(value),
        Poll::Pending => Err(Trouble::new("a native phone waited")),
    }
}

/// An enrolled phone.
pub struct NativePhone {
    /// What it holds.
    pub shelf: Shelf,
    /// What it writes with.
    pub writer: Writer,
    /// Its way.
    pub wire: Wire,
    /// Its place.
    pub scope: Scope,
    /// Its key.
    pub key: Key,
    /// The township's key.
    pub township: PublicKey,
}

impl NativePhone {
    /// Takes a code, is confirmed by the officer as a recorder, and holds its places after a first session.
    pub fn enrol(address: &str, officer: &Officer, seed: u8, scope: Scope) -> Done<Self> {
        let key = Key(SecretKey::from_seed(&[seed; 32]));
        let wire = Wire::to(address);
        let code = Code::parse(&officer.code()?).map_err(|slip| Trouble::new(format!("{slip:?}")))?;
        let mut claim = Claim { code, key: key.0.public(), label: "native".into(), signature: [0; 64] };
        claim.signature =
            at_once(key.sign(&claim.to_sign()))?.map_err(|_| Trouble::new("the key would not sign"))?;
        let answer = wire.ask("/enrol/v1/claim", &oplog::to_cbor(&claim))?;
        let claimed: Claimed = oplog::from_cbor(&answer).map_err(Trouble::of)?;
        officer.confirm(claim.key.device(), &format!("记录人{seed}"), scope)?;
        let writer = Writer::new(seed, claimed.township);
        let phone = Self { shelf: Shelf::default(), writer, wire, scope, key, township: claimed.key };
        phone.sync()?;
        phone.wire.take_traffic();
        Ok(phone)
    }

    /// One session, to its end.
    pub fn sync(&self) -> Done<Report> {
        let session = Session {
            store: &self.shelf,
            transport: &self.wire,
            key: &self.key,
            device: self.writer.device(),
            township: self.township,
            app: "0.1.0",
            now_ms: START_MS,
            batch_ops: sync::limits::MAX_BATCH_OPS,
        };
        at_once(run(&session))?.map_err(|error| Trouble::new(format!("{error:?}")))
    }

    /// What it knows of the places.
    pub fn places(&self) -> Done<Places> {
        let ops = at_once(self.shelf.place_ops())?.map_err(|error| Trouble::new(format!("{error:?}")))?;
        Ok(Places::fold(&ops))
    }

    /// Fails unless every own operation has its receipt: a figure about what is not durable is none.
    pub fn must_be_received(&self) -> Done {
        let store = |error| Trouble::new(format!("{error:?}"));
        let heads = at_once(self.shelf.heads(None))?.map_err(store)?;
        let received = at_once(self.shelf.received())?.map_err(store)?;
        let own: Vec<_> = heads.into_iter().filter(|head| head.log.device == self.writer.device()).collect();
        match unreceived(&own, &received) {
            0 => Ok(()),
            some => Err(Trouble::new(format!("{some} operations have no receipt"))),
        }
    }
}
