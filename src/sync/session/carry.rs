//! Records carried by hand: packed where no network comes, taken in by phones of the place, delivered by anybody who
//! has a network, and their receipts brought back the same way.

use super::foreign::verified;
use super::packing::{count, index, sealed, signed};
use super::told::hear;
use super::{Session, SessionError, Talk};
use crate::carried::Carried;
use crate::invite::Alone;
use crate::limits::MAX_BATCH;
use crate::message::{Aside, Deliver, Pushed, Retry, Verb};
use crate::port::{
    Batch, Cipher, DeviceKey, KeyError, PhoneStore, StoreError, Taken, Transport, TransportError,
};
use crate::receipt::{Receipt, SignedReceipt};
use domain::fold::Places;
use oplog::bundle::{Bundle, Kind, Pack};
use oplog::{ByteVec, DeviceId, Digest, Head, Op, PublicKey, Refused, TownshipId, from_cbor, to_cbor};

/// How many operations are verified before the page may draw.
const AT_ONCE: usize = 32;

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

/// A bundle, and what it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Packed {
    /// The file.
    pub file: Vec<u8>,
    /// The logs of which it carries operations, each up to this head.
    pub heads: Vec<Head>,
    /// How many operations.
    pub ops: u32,
}

/// This device's operations that have no receipt.
async fn unreceived<S: PhoneStore>(store: &S, device: DeviceId) -> Result<(Vec<Head>, Vec<Op>), StoreError> {
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
    Ok((heads.iter().filter(|head| carried(head)).copied().collect(), ops))
}

/// Packs this device's operations that have no receipt, readable by whoever takes it in. The name stands in the index. `names`
/// adds all that the township said of the places held here, first: names, registers, roles, for a phone that never heard it.
///
/// # Errors
/// [`CarryError::Store`] or [`CarryError::Key`].
pub async fn pack<S: PhoneStore, K: DeviceKey>(
    store: &S,
    key: &K,
    (device, name): (DeviceId, &str),
    (township, names): (TownshipId, bool),
    now_ms: u64,
) -> Result<Packed, CarryError> {
    let (heads, own) = unreceived(store, device).await?;
    let mut all = Vec::new();
    if names {
        for head in
            store.heads(None).await?.iter().filter(|head| TownshipId::from(head.log.device) == township)
        {
            all.extend(store.range(head.log, 0, head.height, usize::MAX).await?);
        }
    }
    all.extend(own);
    let mut pack = Pack::new(&index(township, (device, name), now_ms, heads.clone(), all.len(), None));
    all.iter().for_each(|op| pack.add(Kind::Operation, op.bytes()));
    Ok(Packed { file: signed(key, pack).await?, heads, ops: count(all.len()) })
}

/// Packs the same so that only the township can open it: for carriers of another place. `random` are 32 bytes that
/// serve this once.
///
/// # Errors
/// As [`pack`]; [`CarryError::Refused`] where the township's key is no key.
pub async fn pack_sealed<S: PhoneStore, K: DeviceKey, C: Cipher>(
    store: &S,
    (key, cipher): (&K, &C),
    (device, name): (DeviceId, &str),
    township: &PublicKey,
    random: &[u8; 32],
    now_ms: u64,
) -> Result<Packed, CarryError> {
    let (heads, all) = unreceived(store, device).await?;
    let file =
        sealed((key, cipher), (device, name), (township, random), (heads.clone(), &all), now_ms).await?;
    Ok(Packed { file, heads, ops: count(all.len()) })
}

/// Packs receipts and what the township tells, for the way back.
///
/// # Errors
/// [`CarryError::Key`].
pub async fn pack_receipts<K: DeviceKey>(
    (receipts, told): (&[SignedReceipt], &[ByteVec]),
    key: &K,
    device: DeviceId,
    township: TownshipId,
    now_ms: u64,
) -> Result<Vec<u8>, CarryError> {
    let frames = receipts.len() + told.len();
    let mut pack = Pack::new(&index(township, (device, ""), now_ms, Vec::new(), frames, None));
    receipts.iter().for_each(|receipt| pack.add(Kind::Receipt, &to_cbor(receipt)));
    told.iter().for_each(|op| pack.add(Kind::Told, op));
    signed(key, pack).await
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
    /// What is to be delivered from here, as it is kept now; nothing where there is nothing, or it is this phone's own.
    pub carried: Option<Carried>,
}

