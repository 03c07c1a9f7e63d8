//! A receipt: the township's signed word that it durably holds exactly these logs up to exactly these heads.

use crate::message::Generation;
use oplog::{
    ByteVec, Decode, Digest, Encode, Head, PublicKey, Refused, SecretKey, Signature, TownshipId,
    message_from_cbor, to_cbor,
};

const CONTEXT: &str = "shouyi/receipt/1";

/// A head that the township holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode)]
#[cbor(array)]
pub struct ReceivedHead {
    /// The log, its height and the hash of its last operation.
    #[n(0)]
    pub head: Head,
    /// The arrival number of that last operation.
    #[n(1)]
    pub arrival: u64,
}

/// What the township signs.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Receipt {
    /// The township.
    #[n(0)]
    pub township: TownshipId,
    /// The database's generation.
    #[n(1)]
    pub generation: Generation,
    /// The server's clock, UTC milliseconds.
    #[n(2)]
    pub server_ms: u64,
    /// How many operations the township's log holds.
    #[n(3)]
    pub tree_size: u64,
    /// Its Merkle root (RFC 6962 with SHA-256, leaves are operation ids).
    #[n(4)]
    pub tree_root: Digest,
    /// Arrival numbers up to here are in a verified backup.
    #[n(5)]
    pub durable_upto: u64,
    /// The heads.
    #[n(6)]
    pub heads: Vec<ReceivedHead>,
}

/// A receipt with its signature over the bytes as they are.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct SignedReceipt {
    /// [`Receipt`] as deterministic CBOR.
    #[n(0)]
    pub bytes: ByteVec,
    /// The township's signature.
    #[n(1)]
    pub signature: Signature,
}

impl SignedReceipt {
    /// Signs as the township.
    pub fn sign(receipt: &Receipt, key: &SecretKey) -> Self {
        let bytes = to_cbor(receipt);
        Self { signature: key.sign(CONTEXT, &bytes), bytes: bytes.into() }
    }

    /// Verifies and reads.
    ///
    /// # Errors
    /// [`Refused`] where the signature is not the township's, the bytes are no receipt, or it is another
    /// township's.
    pub fn open(&self, township: &PublicKey) -> Result<Receipt, Refused> {
        township.verify(CONTEXT, &self.bytes, &self.signature)?;
        let receipt: Receipt = message_from_cbor(&self.bytes)?;
        if receipt.township == TownshipId::from(township.device()) {
            Ok(receipt)
        } else {
            Err(Refused::Township)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(key: &SecretKey) -> Receipt {
        Receipt {
            township: key.public().device().into(),
            generation: Generation([1; 16]),
            server_ms: 5,
            tree_size: 2,
            tree_root: Digest([3; 32]),
            durable_upto: 0,
            heads: vec![],
        }
    }

    #[test]
    fn only_the_township_itself_gives_receipts() {
        let (ours, theirs) = (SecretKey::from_seed(&[1; 32]), SecretKey::from_seed(&[2; 32]));
        let signed = SignedReceipt::sign(&receipt(&ours), &ours);
        assert_eq!(signed.open(&ours.public()).unwrap(), receipt(&ours));
        assert_eq!(signed.open(&theirs.public()), Err(Refused::Signature));
        let mut bent = signed.clone();
        if let Some(byte) = bent.bytes.last_mut() {
            *byte ^= 1;
        }
        assert_eq!(bent.open(&ours.public()), Err(Refused::Signature));
        assert_eq!(
            SignedReceipt::sign(&receipt(&theirs), &ours).open(&ours.public()),
            Err(Refused::Township)
        );
    }
}
