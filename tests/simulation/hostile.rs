//! A phone whose owner means harm. It was admitted once, so that it can say anything; it is revoked some day and goes on.
//! What it throws lies between honest operations in the same request: none of those may be delayed by it (N14).

use super::chance::Chance;
use super::tally::Broken;
use super::town::{Town, sign_with_context};
use super::world::World;
use domain::Body;
use domain::authority::{Granted, Revoked, Role};
use domain::story::{START_MS, scope};
use oplog::bundle::{Index, Kind, Pack};
use oplog::{Clock, Digest, Head, Header, Op, OpId, Scope, SecretKey, Stamp, TownshipId, to_cbor};
use sync::message::{Envelope, Hello, Push, Verb};
use sync::port::PhoneStore;
use sync::receipt::{Receipt, ReceivedHead, SignedReceipt};
use township::archive::read;

/// The phone.
pub struct Hostile {
    pub key: SecretKey,
    session: u64,
    /// Its own log, as far as it is well formed.
    mine: Vec<Op>,
    revoked: bool,
}

impl Hostile {
    pub fn new() -> Self {
        Self { key: SecretKey::from_seed(&[66; 32]), session: 0, mine: Vec::new(), revoked: false }
    }

    pub fn place() -> Scope {
        scope("532301104201001")
    }

    fn envelope(&mut self, township: TownshipId, verb: Verb, body: Vec<u8>) -> Envelope {
        self.session += 1;
        let device = self.key.public().device();
        let mut envelope = Envelope {
            township,
            device,
            session: self.session,
            step: 0,
            verb,
            body: body.into(),
            signature: [0; 64],
        };
        envelope.signature = sign_with_context(&self.key, &envelope.to_sign());
        envelope
    }

    /// A header that would continue its log.
    fn header(&self, township: TownshipId, kind: u16, now_ms: u64) -> Header {
        Header {
            version: 1,
            suite: 1,
            township,
            scope: Self::place(),
            device: self.key.public().device(),
            epoch: 0,
            seq: self.mine.len() as u64,
            prev: self.mine.last().map(Op::id),
            dseq: self.mine.len() as u64,
            deps: Vec::new(),
            matter: None,
            kind,
            schema: 1,
            critical: false,
            stamp: Stamp { clock: Clock { ms: now_ms, count: 0 }, offset_min: 480 },
            rule_book: 1,
            body_len: 0,
            body_hash: Digest::default(),
            blobs: Vec::new(),
        }
    }