/// Takes a bundle in: operations of the places that this phone reads, and receipts; and keeps the file, so that `device`
/// delivers it whoever's it is. A phone that began `alone` reads what its invitation names. The transport is asked for nothing but to let the page breathe. A torn one gives what is before the tear. The same file a second time changes nothing.
///
/// # Errors
/// [`CarryError`]; what was stored before it stays stored, and taking the file in once more does the rest.
pub async fn take_in<S: PhoneStore, T: Transport>(
    (store, transport): (&S, &T),
    township: &PublicKey,
    (device, alone): (DeviceId, Option<&Alone>),
    bytes: &[u8],
    now_ms: u64,
) -> Result<Brought, CarryError> {
    let bundle = Bundle::read(bytes)?;
    if bundle.index.township != TownshipId::from(township.device()) {
        return Err(CarryError::Refused(Refused::Township));
    }
    let mut brought =
        Brought { carried: keep(store, &bundle, device, bytes, now_ms).await?, ..Brought::default() };
    let state = store.sync_state().await?;
    let mut places = Places::fold(&store.place_ops().await?);
    let assumed =
        |op: &Op| state.scopes.is_empty() && alone.is_some_and(|alone| alone.reads(op.header().scope));
    let mut batch = Batch {
        generation: state.generation.unwrap_or_default(),
        clock: store.pen().await?.clock,
        ..Batch::default()
    };
    for (at, bytes) in bundle.of(Kind::Operation).enumerate() {
        if at % AT_ONCE == AT_ONCE - 1 {
            transport.pause().await;
        }
        match verified(bytes.to_vec(), township, &mut places) {
            Ok(op) if state.scopes.contains(&op.header().scope) || assumed(&op) => {
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
    let mut told = bundle.of(Kind::Told);
    brought.taken.places |= hear(store, &mut told, (township, device), batch.generation).await?;
    for bytes in bundle.of(Kind::Receipt) {
        // One that lies delays none behind it.
        match from_cbor::<SignedReceipt>(bytes).and_then(|signed| signed.open(township)) {
            Ok(receipt) if follow(store, &receipt).await? => {
                brought.received += store.put_receipt(&receipt).await?;
            }
            // Of a database that is no more: it says nothing of the present one.
            Ok(_) => {}
            Err(_) => brought.unverified += 1,
        }
    }
    Ok(brought)
}

/// A phone that is never online hears by a receipt that the township's database was made anew. Only the latest word counts:
/// a receipt of an earlier database may be carried for long. Whether the receipt is of the database that counts now.
async fn follow<S: PhoneStore>(store: &S, receipt: &Receipt) -> Result<bool, StoreError> {
    let state = store.sync_state().await?;
    if state.generation == Some(receipt.generation) {
        return Ok(true);
    }
    let received = store.received().await?;
    let last = received.iter().map(|received| received.server_ms).chain(state.last_good_ms).max();
    let later = last.is_none_or(|last| last < receipt.server_ms);
    if later {
        store.take(&Batch { generation: receipt.generation, ..Batch::default() }).await?;
    }
    Ok(later)
}

/// Keeps a file that somebody else packed, unless it is here already.
async fn keep<S: PhoneStore>(
    store: &S,
    bundle: &Bundle<'_>,
    device: DeviceId,
    file: &[u8],
    now_ms: u64,
) -> Result<Option<Carried>, StoreError> {
    if bundle.index.packer == device {
        return Ok(None);
    }
    let Some(new) = Carried::of(bundle, file, now_ms) else { return Ok(None) };
    if let Some(held) = store.carried().await?.into_iter().find(|held| held.id == new.id) {
        return Ok(Some(held));
    }
    store.keep_carried(&new, file).await?;
    Ok(Some(new))
}

/// What became of a bundle that was delivered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Delivered {
    /// What the township signed for, to be brought back.
    pub receipts: Vec<SignedReceipt>,
    /// What it keeps aside.
    pub aside: Vec<Aside>,
    /// What it tells those whose operations these are.
    pub told: Vec<ByteVec>,
}

/// Delivers a bundle's operations, whoever's they are, the sealed ones as they are.
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
    let mut delivered = Delivered::default();
    for (_, batch) in batches(bundle.of(Kind::Operation), with.batch_ops) {
        delivered.receipts.push(talk.push(batch).await?);
    }
    if let Some(ephemeral) = bundle.index.ephemeral {
        for (from, frames) in batches(bundle.of(Kind::Sealed), with.batch_ops) {
            let pushed: Pushed = talk.request(Verb::Deliver, &Deliver { ephemeral, from, frames }).await?;
            talk.report.aside.extend(pushed.aside);
            talk.note_told(pushed.told);
            talk.keep_receipt(&pushed.receipt).await?;
            delivered.receipts.push(pushed.receipt);
        }
    }
    delivered.aside = core::mem::take(&mut talk.report.aside);
    delivered.told = talk.told;
    Ok(delivered)
}

/// Frames in requests of a size that the township takes, each with the number of its first frame.
fn batches<'a>(frames: impl Iterator<Item = &'a [u8]>, most: usize) -> Vec<(u32, Vec<ByteVec>)> {
    let mut out: Vec<(u32, Vec<ByteVec>)> = Vec::new();
    let mut bytes = 0;
    for (number, frame) in (0..).zip(frames) {
        match out.last_mut().filter(|(_, batch)| bytes < MAX_BATCH && batch.len() < most) {
            Some((_, batch)) => batch.push(frame.to_vec().into()),
            None => {
                bytes = 0;
                out.push((number, vec![frame.to_vec().into()]));
            }
        }
        bytes += frame.len();
    }
    out
}

