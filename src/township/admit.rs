//! Admission: which operations join the archive, and which are kept aside with a named reason. Admission is not
//! effect; what an operation may do is its standing.

use crate::archive::Read;
use crate::archive::rows::{AsideRow, Waits};
use crate::hub::Identity;
use crate::work::{Placed, Work};
use domain::fold::Places;
use domain::{Body, Kind};
use oplog::{DeviceId, Digest, LogKey, Op, PublicKey, Refused, TownshipId, Verifier};
use std::collections::{BTreeMap, BTreeSet};

/// The most bytes kept aside for one sender, and for all.
const ASIDE_OF_ONE: u64 = 16 * 1024 * 1024;
const ASIDE_OF_ALL: u64 = 512 * 1024 * 1024;

/// Why an operation is kept aside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The bytes are no operation of this township, or the signature is wrong.
    Refused(Refused),
    /// The key of its device is not known here.
    UnknownKey(DeviceId),
    /// Those before it in its log are missing.
    Gap,
    /// There is no room to keep it aside: it was not kept.
    NoRoom,
}

impl Reason {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refused(refused) => refused.code(),
            Self::UnknownKey(_) => "op.unknown-key",
            Self::Gap => "log.gap",
            Self::NoRoom => "aside.full",
        }
    }
}

/// What a push brought, looked at outside of the writer.
pub enum Checked {
    /// A verified operation.
    Good(Box<Op>),
    /// Bytes that will be kept aside.
    Bad(Vec<u8>, Reason),
}

/// Looks at operations outside of the writer. The key that was needed last is kept ready: a push is mostly of one device.
pub struct Gate<'a> {
    township: TownshipId,
    own: PublicKey,
    places: &'a Places,
    last: Option<Verifier>,
}

impl<'a> Gate<'a> {
    /// The gate of this township, which knows its devices from the places.
    pub fn new(identity: &Identity, places: &'a Places) -> Self {
        Self { township: identity.township(), own: identity.public(), places, last: None }
    }

    /// Looks at the bytes of one operation:
    /// - they are an operation in canonical form, within its limits;
    /// - it belongs to this township;
    /// - the key of its device is known, and the signature verifies under it.
    pub fn check(&mut self, bytes: Vec<u8>) -> Checked {
        let op = match Op::read(bytes.clone()) {
            Ok(op) => op,
            Err(refused) => return Checked::Bad(bytes, Reason::Refused(refused)),
        };
        if op.header().township != self.township {
            return Checked::Bad(bytes, Reason::Refused(Refused::Township));
        }
        let device = op.header().device;
        match self.key(device).map(|key| key.and_then(|key| op.verify_by(&key))) {
            Some(Ok(())) => Checked::Good(Box::new(op)),
            Some(Err(refused)) => Checked::Bad(bytes, Reason::Refused(refused)),
            None => Checked::Bad(bytes, Reason::UnknownKey(device)),
        }
    }

    fn key(&mut self, device: DeviceId) -> Option<Result<Verifier, Refused>> {
        if let Some(last) = self.last.filter(|last| last.device() == device) {
            return Some(Ok(last));
        }
        let key = if device == self.own.device() { self.own } else { self.places.key(device)? };
        let key = key.verifier();
        self.last = key.ok();
        Some(key)
    }
}

/// What became of a push.
#[derive(Debug, Default)]
pub struct Admitted {
    /// What is still aside at the end.
    pub aside: Vec<(Digest, Reason)>,
    /// Every log of which the push brought a verified operation.
    pub logs: BTreeSet<LogKey>,
}

/// Takes a push in, inside the writer's transaction. The order within it loses nothing: what waited for another
/// of its operations, or waited since an earlier push, joins as soon as it can.
///
/// # Errors
/// Those of the archive.
pub fn admit(work: &mut Work<'_>, checked: Vec<Checked>, sender: DeviceId) -> Read<Admitted> {
    let mut push = Push { work, logs: BTreeSet::new(), aside: BTreeMap::new(), open: Vec::new() };
    for one in checked {
        match one {
            Checked::Good(op) => push.place(&op, sender)?,
            Checked::Bad(bytes, reason) => {
                let waits = match reason {
                    Reason::UnknownKey(device) => Waits::Key(device),
                    _ => Waits::Nothing,
                };
                push.keep(bytes, reason, waits, sender)?;
            }
        }
    }
    push.retry()?;
    Ok(Admitted { aside: push.aside.into_iter().collect(), logs: push.logs })
}

