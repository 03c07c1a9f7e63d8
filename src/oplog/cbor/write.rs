//! Writing deterministic CBOR: shortest integers, definite lengths, keys in the order of the fields.

use super::{ARRAY, BYTES, FALSE, MAP, NEGATIVE, NULL, TEXT, TRUE, UNSIGNED};

/// What can be written. Derived for structs and enums; see [`mod@oplog_derive`].
pub trait Encode {
    /// Writes the value.
    fn encode(&self, writer: &mut Writer);

    /// Whether a map leaves the field out.
    fn absent(&self) -> bool {
        false
    }
}

/// The bytes that are being written.
pub struct Writer(Vec<u8>);

impl Writer {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn head(&mut self, major: u8, argument: u64) {
        let (info, width) = match argument {
            0..=23 => (argument as u8, 0),
            24..=0xff => (24, 1),
            0x100..=0xffff => (25, 2),
            0x1_0000..=0xffff_ffff => (26, 4),
            _ => (27, 8),
        };
        self.0.push(major << 5 | info);
        let bytes = argument.to_be_bytes();
        self.0.extend_from_slice(bytes.get(bytes.len() - width..).unwrap_or_default());
    }

    fn string(&mut self, major: u8, bytes: &[u8]) {
        self.head(major, bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// The number of a variant.
    pub fn number(&mut self, number: u8) {
        self.head(UNSIGNED, number.into());
    }

    /// Begins an array of so many items.
    pub fn array(&mut self, len: u64) {
        self.head(ARRAY, len);
    }

    /// Begins a map without entries yet; what it gives names the map to [`Writer::field`].
    pub fn map(&mut self) -> usize {
        self.0.push(MAP << 5);
        self.0.len() - 1
    }

    /// A field of the map; nothing where it is absent. Keys ascend, and there are fewer than 24 of them: the
    /// derivation sees to both.
    #[inline(never)]
    pub fn field<T: Encode>(&mut self, map: usize, key: u8, value: &T) {
        if !value.absent() {
            self.key(map, key);
            value.encode(self);
        }
    }

    fn key(&mut self, map: usize, key: u8) {
        // The count stands in the head's low bits.
        if let Some(head) = self.0.get_mut(map) {
            *head += 1;
        }
        self.0.push(key);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }

    fn absent(&self) -> bool {
        (**self).absent()
    }
}

macro_rules! unsigned {
    ($($number:ty)*) => {$(
        impl Encode for $number {
            fn encode(&self, writer: &mut Writer) {
                writer.head(UNSIGNED, (*self).into());
            }
        }
    )*};
}

unsigned!(u8 u16 u32 u64);

impl Encode for i16 {
    fn encode(&self, writer: &mut Writer) {
        // CBOR's negative integers count from −1 down: the bits turned over.
        let (major, number) = if *self < 0 { (NEGATIVE, !*self) } else { (UNSIGNED, *self) };
        writer.head(major, number.unsigned_abs().into());
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut Writer) {
        writer.0.push(if *self { TRUE } else { FALSE });
    }
}

impl Encode for str {
    fn encode(&self, writer: &mut Writer) {
        writer.string(TEXT, self.as_bytes());
    }
}

impl Encode for String {
    fn encode(&self, writer: &mut Writer) {
        self.as_str().encode(writer);
    }
}

/// A byte string.
impl<const N: usize> Encode for [u8; N] {
    fn encode(&self, writer: &mut Writer) {
        writer.string(BYTES, self);
    }
}

impl Encode for super::ByteVec {
    fn encode(&self, writer: &mut Writer) {
        writer.string(BYTES, self);
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => writer.0.push(NULL),
        }
    }

    fn absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        writer.array(self.len() as u64);
        self.iter().for_each(|item| item.encode(writer));
    }
}

macro_rules! tuples {
    ($(($($name:ident)*) = $len:literal)*) => {$(
        impl<$($name: Encode),*> Encode for ($($name,)*) {
            fn encode(&self, writer: &mut Writer) {
                #[allow(non_snake_case, reason = "a field is named as its type")]
                let ($($name,)*) = self;
                writer.array($len);
                $($name.encode(writer);)*
            }
        }
    )*};
}

tuples! { (A B) = 2 (A B C) = 3 (A B C D) = 4 (A B C D E) = 5 (A B C D E F) = 6 }
