//! What the writer does inside one transaction: adding operations to their logs, with everything that follows.

use crate::archive::rows::{DayRow, HeldOp, Meta, NewOp, SummaryRow};
use crate::archive::{ArchiveError, Read, Tx};
use crate::checkpoint;
use crate::high_water::Mark;
use crate::hub::Identity;
use crate::merkle::{Node, Tree};
use domain::fold::{self, Places};
use domain::{Body, Kind, authority};
use oplog::{DeviceId, Head, Link, LogKey, MatterId, Op, Scope};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use sync::desk::{Arrival, Event};
use sync::message::Generation;
use sync::receipt::ReceivedHead;

/// More operations than any township has.
const ALL: usize = 1 << 40;

/// Which matter of which place got operations, and from which device.
type Touch = (Scope, Option<MatterId>, DeviceId);

/// One transaction of the writer, with what it has changed so far.
pub struct Work<'a> {
    /// The transaction.
    pub tx: &'a mut dyn Tx,
    /// Who the township is.
    pub identity: &'a Identity,
    /// The server's clock, UTC milliseconds.
    pub now_ms: u64,
    /// What the desk is to hear once this is durable.
    pub events: Vec<Event>,
    places: Arc<Places>,
    places_stale: bool,
    places_changed: bool,
    tree: Tree,
    /// Full subtrees that the tree has passed.
    nodes: Vec<Node>,
    heads: HashMap<LogKey, Option<ReceivedHead>>,
    changed: BTreeSet<LogKey>,
    touched: BTreeMap<Touch, u32>,
    /// Devices whose rights in a place changed.
    rights: BTreeSet<(DeviceId, Scope)>,
    /// Whether a rule book came.
    rules: bool,
    /// The generation that this transaction begins.
    pub begun: Option<Mark>,
}

/// Where an operation goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Placed {
    /// It is the next of the log (0) or of this branch.
    Next(u64),
    /// It is held already.
    Held,
    /// The one before it is missing.
    Waits,
    /// The one before it stands elsewhere.
    Broken,
}

/// What a finished transaction leaves to be published.
#[derive(Default)]
pub struct Finished {
    /// The places, where they changed.
    pub places: Option<Arc<Places>>,
    /// Places whose logs changed.
    pub scopes: BTreeSet<Scope>,
    /// The generation that began.
    pub begun: Option<Mark>,
    /// The tree.
    pub tree: Tree,
    /// Subtrees that are full now.
    pub nodes: Vec<Node>,
    /// What the desk is to hear.
    pub events: Vec<Event>,
}

