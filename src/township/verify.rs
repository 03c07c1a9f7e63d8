//! Everything that is held, looked at again from the first operation to the last: bytes, signatures, chains, the tree, and
//! what was derived from them. Reads in pages; what it keeps in memory grows with logs and matters, not with operations.

use crate::archive::rows::{HeldOp, Meta};
use crate::archive::{self, Archive, ArchiveError, Read, View};
use crate::checkpoint;
use crate::merkle::Tree;
use crate::work::{ops_of, places_of};
use core::fmt;
use domain::fold::Places;
use domain::{Body, fold};
use oplog::{DeviceId, Digest, Head, LogKey, MatterId, Op, OpId, PublicKey, Refused, TownshipId};
use std::collections::{BTreeMap, BTreeSet};
use sync::receipt::ReceivedHead;
use sync::tree::TreeHead;

/// How many operations are read at once.
const PAGE: usize = 1_000;

/// What was looked at, where nothing is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Findings {
    /// Operations.
    pub ops: u64,
    /// Logs, branches counted as well.
    pub logs: u64,
    /// Matters.
    pub matters: u64,
    /// The root of the tree.
    pub root: Digest,
    /// Devices of which operations must exist that are not here, and how many: they have not arrived yet.
    pub missing: Vec<(DeviceId, u32, u64)>,
}

/// What is wrong with an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// An operation with this arrival number should come next.
    Arrival(u64),
    /// The bytes are no operation, or the signature is not its device's.
    Refused(Refused),
    /// The bytes are another operation than the row says.
    Id,
    /// The operation belongs to another township.
    Township,
    /// Nobody was given its key before it.
    UnknownKey,
    /// It does not follow the one before it in its log.
    Chain,
    /// The log ends elsewhere than the table of heads says.
    Head,
    /// The tree over all operations is not the one that was signed for.
    Tree,
    /// The summary of the matter is not what follows from its operations.
    Summary,
    /// The checkpoint kept for this day is not signed by the township, or the tree does not begin with it.
    Day(u32),
}

/// The first bad item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Damage {
    /// What is wrong.
    pub wrong: Wrong,
    /// The arrival number at which it was noticed; 0 where it is not about one operation.
    pub arrival: u64,
    /// The operation, where there is one.
    pub id: Option<OpId>,
    /// The log, where it is known.
    pub log: Option<LogKey>,
    /// The matter, where it is about one.
    pub matter: Option<MatterId>,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.arrival > 0 {
            write!(f, "at arrival number {}: ", self.arrival)?;
        }
        match self.wrong {
            Wrong::Arrival(wanted) => write!(f, "number {wanted} is missing or out of order"),
            Wrong::Refused(refused) => write!(f, "the operation is damaged ({})", refused.code()),
            Wrong::Id => f.write_str("the bytes are another operation than the row says"),
            Wrong::Township => f.write_str("the operation belongs to another township"),
            Wrong::UnknownKey => f.write_str("nobody was given this device's key before it"),
            Wrong::Chain => f.write_str("the operation does not follow the one before it in its log"),
            Wrong::Head => f.write_str("a log ends elsewhere than the table of heads says"),
            Wrong::Tree => f.write_str("the tree over all operations is not the stored one"),
            Wrong::Summary => f.write_str("a matter's summary is not what follows from its operations"),
            Wrong::Day(day) => {
                let date = checkpoint::date_of(day);
                write!(
                    f,
                    "the checkpoint of {date} is not signed by the township, or the tree does not begin with it"
                )
            }
        }?;
        if let Some(id) = self.id {
            write!(f, "\n  operation {id}")?;
        }
        if let Some(log) = self.log {
            write!(f, "\n  log of device {}, epoch {}, place {}", log.device, log.epoch, log.scope)?;
        }
        if let Some(matter) = self.matter {
            write!(f, "\n  matter {matter}")?;
        }
        f.write_str("\nrestore the last verified backup; returning phones refill what it lacks")
    }
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verified {
    /// Nothing is wrong.
    Whole(Findings),
    /// The first bad item.
    Damaged(Damage),
}

