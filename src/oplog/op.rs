//! An operation as it travels: `header ‖ signature(64) ‖ body`, kept as the bytes that came.

use crate::cbor::{first_value, from_cbor, to_cbor};
use crate::{Digest, Header, OpId, PublicKey, Refused, Signature, Verifier};

/// The longest header in bytes.
pub const MAX_HEADER: usize = 4 * 1024;
/// The longest body in bytes. Photos and recordings are chunks beside it.
pub const MAX_BODY: usize = 256 * 1024;
const CONTEXT: &str = "shouyi/op/1";
const SIGNATURE: usize = 64;

/// An operation whose shape, body hash and limits hold. Whether its signature does, [`Op::verify`] says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Op {
    bytes: Vec<u8>,
    header_len: usize,
    header: Header,
    id: OpId,
}

impl Op {
    /// Reads an operation from exactly its bytes.
    ///
    /// # Errors
    /// - the header is not deterministic CBOR, of another shape, or larger than [`MAX_HEADER`];
    /// - version or suite unknown, chain fields or limits broken;
    /// - the body is not as long as the header says, larger than [`MAX_BODY`], or has another hash;
    /// - the body is not deterministic CBOR.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Refused> {
        let window = bytes.get(..bytes.len().min(MAX_HEADER)).ok_or(Refused::Truncated)?;
        let header_len = first_value(window).map_err(|refused| match refused {
            Refused::Truncated if bytes.len() > MAX_HEADER => Refused::TooLarge,
            other => other,
        })?;
        let header_bytes = bytes.get(..header_len).ok_or(Refused::Truncated)?;
        let header: Header = from_cbor(header_bytes)?;
        header.check()?;
        let id = OpId(Digest::of(header_bytes).0);
        let body = bytes.get(header_len + SIGNATURE..).ok_or(Refused::Truncated)?;
        if header.body_len as usize > MAX_BODY {
            return Err(Refused::TooLarge);
        }
        if body.len() < header.body_len as usize {
            return Err(Refused::Truncated);
        }
        if body.len() > header.body_len as usize || Digest::of(body) != header.body_hash {
            return Err(Refused::Body);
        }
        crate::canonical(body)?;
        Ok(Self { header_len, header, id, bytes })
    }

    /// Puts a header, its signature and its body together.
    ///
    /// # Errors
    /// As [`Op::read`].
    pub fn assemble(header: &[u8], signature: &Signature, body: &[u8]) -> Result<Self, Refused> {
        let mut bytes = Vec::with_capacity(header.len() + SIGNATURE + body.len());
        bytes.extend_from_slice(header);
        bytes.extend_from_slice(signature);
        bytes.extend_from_slice(body);
        Self::read(bytes)
    }

    /// The header's bytes for a body, with the body's length and hash filled in.
    pub fn header_bytes(mut header: Header, body: &[u8]) -> Vec<u8> {
        header.body_len = u32::try_from(body.len()).unwrap_or(u32::MAX);
        header.body_hash = Digest::of(body);
        to_cbor(&header)
    }

    /// What a device signs for these header bytes (context included), for signers outside this crate.
    pub fn to_sign(header: &[u8]) -> Vec<u8> {
        crate::signed_message(CONTEXT, header)
    }

    /// Builds and signs with a key held in memory.
    ///
    /// # Errors
    /// As [`Op::read`].
    pub fn sign(header: Header, body: &[u8], key: &crate::SecretKey) -> Result<Self, Refused> {
        let header = Self::header_bytes(header, body);
        let signature = key.sign(CONTEXT, &header);
        Self::assemble(&header, &signature, body)
    }

    /// Verifies the signature under `key`, and that `key` is the device's.
    ///
    /// # Errors
    /// [`Refused::Device`], [`Refused::Key`] or [`Refused::Signature`].
    pub fn verify(&self, key: &PublicKey) -> Result<(), Refused> {
        if key.device() != self.header.device {
            return Err(Refused::Device);
        }
        self.verify_by(&key.verifier()?)
    }

    /// [`Op::verify`] with a key that was made ready.
    ///
    /// # Errors
    /// [`Refused::Device`] or [`Refused::Signature`].
    pub fn verify_by(&self, key: &Verifier) -> Result<(), Refused> {
        if key.device() != self.header.device {
            return Err(Refused::Device);
        }
        let (header, rest) = self.bytes.split_at_checked(self.header_len).ok_or(Refused::Truncated)?;
        let signature = rest.first_chunk::<SIGNATURE>().ok_or(Refused::Truncated)?;
        key.verify(CONTEXT, header, signature)
    }

    /// Its name: BLAKE3-256 of the header bytes.
    pub const fn id(&self) -> OpId {
        self.id
    }

    /// Its header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Its body's bytes: deterministic CBOR whose meaning `domain` knows.
    pub fn body(&self) -> &[u8] {
        self.bytes.get(self.header_len + SIGNATURE..).unwrap_or_default()
    }

    /// The bytes as they came and as they are passed on.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, owned.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
