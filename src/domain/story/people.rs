//! People for registers.

use crate::place::{Membership, Person};
use oplog::{Digest, PersonId};

/// The id that a story gives a name: the same name, the same person.
pub fn person_id(name: &str) -> PersonId {
    let digest = Digest::of(name.as_bytes()).0;
    PersonId(*digest.first_chunk().expect("a digest is longer than an id"))
}

/// Somebody under 18 without any office; the rest is set by field.
pub fn person(name: &str) -> Person {
    Person {
        id: person_id(name),
        name: name.to_owned(),
        pinyin: String::new(),
        membership: Membership::None,
        adult: false,
        household: false,
        representative: false,
        party_committee: false,
        village_committee: false,
        supervisor: false,
        office: String::new(),
        left: false,
    }
}

/// A villager.
pub fn adult(name: &str) -> Person {
    Person { adult: true, ..person(name) }
}

/// A full Party member.
pub fn member(name: &str) -> Person {
    Person { membership: Membership::Full, ..adult(name) }
}

/// A probationary Party member.
pub fn probationary(name: &str) -> Person {
    Person { membership: Membership::Probationary, ..adult(name) }
}

/// A household by its head; another entry than the head himself.
pub fn household(head: &str) -> Person {
    Person { id: person_id(&format!("{head}户")), household: true, ..person(head) }
}