/// Looks at everything, in one moment of the archive.
///
/// # Errors
/// Those of the archive.
pub fn verify(archive: &dyn Archive, township: &PublicKey) -> Read<Verified> {
    archive::read(archive, |view| {
        let mut walk = Walk::new(*township);
        match walk.all(view) {
            Ok(findings) => Ok(Verified::Whole(findings)),
            Err(Stop::Damaged(damage)) => Ok(Verified::Damaged(damage)),
            Err(Stop::Archive(error)) => Err(error),
        }
    })
}

/// Whether one operation stands as it should:
/// - the bytes are the operation of the name under which they are held (body hash included);
/// - the signature verifies under the device's key;
/// - the operation before it in its log is the one that it names.
///
/// # Errors
/// Those of the archive.
pub fn stands(view: &dyn View, places: &Places, held: &HeldOp, op: &Op) -> Read<bool> {
    let header = op.header();
    let before = match header.seq.checked_sub(1) {
        Some(seq) => view.op_at(&header.log(), seq)?,
        None => None,
    };
    let signed = places.key(header.device).is_some_and(|key| op.verify(&key).is_ok());
    Ok(signed && op.id() == held.id && before == header.prev)
}

enum Stop {
    Damaged(Damage),
    Archive(ArchiveError),
}

impl From<ArchiveError> for Stop {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error)
    }
}

fn stop<T>(wrong: Wrong, held: &HeldOp, op: Option<&Op>) -> Result<T, Stop> {
    let log = op.map(|op| op.header().log());
    Err(Stop::Damaged(Damage { wrong, arrival: held.arrival, id: Some(held.id), log, matter: None }))
}

fn bad<T>(wrong: Wrong, log: Option<LogKey>, matter: Option<MatterId>) -> Result<T, Stop> {
    Err(Stop::Damaged(Damage { wrong, arrival: 0, id: None, log, matter }))
}

struct Walk {
    township: PublicKey,
    keys: BTreeMap<DeviceId, PublicKey>,
    /// The ends of all logs and their branches.
    ends: BTreeMap<(LogKey, u64), ReceivedHead>,
    /// By device and epoch: how many operations, and the highest number.
    numbers: BTreeMap<(DeviceId, u32), (u64, u64)>,
    matters: BTreeSet<MatterId>,
    tree: Tree,
    /// The checkpoints kept that the tree has not reached yet, the largest first.
    days: Vec<(u32, TreeHead)>,
}

impl Walk {
    fn new(township: PublicKey) -> Self {
        Self {
            township,
            keys: BTreeMap::from([(township.device(), township)]),
            ends: BTreeMap::new(),
            numbers: BTreeMap::new(),
            matters: BTreeSet::new(),
            tree: Tree::default(),
            days: Vec::new(),
        }
    }

    /// Reads the checkpoints of all days; each must be signed.
    fn read_days(&mut self, view: &dyn View) -> Result<(), Stop> {
        for row in view.days(u32::MAX, usize::MAX)?.into_iter().rev() {
            match checkpoint::open(&row.note, &self.township) {
                Ok(tree) => self.days.push((row.day, tree)),
                Err(_) => return bad(Wrong::Day(row.day), None, None),
            }
        }
        // A clock that went back may have signed a smaller tree on a later day.
        self.days.sort_by_key(|(day, tree)| std::cmp::Reverse((tree.size, *day)));
        self.reach_days()
    }

    /// Compares the tree with the checkpoints of its size.
    fn reach_days(&mut self) -> Result<(), Stop> {
        while let Some((day, tree)) = self.days.pop_if(|(_, tree)| tree.size <= self.tree.size()) {
            if tree != self.tree.head() {
                return bad(Wrong::Day(day), None, None);
            }
        }
        Ok(())
    }