    /// Something that no honest phone would send; the honest operation is what it bends.
    fn harm(&mut self, chance: &Chance, township: TownshipId, honest: Option<&Op>) -> Vec<u8> {
        let bytes = honest.map(|op| op.bytes().to_vec()).unwrap_or_else(|| vec![0x93, 1, 1]);
        let mut header = self.header(township, 900, START_MS);
        match chance.below(16) {
            0 => (0..chance.below(80)).map(|_| chance.next() as u8).collect(),
            1 => {
                let (mut bytes, bit) = (bytes, chance.next() as usize);
                let at = bit / 8 % bytes.len();
                bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << (bit % 8));
                bytes
            }
            2 => bytes.get(..chance.below(bytes.len())).unwrap_or_default().to_vec(),
            // An indefinite length where a definite one belongs.
            3 => [&[0x9f], bytes.get(1..).unwrap_or_default(), &[0xff]].concat(),
            // A length that no machine has.
            4 => [&[0x93, 1, 1, 0x5b][..], &[0xff; 8]].concat(),
            5 => [bytes, vec![0]].concat(),
            // A jump, over what was never there.
            6 => {
                (header.seq, header.prev) = (header.seq + 5, Some(OpId([chance.next() as u8; 32])));
                self.signed(header)
            }
            // In the log of somebody else, behind his last.
            7 => {
                let his = honest.map(Op::header);
                (header.seq, header.prev) = (his.map_or(1, |his| his.seq + 1), honest.map(Op::id));
                header.prev = header.prev.or(Some(OpId([1; 32])));
                self.signed(header)
            }
            // In the name of somebody else.
            8 => {
                header.device = honest.map_or(header.device, |op| op.header().device);
                self.signed(header)
            }
            // What was signed for another township, and what is now signed for it.
            9 => {
                header.township = TownshipId([7; 16]);
                self.signed(header)
            }
            // A key of small order verifies nothing.
            10 => {
                let small = oplog::PublicKey(core::array::from_fn(|at| u8::from(at == 0)));
                header.device = small.device();
                let header = Op::header_bytes(header, &[0xf6]);
                Op::assemble(&header, &[0; 64], &[0xf6]).map(Op::into_bytes).unwrap_or_default()
            }
            // Rights that it gives itself.
            11 => {
                let (key, name, officer) = (self.key.public(), "我".to_owned(), "我".to_owned());
                let body =
                    Body::Granted(Granted { key, name, person: None, roles: vec![Role::Officer], officer });
                header.kind = body.kind().number();
                let op = Op::sign(header, &body.encode(), &self.key);
                self.mine.extend(op.clone());
                op.map(Op::into_bytes).unwrap_or_default()
            }
            // Two at one position.
            12 => {
                header.critical = true;
                header.kind = 901 + chance.below(50) as u16;
                self.signed(header)
            }
            // Knows of what does not exist; dated back, or far ahead.
            _ => {
                header.deps = (0..chance.below(16)).map(|at| OpId([at as u8; 32])).collect();
                let moments = [0, 1, START_MS - 31_536_000_000, (1 << 48) - 1];
                header.stamp.clock.ms = chance.pick(&moments).copied().unwrap_or(0);
                header.kind = if chance.one_in(2) { 16 } else { 903 };
                let op = Op::sign(header, &[0xf6], &self.key);
                self.mine.extend(op.clone());
                op.map(Op::into_bytes).unwrap_or_default()
            }
        }
    }

    fn signed(&self, header: Header) -> Vec<u8> {
        Op::sign(header, &[0xf6], &self.key).map(Op::into_bytes).unwrap_or_default()
    }

    /// Receipts that lie: one signed by the wrong key, and one of the right key that names what the phone never said.
    fn lies(&self, town: &Town, of: &[Head]) -> Vec<SignedReceipt> {
        let lying = of.iter().enumerate().map(|(at, head)| {
            let id = OpId([at as u8; 32]);
            let higher = Head { height: head.height + 3, ..*head };
            if at % 2 == 0 { Head { id, ..*head } } else { higher }
        });
        let heads = lying.map(|head| ReceivedHead { head, arrival: 1 }).collect();
        let (tree_size, tree_root) = town.tree();
        let (township, generation) = (town.key().device().into(), town.generation());
        let receipt = Receipt {
            township,
            generation,
            server_ms: 1,
            tree_size,
            tree_root,
            durable_upto: u64::MAX,
            heads,
        };
        let as_held = of.iter().map(|head| ReceivedHead { head: *head, arrival: 1 }).collect();
        let forged = Receipt { heads: as_held, ..receipt.clone() };
        vec![SignedReceipt::sign(&forged, &self.key), SignedReceipt::sign(&receipt, &town.secret())]
    }
}

impl World {
    /// The hostile phone does its worst.
    pub(super) fn attack(&mut self) -> Result<(), Broken> {
        let chance = self.chance.clone();
        match chance.below(8) {
            0 => self.revoke_it(),
            1 => self.throw_garbage(),
            2 => self.hand_over_lies(),
            3 => return self.show_false_receipts(),
            _ => return self.throw_among_honest(),
        }
        Ok(())
    }

    fn revoke_it(&mut self) {
        if core::mem::replace(&mut self.hostile.revoked, true) {
            return;
        }
        let device = self.hostile.key.public().device();
        let revoked = Revoked { device, reason: "手机丢失".into(), officer: "张干事".into() };
        self.town.borrow_mut().say(Hostile::place(), Body::Revoked(revoked));
        self.tell(|| "the hostile phone is revoked".to_owned());
    }

    fn throw_garbage(&mut self) {
        let chance = self.chance.clone();
        let verb = chance.pick(&[Verb::Hello, Verb::Push, Verb::Pull]).copied().unwrap_or(Verb::Hello);
        let noise: Vec<u8> = (0..chance.below(60)).map(|_| chance.next() as u8).collect();
        let township = self.town.borrow().key().device().into();
        let mut request = to_cbor(&self.hostile.envelope(township, verb, noise.clone()));
        match chance.below(3) {
            0 => request = noise,
            1 => request.truncate(chance.below(request.len())),
            _ => {}
        }
        drop(self.town.borrow_mut().answer(verb, &request));
    }

