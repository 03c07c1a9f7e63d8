//! A township on paper: the least server that keeps the protocol, for the session's own tests. It can be cut off,
//! answer like a captive portal, and be restored from an earlier copy.

use crate::contract::Pencil;
use crate::message::{
    Answer, Aside, Envelope, Failure, Generation, Hello, Page, Pull, Push, Pushed, Retry, Verb, Verdict, Want,
};
use crate::port::{Transport, TransportError};
use crate::receipt::{Receipt, ReceivedHead, SignedReceipt};
use crate::tree::TreeHead;
use crate::{digest, memory};
use domain::authority::{Granted, Role};
use domain::place::TownshipFounded;
use domain::{Body, Kind};
use oplog::{ByteVec, Digest, Head, Link, LogKey, Op, PublicKey, Scope, from_cbor, to_cbor};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// What goes wrong with a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// The request never arrives.
    Before,
    /// The request is carried out, its answer is lost.
    After,
    /// Something else answers.
    Portal,
}

#[derive(Clone)]
pub struct Book {
    pub ops: Vec<Op>,
    pub generation: Generation,
    sessions: BTreeMap<oplog::DeviceId, (u64, u32)>,
}

pub struct Paper {
    pub book: RefCell<Book>,
    pub pencil: RefCell<Pencil>,
    pub scopes: Vec<Scope>,
    pub cut: Cell<Option<(u32, Cut)>>,
    pub page: Cell<usize>,
    pub calls: Cell<u32>,
    /// The tree that it signs; without proofs, so it can't grow but from nothing.
    pub tree: Cell<TreeHead>,
    /// Its own receipts that it was shown.
    pub shown: RefCell<Vec<SignedReceipt>>,
    /// Whether it begins a new generation when it is shown one.
    pub notices: Cell<bool>,
    /// Whose operations it keeps aside, because it has not admitted the device.
    pub unknown: Cell<Option<oplog::DeviceId>>,
    /// What it tells with every answer.
    pub told: RefCell<Vec<ByteVec>>,
}

impl Paper {
    pub fn new() -> Self {
        Self::of(200)
    }

    /// The township of this key.
    pub fn of(seed: u8) -> Self {
        let mut pencil = Pencil::new(seed);
        pencil.township = pencil.device().into();
        let village = Scope::parse("532301104201").unwrap();
        let founded =
            Body::TownshipFounded(TownshipFounded { name: "紫溪镇".into(), key: pencil.key.public() });
        let mut founder = pencil.restored(seed);
        founder.scope = Scope::parse("532301104").unwrap();
        let founded = founder.write_body(Kind::TownshipFounded as u16, None, &founded.encode());
        let book = Book { ops: vec![founded], generation: Generation::named(1), sessions: BTreeMap::new() };
        Self {
            scopes: vec![pencil.scope, village, founder.scope],
            book: RefCell::new(book),
            pencil: RefCell::new(pencil),
            cut: Cell::new(None),
            page: Cell::new(3),
            calls: Cell::new(0),
            tree: Cell::new(TreeHead { size: 0, root: crate::tree::empty() }),
            shown: RefCell::default(),
            notices: Cell::new(false),
            unknown: Cell::default(),
            told: RefCell::default(),
        }
    }

    pub fn key(&self) -> PublicKey {
        self.pencil.borrow().key.public()
    }

    /// Grants a phone its place.
    pub fn grant(&self, phone: &mut Pencil) {
        phone.township = self.key().device().into();
        let body = Body::Granted(Granted {
            key: phone.key.public(),
            name: "普红梅".into(),
            person: None,
            roles: vec![Role::Recorder],
            officer: "张干事".into(),
        });
        let op = self.pencil.borrow_mut().write_body(Kind::Granted as u16, None, &body.encode());
        self.book.borrow_mut().ops.push(op);
    }

    /// Lets the book be as it was in `earlier`, in a new generation.
    pub fn restore(&self, earlier: &Book) {
        let generation = Generation::named(self.book.borrow().generation.0[0] + 1);
        *self.book.borrow_mut() = Book { generation, ..earlier.clone() };
    }

    pub fn heads(&self) -> Vec<ReceivedHead> {
        let mut heads: BTreeMap<LogKey, ReceivedHead> = BTreeMap::new();
        for (at, op) in self.book.borrow().ops.iter().enumerate() {
            let log = op.header().log();
            let head = Head { log, height: op.header().seq + 1, id: op.id() };
            heads.insert(log, ReceivedHead { head, arrival: at as u64 + 1 });
        }
        heads.into_values().collect()
    }

    /// The receipt over these heads, unsigned.
    pub fn receipt_of(&self, heads: Vec<ReceivedHead>) -> Receipt {
        Receipt {
            township: self.key().device().into(),
            generation: self.book.borrow().generation,
            server_ms: 1_790_000_000_000,
            tree_size: self.tree.get().size,
            tree_root: self.tree.get().root,
            durable_upto: 0,
            heads,
        }
    }

    fn receipt(&self, of: impl Fn(&Head) -> bool) -> SignedReceipt {
        let heads = self.heads().into_iter().filter(|entry| of(&entry.head)).collect();
        SignedReceipt::sign(&self.receipt_of(heads), &self.pencil.borrow().key)
    }

