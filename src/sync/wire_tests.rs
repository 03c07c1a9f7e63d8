//! The bytes of every message: golden, of earlier and later versions, and as whatever comes.

mod golden;
pub(crate) mod samples;
mod versions;