    /// Bundles for anybody: bad operations, and receipts that lie.
    fn hand_over_lies(&mut self) {
        let chance = self.chance.clone();
        let Some(phone) = chance.pick(&self.phones) else { return };
        let honest: Vec<Op> = phone.shelf.inside().look(|ops| ops.take(3).cloned().collect());
        let heads = super::check::heads_of(phone);
        let town = self.town.borrow();
        let (township, packer) = (town.key().device().into(), self.hostile.key.public().device());
        let mut pack = Pack::new(&Index {
            township,
            packer,
            packed_ms: 0,
            heads: heads.clone(),
            frames: 9,
            ephemeral: None,
            name: None,
        });
        for op in honest.iter().map(Some).chain([None]) {
            pack.add(Kind::Operation, &self.hostile.harm(&chance, township, op));
            op.iter().for_each(|op| pack.add(Kind::Operation, op.bytes()));
        }
        pack.add(Kind::Receipt, b"no receipt");
        for lie in self.hostile.lies(&town, &heads) {
            pack.add(Kind::Receipt, &to_cbor(&lie));
        }
        drop(town);
        let signature = sign_with_context(&self.hostile.key, &pack.to_sign());
        self.bag.push(pack.finish(&signature));
        self.tally.attacks += 1;
        self.tell(|| "the hostile phone hands over a bundle".to_owned());
    }

    /// It shows receipts that were never given, and one that honest phones have: none of them lets a new generation begin where
    /// the township is as it was (N3). Seen to fail: a receipt believed unread, seed 2.
    fn show_false_receipts(&mut self) -> Result<(), Broken> {
        let town = self.town.borrow();
        let before = town.generation();
        let (size, root) = town.tree();
        let receipt = Receipt {
            township: town.key().device().into(),
            generation: before,
            server_ms: 1,
            tree_size: size + 3,
            tree_root: root,
            durable_upto: 0,
            heads: Vec::new(),
        };
        drop(town);
        let forged = SignedReceipt::sign(&receipt, &self.hostile.key);
        let phone = self.chance.pick(&self.phones);
        let genuine = phone.and_then(|phone| super::shelf::now(phone.shelf.inside().proof()));
        let of_now = |proof: &SignedReceipt| {
            let key = self.town.borrow().key();
            let now = proof.open(&key).is_ok_and(|receipt| receipt.generation == before);
            now && !self.town.borrow().blind()
        };
        let genuine = genuine.filter(of_now);
        for proof in genuine.into_iter().chain([forged]) {
            let hello = Hello {
                protocols: vec![1],
                app: String::new(),
                generation: None,
                scopes: Vec::new(),
                own: Vec::new(),
                vectors: Vec::new(),
                unreceived: 0,
                tree: None,
                proof: Some(proof),
            };
            let township = self.town.borrow().key().device().into();
            let request = to_cbor(&self.hostile.envelope(township, Verb::Hello, to_cbor(&hello)));
            drop(self.town.borrow_mut().answer(Verb::Hello, &request));
        }
        self.tally.attacks += 1;
        let after = self.town.borrow().generation();
        self.tell(|| "the hostile phone shows receipts that prove nothing".to_owned());
        match after == before {
            true => Ok(()),
            false => {
                Err(Broken { which: "N3", seen: "a receipt that proves nothing began a generation".into() })
            }
        }
    }

    /// One request: honest operations of others, and harm in between. The honest ones join, as if nothing were. Seen to
    /// fail: a push given up at its first bad operation, seed 1.
    fn throw_among_honest(&mut self) -> Result<(), Broken> {
        let chance = self.chance.clone();
        let township: TownshipId = self.town.borrow().key().device().into();
        let Some(phone) = chance.pick(&self.phones) else { return Ok(()) };
        let device = phone.device();
        let mut honest: Vec<Op> =
            phone.shelf.inside().look(|ops| ops.filter(|op| op.header().device == device).cloned().collect());
        honest.sort_by_key(|op| (op.header().epoch, op.header().seq));
        let mut thrown = Vec::new();
        for op in honest.iter().map(Some).chain([None]) {
            for _ in 0..chance.below(3) {
                thrown.push(self.hostile.harm(&chance, township, op).into());
            }
            thrown.extend(op.map(|op| op.bytes().to_vec().into()));
        }
        let request = to_cbor(&self.hostile.envelope(township, Verb::Push, to_cbor(&Push { ops: thrown })));
        let mut town = self.town.borrow_mut();
        let known = town.places().key(device).is_some();
        let taken = town.answer(Verb::Push, &request).is_ok();
        let held =
            |op: &&Op| read(town.archive(), |view| view.position(op.id())).is_ok_and(|at| at.is_some());
        let delayed = honest.iter().find(|op| !held(op)).map(Op::id);
        drop(town);
        self.tally.attacks += 1;
        self.tell(|| {
            format!("the hostile phone throws harm among {} honest operations: {taken}", honest.len())
        });
        match delayed {
            Some(id) if taken && known => {
                Err(Broken { which: "N14", seen: format!("{id:?} was delayed by harm beside it") })
            }
            _ => Ok(()),
        }
    }
}
