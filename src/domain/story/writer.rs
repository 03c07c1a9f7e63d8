//! A device that signs: its logs linked, its stamps rising, its numbers dense.

use super::START_MS;
use crate::Body;
use oplog::{
    Clock, DeviceId, Digest, Header, MAX_DEPS, MatterId, Op, OpId, PublicKey, Scope, SecretKey, Stamp,
    TownshipId,
};
use std::collections::BTreeMap;

/// A device that signs.
pub struct Writer {
    key: SecretKey,
    township: TownshipId,
    epoch: u32,
    clock: Clock,
    now: u64,
    dseq: u64,
    heads: BTreeMap<Scope, (u64, OpId)>,
    rule_book: u32,
}

impl Writer {
    /// A device of a township; the seed is its key.
    pub fn new(seed: u8, township: TownshipId) -> Self {
        Self {
            key: SecretKey::from_seed(&[seed; 32]),
            township,
            epoch: 0,
            clock: Clock::default(),
            now: START_MS,
            dseq: 0,
            heads: BTreeMap::new(),
            rule_book: 1,
        }
    }

    /// The township's own device.
    pub(super) fn own(seed: u8) -> Self {
        let device = SecretKey::from_seed(&[seed; 32]).public().device();
        Self::new(seed, TownshipId::from(device))
    }

    /// Its public key.
    pub fn key(&self) -> PublicKey {
        self.key.public()
    }

    /// Its name.
    pub fn device(&self) -> DeviceId {
        self.key().device()
    }

    /// Its township.
    pub const fn township(&self) -> TownshipId {
        self.township
    }

    /// Sets its wall clock; a second passes with each operation.
    pub const fn at(&mut self, ms: u64) -> &mut Self {
        self.now = ms;
        self
    }

    /// Names another rule book from now on.
    pub const fn by_rule_book(&mut self, version: u32) -> &mut Self {
        self.rule_book = version;
        self
    }

    /// Begins a new epoch: its logs start again.
    pub fn new_epoch(&mut self) -> &mut Self {
        self.epoch += 1;
        self.heads.clear();
        self
    }

    /// Signs a body. The first 16 of `deps` are named.
    pub fn append(&mut self, scope: Scope, matter: Option<MatterId>, deps: &[OpId], body: &Body) -> Op {
        let kind = body.kind();
        self.append_bytes(scope, matter, deps, (kind.number(), kind.schema()), &body.encode())
    }

    /// Signs bytes as a body of any kind and schema, also of those that nobody knows yet.
    pub fn append_bytes(
        &mut self,
        scope: Scope,
        matter: Option<MatterId>,
        deps: &[OpId],
        (kind, schema): (u16, u16),
        body: &[u8],
    ) -> Op {
        self.now += 1000;
        self.clock = self.clock.tick(self.now);
        let (seq, prev) = self.heads.get(&scope).map_or((0, None), |(seq, head)| (seq + 1, Some(*head)));
        let (version, suite) = Header::WRITES;
        let header = Header {
            version,
            suite,
            township: self.township,
            scope,
            device: self.device(),
            epoch: self.epoch,
            seq,
            prev,
            dseq: self.dseq,
            deps: deps.iter().take(MAX_DEPS).copied().collect(),
            matter,
            kind,
            schema,
            critical: false,
            stamp: Stamp { clock: self.clock, offset_min: 480 },
            rule_book: self.rule_book,
            body_len: 0,
            body_hash: Digest::default(),
            blobs: Vec::new(),
        };
        let op = Op::sign(header, body, &self.key).expect("a story's operations can be signed");
        self.dseq += 1;
        self.heads.insert(scope, (seq, op.id()));
        op
    }
}
