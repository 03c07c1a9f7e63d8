//! Bytes that are written as a byte string and not as a list of numbers.

use core::ops::{Deref, DerefMut};

/// A byte string.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ByteVec(Vec<u8>);

impl ByteVec {
    /// No bytes.
    pub const fn new() -> Self {
        Self(Vec::new())
    }
}

impl From<Vec<u8>> for ByteVec {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<ByteVec> for Vec<u8> {
    fn from(bytes: ByteVec) -> Self {
        bytes.0
    }
}

impl Deref for ByteVec {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl DerefMut for ByteVec {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }
}
