//! [`super::hex`] for lists.

use super::hex::Hex;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// Writes each one's digits.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<'a, T, I, S>(values: &'a I, to: S) -> Result<S::Ok, S::Error>
where
    T: Hex + 'a,
    &'a I: IntoIterator<Item = &'a T>,
    S: Serializer,
{
    values.into_iter().map(Hex::digits).collect::<Vec<_>>().serialize(to)
}

/// Reads each one's digits.
///
/// # Errors
/// Those of the deserializer, and text that is no such name.
pub fn deserialize<'de, T: Hex, I: FromIterator<T>, D: Deserializer<'de>>(from: D) -> Result<I, D::Error> {
    Vec::<String>::deserialize(from)?
        .iter()
        .map(|text| T::from_digits(text).ok_or_else(|| D::Error::custom("not a name of this kind")))
        .collect()
}
