//! Deterministic CBOR (RFC 8949 §4.2.1): written by `minicbor`, and judged here byte by byte.

use crate::Refused;
use minicbor::{Decode, Encode};

const MAX_DEPTH: u8 = 16;

/// Writes a value. The shapes of this project have definite lengths and ascending integer keys, so that what is
/// written is deterministic.
pub fn to_cbor<T: Encode<()>>(value: &T) -> Vec<u8> {
    let mut out = Vec::new();
    match minicbor::encode(value, &mut out) {
        Ok(()) => out,
        // The sink is memory and no shape of ours refuses to be written.
        Err(_) => Vec::new(),
    }
}

/// Reads exactly one value of a known shape.
///
/// # Errors
/// [`Refused::NotCanonical`] or [`Refused::Truncated`] where the bytes are not deterministic CBOR,
/// [`Refused::Shape`] where they are another shape or carry fields that this version does not know.
pub fn from_cbor<T: for<'b> Decode<'b, ()> + Encode<()>>(bytes: &[u8]) -> Result<T, Refused> {
    canonical(bytes)?;
    let value = minicbor::decode(bytes).map_err(|_| Refused::Shape)?;
    // A reader skips fields that it does not know; a later shape has a later schema number and must not be
    // taken for this one.
    if to_cbor(&value) != bytes { Err(Refused::Shape) } else { Ok(value) }
}

/// Reads a message that another version of this program may have written: fields that this version does not know are
/// passed over, and one that is missing takes its default where it has one. Only for what travels and is not kept: what
/// is signed as an operation is read by [`from_cbor`].
///
/// # Errors
/// As [`from_cbor`], but for fields of a later version.
pub fn message_from_cbor<T: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, Refused> {
    canonical(bytes)?;
    minicbor::decode(bytes).map_err(|_| Refused::Shape)
}

/// Whether `bytes` are exactly one deterministic CBOR value: shortest integers and lengths, definite lengths,
/// map keys ascending and single, valid UTF-8, no floats, no tags, no trailing bytes, at most 16 levels.
///
/// # Errors
/// [`Refused::Truncated`] or [`Refused::NotCanonical`].
pub fn canonical(bytes: &[u8]) -> Result<(), Refused> {
    let mut reader = Reader { rest: bytes };
    reader.value(0)?;
    if reader.rest.is_empty() { Ok(()) } else { Err(Refused::NotCanonical) }
}

/// The length of the first deterministic CBOR value in `bytes`.
pub(crate) fn first_value(bytes: &[u8]) -> Result<usize, Refused> {
    let mut reader = Reader { rest: bytes };
    reader.value(0)?;
    Ok(bytes.len() - reader.rest.len())
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, len: u64) -> Result<&'a [u8], Refused> {
        let len = usize::try_from(len).map_err(|_| Refused::Truncated)?;
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(Refused::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Major type and argument of the next item; the argument in its shortest form.
    fn head(&mut self) -> Result<(u8, u64), Refused> {
        let first = *self.take(1)?.first().ok_or(Refused::Truncated)?;
        let (major, info) = (first >> 5, first & 0x1f);
        let (width, least) = match info {
            0..=23 => return Ok((major, info.into())),
            24 => (1, 24),
            25 => (2, 1 << 8),
            26 => (4, 1 << 16),
            27 => (8, 1 << 32),
            _ => return Err(Refused::NotCanonical),
        };
        if major == 7 {
            return Err(Refused::NotCanonical);
        }
        let argument = self.take(width)?.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
        if argument < least { Err(Refused::NotCanonical) } else { Ok((major, argument)) }
    }

    fn value(&mut self, depth: u8) -> Result<(), Refused> {
        if depth > MAX_DEPTH {
            return Err(Refused::NotCanonical);
        }
        let (major, argument) = self.head()?;
        match major {
            0 | 1 => Ok(()),
            2 => self.take(argument).map(drop),
            3 => core::str::from_utf8(self.take(argument)?).map(drop).map_err(|_| Refused::NotCanonical),
            4 => (0..argument).try_for_each(|_| self.value(depth + 1)),
            5 => self.map(argument, depth),
            // false, true, null; nothing else of the simple values, no tags.
            7 if matches!(argument, 20..=22) => Ok(()),
            _ => Err(Refused::NotCanonical),
        }
    }

    fn map(&mut self, entries: u64, depth: u8) -> Result<(), Refused> {
        let mut before: Option<&[u8]> = None;
        for _ in 0..entries {
            let from = self.rest;
            self.value(depth + 1)?;
            let key = from.get(..from.len() - self.rest.len()).ok_or(Refused::Truncated)?;
            if before.is_some_and(|before| before >= key) {
                return Err(Refused::NotCanonical);
            }
            before = Some(key);
            self.value(depth + 1)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_deterministic_form_is_taken() {
        let good: &[&[u8]] =
            &[&[0x00], &[0x18, 0x18], &[0x82, 0x01, 0x02], &[0xa2, 0x00, 0x01, 0x01, 0x02], &[0xf6]];
        for bytes in good {
            assert_eq!(canonical(bytes), Ok(()), "{bytes:02x?}");
        }
        let bad: &[(&str, &[u8])] = &[
            ("a longer integer than needed", &[0x18, 0x17]),
            ("an indefinite array", &[0x9f, 0xff]),
            ("keys out of order", &[0xa2, 0x01, 0x00, 0x00, 0x00]),
            ("a key twice", &[0xa2, 0x01, 0x00, 0x01, 0x00]),
            ("trailing bytes", &[0x00, 0x00]),
            ("a float", &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0]),
            ("a tag", &[0xc0, 0x00]),
            ("no UTF-8", &[0x61, 0xff]),
            ("undefined", &[0xf7]),
        ];
        for (what, bytes) in bad {
            assert_eq!(canonical(bytes), Err(Refused::NotCanonical), "{what}");
        }
        assert_eq!(canonical(&[]), Err(Refused::Truncated));
        // Four thousand million announced, nothing there: no memory is reserved for it.
        assert_eq!(canonical(&[0x9a, 0xff, 0xff, 0xff, 0xff]), Err(Refused::Truncated));
        assert_eq!(canonical(&[0x81; 200]), Err(Refused::NotCanonical));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _: Result<(), Refused> = canonical(&bytes);
        }
    }
}
