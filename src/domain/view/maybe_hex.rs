//! [`super::hex`] for what may be missing.

use super::hex::Hex;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Writes the digits, or nothing.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<T: Hex, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(Hex::digits).serialize(to)
}

/// Reads the digits, or nothing.
///
/// # Errors
/// Those of the deserializer, and text that is no such name.
pub fn deserialize<'de, T: Hex, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Option::<String>::deserialize(from)?
        .map(|text| T::from_digits(&text).ok_or_else(|| D::Error::custom("not a name of this kind")))
        .transpose()
}
