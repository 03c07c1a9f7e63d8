//! What the desk and its server say about officers: accounts, sessions, passwords, and records opened for cause.

use domain::view::maybe_hex;
use oplog::MatterId;
use serde::{Deserialize, Serialize};

/// What an officer's account is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// 管理员: makes, changes and closes accounts, ends sessions, reads the audit log. Reads no record.
    Administrator,
    /// 乡镇党委干部: reads, enrols, inspects, prints.
    Officer,
    /// 县市/州组织部: aggregates, and for cause single records.
    Reader,
}

impl Duty {
    /// Every duty.
    pub const ALL: &[Self] = &[Self::Administrator, Self::Officer, Self::Reader];
}

/// `GET officers`: an account.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// The name.
    pub name: String,
    /// What it is for.
    pub duties: Vec<Duty>,
    /// Whether it is closed.
    pub closed: bool,
    /// Until when its one-time login can be used, UTC milliseconds; none where a password is set.
    pub once_until_ms: Option<u64>,
    /// Seconds for which it must wait after wrong passwords; 0 where it need not.
    pub waits_s: u32,
    /// How many sessions it has.
    pub sessions: u32,
    /// When it was seen last, UTC milliseconds, where it has a session.
    pub seen_ms: Option<u64>,
}

/// `POST officers/make` and `POST officers/change`: an account with what it is for. Making answers [`Once`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SetAccount {
    /// The name.
    pub name: String,
    /// What it is for.
    pub duties: Vec<Duty>,
}

/// `POST officers/close`, `open`, `reset`, `unlock` and `end-sessions`. Opening and resetting answer [`Once`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Named {
    /// The account.
    pub name: String,
}

/// A one-time login. It is shown this once.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Once {
    /// The account.
    pub name: String,
    /// The login, `XXXX-XXXX`.
    pub once: String,
    /// Until when it can be used, UTC milliseconds.
    pub until_ms: u64,
}

/// `POST password`: asks the old one; ends all other sessions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewPassword {
    /// The password now.
    pub old: String,
    /// The password to be, 10 characters or more.
    pub new: String,
}

/// `GET sessions`: one of the own sessions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OwnSession {
    /// Its name, which opens nothing.
    pub id: String,
    /// When it began, UTC milliseconds.
    pub begun_ms: u64,
    /// When it was used last, to the minute.
    pub seen_ms: u64,
    /// The browser, as far as it says.
    pub browser: String,
    /// The network address.
    pub address: String,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// `POST sessions/end`: one of the own sessions, or all but this one.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EndSession {
    /// Which; all others where there is none.
    pub id: Option<String>,
}

/// `POST matters/ID/read`: why a reader opens a record. Then it can be read for half an hour.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reason {
    /// Why, in words.
    pub reason: String,
}

/// `GET matters/ID/readings`: who of county and prefecture opened the record.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// Who.
    pub who: String,
    /// When, UTC milliseconds.
    pub at_ms: u64,
    /// Why.
    pub reason: String,
    /// The record.
    #[serde(with = "maybe_hex")]
    pub matter: Option<MatterId>,
}
