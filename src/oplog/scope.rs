//! A place as its region code: the township's nine digits, the village's twelve, the group's fifteen.

use crate::{Decode, Encode, Fill, Reader, Refused, Writer};
use core::fmt;

/// What kind of place a scope is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// 乡镇: nine digits.
    Township,
    /// 村(社区): twelve digits.
    Village,
    /// 村民小组: fifteen digits.
    Group,
}

/// The one place that a record belongs to: GB/T 2260 style code, with a three-digit group number.
///
/// A place covers itself and every place whose code begins with its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    digits: [u8; 15],
    len: u8,
}

impl Scope {
    /// Reads a region code of 9, 12 or 15 digits.
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let bytes = text.as_bytes();
        if !matches!(bytes.len(), 9 | 12 | 15) || !bytes.iter().all(u8::is_ascii_digit) {
            return Err(Refused::Scope);
        }
        let mut digits = [0u8; 15];
        digits.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        Ok(Self { digits, len: bytes.len() as u8 })
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        self.digits.get(..self.len.into()).and_then(|d| core::str::from_utf8(d).ok()).unwrap_or("")
    }

    /// What kind of place it is.
    pub const fn level(&self) -> Level {
        match self.len {
            9 => Level::Township,
            12 => Level::Village,
            _ => Level::Group,
        }
    }

    /// The place above, if it is below a township.
    pub fn parent(&self) -> Option<Self> {
        let len = usize::from(self.len).checked_sub(3).filter(|len| *len >= 9)?;
        self.as_str().get(..len).and_then(|text| Self::parse(text).ok())
    }

    /// The place itself and those above it, the place itself first.
    pub fn with_ancestors(self) -> impl Iterator<Item = Self> {
        core::iter::successors(Some(self), Self::parent)
    }

    /// Whether `other` is this place or lies within it.
    pub fn covers(&self, other: &Self) -> bool {
        other.as_str().starts_with(self.as_str())
    }

    /// Whether somebody granted this place may read records of `other`: all within it, and what is said in the
    /// places above it.
    pub fn reads(&self, other: &Self) -> bool {
        self.covers(other) || other.covers(self)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Encode for Scope {
    fn encode(&self, writer: &mut Writer) {
        self.as_str().encode(writer);
    }
}

impl Fill for Scope {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        match Self::parse(reader.text()) {
            Ok(scope) => *self = scope,
            Err(_) => reader.fail(),
        }
    }
}

impl Decode for Scope {
    const EMPTY: Self = Self { digits: [b'0'; 15], len: 9 };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_covers_what_lies_within_and_reads_what_is_said_above() {
        let [township, village, group, other] =
            ["532301104", "532301104201", "532301104201001", "532301104202"]
                .map(|code| Scope::parse(code).unwrap());
        assert!(township.covers(&group) && village.covers(&group) && group.covers(&group));
        assert!(!group.covers(&village) && !village.covers(&other));
        assert!(group.reads(&village) && group.reads(&township) && !group.reads(&other));
        assert_eq!(group.parent(), Some(village));
        assert_eq!(township.parent(), None);
        assert_eq!(group.with_ancestors().collect::<Vec<_>>(), [group, village, township]);
    }

    #[test]
    fn what_is_no_region_code_is_refused() {
        for wrong in ["", "5323011", "53230110x", "5323011042010011", "532301104 01"] {
            assert_eq!(Scope::parse(wrong), Err(Refused::Scope), "{wrong}");
        }
    }
}
