//! A moment of local life.

use oplog::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// A moment as the recorder states it: UTC milliseconds and the local offset in minutes.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(array)]
pub struct Moment {
    /// Milliseconds since 1970 UTC.
    #[n(0)]
    pub ms: u64,
    /// Offset of local time from UTC in minutes.
    #[n(1)]
    pub offset_min: i16,
}