/// Lets in what waited for a device's key, after the township itself granted it something.
///
/// # Errors
/// Those of the archive.
pub fn after_grant(work: &mut Work<'_>, device: DeviceId) -> Read<()> {
    let open = vec![Waits::Key(device)];
    Push { work, logs: BTreeSet::new(), aside: BTreeMap::new(), open }.retry()
}

struct Push<'w, 'a> {
    work: &'w mut Work<'a>,
    logs: BTreeSet<LogKey>,
    aside: BTreeMap<Digest, Reason>,
    /// What became possible and may let others in.
    open: Vec<Waits>,
}

impl Push<'_, '_> {
    fn place(&mut self, op: &Op, sender: DeviceId) -> Read<()> {
        let log = op.header().log();
        self.logs.insert(log);
        let reason = match self.work.place(op)? {
            Placed::Next(branch) => return self.append(op, sender, branch),
            Placed::Held => return Ok(()),
            Placed::Waits => Reason::Gap,
            Placed::Broken => Reason::Refused(Refused::Chain),
        };
        let waits = match reason {
            Reason::Gap => Waits::Log(log, op.header().seq),
            _ => Waits::Nothing,
        };
        self.keep(op.bytes().to_vec(), reason, waits, sender)
    }

    fn append(&mut self, op: &Op, sender: DeviceId, branch: u64) -> Read<()> {
        if branch > self.work.last_arrival() {
            tracing::warn!(code = "log.fork", device = %op.header().device, scope = %op.header().scope, "a device signed twice at one position");
            self.work.events.push(sync::desk::Event::Aside);
        }
        self.work.append(op, sender, branch)?;
        self.open.push(Waits::Log(op.header().log(), op.header().seq + 1));
        if op.header().kind == Kind::Granted as u16
            && let Ok(Some(Body::Granted(grant))) = Body::of(op)
        {
            self.open.push(Waits::Key(grant.key.device()));
        }
        if op.header().kind == Kind::TownshipFounded as u16 {
            // Grants say nothing before it.
            self.open.extend(self.work.places()?.keys.keys().copied().map(Waits::Key));
        }
        Ok(())
    }

    fn keep(&mut self, bytes: Vec<u8>, reason: Reason, waits: Waits, sender: DeviceId) -> Read<()> {
        let hash = Digest::of(&bytes);
        let len = bytes.len() as u64;
        let (_, of_one) = self.work.tx.aside_size(Some(sender))?;
        let (_, of_all) = self.work.tx.aside_size(None)?;
        if of_one + len > ASIDE_OF_ONE || of_all + len > ASIDE_OF_ALL {
            self.aside.insert(hash, Reason::NoRoom);
            return Ok(());
        }
        let (code, at_ms) = (reason.code().to_owned(), self.work.now_ms);
        if self.work.tx.put_aside(&AsideRow { hash, bytes, len, code, sender, waits, at_ms })? {
            tracing::warn!(code = reason.code(), %hash, %sender, "an operation is kept aside");
            self.work.events.push(sync::desk::Event::Aside);
        }
        self.aside.insert(hash, reason);
        Ok(())
    }

    /// Tries again what is kept aside and waited for what has come. Each success may let others in.
    fn retry(&mut self) -> Read<()> {
        while let Some(waits) = self.open.pop() {
            for row in self.work.tx.waiting(&waits)? {
                let places = self.work.places()?;
                let checked = Gate::new(self.work.identity, &places).check(row.bytes);
                if let Checked::Good(op) = checked {
                    self.work.tx.drop_aside(row.hash)?;
                    self.aside.remove(&row.hash);
                    self.place(&op, row.sender)?;
                }
            }
        }
        Ok(())
    }
}
