//! The database's schema, in one function.
//!
//! A version upgrade drops every store and index that is not declared, so every store that ever was is listed here
//! for ever; new ones are added, and the version raised.

use rexie::{Index, ObjectStore, Rexie, RexieBuilder};

/// The version of the schema below.
pub const VERSION: u32 = 3;

/// Operations by id: [`super::rows::OpRow`].
pub const OPS: &str = "ops";
/// The head of every log, by the log's name.
pub const LOGS: &str = "logs";
/// The pen of this device, under [`ONLY`].
pub const PEN: &str = "pen";
/// What is kept between sessions, under [`ONLY`], and the receipt of the tree in it, under [`PROOF`].
pub const SYNC: &str = "sync";
/// What receipts say, by log.
pub const RECEIVED: &str = "received";
/// What could not be verified or linked, by hash: [`super::rows::AsideRow`].
pub const ASIDE: &str = "aside";
/// The summaries of matters.
pub const SUMMARIES: &str = "summaries";
/// Matters whose summary is older than their operations.
pub const STALE: &str = "stale";
/// What is being typed, by key.
pub const DRAFTS: &str = "drafts";
/// The device's key and its enrolment.
pub const KEYS: &str = "keys";
/// Settings of this phone.
pub const SETTINGS: &str = "settings";
/// Bundles carried for others, by hash: what is known of them.
pub const CARRIED: &str = "carried";
/// Their files, by the same hash.
pub const FILES: &str = "files";
/// In `settings`: what was handed to somebody to carry.
pub const HANDED: &str = "handed";
/// In `settings`: another copy of this phone was found, and nobody has said that he read it.
pub const COPIED: &str = "copied";
/// In `settings`: what the township knew of this person's phones before this one, as long as nobody has read it.
pub const FORMER: &str = "former";
/// In `settings`: the person's name, where several people share the phone; it can be read while it is locked.
pub const WHO: &str = "who";
/// In `keys`: the township that this phone belongs to.
pub const ENROLMENT: &str = "enrolment";

/// In `keys`: the device's key.
pub const DEVICE: &str = "device";
/// In `keys`: the data key that seals the rows, [`sync::pin::LockRow`].
pub const LOCK: &str = "lock";

/// `ops` by log and position.
pub const BY_LOG: &str = "by_log";
/// `ops` by matter.
pub const BY_MATTER: &str = "by_matter";
/// `ops` about places.
pub const BY_PLACE: &str = "by_place";
/// `aside`: operations whose predecessor is missing, by log and position.
pub const GAPS: &str = "gaps";

/// The key of a store's only record.
pub const ONLY: &str = "only";

/// In `sync`: the receipt that was last kept with a tree.
pub const PROOF: &str = "proof";

/// The whole schema.
pub fn schema(name: &str) -> RexieBuilder {
    let ops = ObjectStore::new(OPS)
        .add_index(Index::new_array(BY_LOG, ["log", "seq"]).unique(true))
        .add_index(Index::new(BY_MATTER, "matter"))
        .add_index(Index::new(BY_PLACE, "place"));
    let aside = ObjectStore::new(ASIDE).add_index(Index::new_array(GAPS, ["log", "seq"]));
    let plain = [LOGS, PEN, SYNC, RECEIVED, SUMMARIES, STALE, DRAFTS, KEYS, SETTINGS, CARRIED, FILES];
    let builder = Rexie::builder(name).version(VERSION).add_object_store(ops).add_object_store(aside);
    plain.into_iter().fold(builder, |builder, name| builder.add_object_store(ObjectStore::new(name)))
}
