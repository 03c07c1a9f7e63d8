//! The chair's word about closings that differ.

use super::Signed;
use oplog::{Decode, Encode, OpId};

/// Two recorders closed one meeting with different records, and the chair says which closing holds. It alters none of
/// them; all are kept and shown.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ClosingSettled {
    /// The meeting.
    #[n(0)]
    pub meeting: OpId,
    /// The closing that holds.
    #[n(1)]
    pub holds: OpId,
    /// The other closings that the chair saw, ascending by id.
    #[n(2)]
    pub over: Vec<OpId>,
    /// The chair.
    #[n(3)]
    pub chair: Signed,
    /// Why, in the chair's words; may be empty.
    #[n(4)]
    pub reason: String,
}

/// The name without an office in brackets behind it: 李文昌 of 李文昌(村党总支书记).
pub(crate) fn bare_name(name: &str) -> &str {
    name.split(['(', '（']).next().unwrap_or(name).trim()
}
