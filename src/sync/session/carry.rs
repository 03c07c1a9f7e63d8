//! Records carried by hand: packed where no network comes, taken in by phones of the place, delivered by anybody who
//! has a network, and their receipts brought back the same way.

use super::foreign::verified;
use super::{Session, SessionError, Talk};
use crate::limits::MAX_BATCH;
use crate::message::Aside;
use crate::port::{Batch, DeviceKey, KeyError, PhoneStore, StoreError, Taken, Transport};
use crate::receipt::SignedReceipt;
use domain::fold::Places;
use oplog::bundle::{Bundle, Index, Kind, Pack};
use oplog::{ByteVec, DeviceId, Head, PublicKey, Refused, TownshipId, from_cbor, to_cbor};

/// Why a bundle could not be packed or taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CarryError {
    /// The store failed.
    Store(StoreError),
    /// The key would not sign.
    Key,
    /// The file is no bundle, or another township's.
    Refused(Refused),
}

impl From<StoreError> for CarryError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<KeyError> for CarryError {
    fn from(_: KeyError) -> Self {
        Self::Key
    }
}

impl From<Refused> for CarryError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Packs this device's operations that have no receipt.
///
/// # Errors
/// [`CarryError::Store`] or [`CarryError::Key`].
pub async fn pack<S: PhoneStore, K: DeviceKey>(
    store: &S,
    key: &K,
    device: DeviceId,
    township: TownshipId,
    now_ms: u64,
) -> Result<Vec<u8>, CarryError> {
    let received = store.received().await?;
    let heads: Vec<Head> =
        store.heads(None).await?.into_iter().filter(|head| head.log.device == device).collect();
    let mut ops = Vec::new();
    for head in &heads {
        let there = received.iter().find(|received| received.head.log == head.log);
        let from = there.map_or(0, |received| received.head.height);
        ops.extend(store.range(head.log, from, head.height, usize::MAX).await?);
    }
    let carried = |head: &Head| ops.iter().any(|op| op.header().log() == head.log);
    let heads: Vec<Head> = heads.iter().filter(|head| carried(head)).copied().collect();
    let frames = u32::try_from(ops.len()).unwrap_or(u32::MAX);
    let mut pack = Pack::new(&Index { township, packer: device, packed_ms: now_ms, heads, frames });
    ops.iter().for_each(|op| pack.add(Kind::Operation, op.bytes()));
    let signature = key.sign(&pack.to_sign()).await?;
    Ok(pack.finish(&signature))
}

/// Packs receipts, for the way back.
///
/// # Errors
/// [`CarryError::Key`].
pub async fn pack_receipts<K: DeviceKey>(
    receipts: &[SignedReceipt],
    key: &K,
    device: DeviceId,
    township: TownshipId,
    now_ms: u64,
) -> Result<Vec<u8>, CarryError> {
    let frames = u32::try_from(receipts.len()).unwrap_or(u32::MAX);
    let mut pack =
        Pack::new(&Index { township, packer: device, packed_ms: now_ms, heads: Vec::new(), frames });
    receipts.iter().for_each(|receipt| pack.add(Kind::Receipt, &to_cbor(receipt)));
    let signature = key.sign(&pack.to_sign()).await?;
    Ok(pack.finish(&signature))
}

/// What a bundle brought.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Brought {
    /// What became of its operations.
    pub taken: Taken,
    /// Operations of places that this phone does not read: to be delivered, not taken in.
    pub elsewhere: u32,
    /// Operations that could not be verified, which are kept aside, and receipts, which are not.
    pub unverified: u32,
    /// Heads of receipts that were believed.
    pub received: u32,
}

/// Takes a bundle in: operations of the places that this phone reads, and receipts. A torn one gives what is before the
/// tear.
///
/// # Errors
/// [`CarryError`]; nothing is stored then.
pub async fn take_in<S: PhoneStore>(
    store: &S,
    township: &PublicKey,
    bytes: &[u8],
) -> Result<Brought, CarryError> {
    let bundle = Bundle::read(bytes)?;
    if bundle.index.township != TownshipId::from(township.device()) {
        return Err(CarryError::Refused(Refused::Township));
    }
    let state = store.sync_state().await?;
    let mut places = Places::fold(&store.place_ops().await?);
    let mut brought = Brought::default();
    let mut batch = Batch {
        generation: state.generation.unwrap_or_default(),
        clock: store.pen().await?.clock,
        ..Batch::default()
    };
    for bytes in bundle.of(Kind::Operation) {
        match verified(bytes.to_vec(), township, &mut places) {
            Ok(op) if state.scopes.contains(&op.header().scope) => {
                batch.clock = batch.clock.observe(op.header().stamp.clock, batch.clock.ms);
                batch.ops.push(op);
            }
            Ok(_) => brought.elsewhere += 1,
            Err(refused) => {
                brought.unverified += 1;
                batch.aside.push((bytes.to_vec(), refused.code()));
            }
        }
    }
    if !batch.ops.is_empty() || !batch.aside.is_empty() {
        brought.taken = store.take(&batch).await?;
    }
    for bytes in bundle.of(Kind::Receipt) {
        // One that lies delays none behind it.
        match from_cbor::<SignedReceipt>(bytes).and_then(|signed| signed.open(township)) {
            Ok(receipt) => brought.received += store.put_receipt(&receipt).await?,
            Err(_) => brought.unverified += 1,
        }
    }
    Ok(brought)
}

/// What became of a bundle that was delivered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Delivered {
    /// What the township signed for, to be brought back.
    pub receipts: Vec<SignedReceipt>,
    /// What it keeps aside.
    pub aside: Vec<Aside>,
}

/// Delivers a bundle's operations, whoever's they are.
///
/// # Errors
/// As [`super::run`]; what was delivered before the error stays delivered.
pub async fn deliver<S: PhoneStore, T: Transport, K: DeviceKey>(
    with: &Session<'_, S, T, K>,
    bundle: &Bundle<'_>,
) -> Result<Delivered, SessionError> {
    if bundle.index.township != TownshipId::from(with.township.device()) {
        return Err(SessionError::NotTheTownship(Refused::Township));
    }
    let mut talk = Talk::begin(with).await?;
    let (mut delivered, mut batch, mut bytes) = (Delivered::default(), Vec::<ByteVec>::new(), 0);
    let mut frames = bundle.of(Kind::Operation).peekable();
    while let Some(frame) = frames.next() {
        bytes += frame.len();
        batch.push(frame.to_vec().into());
        if bytes >= MAX_BATCH || batch.len() >= with.batch_ops || frames.peek().is_none() {
            bytes = 0;
            delivered.receipts.push(talk.push(core::mem::take(&mut batch)).await?);
        }
    }
    delivered.aside = core::mem::take(&mut talk.report.aside);
    Ok(delivered)
}