impl<'a> Work<'a> {
    /// Begins.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn begin(tx: &'a mut dyn Tx, identity: &'a Identity, places: Arc<Places>, now_ms: u64) -> Read<Self> {
        let tree = tx.meta(Meta::Tree)?.map(|bytes| Tree::from_bytes(&bytes).ok_or(ArchiveError::Corrupt));
        let tree = tree.transpose()?.unwrap_or_default();
        Ok(Self {
            tx,
            identity,
            now_ms,
            events: Vec::new(),
            places,
            places_stale: false,
            places_changed: false,
            tree,
            nodes: Vec::new(),
            heads: HashMap::new(),
            changed: BTreeSet::new(),
            touched: BTreeMap::new(),
            rights: BTreeSet::new(),
            rules: false,
            begun: None,
        })
    }

    /// What is known of the places, with what this transaction has added.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn places(&mut self) -> Read<Arc<Places>> {
        if self.places_stale {
            self.places = Arc::new(places_of(&self.tx.place_ops()?)?);
            self.places_stale = false;
        }
        Ok(Arc::clone(&self.places))
    }

    /// The generation in force, or the one that this transaction begins.
    pub fn generation(&self) -> Generation {
        self.begun.map_or_else(|| self.identity.generation(), |mark| mark.generation)
    }

    /// The last arrival number given.
    pub const fn last_arrival(&self) -> u64 {
        self.tree.size()
    }

    /// How far a log is held.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn head(&mut self, log: &LogKey) -> Read<Option<ReceivedHead>> {
        if let Some(head) = self.heads.get(log) {
            return Ok(*head);
        }
        let head = self.tx.head(log)?;
        self.heads.insert(*log, head);
        Ok(head)
    }

    /// The heads of a log and of its branches.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn heads_of(&mut self, log: &LogKey) -> Read<Vec<ReceivedHead>> {
        let mut heads: Vec<ReceivedHead> = self.head(log)?.into_iter().collect();
        heads.extend(self.tx.branches(log)?);
        Ok(heads)
    }

    /// Where an operation goes. A device that signed twice at one position has forked its log: both branches are held,
    /// and an operation belongs to the branch of the one that it names as `prev`.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn place(&mut self, op: &Op) -> Read<Placed> {
        let (header, log) = (op.header(), op.header().log());
        let head = self.head(&log)?.map(|head| head.head);
        let link = Link::of(header, head.as_ref());
        if link == Link::Next {
            return Ok(Placed::Next(0));
        }
        if self.tx.position(op.id())?.is_some() {
            return Ok(Placed::Held);
        }
        let new = self.tree.size() + 1;
        let Some(prev) = header.prev else { return Ok(Placed::Next(new)) };
        let Some(before) = self.tx.position(prev)? else { return Ok(Placed::Waits) };
        if before.log != log || before.seq + 1 != header.seq {
            return Ok(Placed::Broken);
        }
        let ends = match before.branch {
            0 => head,
            branch => self.tx.branch_head(&log, branch)?.map(|head| head.head),
        };
        Ok(Placed::Next(if ends.is_some_and(|end| end.id == prev) { before.branch } else { new }))
    }

    /// Adds the next operation of the township's own log.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn append_own(&mut self, op: &Op) -> Read<()> {
        self.append(op, self.identity.device(), 0)
    }

    /// Adds the next operation of a log or of a branch of it. The caller has looked at [`Work::place`] and at the
    /// signature.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn append(&mut self, op: &Op, sender: DeviceId, branch: u64) -> Read<()> {
        let header = op.header();
        let own = header.device == self.identity.device();
        let standing = if own {
            authority::standing(&self.places, op)
        } else {
            authority::standing(&*self.places()?, op)
        };
        let raises = header.kind == Kind::MatterRaised as u16 && header.matter.is_none();
        let matter = if raises { Some(op.id().raised_matter()) } else { header.matter };
        let arrival = self.tree.size() + 1;
        let code = standing.code();
        let (standing, received_ms) = (code, self.now_ms);
        self.tx.append(&NewOp { arrival, op, matter, standing, received_ms, sender, branch })?;
        let first = self.nodes.len();
        self.tree.grow(&op.id(), &mut |node| self.nodes.push(node));
        let done = self.nodes.iter().skip(first).filter_map(|node| node.tile());
        done.into_iter().try_for_each(|tile| self.tx.put_tile(&tile))?;
        let log = header.log();
        let head = Head { log, height: header.seq + 1, id: op.id() };
        if branch == 0 {
            self.heads.insert(log, Some(ReceivedHead { head, arrival }));
        } else {
            self.tx.put_head(&ReceivedHead { head, arrival }, branch)?;
        }
        self.changed.insert(log);
        *self.touched.entry((header.scope, matter, sender)).or_default() += 1;
        if header.matter.is_none() && Kind::from_number(header.kind).is_some_and(Kind::governs) {
            (self.places_stale, self.places_changed) = (true, true);
            self.rules |= header.kind == Kind::RuleBookIssued as u16;
            if let Ok(Some(Body::Granted(granted))) = Body::of(op) {
                self.rights.insert((granted.key.device(), header.scope));
            }
            if header.kind == Kind::TownshipFounded as u16 {
                self.places()?;
            }
        }
        Ok(())
    }

    /// Sums up again what follows from rights and rules that came after what was done with them: in this transaction, by an
    /// officer's word, or back from a phone after the database was put back.
    fn rights_changed(&mut self) -> Read<()> {
        let mut again: BTreeMap<MatterId, u64> = BTreeMap::new();
        for (device, scope) in core::mem::take(&mut self.rights) {
            let heads = self.tx.heads_of(device)?;
            if heads.is_empty() {
                continue;
            }
            // What was not its to raise has no summary yet.
            let logs: BTreeSet<Scope> = heads.iter().map(|head| head.head.log.scope).collect();
            for log in logs {
                let page = self.tx.page(&[(log, 0)], None, usize::MAX, ALL)?;
                for (_, bytes) in page.ops {
                    let op = Op::read(bytes).map_err(|_| ArchiveError::Corrupt)?;
                    if op.header().device == device && op.header().kind == Kind::MatterRaised as u16 {
                        again.extend(sync::memory::matter_of(&op).map(|matter| (matter, self.now_ms)));
                    }
                }
            }
            let rows = self.tx.summaries(self.identity.scope)?;
            let rows = rows.into_iter().filter(|row| scope.reads(&row.summary.scope));
            again.extend(rows.map(|row| (row.summary.id, row.received_ms)));
        }
        if self.rules {
            let rows = self.tx.summaries(self.identity.scope)?;
            again.extend(rows.into_iter().map(|row| (row.summary.id, row.received_ms)));
        }
        again.into_iter().try_for_each(|(matter, received_ms)| self.sum_up(matter, received_ms).map(drop))
    }

    /// Writes what follows from the transaction: heads, tree and the summaries of touched matters.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn finish(mut self) -> Read<Finished> {
        let mut scopes = BTreeSet::new();
        for log in &self.changed {
            scopes.insert(log.scope);
            if let Some(Some(head)) = self.heads.get(log) {
                self.tx.put_head(head, 0)?;
            }
        }
        if !self.changed.is_empty() {
            self.tx.put_meta(Meta::Tree, Some(&self.tree.to_bytes()))?;
            let generation = self.generation();
            let note = checkpoint::note_in(self.identity, &generation, &self.tree.head());
            let note = note.map_err(ArchiveError::Own)?;
            self.tx.put_day(&DayRow { day: checkpoint::day_of(self.now_ms), at_ms: self.now_ms, note })?;
        }
        self.places()?;
        self.rights_changed()?;
        let matters: BTreeSet<MatterId> = self.touched.keys().filter_map(|(_, matter, _)| *matter).collect();
        let mut titles = BTreeMap::new();
        for matter in matters {
            if let Some(title) = self.sum_up(matter, self.now_ms)? {
                titles.insert(matter, title);
            }
        }
        let arrivals: Vec<Event> = self.arrivals(&titles)?;
        self.events.extend(arrivals);
        let places = self.places_changed.then_some(self.places);
        let (begun, tree) = (self.begun, self.tree);
        Ok(Finished { places, scopes, begun, tree, nodes: self.nodes, events: self.events })
    }

    fn sum_up(&mut self, matter: MatterId, received_ms: u64) -> Read<Option<String>> {
        let places = self.places()?;
        let ops = ops_of(&self.tx.matter_ops(matter)?)?;
        let Some(view) = fold::matter(&ops, &places) else { return Ok(None) };
        let summary = fold::summary(&view);
        let title = summary.title.clone();
        self.tx.put_summary(&SummaryRow { summary, received_ms })?;
        Ok(Some(title))
    }

    fn arrivals(&mut self, titles: &BTreeMap<MatterId, String>) -> Read<Vec<Event>> {
        let own = self.identity.device();
        let mut events = Vec::new();
        for ((scope, matter, sender), ops) in self.touched.iter().filter(|((_, _, sender), _)| *sender != own)
        {
            let from = self.tx.device(*sender)?.map(|device| device.person).unwrap_or_default();
            let title = matter.and_then(|matter| titles.get(&matter)).cloned().unwrap_or_default();
            let (at_ms, ops) = (self.now_ms, *ops);
            events.push(Event::Arrived(Arrival { at_ms, scope: *scope, matter: *matter, title, from, ops }));
        }
        Ok(events)
    }
}

/// Operations read again from what is held.
///
/// # Errors
/// [`ArchiveError::Corrupt`] where stored bytes are no operation.
pub fn ops_of(held: &[HeldOp]) -> Read<Vec<Op>> {
    held.iter().map(|held| Op::read(held.bytes.clone()).map_err(|_| ArchiveError::Corrupt)).collect()
}

/// What is known of the places, from what is held.
///
/// # Errors
/// As [`ops_of`].
pub fn places_of(held: &[HeldOp]) -> Read<Places> {
    Ok(Places::fold(&ops_of(held)?))
}
