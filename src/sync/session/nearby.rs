//! From a screen to a camera, where two phones meet and there is no network: the one shows what it holds, the other packs what
//! it lacks, in parts that [`crate::fountain`] shows. Each part is a bundle of its own, so that what came before an
//! interruption is there and is not asked for again.

use super::carry::{self, CarryError};
use super::packing;
use crate::carried::Held;
use crate::fountain::{MAX_PART, MAX_PARTS};
use crate::limits::MAX_HEADS;
use crate::port::{Cipher, DeviceKey, PhoneStore, StoreError};
use domain::fold::Places;
use oplog::bundle::{Bundle, FRAME_OVERHEAD, Kind, Pack};
use oplog::{DeviceId, Head, LogKey, Op, PublicKey, Refused, TownshipId, to_cbor};

/// How many bytes of operations a part holds; one that is longer stands alone. About five seconds of a screen.
const PART: usize = 24 * 1024;

/// Who packs: its key, the device, and whose it is.
pub struct Packer<'a, K> {
    /// The key.
    pub key: &'a K,
    /// Of this device.
    pub device: DeviceId,
    /// Whose phone it is.
    pub name: &'a str,
    /// The township's key.
    pub township: &'a PublicKey,
    /// UTC milliseconds by this phone's clock.
    pub now_ms: u64,
}

impl<K: DeviceKey> Packer<'_, K> {
    async fn signed(&self, kind: Kind, frames: &[&[u8]], heads: Vec<Head>) -> Result<Vec<u8>, CarryError> {
        let township = TownshipId::from(self.township.device());
        let who = (self.device, self.name);
        let mut pack = Pack::new(&packing::index(township, who, self.now_ms, heads, frames.len(), None));
        frames.iter().for_each(|bytes| pack.add(kind, bytes));
        packing::signed(self.key, pack).await
    }
}

/// What this phone holds, signed, for the other to read.
///
/// # Errors
/// [`CarryError::Store`] or [`CarryError::Key`].
pub async fn pack_held<S: PhoneStore, K: DeviceKey>(
    store: &S,
    packer: &Packer<'_, K>,
) -> Result<Vec<u8>, CarryError> {
    let carried = store.carried().await?.into_iter().filter(|carried| carried.sealed);
    let carried = carried.flat_map(|carried| carried.heads).collect();
    let received = store.received().await?.into_iter().map(|received| received.head).collect();
    let mut held = Held { heads: store.heads(None).await?, carried, received };
    // Beyond this it lacks what it need not lack, and nothing else goes wrong.
    held.heads.truncate(MAX_HEADS);
    packer.signed(Kind::Held, &[&to_cbor(&held)], Vec::new()).await
}

/// What the other phone lacks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Missing {
    /// The bundles that bring it.
    pub parts: Vec<Vec<u8>>,
    /// How many operations are in them; bundles of others that are passed on as they are count as one.
    pub ops: usize,
    /// Heads of this phone's own logs, not received by the township, that the other holds or carries already: they are handed
    /// over.
    pub handed: Vec<Head>,
}

