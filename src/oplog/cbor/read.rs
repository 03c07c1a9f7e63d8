//! Reading deterministic CBOR of a known shape, straight through.
//!
//! A value is filled in where it stands, field by field, and nothing on the way can fail: a reader that meets what it
//! does not expect remembers that, forgets the rest of its bytes and gives zeros from there on. Whoever asked looks
//! once, at the end, and throws away a value that was not read to its last byte. So the code of a shape is one call a
//! field, without a branch: on a phone the shapes of this project were a seventh of the program before.

use super::{ARRAY, BYTES, FALSE, MAP, NEGATIVE, NULL, TEXT, TRUE, UNSIGNED, head};
use crate::Refused;

/// What can be filled in from bytes. Derived for structs and enums; see [`mod@oplog_derive`].
pub trait Fill {
    /// Reads the value over an empty one.
    fn fill(&mut self, reader: &mut Reader<'_>);

    /// Whether a map may leave the field out.
    fn optional(&self) -> bool {
        false
    }
}

/// What can be read.
pub trait Decode: Fill + Sized {
    /// The value before anything was read. It means nothing, and nobody is ever given it.
    const EMPTY: Self;
}

/// Bytes on their way to a value.
pub struct Reader<'a> {
    rest: &'a [u8],
    /// Entries of the innermost map that are still to come.
    left: u64,
    failed: bool,
    /// Whether maps may end with entries that nobody asked for.
    open: bool,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(bytes: &'a [u8], open: bool) -> Self {
        Self { rest: bytes, left: 0, failed: false, open }
    }

    /// Whether everything was as expected, up to the last byte.
    pub(super) const fn done(&self) -> bool {
        !self.failed && self.rest.is_empty()
    }

    /// Remembers that the bytes are not what was expected. There is nothing to read from here on.
    pub fn fail(&mut self) {
        self.rest = &[];
        self.failed = true;
    }

    /// The argument of the next item, which is of this major type; 0 for another.
    fn argument(&mut self, major: u8) -> u64 {
        match head(&mut self.rest) {
            Ok((found, argument)) if found == major => argument,
            _ => {
                self.fail();
                0
            }
        }
    }

    fn unsigned(&mut self, most: u64) -> u64 {
        let number = self.argument(UNSIGNED);
        if number > most {
            self.fail();
            return 0;
        }
        number
    }

