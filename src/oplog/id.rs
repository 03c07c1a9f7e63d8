//! Names of things: fixed-length byte strings, shown as lower-case hexadecimal.

use crate::{Decode, Encode};
use core::fmt;

macro_rules! bytes_id {
    ($(#[$doc:meta])* $name:ident, $len:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $name(pub [u8; $len]);

        impl $name {
            /// Length in bytes.
            pub const LEN: usize = $len;

            /// The bytes.
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// From bytes of exactly this length.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            /// From hexadecimal digits of exactly this length, either case.
            pub fn from_hex(text: &str) -> Option<Self> {
                let digits = text.as_bytes();
                if digits.len() != $len * 2 {
                    return None;
                }
                let mut out = [0u8; $len];
                for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
                    for digit in pair {
                        let value = (*digit as char).to_digit(16)?;
                        *byte = *byte << 4 | u8::try_from(value).ok()?;
                    }
                }
                Some(Self(out))
            }

            /// Lower-case hexadecimal.
            pub fn hex(&self) -> String {
                use core::fmt::Write;
                let mut out = String::with_capacity($len * 2);
                for byte in self.0 {
                    // Writing into a String does not fail.
                    write!(out, "{byte:02x}").unwrap_or_default();
                }
                out
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.hex())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.hex())
            }
        }
    };
}

bytes_id!(
    /// BLAKE3-256 of something: a body, a chunk, canonical minutes.
    Digest, 32
);
bytes_id!(
    /// The name of an operation: BLAKE3-256 of its header bytes.
    OpId, 32
);
bytes_id!(
    /// The name of a device: the first 16 bytes of the BLAKE3 of its public key.
    DeviceId, 16
);
bytes_id!(
    /// The name of a township: the device name of the township's own key.
    TownshipId, 16
);
bytes_id!(
    /// The name of a matter: the first 16 bytes of the name of the operation that raised it.
    MatterId, 16
);
bytes_id!(
    /// The name of a person or a household in a register; made at random when the person is entered.
    PersonId, 8
);

impl Digest {
    /// BLAKE3-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

impl OpId {
    /// The matter that this operation raises.
    pub fn raised_matter(&self) -> MatterId {
        let mut out = [0u8; 16];
        out.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        MatterId(out)
    }
}

impl From<DeviceId> for TownshipId {
    fn from(device: DeviceId) -> Self {
        Self(device.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_goes_both_ways_and_refuses_the_rest() {
        let id = PersonId([0, 1, 0xab, 0xff, 9, 8, 7, 6]);
        assert_eq!(id.hex(), "0001abff09080706");
        assert_eq!(PersonId::from_hex("0001ABff09080706"), Some(id));
        for wrong in ["", "00", "0001abff0908070", "0001abff0908070g", "0001abff090807066"] {
            assert_eq!(PersonId::from_hex(wrong), None, "{wrong}");
        }
    }
}
