//! Where the officer is, as the part of the address behind `#`; the browser's back button works by it.

use oplog::{MatterId, OpId, Scope};

/// A screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    /// The table of matters of a place (`None`: the township) and, beside it, one matter.
    Matters {
        /// The place.
        scope: Option<Scope>,
        /// The matter.
        matter: Option<MatterId>,
    },
    /// One meeting of a matter.
    Meeting {
        /// The place that the table was narrowed to, to go back to.
        scope: Option<Scope>,
        /// The matter.
        matter: MatterId,
        /// The meeting.
        meeting: OpId,
    },
    /// The phones.
    Phones,
    /// Enrolling a phone.
    Enrol,
    /// Codes for many.
    Many,
    /// What was kept aside.
    Aside,
    /// Checking what is on paper.
    Check,
    /// Files that somebody brings.
    Carried,
    /// The notice of the log, for the notice board.
    Notice,
    /// The accounts of officers.
    Accounts,
    /// The own account.
    Mine,
    /// The audit log.
    Log,
    /// An address that says nothing here.
    Unknown,
}

impl Route {
    /// The first screen.
    pub const START: Self = Self::Matters { scope: None, matter: None };

    /// Reads the part of the address behind and with `#`.
    pub fn read(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_matches('/');
        let mut parts = path.split('/');
        let (head, rest) = (parts.next().unwrap_or(""), parts.collect::<Vec<_>>());
        match (head, rest.as_slice()) {
            ("", []) => Self::START,
            ("matters", rest) => Self::matters(rest).unwrap_or(Self::Unknown),
            ("phones", []) => Self::Phones,
            ("enrol", []) => Self::Enrol,
            ("many", []) => Self::Many,
            ("aside", []) => Self::Aside,
            ("check", []) => Self::Check,
            ("carried", []) => Self::Carried,
            ("notice", []) => Self::Notice,
            ("accounts", []) => Self::Accounts,
            ("mine", []) => Self::Mine,
            ("log", []) => Self::Log,
            _ => Self::Unknown,
        }
    }

    fn matters(rest: &[&str]) -> Option<Self> {
        let mut rest = rest.iter();
        let scope = match rest.next() {
            None | Some(&"all") => None,
            Some(code) => Some(Scope::parse(code).ok()?),
        };
        let matter = rest.next().map(|id| MatterId::from_hex(id).ok_or(())).transpose().ok()?;
        let meeting = rest.next().map(|id| OpId::from_hex(id).ok_or(())).transpose().ok()?;
        match (matter, meeting, rest.next()) {
            (matter, None, None) => Some(Self::Matters { scope, matter }),
            (Some(matter), Some(meeting), None) => Some(Self::Meeting { scope, matter, meeting }),
            _ => None,
        }
    }

    /// The address, with `#`.
    pub fn address(&self) -> String {
        let place = |scope: &Option<Scope>| scope.map_or_else(|| "all".to_owned(), |scope| scope.to_string());
        match self {
            Self::Matters { scope: None, matter: None } => "#/matters".to_owned(),
            Self::Matters { scope, matter: None } => format!("#/matters/{}", place(scope)),
            Self::Matters { scope, matter: Some(matter) } => format!("#/matters/{}/{matter}", place(scope)),
            Self::Meeting { scope, matter, meeting } => {
                format!("#/matters/{}/{matter}/{meeting}", place(scope))
            }
            Self::Phones => "#/phones".to_owned(),
            Self::Enrol => "#/enrol".to_owned(),
            Self::Many => "#/many".to_owned(),
            Self::Aside => "#/aside".to_owned(),
            Self::Check => "#/check".to_owned(),
            Self::Carried => "#/carried".to_owned(),
            Self::Notice => "#/notice".to_owned(),
            Self::Accounts => "#/accounts".to_owned(),
            Self::Mine => "#/mine".to_owned(),
            Self::Log => "#/log".to_owned(),
            Self::Unknown => "#/".to_owned(),
        }
    }

    /// The matter that this screen shows.
    pub const fn matter(&self) -> Option<MatterId> {
        match self {
            Self::Matters { matter, .. } => *matter,
            Self::Meeting { matter, .. } => Some(*matter),
            _ => None,
        }
    }

    /// The place that the table of matters is narrowed to.
    pub const fn scope(&self) -> Option<Scope> {
        match self {
            Self::Matters { scope, .. } | Self::Meeting { scope, .. } => *scope,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_is_found_again_by_its_address() {
        let scope = Scope::parse("532301104201").ok();
        let (matter, meeting) = (MatterId([7; 16]), OpId([9; 32]));
        for route in [
            Route::START,
            Route::Matters { scope, matter: None },
            Route::Matters { scope: None, matter: Some(matter) },
            Route::Matters { scope, matter: Some(matter) },
            Route::Meeting { scope, matter, meeting },
            Route::Phones,
            Route::Enrol,
            Route::Many,
            Route::Aside,
            Route::Check,
            Route::Carried,
            Route::Notice,
            Route::Accounts,
            Route::Mine,
            Route::Log,
        ] {
            assert_eq!(Route::read(&route.address()), route);
        }
        assert_eq!(Route::read(""), Route::START);
        for wrong in ["#/matters/12", "#/matters/all/zz", "#/phones/1", "#/x"] {
            assert_eq!(Route::read(wrong), Route::Unknown, "{wrong}");
        }
    }
}
