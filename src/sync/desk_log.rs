//! What the desk and its server say about the audit log.

use domain::audit::Act;
use domain::view::maybe_hex;
use oplog::{DeviceId, MatterId, Scope};
use serde::{Deserialize, Serialize};

/// What a line is about, to look for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Signing in and out.
    Logins,
    /// Accounts of officers.
    Accounts,
    /// Phones, codes and roles.
    Phones,
    /// Files that somebody brings.
    Carried,
    /// Records opened by readers, and what was printed.
    Reading,
    /// The server itself.
    System,
}

impl Topic {
    /// Every topic, in the order in which they are offered.
    pub const ALL: &[Self] =
        &[Self::Logins, Self::Accounts, Self::Phones, Self::Carried, Self::Reading, Self::System];

    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Logins => "logins",
            Self::Accounts => "accounts",
            Self::Phones => "phones",
            Self::Carried => "carried",
            Self::Reading => "reading",
            Self::System => "system",
        }
    }

    /// The topic of an act; none of one that is not known.
    pub const fn of(act: Act) -> Self {
        match act as u16 {
            ..8 => Self::Logins,
            8..20 => Self::Accounts,
            20..30 => Self::Phones,
            30..40 => Self::Carried,
            40..50 => Self::Reading,
            50.. => Self::System,
        }
    }
}

/// `GET log?before=N&who=NAME&topic=TOPIC&from=MS&to=MS`, each optional: lines of the audit log, the newest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LogPage {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// Where to go on, if there may be more.
    pub before: Option<u64>,
}

/// A line.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LogLine {
    /// Its arrival number.
    pub arrival: u64,
    /// When, UTC milliseconds.
    pub at_ms: u64,
    /// What: the number of an [`Act`], or one of a later version.
    pub act: u16,
    /// The officer who did it, or the person whose device did it; empty where it was the server itself or nobody known.
    pub who: String,
    /// The device that did it.
    #[serde(with = "maybe_hex")]
    pub by: Option<DeviceId>,
    /// The network address from which it was done.
    pub from: String,
    /// The device that it is about.
    #[serde(with = "maybe_hex")]
    pub device: Option<DeviceId>,
    /// The person or officer that it is about.
    pub name: String,
    /// The matter that it is about.
    #[serde(with = "maybe_hex")]
    pub matter: Option<MatterId>,
    /// The matter's title.
    pub title: String,
    /// The place that it is about.
    #[serde(with = "maybe_hex")]
    pub place: Option<Scope>,
    /// The place's name.
    pub place_name: String,
    /// Why, or what exactly.
    pub reason: String,
    /// The stable code of the refusal; empty where it was done.
    pub refused: String,
    /// How many of the same are joined in this line.
    pub times: u32,
    /// When the first of them was; 0 where it is the moment of the line.
    pub since_ms: u64,
    /// Whether the township's signature verifies and the line follows the one before it.
    pub verified: bool,
}
