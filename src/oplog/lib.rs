//! The signed operation: bytes, hash chain, signature and logs.
//!
//! `wire = header ‖ signature(64) ‖ body`. Header and body are deterministic CBOR (RFC 8949 §4.2). What was
//! received is hashed and verified as it came; nothing is ever encoded again to be checked.
//!
//! Never in here: IO, a clock, randomness, or what a body means.

// What is derived names this crate, also where it is derived in here.
extern crate self as oplog;

pub mod bundle;
mod cbor;
mod clock;
mod error;
pub mod flat;
mod header;
mod id;
mod log;
mod op;
mod scope;
pub mod seal;
mod sign;
pub mod sort;

pub use cbor::{
    ByteVec, Decode, Encode, Fill, Reader, Writer, canonical, fill, from_cbor, message_from_cbor, to_cbor,
};
pub use clock::{Clock, MAX_PULL_MS};
pub use error::Refused;
pub use header::{BlobRef, Header, MAX_BLOBS, MAX_DEPS, Stamp};
pub use id::{DeviceId, Digest, MatterId, OpId, PersonId, TownshipId};
pub use log::{Head, Link, LogKey};
pub use op::{MAX_BODY, MAX_HEADER, Op};
pub use oplog_derive::{Decode, Encode};
pub use scope::{Level, Scope};
pub use sign::{PublicKey, SecretKey, Signature, Verifier, signed_message};

#[cfg(test)]
mod op_tests;