/// Packs what the other phone lacks, by what it showed:
///
/// - the records of the places that it reads, by the roles that are known here, and the township's receipts for what it
///   gave to be carried;
/// - for the township alone, this phone's records of other places that were not received, and sealed bundles of others.
///
/// A phone that is not known here gets only the latter. `random` makes 32 bytes that serve once.
///
/// # Errors
/// [`CarryError`]; [`Refused::Shape`] where it shows something else.
pub async fn pack_missing<S: PhoneStore, K: DeviceKey, C: Cipher>(
    store: &S,
    packer: &Packer<'_, K>,
    cipher: &C,
    random: &dyn Fn() -> Option<[u8; 32]>,
    shown: &[u8],
) -> Result<Missing, CarryError> {
    let asks = Bundle::read(shown)?;
    if asks.index.township != TownshipId::from(packer.township.device()) {
        return Err(Refused::Township.into());
    }
    let held = asks.of(Kind::Held).next().ok_or(Refused::Shape)?;
    let held: Held = oplog::message_from_cbor(held)?;
    let (places, other) = (Places::fold(&store.place_ops().await?), asks.index.packer);
    let known = match places.key(other) {
        Some(key) => asks.verify(&key).map(|()| true)?,
        None => false,
    };
    let reads = |log: LogKey| known && places.reads(other, log.scope);
    let waiting = Waiting::of(store, packer.device).await?;
    let mut missing = Missing::default();
    let (mut plain, mut sealed) = (Vec::new(), Vec::new());
    let mut heads = store.heads(None).await?;
    // The township's first: they bring the keys under which the others are verified.
    oplog::sort::sort_by_key(&mut heads, |head| head.log.device != packer.township.device());
    for head in &heads {
        let mine = head.log.device == packer.device && waiting.has(head.log, head.height.saturating_sub(1));
        if mine && held.has(head) {
            missing.handed.push(*head);
        } else if reads(head.log) {
            plain.extend(store.range(head.log, held.height(head.log), head.height, usize::MAX).await?);
        } else if mine {
            sealed.extend(store.range(head.log, waiting.from(head.log), head.height, usize::MAX).await?);
        }
    }
    missing.ops = plain.len() + sealed.len();
    let carried = store.carried().await?;
    let back = carried.iter().filter(|carried| carried.packer == other);
    for carried in back.filter(|carried| !held.knows(&carried.receipts, packer.township)) {
        let told = carried.told.as_deref().unwrap_or_default();
        let (receipts, township) = (&carried.receipts, asks.index.township);
        let back = carry::pack_receipts((receipts, told), packer.key, packer.device, township, packer.now_ms);
        missing.parts.push(back.await?);
    }
    for ops in pieces(&plain) {
        let bytes: Vec<&[u8]> = ops.iter().map(Op::bytes).collect();
        missing.parts.push(packer.signed(Kind::Operation, &bytes, waiting.heads(ops)).await?);
    }
    for ops in pieces(&sealed) {
        let random = random().ok_or(CarryError::Key)?;
        let by = (packer.key, cipher);
        let heads = waiting.heads(ops);
        let township = (packer.township, &random);
        let bundle = packing::sealed(by, (packer.device, packer.name), township, (heads, ops), packer.now_ms);
        missing.parts.push(bundle.await?);
    }
    let on = |carried: &&crate::carried::Carried| {
        carried.sealed && !carried.torn && !carried.arrived && carried.packer != other
    };
    let lacks = |heads: &[Head]| !heads.iter().all(|head| held.has(head));
    for carried in carried.iter().filter(on).filter(|carried| lacks(&carried.heads)) {
        // A longer one goes as a file.
        let file = store.carried_file(&carried.id).await?.filter(|file| file.len() <= MAX_PART);
        missing.ops += usize::from(file.is_some());
        missing.parts.extend(file);
    }
    // The rest is asked for once these are there.
    missing.parts.truncate(MAX_PARTS);
    Ok(missing)
}

/// What the township has not signed for, as far as is known here.
struct Waiting {
    own: DeviceId,
    received: Vec<Head>,
    carried: Vec<Head>,
}

impl Waiting {
    async fn of<S: PhoneStore>(store: &S, own: DeviceId) -> Result<Self, StoreError> {
        let received = store.received().await?.into_iter().map(|received| received.head).collect();
        let carried = store.carried().await?.into_iter().filter(|carried| !carried.arrived);
        Ok(Self { own, received, carried: carried.flat_map(|carried| carried.heads).collect() })
    }

    fn from(&self, log: LogKey) -> u64 {
        self.received.iter().find(|head| head.log == log).map_or(0, |head| head.height)
    }

    fn has(&self, log: LogKey, seq: u64) -> bool {
        match log.device == self.own {
            true => seq >= self.from(log),
            false => self.carried.iter().any(|head| head.log == log && head.height > seq),
        }
    }

    /// The logs of which there is something to be delivered among these operations, each up to the last of them.
    fn heads(&self, ops: &[Op]) -> Vec<Head> {
        let mut heads: Vec<Head> = Vec::new();
        for op in ops {
            let header = op.header();
            let (log, seq) = (header.log(), header.seq);
            if self.has(log, seq) {
                heads.retain(|head| head.log != log);
                heads.push(Head { log, height: seq + 1, id: op.id() });
            }
        }
        heads
    }
}

/// Operations in pieces of about [`PART`] bytes.
fn pieces(ops: &[Op]) -> impl Iterator<Item = &[Op]> {
    let (mut rest, size) = (ops, |op: &Op| op.bytes().len() + FRAME_OVERHEAD);
    core::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = rest.iter().take_while(|op| {
            bytes += size(op);
            bytes <= PART
        });
        let (piece, behind) = rest.split_at_checked(fits.count().max(1))?;
        rest = behind;
        Some(piece)
    })
}
