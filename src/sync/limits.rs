//! Limits of the wire, the same for both sides.

/// The longest request or answer body, uncompressed, in bytes.
pub const MAX_MESSAGE: usize = 1024 * 1024;
/// How many bytes of operations a batch carries, at most one operation more.
pub const MAX_BATCH: usize = 256 * 1024;
/// The most operations in a batch.
pub const MAX_BATCH_OPS: usize = 2_000;
/// The most logs in one vector.
pub const MAX_HEADS: usize = 10_000;
/// The most places that a device may ask for in one message.
pub const MAX_SCOPES: usize = 200;
/// The protocol versions that this program speaks, the newest first.
pub const PROTOCOLS: &[u16] = &[1];
