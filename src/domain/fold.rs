//! What follows from a set of operations. Sets, not sequences: the same set gives the same view, whatever the
//! order, repetition or batching in which it came (N2, N4).

use crate::authority::{Granted, Role};
use crate::place::Place;
use crate::rules::RuleBook;
use crate::view::{MatterSummary, MatterView};
use oplog::{DeviceId, MatterId, Op, PublicKey, Scope};
use std::collections::BTreeMap;

/// What is known of the places that a phone or the township holds: names, registers, keys, roles, rule books.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Places {
    /// The township's public key, once its founding is held.
    pub township_key: Option<PublicKey>,
    /// Name and register by place.
    pub places: BTreeMap<Scope, Place>,
    /// Grants in force, by place and device; the last one of each.
    pub grants: BTreeMap<(Scope, DeviceId), Granted>,
    /// Every rule book that ever came into force, by version.
    pub rule_books: BTreeMap<u32, RuleBook>,
    /// Every key that was ever granted something or is the township's, by device.
    pub keys: BTreeMap<DeviceId, PublicKey>,
}
