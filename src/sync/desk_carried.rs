//! What the desk and its server say about bundles that are brought to the desk.

use serde::{Deserialize, Serialize};

/// `POST carried`: what a bundle brought.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Brought {
    /// Whoever packed it, by name; empty where the device is not known.
    pub packer: String,
    /// When, UTC milliseconds by the packer's clock.
    pub packed_ms: u64,
    /// How many operations could be read.
    pub ops: u32,
    /// Whether any of them was new.
    pub new: bool,
    /// Whether its end is missing.
    pub torn: bool,
    /// What is kept aside.
    pub aside: Vec<AsideCount>,
    /// The bundle for the way back, in base 64; none where nothing was received.
    pub receipts: Option<String>,
}

/// How many are kept aside for one reason.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AsideCount {
    /// The stable code of the reason.
    pub code: String,
    /// How many.
    pub count: u32,
}