    fn all(&mut self, view: &dyn View) -> Result<Findings, Stop> {
        self.read_days(view)?;
        loop {
            let page = view.ops_after(self.tree.size(), PAGE)?;
            if page.is_empty() {
                break;
            }
            for held in &page {
                self.one(view, held)?;
            }
        }
        self.derived(view)?;
        if let Some((day, _)) = self.days.pop() {
            return bad(Wrong::Day(day), None, None);
        }
        let lacking = self.numbers.iter().map(|((device, epoch), (count, highest))| {
            (*device, *epoch, (highest + 1).saturating_sub(*count))
        });
        Ok(Findings {
            ops: self.tree.size(),
            logs: self.ends.len() as u64,
            matters: self.matters.len() as u64,
            root: self.tree.root(),
            missing: lacking.filter(|(.., missing)| *missing > 0).collect(),
        })
    }

    fn one(&mut self, view: &dyn View, held: &HeldOp) -> Result<(), Stop> {
        let wanted = self.tree.size() + 1;
        if held.arrival != wanted {
            return stop(Wrong::Arrival(wanted), held, None);
        }
        let op = match Op::read(held.bytes.clone()) {
            Ok(op) => op,
            Err(refused) => return stop(Wrong::Refused(refused), held, None),
        };
        if op.id() != held.id {
            return stop(Wrong::Id, held, Some(&op));
        }
        let header = op.header();
        if header.township != TownshipId::from(self.township.device()) {
            return stop(Wrong::Township, held, Some(&op));
        }
        let Some(key) = self.keys.get(&header.device) else {
            return stop(Wrong::UnknownKey, held, Some(&op));
        };
        if let Err(refused) = op.verify(key) {
            return stop(Wrong::Refused(refused), held, Some(&op));
        }
        if header.device == self.township.device()
            && let Ok(Some(Body::Granted(granted))) = Body::of(&op)
        {
            self.keys.insert(granted.key.device(), granted.key);
        }
        let Some(place) = view.position(held.id)? else { return stop(Wrong::Id, held, Some(&op)) };
        let follows = match self.ends.get(&(header.log(), place.branch)) {
            Some(end) => end.head.height == header.seq && header.prev == Some(end.head.id),
            None if place.branch == 0 => header.seq == 0,
            // A branch is named after its first operation.
            None => place.branch == held.arrival,
        };
        if !follows || place.log != header.log() || place.seq != header.seq {
            return stop(Wrong::Chain, held, Some(&op));
        }
        let head = Head { log: header.log(), height: header.seq + 1, id: held.id };
        self.ends.insert((header.log(), place.branch), ReceivedHead { head, arrival: held.arrival });
        let (count, highest) = self.numbers.entry((header.device, header.epoch)).or_default();
        (*count, *highest) = (*count + 1, header.dseq.max(*highest));
        self.matters.extend(sync::memory::matter_of(&op));
        for tile in self.tree.push(&held.id) {
            // A database of an earlier version has none before it is opened.
            let stored = view.tiles(tile.level, tile.index, tile.index + 1)?;
            if stored.first().is_some_and(|stored| *stored != tile.root) {
                return stop(Wrong::Tree, held, Some(&op));
            }
        }
        self.reach_days()
    }

    /// Heads, tree and summaries.
    fn derived(&self, view: &dyn View) -> Result<(), Stop> {
        for ((log, branch), end) in &self.ends {
            if view.branch_head(log, *branch)?.as_ref() != Some(end) {
                return bad(Wrong::Head, Some(*log), None);
            }
        }
        let stored = view.meta(Meta::Tree)?.and_then(|bytes| Tree::from_bytes(&bytes)).unwrap_or_default();
        if stored != self.tree {
            return bad(Wrong::Tree, None, None);
        }
        let places = places_of(&view.place_ops()?)?;
        for matter in &self.matters {
            let follows = fold::matter(&ops_of(&view.matter_ops(*matter)?)?, &places);
            let follows = follows.as_ref().map(fold::summary);
            if view.summary(*matter)?.map(|row| row.summary) != follows {
                return bad(Wrong::Summary, None, Some(*matter));
            }
        }
        Ok(())
    }
}
