//! Whom a meeting expects, by the registers.

use super::Places;
use crate::meeting::{Capacity, CountedBy, Expected};
use crate::place::{Membership, Person};
use crate::rules::RollBody;
use oplog::Scope;
use oplog::flat::Set;

/// The roll of a body in a place: those with a vote first, each in the order of the registers, nobody twice, and
/// nobody who has left.
pub(super) fn expected(
    places: &Places,
    scope: Scope,
    body: RollBody,
    counted_by: CountedBy,
) -> Vec<Expected> {
    let mut seen = Set::new();
    let mut roll: Vec<Expected> = places
        .people_within(scope)
        .filter(|person| !person.left)
        .filter_map(|person| capacity(person, body, counted_by).map(|capacity| (person, capacity)))
        .filter(|(person, _)| seen.insert(person.id))
        .map(|(person, capacity)| Expected {
            person: person.id,
            name: person.name.clone(),
            pinyin: person.pinyin.clone(),
            capacity,
        })
        .collect();
    oplog::sort::sort_by_key(&mut roll, |line| !line.capacity.entitled());
    roll
}

/// In what capacity a body expects the person; none where it does not.
fn capacity(person: &Person, body: RollBody, counted_by: CountedBy) -> Option<Capacity> {
    let villager = match counted_by {
        CountedBy::People => (person.adult && !person.household).then_some(Capacity::Villager),
        CountedBy::Households => person.household.then_some(Capacity::Household),
    };
    let representative = person.representative.then_some(Capacity::Representative);
    let committee = |member: bool| member.then_some(Capacity::CommitteeMember);
    let found = match body {
        RollBody::GroupVillagers | RollBody::Villagers => return villager,
        RollBody::GroupMembers | RollBody::VillageMembers => member(person),
        RollBody::MembersAndRepresentatives => match person.membership {
            Membership::Full => member(person),
            Membership::None | Membership::Probationary => representative.or_else(|| member(person)),
        },
        RollBody::PartyCommittee => committee(person.party_committee),
        RollBody::BothCommittees => committee(person.party_committee || person.village_committee),
        RollBody::Representatives => representative,
        RollBody::Nobody => None,
    };
    // A household is no person: its head stands in the register by himself.
    found.filter(|_| !person.household)
}

const fn member(person: &Person) -> Option<Capacity> {
    match person.membership {
        Membership::Full => Some(Capacity::FullMember),
        Membership::Probationary => Some(Capacity::ProbationaryMember),
        Membership::None => None,
    }
}
