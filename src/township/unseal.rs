//! What only the township can open: frames of bundles, sealed for its key ([`oplog::seal`]).

use crate::admit::{Checked, Gate, Reason};
use crate::hub::Identity;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use oplog::Refused;
use oplog::bundle::unsealed;
use oplog::seal::{Sealing, nonce};

/// Opens the sealed frames of one bundle.
pub struct Unseal(Aes256Gcm);

impl Unseal {
    /// For the bundle of this key.
    ///
    /// # Errors
    /// [`Refused::Key`] where that is no key.
    pub fn new(identity: &Identity, ephemeral: [u8; 32]) -> Result<Self, Refused> {
        let sealing = Sealing::by_township(&identity.secret, ephemeral)?;
        Ok(Self(Aes256Gcm::new(&Key::<Aes256Gcm>::from(sealing.key))))
    }

    /// Looks at the operations of the frame of this number; a frame that was not sealed under this key, or that was changed,
    /// is kept aside as it is.
    pub fn check(&self, number: u32, frame: Vec<u8>, gate: &mut Gate<'_>, out: &mut Vec<Checked>) {
        match self.0.decrypt(&Nonce::from(nonce(number)), &*frame) {
            Ok(piece) => out.extend(unsealed(&piece).into_iter().map(|op| gate.check(op.to_vec()))),
            Err(_) => out.push(Checked::Bad(frame, Reason::Refused(Refused::Sealed))),
        }
    }
}
