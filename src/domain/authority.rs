//! Who may do what where: roles, grants to devices, and their end.

use crate::fold::Places;
use crate::{Body, Kind};
use oplog::{Decode, DeviceId, Encode, Header, Op, PersonId, PublicKey};
use serde::{Deserialize, Serialize};

/// What a person does in the software; the powers are in [`Role::may`].
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum Role {
    /// 党员
    #[n(0)]
    Member,
    /// 记录人
    #[n(1)]
    Recorder,
    /// 党支部书记/党小组长
    #[n(2)]
    GroupLead,
    /// 村党组织书记
    #[n(3)]
    VillageSecretary,
    /// 村务监督委员
    #[n(4)]
    Supervisor,
    /// 乡镇党委干部
    #[n(5)]
    Officer,
    /// 县市/州组织部
    #[n(6)]
    CountyReader,
}

/// Something that a role may or may not do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Power {
    /// Raise a matter in its place or those above it.
    Raise,
    /// Keep the minutes of a meeting in its place.
    Record,
    /// Sign as the township: registers, grants, rule books.
    Govern,
}

impl Role {
    /// Every role, in the order of the list above.
    pub const ALL: &[Self] = &[
        Self::Member,
        Self::Recorder,
        Self::GroupLead,
        Self::VillageSecretary,
        Self::Supervisor,
        Self::Officer,
        Self::CountyReader,
    ];

    /// Its stable name, for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Recorder => "Recorder",
            Self::GroupLead => "GroupLead",
            Self::VillageSecretary => "VillageSecretary",
            Self::Supervisor => "Supervisor",
            Self::Officer => "Officer",
            Self::CountyReader => "CountyReader",
        }
    }

    /// Whether the role has the power.
    pub const fn may(self, power: Power) -> bool {
        match power {
            Power::Raise => {
                matches!(self, Self::Member | Self::Recorder | Self::GroupLead | Self::VillageSecretary)
            }
            Power::Record => matches!(self, Self::Recorder | Self::GroupLead | Self::VillageSecretary),
            // Only the township's own key governs; no role of a device does.
            Power::Govern => false,
        }
    }
}

/// A device gets roles in the place that the operation's scope names, signed by the township.
///
/// One grant a place: whoever holds the records of a place holds the keys of those who write there.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Granted {
    /// The device's public key.
    #[n(0)]
    pub key: PublicKey,
    /// The person's name.
    #[n(1)]
    pub name: String,
    /// The person in the register, if there.
    #[n(2)]
    pub person: Option<PersonId>,
    /// The roles; replace those of an earlier grant to the same device in the same place.
    #[n(3)]
    pub roles: Vec<Role>,
    /// The officer who confirmed.
    #[n(4)]
    pub officer: String,
}

/// A device loses its roles in the place that the operation's scope names.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Revoked {
    /// The device.
    #[n(0)]
    pub device: DeviceId,
    /// Why, in the officer's words.
    #[n(1)]
    pub reason: String,
    /// The officer.
    #[n(2)]
    pub officer: String,
}

/// How an operation stands to what its signer may do. Admission is not effect: whatever the standing, it is kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Standing {
    /// Its signer has the power.
    Effective,
    /// Its signer never had the power in this place.
    Unauthorised,
    /// Its signer had the power once and has it no longer. It has its effect, and a person looks at it.
    Revoked,
    /// A kind or schema that this program does not know.
    UnknownKind,
    /// Its body is not the shape of its kind, or its header not that of such an operation.
    Malformed,
}

impl Standing {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Effective => "standing.effective",
            Self::Unauthorised => "standing.unauthorised",
            Self::Revoked => "standing.revoked",
            Self::UnknownKind => "standing.unknown-kind",
            Self::Malformed => "standing.malformed",
        }
    }

    /// Whether it has its effect in the record.
    pub const fn has_effect(self) -> bool {
        matches!(self, Self::Effective | Self::Revoked)
    }
}

/// How an operation stands to what its signer may do, by what is known now.
pub fn standing(places: &Places, op: &Op) -> Standing {
    match Body::of(op) {
        Err(_) => Standing::Malformed,
        Ok(None) => Standing::UnknownKind,
        Ok(Some(body)) => standing_of(places, op.header(), &body),
    }
}

/// [`standing`] for a body that is decoded already.
pub fn standing_of(places: &Places, header: &Header, body: &Body) -> Standing {
    let kind = body.kind();
    let in_matter = !(kind.of_township() || kind == Kind::MatterRaised);
    let wrong_book = matches!(body, Body::RuleBookIssued(book) if book.check().is_err());
    if header.matter.is_some() != in_matter || wrong_book {
        return Standing::Malformed;
    }
    let power = kind.power();
    if places.township() != Some(header.township) {
        return Standing::Unauthorised;
    }
    if places.may(header.device, header.scope, power) {
        Standing::Effective
    } else if places.ever_might(header.device, header.scope, power) {
        Standing::Revoked
    } else {
        Standing::Unauthorised
    }
}
