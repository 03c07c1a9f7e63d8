//! Sealing for the township: who carries a bundle without reading the place it comes from sees only its index.
//!
//! X25519 (RFC 7748) between a key made for this one bundle and the township's own key, the Ed25519 key in its Montgomery
//! form; what they share, with both public halves, gives through BLAKE3's key derivation the key of AES-256-GCM. Each
//! sealed frame has its number as nonce: under a key that seals one bundle no number comes twice. The cipher itself is
//! an argument, for the phone has the browser's.

use crate::{PublicKey, Refused, SecretKey};
use curve25519_dalek::MontgomeryPoint;

const CONTEXT: &str = "shouyi 2026-11 bundle sealed for the township";

/// What AES-256-GCM adds to what it seals, in bytes.
pub const TAG: usize = 16;

/// A key that seals one bundle.
#[derive(Clone)]
pub struct Sealing {
    /// The public half of the bundle's own key, which stands in its index.
    pub ephemeral: [u8; 32],
    /// The key of the cipher.
    pub key: [u8; 32],
}

impl Sealing {
    /// For the township, from 32 random bytes that serve this once.
    ///
    /// # Errors
    /// [`Refused::Key`] where the township's key is no point, or one of small order.
    pub fn for_township(township: &PublicKey, random: &[u8; 32]) -> Result<Self, Refused> {
        let ephemeral = MontgomeryPoint::mul_base_clamped(*random).to_bytes();
        let shared = township.montgomery()?.mul_clamped(*random);
        Ok(Self { ephemeral, key: derived(&shared, &ephemeral, township)? })
    }

    /// The same key, by the township itself.
    ///
    /// # Errors
    /// [`Refused::Key`] where the bundle's key is a point of small order.
    pub fn by_township(township: &SecretKey, ephemeral: [u8; 32]) -> Result<Self, Refused> {
        let shared = MontgomeryPoint(ephemeral).mul_clamped(township.scalar());
        Ok(Self { ephemeral, key: derived(&shared, &ephemeral, &township.public())? })
    }
}

/// The nonce of the frame of this number, counted from 0 among the sealed ones.
pub fn nonce(number: u32) -> [u8; 12] {
    let [a, b, c, d] = number.to_be_bytes();
    [0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d]
}

fn derived(
    shared: &MontgomeryPoint,
    ephemeral: &[u8; 32],
    township: &PublicKey,
) -> Result<[u8; 32], Refused> {
    if shared.as_bytes().iter().all(|byte| *byte == 0) {
        return Err(Refused::Key);
    }
    Ok(key_from(CONTEXT, &[shared.as_bytes(), ephemeral, &township.0]))
}

/// A key of 32 bytes from a secret and whatever belongs to it, for one purpose that the context names: BLAKE3's derivation.
/// The parts are of fixed lengths.
pub fn key_from(context: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(context);
    for part in parts {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The bytes of version 1: a bundle sealed today is opened by every later township.
    #[test]
    fn both_sides_come_to_the_same_key() {
        let township = SecretKey::from_seed(&[7; 32]);
        let ours = Sealing::for_township(&township.public(), &[9; 32]).unwrap();
        let theirs = Sealing::by_township(&township, ours.ephemeral).unwrap();
        assert_eq!(ours.key, theirs.key);
        assert_eq!(hex(&[ours.ephemeral, ours.key].concat()), include_str!("golden/seal-1.hex").trim());
        let other = SecretKey::from_seed(&[8; 32]);
        assert_ne!(Sealing::by_township(&other, ours.ephemeral).unwrap().key, ours.key);
    }

    #[test]
    fn a_key_of_small_order_seals_nothing() {
        let township = SecretKey::from_seed(&[7; 32]);
        assert_eq!(Sealing::by_township(&township, [0; 32]).err(), Some(Refused::Key));
        let mut one = [0; 32];
        one[0] = 1;
        assert_eq!(Sealing::by_township(&township, one).err(), Some(Refused::Key));
        assert_eq!(Sealing::for_township(&PublicKey(one), &[9; 32]).err(), Some(Refused::Key));
    }

    #[test]
    fn no_two_frames_share_a_nonce() {
        assert_eq!(nonce(0), [0; 12]);
        assert_ne!(nonce(1), nonce(256));
    }
}