/// Delivers all that is carried and due ([`Carried::is_due`]); how many bundles that were.
///
/// # Errors
/// As [`deliver`]; those delivered before are noted.
pub async fn deliver_all<S: PhoneStore, T: Transport, K: DeviceKey>(
    with: &Session<'_, S, T, K>,
) -> Result<u32, SessionError> {
    let mut done = 0;
    let mut due = with.store.carried().await?;
    due.retain(|carried| carried.is_due(with.now_ms));
    // As they came: where two follow one another in a log, the township would keep the second aside without the first.
    oplog::sort::sort_by_key(&mut due, |carried| {
        (carried.taken_ms, carried.heads.first().map(|head| head.height))
    });
    for mut carried in due {
        carried.tried_ms = Some(with.now_ms);
        // Its row came with it in one transaction.
        let file = with.store.carried_file(&carried.id).await?.ok_or(StoreError::Corrupt)?;
        let bundle = Bundle::read(&file).map_err(|_| StoreError::Corrupt)?;
        match deliver(with, &bundle).await {
            Ok(Delivered { receipts, aside, told }) => {
                carried.deliver(receipts, count(aside.len()), told, &with.township);
            }
            // One that is never taken holds up none behind it.
            Err(SessionError::Transport(TransportError::Refused(failure)))
                if failure.retry == Retry::Never =>
            {
                carried.refused = Some(failure.code);
            }
            Err(error) => return Err(error),
        }
        with.store.put_carried(&carried, !carried.arrived).await?;
        done += 1;
    }
    Ok(done)
}

/// Packs what the township gave for bundles that were carried, for the way back to whoever packed them.
///
/// # Errors
/// [`CarryError::Store`] or [`CarryError::Key`].
pub async fn pack_back<S: PhoneStore, K: DeviceKey>(
    store: &S,
    key: &K,
    device: DeviceId,
    township: TownshipId,
    id: &Digest,
    now_ms: u64,
) -> Result<Vec<u8>, CarryError> {
    let carried = store.carried().await?.into_iter().find(|carried| carried.id == *id);
    let (receipts, told) = carried.map(|carried| (carried.receipts, carried.told)).unwrap_or_default();
    pack_receipts((&receipts, &told.unwrap_or_default()), key, device, township, now_ms).await
}
