//! The screens' addresses: what stands behind `#`, so that the phone's own back button works.

use oplog::{MatterId, OpId};

/// A tab of the meeting screen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum MeetingTab {
    /// 签到
    #[default]
    Roll,
    /// 议事
    Say,
    /// 表决
    Ballot,
    /// 结论
    Close,
    /// The minutes as they stand, with corrections.
    Minutes,
}

impl MeetingTab {
    /// Every tab, in order.
    pub const ALL: &[Self] = &[Self::Roll, Self::Say, Self::Ballot, Self::Close, Self::Minutes];

    /// Its part of the address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Roll => "roll",
            Self::Say => "say",
            Self::Ballot => "ballot",
            Self::Close => "close",
            Self::Minutes => "minutes",
        }
    }
}

/// A screen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Route {
    /// What is to be done.
    #[default]
    Today,
    /// All matters held.
    Matters,
    /// One matter.
    Matter(MatterId),
    /// Raising a matter; the number names the draft, so that there can be several.
    Raise(u64),
    /// Opening a meeting on a matter.
    OpenMeeting(MatterId),
    /// A meeting.
    Meeting(MatterId, OpId, MeetingTab),
    /// Where the records of a matter are.
    Where(MatterId),
    /// What is typed and not yet recorded.
    Drafts,
    /// Who this phone is, and its settings.
    Me,
    /// Setting or changing the PIN.
    Pin,
    /// Checking printed minutes; the number tells one scanned link from another, 0 for none.
    Check(u32),
    /// Records that travel by hand.
    Carry,
    /// Records that pass from a screen to a camera.
    Near,
    /// All that is here, for a new phone.
    Move,
    /// A new code for a phone whose roles have ended.
    Enrol,
}

impl Route {
    /// Reads what stands behind `#`; what is no address is today's page.
    pub fn parse(hash: &str) -> Self {
        Self::read(hash.trim_start_matches('#')).unwrap_or_default()
    }

    fn read(address: &str) -> Option<Self> {
        let mut parts = address.split('/');
        let first = parts.next()?;
        let mut matter = || parts.next().and_then(MatterId::from_hex);
        Some(match first {
            "matters" => Self::Matters,
            "matter" => Self::Matter(matter()?),
            "open" => Self::OpenMeeting(matter()?),
            "where" => Self::Where(matter()?),
            "meeting" => {
                let (matter, meeting) = (matter()?, parts.next().and_then(OpId::from_hex)?);
                let tab = parts.next().and_then(|key| MeetingTab::ALL.iter().find(|tab| tab.key() == key));
                Self::Meeting(matter, meeting, tab.copied().unwrap_or_default())
            }
            "raise" => Self::Raise(parts.next().and_then(|number| number.parse().ok()).unwrap_or(0)),
            "drafts" => Self::Drafts,
            "me" => Self::Me,
            "pin" => Self::Pin,
            "carry" => Self::Carry,
            "near" => Self::Near,
            "move" => Self::Move,
            "enrol" => Self::Enrol,
            code if code.starts_with("enrol=") => Self::Enrol,
            "check" => Self::Check(parts.next().map_or(0, told_apart)),
            _ => return None,
        })
    }

    /// The address, with its `#`.
    pub fn hash(self) -> String {
        match self {
            Self::Today => "#today".to_owned(),
            Self::Matters => "#matters".to_owned(),
            Self::Matter(id) => format!("#matter/{id}"),
            Self::OpenMeeting(id) => format!("#open/{id}"),
            Self::Where(id) => format!("#where/{id}"),
            Self::Meeting(id, meeting, tab) => format!("#meeting/{id}/{meeting}/{}", tab.key()),
            Self::Raise(number) => format!("#raise/{number}"),
            Self::Drafts => "#drafts".to_owned(),
            Self::Me => "#me".to_owned(),
            Self::Pin => "#pin".to_owned(),
            Self::Carry => "#carry".to_owned(),
            Self::Near => "#near".to_owned(),
            Self::Move => "#move".to_owned(),
            Self::Enrol => "#enrol".to_owned(),
            Self::Check(_) => "#check".to_owned(),
        }
    }

    /// The screen above.
    pub const fn up(self) -> Self {
        match self {
            Self::Matter(_) | Self::Raise(_) => Self::Matters,
            Self::OpenMeeting(id) | Self::Meeting(id, ..) | Self::Where(id) => Self::Matter(id),
            Self::Check(0) | Self::Carry | Self::Move | Self::Pin => Self::Me,
            Self::Near => Self::Carry,
            _ => Self::Today,
        }
    }
}

/// A number for what a link carries; the screen reads it from the address itself.
fn told_apart(text: &str) -> u32 {
    text.bytes().fold(1, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_read_back() {
        let (matter, meeting) = (MatterId([7; 16]), OpId([9; 32]));
        let mut all = vec![
            Route::Today,
            Route::Matters,
            Route::Matter(matter),
            Route::Raise(12),
            Route::OpenMeeting(matter),
            Route::Where(matter),
            Route::Drafts,
            Route::Me,
            Route::Pin,
            Route::Check(0),
            Route::Carry,
            Route::Near,
            Route::Move,
            Route::Enrol,
        ];
        all.extend(MeetingTab::ALL.iter().map(|tab| Route::Meeting(matter, meeting, *tab)));
        for route in all {
            assert_eq!(Route::parse(&route.hash()), route);
        }
    }

    /// So that the screen is drawn anew for the next paper.
    #[test]
    fn two_scanned_links_are_two_addresses() {
        let [one, other] = ["#check/g1jdpQ", "#check/g1jdpR"].map(Route::parse);
        assert!(one != other && one != Route::Check(0) && other.hash() == "#check");
    }

    #[test]
    fn what_is_no_address_is_today() {
        for odd in ["", "#", "#nothing", "#matter", "#matter/zz", "#meeting/07", "#////", "#matter/é"] {
            assert_eq!(Route::parse(odd), Route::Today, "{odd}");
        }
    }
}
