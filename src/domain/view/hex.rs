//! Ids as hexadecimal text where a view travels as text.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// What can be shown as hexadecimal digits and read back.
pub trait Hex: Sized {
    /// The digits.
    fn digits(&self) -> String;
    /// From digits.
    fn from_digits(text: &str) -> Option<Self>;
}

macro_rules! hex_for {
    ($($name:ty),*) => { $(impl Hex for $name {
        fn digits(&self) -> String { self.hex() }
        fn from_digits(text: &str) -> Option<Self> { Self::from_hex(text) }
    })* };
}
hex_for!(oplog::OpId, oplog::PersonId, oplog::MatterId, oplog::DeviceId, oplog::Digest, oplog::TownshipId);

impl Hex for oplog::Scope {
    fn digits(&self) -> String {
        self.as_str().to_owned()
    }
    fn from_digits(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

/// Writes the digits.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T: Hex, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&value.digits())
}

/// Reads the digits.
///
/// # Errors
/// Those of the deserializer, and text that is no such name.
pub fn deserialize<'de, T: Hex, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let text = String::deserialize(from)?;
    T::from_digits(&text).ok_or_else(|| D::Error::custom("not a name of this kind"))
}
