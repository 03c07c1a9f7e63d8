//! What the desk and its server say about phones that are admitted: whose they are, with which roles, and the end of them.

use domain::authority::Role;
use domain::view::{hex, maybe_hex};
use oplog::{PersonId, Scope};
use serde::{Deserialize, Serialize};

/// `POST phones/DEVICE/end`: ends all roles of a phone that is lost, sold or given away. What it recorded stays, and what it
/// still brings is received.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct End {
    /// Why, in the officer's words; the phone shows it.
    pub reason: String,
}

/// For whom, and what is granted: `POST phones/DEVICE/change` gives a phone these roles, and those in other places than this
/// one end; a code is made for somebody with them, and a phone that waits is confirmed with them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Whose {
    /// The person's name.
    pub name: String,
    /// The person in the register, if there.
    #[serde(with = "maybe_hex")]
    pub person: Option<PersonId>,
    /// The roles.
    pub roles: Vec<Role>,
    /// The place.
    #[serde(with = "hex")]
    pub scope: Scope,
}
