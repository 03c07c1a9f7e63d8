//! The township's own log of what is done at its desk and by whom: the audit log.

use oplog::{Decode, DeviceId, Encode, MatterId, Scope};

/// The digits that make the township's code the place of its audit log: a village number that no village has.
const OFFICE: &str = "000";

/// The place of the audit log: `…000` below the township. It is never named, so nobody is given it and no phone gets it.
pub fn log_of(township: Scope) -> Scope {
    Scope::parse(&format!("{township}{OFFICE}")).unwrap_or(township)
}

/// Whether a place is an audit log's.
pub fn is_log(place: &Scope) -> bool {
    place.as_str().len() == 12 && place.as_str().ends_with(OFFICE)
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $number:literal;)*) => {
        /// What was done. A number is for ever; one that is not known is shown as it is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u16)]
        pub enum Act { $($(#[$doc])* $name = $number,)* }

        impl Act {
            /// Every known act.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The act of this number.
            pub const fn from_number(number: u16) -> Option<Self> {
                match number { $($number => Some(Self::$name),)* _ => None }
            }
        }
    };
}

acts! {
    /// An officer signed in.
    LoggedIn = 1;
    /// Name or password were wrong.
    LoginFailed = 2;
    /// Too many tries: the account or the address must wait.
    LockedOut = 3;
    /// A one-time login was used and a password set.
    FirstLogin = 4;
    /// An officer signed out.
    LoggedOut = 5;
    /// Sessions were ended from elsewhere.
    SessionsEnded = 6;
    /// An officer changed the own password.
    PasswordChanged = 7;
    /// An account was made, with a one-time login.
    OfficerMade = 8;
    /// An account's role was changed.
    RoleChanged = 9;
    /// An account was closed.
    OfficerDisabled = 10;
    /// A closed account was opened again, with a one-time login.
    OfficerEnabled = 11;
    /// An account was given a new one-time login: its password is void.
    LoginReset = 12;
    /// A waiting account was let in again.
    LockLifted = 13;
    /// Codes for new phones were made; how many is in `times`.
    CodeMade = 20;
    /// A code was cancelled.
    CodeCancelled = 21;
    /// A code is good for longer.
    CodeExtended = 22;
    /// A phone was admitted.
    ClaimConfirmed = 23;
    /// A phone was refused.
    ClaimRefused = 24;
    /// Another phone presented a code that was used.
    CodeUsedAgain = 25;
    /// A device was given other roles.
    RolesGiven = 26;
    /// A device lost its roles.
    RolesEnded = 27;
    /// A bundle was taken in at the desk.
    BundleTaken = 30;
    /// A bundle was refused at the desk.
    BundleRefused = 31;
    /// A reader of county or prefecture opened a record.
    RecordRead = 40;
    /// Minutes were printed or exported.
    Printed = 41;
    /// The database was found to be older than it was: a new generation began.
    PutBack = 50;
}

/// One line of the audit log. It holds no secret: no password, code, token or key.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct Audited {
    /// What: [`Act`], or a number of a later version.
    #[n(0)]
    pub act: u16,
    /// The officer who did it; empty where it was a device or the township's own server.
    #[n(1)]
    pub officer: String,
    /// The device that did it, where it was one.
    #[n(2)]
    pub by: Option<DeviceId>,
    /// The network address from which it was done, where there is one.
    #[n(3)]
    pub from: String,
    /// The device that it is about.
    #[n(4)]
    pub device: Option<DeviceId>,
    /// The person or officer that it is about.
    #[n(5)]
    pub name: String,
    /// The matter that it is about.
    #[n(6)]
    pub matter: Option<MatterId>,
    /// The place that it is about.
    #[n(7)]
    pub place: Option<Scope>,
    /// Why, or what exactly, in words.
    #[n(8)]
    pub reason: String,
    /// The stable code of the refusal; empty where it was done.
    #[n(9)]
    pub refused: String,
    /// How many of the same were joined in this line.
    #[n(10)]
    pub times: u32,
    /// When the first of them was, UTC milliseconds; 0 where it is the moment of the line.
    #[n(11)]
    pub since_ms: u64,
}

impl Audited {
    /// An act of an officer, or with an empty name of the server itself.
    pub fn of(act: Act, officer: &str) -> Self {
        Self { act: act as u16, officer: officer.to_owned(), times: 1, ..Self::default() }
    }

    /// What, where this version knows it.
    pub const fn what(&self) -> Option<Act> {
        Act::from_number(self.act)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_below_the_township_and_is_no_village() {
        let township = Scope::parse("532301104").unwrap();
        let log = log_of(township);
        assert!(township.covers(&log) && is_log(&log) && log.parent() == Some(township));
        assert!(!is_log(&township) && !is_log(&Scope::parse("532301104200").unwrap()));
        assert!(!is_log(&Scope::parse("532301104201000").unwrap()));
    }

    #[test]
    fn an_act_keeps_its_number() {
        for act in Act::ALL {
            assert_eq!(Act::from_number(*act as u16), Some(*act));
        }
        assert_eq!(Act::from_number(999), None);
    }
}
