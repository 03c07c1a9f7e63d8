//! Ed25519 keys and signatures (RFC 8032), suite 1.

use crate::{Decode, DeviceId, Encode, Refused};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};

/// A device's public key, 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode)]
#[cbor(transparent)]
pub struct PublicKey(pub [u8; 32]);

impl PublicKey {
    /// The device that holds the key.
    pub fn device(&self) -> DeviceId {
        let mut out = [0u8; 16];
        out.iter_mut().zip(blake3::hash(&self.0).as_bytes()).for_each(|(to, from)| *to = *from);
        DeviceId(out)
    }

    /// Verifies a signature over `message` in `context` (see [`signed_message`]).
    ///
    /// # Errors
    /// [`Refused::Key`] for bytes that are no point, [`Refused::Signature`] for all that does not verify
    /// strictly; keys of small order never do.
    pub fn verify(&self, context: &str, message: &[u8], signature: &Signature) -> Result<(), Refused> {
        self.verifier()?.verify(context, message, signature)
    }

    /// Verifies a signature over a note's text as it stands (C2SP signed-note, Ed25519). A text with a zero byte is
    /// none, so that nothing signed in a context is ever taken for a note, nor a note for it.
    ///
    /// # Errors
    /// As [`PublicKey::verify`]
    pub fn verify_note(&self, text: &str, signature: &Signature) -> Result<(), Refused> {
        if text.contains('\0') {
            return Err(Refused::Signature);
        }
        self.verifier()?.verified(text.as_bytes(), signature)
    }

    /// The key as X25519 has it (RFC 7748).
    pub(crate) fn montgomery(&self) -> Result<curve25519_dalek::MontgomeryPoint, Refused> {
        Ok(self.verifier()?.point.to_montgomery())
    }

    /// The key made ready for many signatures: finding its point costs a seventh of verifying one.
    ///
    /// # Errors
    /// [`Refused::Key`] for bytes that are no point.
    pub fn verifier(&self) -> Result<Verifier, Refused> {
        let point = VerifyingKey::from_bytes(&self.0).map_err(|_| Refused::Key)?;
        Ok(Verifier { point, device: self.device() })
    }
}

/// A public key whose point was found.
#[derive(Clone, Copy, Debug)]
pub struct Verifier {
    point: VerifyingKey,
    device: DeviceId,
}

impl Verifier {
    /// The device that holds the key.
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// Verifies as [`PublicKey::verify`].
    ///
    /// # Errors
    /// [`Refused::Signature`] as there.
    pub fn verify(&self, context: &str, message: &[u8], signature: &Signature) -> Result<(), Refused> {
        self.verified(&signed_message(context, message), signature)
    }

    fn verified(&self, message: &[u8], signature: &Signature) -> Result<(), Refused> {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.point.verify_strict(message, &signature).map_err(|_| Refused::Signature)
    }
}

/// 64 bytes.
pub type Signature = [u8; 64];

/// What is really signed: the context's name, a zero byte, the message. So no signature given for one purpose
/// serves another.
pub fn signed_message(context: &str, message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(context.len() + 1 + message.len());
    out.extend_from_slice(context.as_bytes());
    out.push(0);
    out.extend_from_slice(message);
    out
}

/// A private key held in memory: the township's own, and a phone's where the browser has no Ed25519.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// From 32 random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// The secret of [`PublicKey::montgomery`].
    pub(crate) fn scalar(&self) -> [u8; 32] {
        self.0.to_scalar_bytes()
    }

    /// Signs `message` in `context`.
    pub fn sign(&self, context: &str, message: &[u8]) -> Signature {
        self.0.sign(&signed_message(context, message)).to_bytes()
    }

    /// Signs a note's text as it stands; none for one with a zero byte (see [`PublicKey::verify_note`]).
    pub fn sign_note(&self, text: &str) -> Option<Signature> {
        (!text.contains('\0')).then(|| self.0.sign(text.as_bytes()).to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_serves_its_context_only() {
        let key = SecretKey::from_seed(&[7; 32]);
        let signature = key.sign("op", b"words");
        assert_eq!(key.public().verify("op", b"words", &signature), Ok(()));
        assert_eq!(key.public().verify("hello", b"words", &signature), Err(Refused::Signature));
        assert_eq!(key.public().verify("op", b"other", &signature), Err(Refused::Signature));
    }

    #[test]
    fn a_note_is_never_taken_for_a_message_of_a_context() {
        let key = SecretKey::from_seed(&[7; 32]);
        let note = key.sign_note("origin\n1\n").unwrap();
        assert_eq!(key.public().verify_note("origin\n1\n", &note), Ok(()));
        assert_eq!(key.public().verify_note("origin\n2\n", &note), Err(Refused::Signature));
        assert_eq!(key.public().verify("", b"origin\n1\n", &note), Err(Refused::Signature));
        let words = key.sign("op", b"words");
        assert_eq!(key.public().verify_note("op\0words", &words), Err(Refused::Signature));
        assert_eq!(key.sign_note("op\0words"), None);
    }

    #[test]
    fn a_key_of_small_order_verifies_nothing() {
        let mut small = [0u8; 32];
        small[0] = 1;
        assert!(PublicKey(small).verify("op", b"", &[0; 64]).is_err());
    }
}
