//! A township that says what its places are.

use super::Writer;
use crate::Body;
use crate::authority::{Granted, Revoked, Role};
use crate::fold::Places;
use crate::place::{Person, PlaceNamed, RegisterEntered, TownshipFounded};
use crate::rules::RuleBook;
use oplog::{DeviceId, Op, PublicKey, Scope, TownshipId};

/// A region code that a story is sure of.
pub fn scope(code: &str) -> Scope {
    Scope::parse(code).expect("a region code of 9, 12 or 15 digits")
}

/// A township with its key and all that it has signed.
pub struct Township {
    /// Its own device.
    pub writer: Writer,
    /// Its place.
    pub scope: Scope,
    /// What it has signed, in order.
    pub ops: Vec<Op>,
}

impl Township {
    /// 紫溪镇, just founded; the seed is its key.
    pub fn new(seed: u8) -> Self {
        let mut township = Self { writer: Writer::own(seed), scope: scope("532301104"), ops: Vec::new() };
        let key = township.writer.key();
        township
            .sign(township.scope, &Body::TownshipFounded(TownshipFounded { name: "紫溪镇".to_owned(), key }));
        township
    }

    /// Its name as an id.
    pub const fn id(&self) -> TownshipId {
        self.writer.township()
    }

    /// Signs anything about a place.
    pub fn sign(&mut self, scope: Scope, body: &Body) -> &mut Self {
        let op = self.writer.append(scope, None, &[], body);
        self.ops.push(op);
        self
    }

    /// Names a place.
    pub fn place(&mut self, scope: Scope, name: &str) -> &mut Self {
        self.sign(scope, &Body::PlaceNamed(PlaceNamed { name: name.to_owned() }))
    }

    /// Enters or renews people of a place.
    pub fn register(&mut self, scope: Scope, people: impl IntoIterator<Item = Person>) -> &mut Self {
        self.sign(scope, &Body::RegisterEntered(RegisterEntered { people: people.into_iter().collect() }))
    }

    /// Gives a device roles in a place.
    pub fn grant(&mut self, scope: Scope, key: PublicKey, name: &str, roles: &[Role]) -> &mut Self {
        let (name, officer) = (name.to_owned(), "镇干部".to_owned());
        self.sign(scope, &Body::Granted(Granted { key, name, person: None, roles: roles.to_vec(), officer }))
    }

    /// Takes the roles of a device in a place.
    pub fn revoke(&mut self, scope: Scope, device: DeviceId) -> &mut Self {
        let (reason, officer) = ("手机丢失".to_owned(), "镇干部".to_owned());
        self.sign(scope, &Body::Revoked(Revoked { device, reason, officer }))
    }

    /// Puts a rule book into force.
    pub fn issue(&mut self, book: RuleBook) -> &mut Self {
        self.sign(self.scope, &Body::RuleBookIssued(book))
    }

    /// A device of this township, not granted anything yet.
    pub fn device(&self, seed: u8) -> Writer {
        Writer::new(seed, self.id())
    }

    /// A recorder's device in a place.
    pub fn recorder(&mut self, scope: Scope, seed: u8, name: &str) -> Writer {
        let writer = self.device(seed);
        self.grant(scope, writer.key(), name, &[Role::Recorder]);
        writer
    }

    /// What follows for the places.
    pub fn places(&self) -> Places {
        Places::fold(&self.ops)
    }
}
