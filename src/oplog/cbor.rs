//! Deterministic CBOR (RFC 8949 §4.2.1): judged here byte by byte, read and written by the shapes themselves.

mod bytes;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use bytes::ByteVec;
pub use read::{Decode, Fill, Reader};
pub use write::{Encode, Writer};

use crate::Refused;

const MAX_DEPTH: u8 = 16;

// Major types.
const UNSIGNED: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const SIMPLE: u8 = 7;

// The simple values, whole.
const FALSE: u8 = 0xf4;
const TRUE: u8 = 0xf5;
const NULL: u8 = 0xf6;

/// Writes a value. The shapes of this project have definite lengths and ascending integer keys, so that what is
/// written is deterministic.
pub fn to_cbor(value: &dyn Encode) -> Vec<u8> {
    let mut writer = Writer::new();
    value.encode(&mut writer);
    writer.into_bytes()
}

/// Reads exactly one value of a known shape.
///
/// # Errors
/// As [`fill`].
pub fn from_cbor<T: Decode>(bytes: &[u8]) -> Result<T, Refused> {
    let mut value = T::EMPTY;
    fill(bytes, &mut value)?;
    Ok(value)
}

/// Reads exactly one value over one that is empty. Where the bytes are refused, what stands there means nothing and
/// is thrown away.
///
/// # Errors
/// [`Refused::NotCanonical`] or [`Refused::Truncated`] where the bytes are not deterministic CBOR,
/// [`Refused::Shape`] where they are another shape or carry fields that this version does not know: a later shape has
/// a later schema number and must not be taken for this one.
pub fn fill(bytes: &[u8], value: &mut dyn Fill) -> Result<(), Refused> {
    canonical(bytes)?;
    read::fill(bytes, value, false)
}

/// Reads a message that another version of this program may have written: fields that this version does not know are
/// passed over. Only for what travels and is not kept: what
/// is signed as an operation is read by [`from_cbor`].
///
/// # Errors
/// As [`from_cbor`], but for fields of a later version.
pub fn message_from_cbor<T: Decode>(bytes: &[u8]) -> Result<T, Refused> {
    canonical(bytes)?;
    let mut value = T::EMPTY;
    read::fill(bytes, &mut value, true)?;
    Ok(value)
}

/// Whether `bytes` are exactly one deterministic CBOR value: shortest integers and lengths, definite lengths,
/// map keys ascending and single, valid UTF-8, no floats, no tags, no trailing bytes, at most 16 levels.
///
/// # Errors
/// [`Refused::Truncated`] or [`Refused::NotCanonical`].
pub fn canonical(bytes: &[u8]) -> Result<(), Refused> {
    let mut judge = Judge { rest: bytes };
    judge.value(0)?;
    if judge.rest.is_empty() { Ok(()) } else { Err(Refused::NotCanonical) }
}

/// The length of the first deterministic CBOR value in `bytes`.
pub(crate) fn first_value(bytes: &[u8]) -> Result<usize, Refused> {
    let mut judge = Judge { rest: bytes };
    judge.value(0)?;
    Ok(bytes.len() - judge.rest.len())
}

fn take<'a>(rest: &mut &'a [u8], len: u64) -> Result<&'a [u8], Refused> {
    let len = usize::try_from(len).map_err(|_| Refused::Truncated)?;
    let (taken, after) = rest.split_at_checked(len).ok_or(Refused::Truncated)?;
    *rest = after;
    Ok(taken)
}

/// Major type and argument of the next item; the argument in its shortest form.
fn head(rest: &mut &[u8]) -> Result<(u8, u64), Refused> {
    let first = *take(rest, 1)?.first().ok_or(Refused::Truncated)?;
    let (major, info) = (first >> 5, first & 0x1f);
    let (width, least) = match info {
        0..=23 => return Ok((major, info.into())),
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        27 => (8, 1 << 32),
        _ => return Err(Refused::NotCanonical),
    };
    if major == SIMPLE {
        return Err(Refused::NotCanonical);
    }
    let argument = take(rest, width)?.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    if argument < least { Err(Refused::NotCanonical) } else { Ok((major, argument)) }
}

struct Judge<'a> {
    rest: &'a [u8],
}

impl Judge<'_> {
    fn value(&mut self, depth: u8) -> Result<(), Refused> {
        if depth > MAX_DEPTH {
            return Err(Refused::NotCanonical);
        }
        let (major, argument) = head(&mut self.rest)?;
        match major {
            UNSIGNED | NEGATIVE => Ok(()),
            BYTES => take(&mut self.rest, argument).map(drop),
            TEXT => core::str::from_utf8(take(&mut self.rest, argument)?)
                .map(drop)
                .map_err(|_| Refused::NotCanonical),
            ARRAY => (0..argument).try_for_each(|_| self.value(depth + 1)),
            MAP => self.map(argument, depth),
            // false, true, null; nothing else of the simple values, no tags.
            SIMPLE if matches!(argument, 20..=22) => Ok(()),
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
