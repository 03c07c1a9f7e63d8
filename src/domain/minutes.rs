//! The canonical minutes: the bytes whose digest chair and recorder sign.

use crate::view::MeetingView;
use oplog::{Digest, OpId};

/// The deterministic CBOR of everything that a signer read.
pub fn canonical(_meeting: &MeetingView) -> Vec<u8> {
    Vec::new()
}

/// BLAKE3-256 of the canonical minutes.
pub fn digest(meeting: &MeetingView) -> Digest {
    Digest::of(&canonical(meeting))
}

/// The operations that a closing names, ascending by id.
pub fn covers(meeting: &MeetingView) -> Vec<OpId> {
    meeting.ops.clone()
}
