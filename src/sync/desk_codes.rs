//! What the desk and its server say about codes that are made for people: a sheet of them, their list, longer or no longer.

use crate::desk_devices::Whose;
use domain::place::Person;
use domain::view::{hex, maybe_hex};
use oplog::{DeviceId, Digest, Scope};
use serde::{Deserialize, Serialize};

/// The most codes that are made at once.
pub const MAX_CODES: usize = 500;
/// For how many days a code can be made.
pub const DAYS: core::ops::RangeInclusive<u32> = 1..=60;
/// For how many days it is made, if nothing else is said.
pub const USUAL_DAYS: u32 = 14;

/// `GET people/within?scope=CODE`: the register of a place and of those within it, the place's own first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Within {
    /// The place.
    #[serde(with = "hex")]
    pub scope: Scope,
    /// Its name.
    pub place: String,
    /// Its register.
    pub people: Vec<Person>,
}

/// `POST codes/sheet`: a code for each of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewSheet {
    /// For how many days, see [`DAYS`].
    pub days: u32,
    /// Whose, at most [`MAX_CODES`].
    pub people: Vec<Whose>,
    /// The name of a code that is cancelled with it, as [`CodeRow::name`].
    #[serde(default, with = "maybe_hex")]
    pub instead_of: Option<Digest>,
}

/// One of the new codes; nobody can read it again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Strip {
    /// Whose.
    pub name: String,
    /// The place's name.
    pub place: String,
    /// As typed, in groups.
    pub code: String,
    /// The address with the invitation in its fragment.
    pub link: String,
    /// The link as an SVG picture.
    pub qr_svg: String,
    /// When it expires, UTC milliseconds.
    pub expires_ms: u64,
}

/// Where a code stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "of")]
pub enum CodeState {
    /// Nobody has presented it.
    Unused,
    /// A phone asked and waits for a decision.
    Asked,
    /// The phone was admitted, at this time, UTC milliseconds.
    Enrolled(u64),
    /// A phone asked and was refused, or waited too long.
    Refused,
    /// Nobody presented it in time.
    Expired,
    /// It was cancelled.
    Cancelled,
}

/// `GET codes`: codes that were made for people.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CodeRow {
    /// What the code is called, as it is known to nobody: its hash.
    #[serde(with = "hex")]
    pub name: Digest,
    /// For whom.
    pub made_for: Whose,
    /// When, UTC milliseconds.
    pub made_ms: u64,
    /// By whom.
    pub officer: String,
    /// When it expires, UTC milliseconds.
    pub expires_ms: u64,
    /// Where it stands.
    pub state: CodeState,
    /// The phone that presented it.
    #[serde(with = "maybe_hex")]
    pub used_by: Option<DeviceId>,
}

/// `POST codes/NAME/extend`: it can be used for so many days from now on. `POST codes/NAME/cancel` has no body.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Extend {
    /// How many, see [`DAYS`].
    pub days: u32,
}