    fn hello(&self, device: oplog::DeviceId, hello: &Hello) -> Answer {
        if let Some(proof) = &hello.proof {
            self.shown.borrow_mut().push(proof.clone());
            if self.notices.get() {
                self.book.borrow_mut().generation.0[0] += 1;
            }
        }
        let heads: Vec<Head> = self.heads().into_iter().map(|entry| entry.head).collect();
        let verdict = |scope: &Scope, digest| match digest == digest::of_heads(*scope, &heads) {
            true => Verdict::InSync,
            false => Verdict::Differs,
        };
        let height = |log: &LogKey| heads.iter().find(|head| head.log == *log).map_or(0, |head| head.height);
        let told: Vec<Head> = hello.own.iter().chain(&hello.vectors).copied().collect();
        let mut want: Vec<Want> = told
            .iter()
            .map(|head| Want { log: head.log, from: height(&head.log), to: head.height })
            .filter(|want| want.from < want.to)
            .collect();
        want.dedup();
        Answer {
            protocol: 1,
            generation: self.book.borrow().generation,
            server_ms: 1_790_000_000_000,
            scopes: self.scopes.clone(),
            verdicts: hello
                .scopes
                .iter()
                .map(|state| (state.scope, verdict(&state.scope, state.digest)))
                .collect(),
            want,
            forked: vec![],
            prefix: vec![],
            told: self.told(),
            receipt: self
                .receipt(|head| head.log.device == device || told.iter().any(|told| told.log == head.log)),
        }
    }

    fn told(&self) -> Option<Vec<ByteVec>> {
        Some(self.told.borrow().clone()).filter(|told| !told.is_empty())
    }

    fn push(&self, push: Push) -> Pushed {
        let (mut logs, mut aside) = (vec![], vec![]);
        for bytes in push.ops {
            let op = Op::read(bytes.into()).unwrap();
            if self.unknown.get() == Some(op.header().device) {
                aside.push(Aside { bytes: Digest::of(op.bytes()), code: "op.unknown-key".into() });
                continue;
            }
            logs.push(op.header().log());
            let head =
                self.heads().into_iter().map(|entry| entry.head).find(|head| head.log == op.header().log());
            if Link::of(op.header(), head.as_ref()) == Link::Next {
                self.book.borrow_mut().ops.push(op);
            }
        }
        Pushed { aside, receipt: self.receipt(|head| logs.contains(&head.log)), told: self.told() }
    }

    fn pull(&self, device: oplog::DeviceId, pull: &Pull) -> Page {
        let book = self.book.borrow();
        let (mut ops, mut reached) = (vec![], 0);
        let mut more = false;
        for (at, op) in book.ops.iter().enumerate() {
            let arrival = at as u64 + 1;
            let wanted =
                pull.cursors.iter().any(|(scope, cursor)| *scope == op.header().scope && *cursor < arrival);
            if !wanted || (!pull.own && op.header().device == device) {
                continue;
            }
            if ops.len() == self.page.get() {
                more = true;
                break;
            }
            ops.push(op.bytes().to_vec().into());
            reached = arrival;
        }
        if !more {
            reached = book.ops.len() as u64;
        }
        let cursors = pull.cursors.iter().map(|(scope, cursor)| (*scope, (*cursor).max(reached))).collect();
        Page { generation: book.generation, ops, cursors, more }
    }

    fn answer(&self, envelope: &Envelope) -> Result<Vec<u8>, TransportError> {
        let (number, last) =
            ((envelope.session, envelope.step), self.book.borrow().sessions.get(&envelope.device).copied());
        if last.is_some_and(|last| last >= number) {
            let session = last.map_or(0, |last| last.0 + 1);
            let failure = Failure {
                code: "sync.replayed".into(),
                request: "1".into(),
                retry: Retry::NextSession,
                session,
            };
            return Err(TransportError::Refused(failure));
        }
        self.book.borrow_mut().sessions.insert(envelope.device, number);
        Ok(match envelope.verb {
            Verb::Hello => to_cbor(&self.hello(envelope.device, &from_cbor(&envelope.body).unwrap())),
            Verb::Push => to_cbor(&self.push(from_cbor(&envelope.body).unwrap())),
            // What is sealed the real township opens; its own tests carry it there.
            Verb::Deliver => {
                let (code, request) = ("body.shape".into(), "1".into());
                let failure = Failure { code, request, retry: Retry::Never, session: 0 };
                return Err(TransportError::Refused(failure));
            }
            Verb::Pull => to_cbor(&self.pull(envelope.device, &from_cbor(&envelope.body).unwrap())),
        })
    }

    pub fn places(&self) -> Vec<Op> {
        self.book.borrow().ops.iter().filter(|op| memory::about_places(op)).cloned().collect()
    }
}

impl Transport for Paper {
    async fn call(&self, verb: Verb, envelope: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        self.calls.set(self.calls.get() + 1);
        let envelope: Envelope = from_cbor(&envelope).unwrap();
        assert_eq!(envelope.verb, verb);
        let cut = match self.cut.take() {
            Some((0, cut)) => Some(cut),
            Some((calls, cut)) => {
                self.cut.set(Some((calls - 1, cut)));
                None
            }
            None => None,
        };
        match cut {
            Some(Cut::Before) => Err(TransportError::Offline),
            Some(Cut::After) => self.answer(&envelope).and(Err(TransportError::Timeout)),
            Some(Cut::Portal) => Ok(b"<html>Please log in</html>".to_vec()),
            None => self.answer(&envelope),
        }
    }
}
