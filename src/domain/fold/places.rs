//! What is known of the places: names, registers, keys, roles, rule books. Only the township's own operations
//! say it.

use crate::authority::{Granted, Power, Role};
use crate::default_rules;
use crate::meeting::{CountedBy, Expected};
use crate::place::{Person, Place};
use crate::rules::{RollBody, RuleBook};
use crate::{Body, Kind};
use oplog::flat::{Map, Set};
use oplog::{DeviceId, Level, Op, OpId, PersonId, PublicKey, Scope, TownshipId, sort};

/// The end of a device's roles in a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ended {
    /// The operation that says it.
    pub op: OpId,
    /// Why, in the officer's words.
    pub reason: String,
    /// When, UTC milliseconds by the township's clock.
    pub at_ms: u64,
}

/// What is known of the places that a phone or the township holds: names, registers, keys, roles, rule books.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Places {
    /// The township's public key, once its founding is held.
    pub township_key: Option<PublicKey>,
    /// The township's own place, once its founding is held.
    pub township_scope: Option<Scope>,
    /// Name and register by place.
    pub places: Map<Scope, Place>,
    /// Grants in force, by place and device; the last one of each.
    pub grants: Map<(Scope, DeviceId), Granted>,
    /// Where a device's roles have ended and were not given again, by place and device.
    pub ended: Map<(Scope, DeviceId), Ended>,
    /// Every role that a device was ever given in a place, also those that ended.
    pub held: Map<(Scope, DeviceId), Set<Role>>,
    /// Every rule book that ever came into force, by version.
    pub rule_books: Map<u32, RuleBook>,
    /// Every key that was ever granted something or is the township's, by device.
    pub keys: Map<DeviceId, PublicKey>,
}