    fn string(&mut self, major: u8) -> &'a [u8] {
        let len = self.argument(major);
        match usize::try_from(len).ok().and_then(|len| self.rest.split_at_checked(len)) {
            Some((string, rest)) => {
                self.rest = rest;
                string
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    fn exact(&mut self, bytes: &mut [u8]) {
        let string = self.string(BYTES);
        if string.len() == bytes.len() {
            bytes.copy_from_slice(string);
        } else {
            self.fail();
        }
    }

    /// The text of the next item.
    pub(crate) fn text(&mut self) -> &'a str {
        core::str::from_utf8(self.string(TEXT)).unwrap_or_else(|_| {
            self.fail();
            ""
        })
    }

    /// The next byte, where it is this one.
    fn simple(&mut self, byte: u8) -> bool {
        let found = self.rest.strip_prefix(&[byte]);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// The number of a variant, below `count`; 0 for others.
    pub fn number(&mut self, count: u8) -> u8 {
        self.unsigned(u64::from(count).saturating_sub(1)) as u8
    }

    /// Begins an array of so many items.
    pub fn array(&mut self, len: u64) {
        if self.argument(ARRAY) != len {
            self.fail();
        }
    }

    /// How many items the array has that begins here. One needs a byte at least, so that no count is believed that
    /// the bytes can't hold.
    fn list(&mut self) -> u64 {
        let len = self.argument(ARRAY);
        if len > self.rest.len() as u64 {
            self.fail();
        }
        len
    }

    /// Whether another item of a list is to be read.
    fn item(&self, left: &mut u64) -> bool {
        let more = *left > 0 && !self.failed;
        *left = left.saturating_sub(1);
        more
    }

    /// Begins a map. What it gives belongs to the map around and goes to [`Reader::end`].
    pub fn map(&mut self) -> u64 {
        let entries = self.argument(MAP);
        core::mem::replace(&mut self.left, entries)
    }

    /// A field of the map, asked for in the order of the keys.
    #[inline(never)]
    pub fn field<T: Fill>(&mut self, key: u8, value: &mut T) {
        if self.key(key, value.optional()) {
            value.fill(self);
        }
    }

    /// Whether the next entry has this key. What is absent is left out and never null.
    fn key(&mut self, key: u8, optional: bool) -> bool {
        let here = self.left > 0 && self.simple(key);
        self.left -= u64::from(here);
        if (!here && !optional) || (here && self.rest.first() == Some(&NULL)) {
            self.fail();
        }
        here
    }

    /// Ends a map: no entry is left that nobody asked for, but in a message, which a later version may have written.
    pub fn end(&mut self, outer: u64) {
        let left = core::mem::replace(&mut self.left, outer);
        if self.open {
            (0..left).take_while(|_| self.pass_over() && self.pass_over()).for_each(drop);
        } else if left != 0 {
            self.fail();
        }
    }

    /// Passes over the next item, whatever it is; whether there was one.
    fn pass_over(&mut self) -> bool {
        let after = super::first_value(self.rest).ok().and_then(|len| self.rest.get(len..));
        match after {
            Some(after) => self.rest = after,
            None => self.fail(),
        }
        after.is_some()
    }
}

/// Reads `value` from exactly these bytes; `open` for messages. Where they are refused the value means nothing.
pub(super) fn fill(bytes: &[u8], value: &mut dyn Fill, open: bool) -> Result<(), Refused> {
    let mut reader = Reader::new(bytes, open);
    value.fill(&mut reader);
    if reader.done() { Ok(()) } else { Err(Refused::Shape) }
}

macro_rules! unsigned {
    ($($number:ty)*) => {$(
        impl Fill for $number {
            fn fill(&mut self, reader: &mut Reader<'_>) {
                *self = reader.unsigned(<$number>::MAX.into()) as $number;
            }
        }

        impl Decode for $number {
            const EMPTY: Self = 0;
        }
    )*};
}

unsigned!(u8 u16 u32 u64);

impl Fill for i16 {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        let negative = reader.rest.first().is_some_and(|first| first >> 5 == NEGATIVE);
        let argument = reader.argument(if negative { NEGATIVE } else { UNSIGNED });
        match Self::try_from(argument) {
            Ok(number) => *self = if negative { !number } else { number },
            Err(_) => reader.fail(),
        }
    }
}

impl Decode for i16 {
    const EMPTY: Self = 0;
}

impl Fill for bool {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        *self = reader.simple(TRUE);
        if !*self && !reader.simple(FALSE) {
            reader.fail();
        }
    }
}

impl Decode for bool {
    const EMPTY: Self = false;
}

impl Fill for String {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        *self = reader.text().to_owned();
    }
}

impl Decode for String {
    const EMPTY: Self = Self::new();
}

/// A byte string of exactly this length.
impl<const N: usize> Fill for [u8; N] {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        reader.exact(self);
    }
}

impl<const N: usize> Decode for [u8; N] {
    const EMPTY: Self = [0; N];
}

impl Fill for super::ByteVec {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        *self = reader.string(BYTES).to_vec().into();
    }
}

impl Decode for super::ByteVec {
    const EMPTY: Self = Self::new();
}

impl<T: Decode> Fill for Option<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        if !reader.simple(NULL) {
            self.insert(T::EMPTY).fill(reader);
        }
    }

    fn optional(&self) -> bool {
        true
    }
}

impl<T: Decode> Decode for Option<T> {
    const EMPTY: Self = None;
}

impl<T: Decode> Fill for Vec<T> {
    fn fill(&mut self, reader: &mut Reader<'_>) {
        let mut left = reader.list();
        while reader.item(&mut left) {
            self.push(T::EMPTY);
            if let Some(item) = self.last_mut() {
                item.fill(reader);
            }
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    const EMPTY: Self = Self::new();
}

macro_rules! tuples {
    ($(($($name:ident)*) = $len:literal)*) => {$(
        impl<$($name: Fill),*> Fill for ($($name,)*) {
            fn fill(&mut self, reader: &mut Reader<'_>) {
                #[allow(non_snake_case, reason = "a field is named as its type")]
                let ($($name,)*) = self;
                reader.array($len);
                $($name.fill(reader);)*
            }
        }

        impl<$($name: Decode),*> Decode for ($($name,)*) {
            const EMPTY: Self = ($($name::EMPTY,)*);
        }
    )*};
}

tuples! { (A B) = 2 (A B C) = 3 (A B C D) = 4 (A B C D E) = 5 (A B C D E F) = 6 }
