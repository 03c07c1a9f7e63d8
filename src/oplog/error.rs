//! Why bytes were refused: one name a reason, with a stable code.

use core::fmt;

/// Why an operation, a header or a key was refused. The code is stable; the words for people live in `ui`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refused {
    /// The bytes end before the value does.
    Truncated,
    /// The bytes are not deterministic CBOR (RFC 8949 §4.2).
    NotCanonical,
    /// The CBOR does not have the shape that this version defines.
    Shape,
    /// A part is larger than its limit.
    TooLarge,
    /// The header names a format version that this program does not know.
    Version,
    /// The header names a crypto suite that this program does not know.
    Suite,
    /// The public key is not a point of the curve, or of small order.
    Key,
    /// The signature does not verify under the device's key.
    Signature,
    /// The body's length or hash is not the one in the header.
    Body,
    /// The device in the header is not the hash of the key.
    Device,
    /// The operation belongs to another township.
    Township,
    /// A scope that is no region code of a township, village or group.
    Scope,
    /// `seq` and `prev` contradict each other (a first operation with a predecessor, or a later one without).
    Chain,
    /// It was sealed for another, or changed after it was sealed.
    Sealed,
}

impl Refused {
    /// The stable code, for logs, wire answers and word lists.
    pub const fn code(self) -> &'static str {
        match self {
            Refused::Truncated => "op.truncated",
            Refused::NotCanonical => "op.not-canonical",
            Refused::Shape => "op.shape",
            Refused::TooLarge => "op.too-large",
            Refused::Version => "op.version",
            Refused::Suite => "op.suite",
            Refused::Key => "op.key",
            Refused::Signature => "op.signature",
            Refused::Body => "op.body",
            Refused::Device => "op.device",
            Refused::Township => "op.township",
            Refused::Scope => "op.scope",
            Refused::Chain => "op.chain",
            Refused::Sealed => "op.sealed",
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl core::error::Error for Refused {}