impl Places {
    /// What these operations say of the places, in whatever order they come.
    ///
    /// - Only operations of kinds 1 to 6 without a matter count, and only the township's own.
    /// - A founding is believed where it stands in the name of its own key's township. The caller admits one
    ///   township only; if there are several foundings all the same, the least name has it.
    /// - Of two rule books of one version the first stands: a record is always judged by the same rules.
    pub fn fold<'a>(ops: impl IntoIterator<Item = &'a Op>) -> Self {
        let mut governing: Vec<&Op> = ops.into_iter().filter(|op| governs(op)).collect();
        sort::sort_by_key(&mut governing, |op| place_in_logs(op));
        governing.dedup_by_key(|op| op.id());
        let mut places = Self::default();
        let Some((founding, key, scope)) = governing
            .iter()
            .filter_map(|op| founded(op).map(|(key, scope)| (op.header().township, key, scope)))
            .min_by_key(|(township, _, scope)| (*township, *scope))
        else {
            return places;
        };
        places.township_key = Some(key);
        places.township_scope = Some(scope);
        places.keys.insert(key.device(), key);
        for op in governing {
            let header = op.header();
            if header.township == founding && header.device == key.device() && scope.covers(&header.scope) {
                places.apply(op);
            }
        }
        places
    }

    fn apply(&mut self, op: &Op) {
        let scope = op.header().scope;
        match Body::of(op) {
            Ok(Some(Body::TownshipFounded(body))) if self.township_scope == Some(scope) => {
                self.places.amend(scope, |place| place.name = body.name);
            }
            Ok(Some(Body::PlaceNamed(body))) => self.places.amend(scope, |place| place.name = body.name),
            Ok(Some(Body::RuleBookIssued(book)))
                if self.township_scope == Some(scope) && book.check().is_ok() =>
            {
                self.rule_books.keep_first(book.version, book);
            }
            Ok(Some(Body::RegisterEntered(body))) => {
                self.places.amend(scope, |place| {
                    body.people.into_iter().for_each(|person| enter(&mut place.people, person));
                });
            }
            Ok(Some(Body::Granted(grant))) => {
                let device = grant.key.device();
                self.keys.insert(device, grant.key);
                self.held.amend((scope, device), |roles| roles.extend(grant.roles.iter().copied()));
                self.grants.insert((scope, device), grant);
                self.ended.remove(&(scope, device));
            }
            Ok(Some(Body::Revoked(body))) => {
                self.grants.remove(&(scope, body.device));
                let ended = Ended { op: op.id(), reason: body.reason, at_ms: op.header().stamp.clock.ms };
                self.ended.insert((scope, body.device), ended);
            }
            _ => {}
        }
    }

    /// Takes a grant for said that the township has not said yet: of a phone about itself, before it could ask.
    pub fn assume(&mut self, scope: Scope, name: &str, grant: Granted, township: PublicKey) {
        let device = grant.key.device();
        if self.township_key.is_none() {
            self.township_key = Some(township);
            self.township_scope = scope.with_ancestors().last();
            self.keys.insert(township.device(), township);
        }
        self.places.amend(scope, |place| {
            if place.name.is_empty() {
                name.clone_into(&mut place.name);
            }
        });
        self.held.amend((scope, device), |roles| roles.extend(grant.roles.iter().copied()));
        self.grants.insert((scope, device), grant);
    }

    /// The township's name as an id, once its founding is held.
    pub fn township(&self) -> Option<TownshipId> {
        self.township_key.map(|key| TownshipId::from(key.device()))
    }

    /// The key of a device that was ever granted something, or of the township.
    pub fn key(&self, device: DeviceId) -> Option<PublicKey> {
        self.keys.get(&device).copied()
    }

    /// The rule book of a version; version 1 is the one that ships until the township issues its own.
    pub fn rule_book(&self, version: u32) -> Option<&RuleBook> {
        let shipped = default_rules::shipped();
        self.rule_books.get(&version).or_else(|| (version == shipped.version).then_some(shipped))
    }

    /// The rule book of the highest version.
    pub fn current_rule_book(&self) -> &RuleBook {
        self.rule_books.last_key_value().map_or(default_rules::shipped(), |(_, book)| book)
    }

    /// A place's name; its region code before it was named.
    pub fn name_of<'a>(&'a self, scope: &'a Scope) -> &'a str {
        self.places
            .get(scope)
            .map(|place| place.name.as_str())
            .filter(|name| !name.is_empty())
            .unwrap_or(scope.as_str())
    }

    /// The grants in force of a device, by place.
    pub fn grants_of(&self, device: DeviceId) -> Vec<(Scope, &Granted)> {
        let of_device = self.grants.iter().filter(|((_, granted), _)| *granted == device);
        of_device.map(|((scope, _), grant)| (*scope, grant)).collect()
    }

    /// Where a device's roles ended last, if they ended anywhere and were not given again there.
    pub fn last_end(&self, device: DeviceId) -> Option<(Scope, &Ended)> {
        let of_device = self.ended.iter().filter(|((_, ended), _)| *ended == device);
        of_device.max_by_key(|(_, end)| end.at_ms).map(|((scope, _), end)| (*scope, end))
    }

    /// The roles of a device in a place: those of every grant whose place covers it, ascending.
    pub fn roles(&self, device: DeviceId, scope: Scope) -> Vec<Role> {
        let covering = self.grants_of(device).into_iter().filter(|(granted, _)| granted.covers(&scope));
        covering.flat_map(|(_, grant)| grant.roles.iter().copied()).collect::<Set<_>>().into_vec()
    }

    /// Whether the device has the power in the place now.
    ///
    /// - The township's own key has every power in all its places.
    /// - A matter may be raised where a role that raises is granted, below it and above it.
    /// - Minutes are kept where a role that records is granted and below it.
    pub fn may(&self, device: DeviceId, scope: Scope, power: Power) -> bool {
        let roles =
            self.grants_of(device).into_iter().map(|(granted, grant)| (granted, grant.roles.iter().copied()));
        self.is_township(device, scope) || reaches(roles, scope, power)
    }

    /// Whether the device has or ever had the power in the place.
    pub fn ever_might(&self, device: DeviceId, scope: Scope, power: Power) -> bool {
        let held = self.held.iter().filter(|((_, holder), _)| *holder == device);
        let roles = held.map(|((granted, _), roles)| (*granted, roles.iter().copied()));
        self.is_township(device, scope) || reaches(roles, scope, power)
    }

    /// Whether the device may hold the records of a place.
    pub fn reads(&self, device: DeviceId, scope: Scope) -> bool {
        self.is_township(device, scope)
            || self.grants_of(device).into_iter().any(|(granted, _)| granted.reads(&scope))
    }

    /// Whether the device is the township's own and the place lies in the township.
    pub fn is_township(&self, device: DeviceId, scope: Scope) -> bool {
        self.township_key.is_some_and(|key| key.device() == device)
            && self.township_scope.is_some_and(|township| township.covers(&scope))
    }

    /// Whom a meeting of this body expects, by the registers of the place and those within it.
    pub fn expected(&self, scope: Scope, body: RollBody, counted_by: CountedBy) -> Vec<Expected> {
        super::roll::expected(self, scope, body, counted_by)
    }

    /// A person of the place's register or of those within it.
    pub fn person(&self, scope: Scope, id: PersonId) -> Option<&Person> {
        self.people_within(scope).find(|person| person.id == id)
    }

    /// The registers of the place and those within it, the place's own first; a person may stand in several.
    pub fn people_within(&self, scope: Scope) -> impl Iterator<Item = &Person> {
        let within = self.places.iter().filter(move |(place, _)| scope.covers(place));
        within.flat_map(|(_, place)| place.people.iter())
    }
}

fn governs(op: &Op) -> bool {
    let governing = |kind| Kind::from_number(kind).is_some_and(Kind::governs);
    op.header().matter.is_none() && governing(op.header().kind)
}

fn place_in_logs(op: &Op) -> (Scope, u32, u64, OpId) {
    let header = op.header();
    (header.scope, header.epoch, header.seq, op.id())
}

/// The key and place of a founding that stands in its own name.
pub(crate) fn founded(op: &Op) -> Option<(PublicKey, Scope)> {
    let Ok(Some(Body::TownshipFounded(body))) = Body::of(op) else { return None };
    let (header, device) = (op.header(), body.key.device());
    let believed = header.device == device
        && header.township == TownshipId::from(device)
        && header.scope.level() == Level::Township
        && header.matter.is_none();
    believed.then_some((body.key, header.scope))
}

fn enter(register: &mut Vec<Person>, person: Person) {
    match register.iter_mut().find(|known| known.id == person.id) {
        Some(known) => *known = person,
        None => register.push(person),
    }
}

fn reaches<R>(grants: impl Iterator<Item = (Scope, R)>, scope: Scope, power: Power) -> bool
where
    R: IntoIterator<Item = Role>,
{
    let mut reaching = grants.filter(|(granted, _)| match power {
        Power::Raise => granted.reads(&scope),
        Power::Record | Power::Govern => granted.covers(&scope),
    });
    reaching.any(|(_, roles)| roles.into_iter().any(|role| role.may(power)))
}
