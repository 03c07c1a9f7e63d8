//! A device that writes for tests.

use crate::port::{Append, Pen};
use oplog::{DeviceId, Digest, Head, Header, LogKey, MatterId, Op, Scope, SecretKey, Stamp};

/// A device that writes well-formed operations with bodies that mean nothing.
pub struct Pencil {
    pub key: SecretKey,
    pub township: oplog::TownshipId,
    pub scope: Scope,
    pub pen: Pen,
    head: Option<Head>,
}

impl Pencil {
    pub fn new(seed: u8) -> Self {
        let scope = Scope::parse("532301104201001").unwrap();
        Self {
            key: SecretKey::from_seed(&[seed; 32]),
            township: oplog::TownshipId([9; 16]),
            scope,
            pen: Pen::default(),
            head: None,
        }
    }

    pub fn device(&self) -> DeviceId {
        self.key.public().device()
    }

    pub fn log(&self) -> LogKey {
        LogKey { device: self.device(), epoch: 0, scope: self.scope }
    }

    /// The same key with nothing written: a phone restored from an old copy.
    pub fn restored(&self, seed: u8) -> Self {
        Self { township: self.township, ..Self::new(seed) }
    }

    /// The next operation; the pencil moves on.
    pub fn write(&mut self, kind: u16, matter: Option<MatterId>, words: &str) -> Op {
        self.write_body(kind, matter, &oplog::to_cbor(&words))
    }

    /// The next operation with a body of one's own.
    pub fn write_body(&mut self, kind: u16, matter: Option<MatterId>, body: &[u8]) -> Op {
        let seq = self.head.map_or(0, |head| head.height);
        let clock = self.pen.clock.tick(1_000 + seq);
        let header = Header {
            version: 1,
            suite: 1,
            township: self.township,
            scope: self.scope,
            device: self.device(),
            epoch: 0,
            seq,
            prev: self.head.map(|head| head.id),
            dseq: self.pen.dseq,
            deps: vec![],
            matter,
            kind,
            schema: 1,
            critical: false,
            stamp: Stamp { clock, offset_min: 480 },
            rule_book: 1,
            body_len: 0,
            body_hash: Digest::default(),
            blobs: vec![],
        };
        let op = Op::sign(header, body, &self.key).unwrap();
        self.pen = Pen { epoch: 0, dseq: self.pen.dseq + 1, clock };
        self.head = Some(Head { log: self.log(), height: seq + 1, id: op.id() });
        op
    }

    pub fn head(&self) -> Head {
        self.head.unwrap()
    }

    pub fn append(&mut self, kind: u16, matter: Option<MatterId>, words: &str) -> Append {
        let op = self.write(kind, matter, words);
        Append { op, pen: self.pen, draft_done: None }
    }
}
