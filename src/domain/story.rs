//! Builders of signed operations, so that tests read as village stories. Keys come from a seed and time from the
//! teller: the same story gives the same bytes.
//!
//! Only for tests: a story that could not be told stops the test.
#![allow(clippy::panic, clippy::expect_used)]

mod matter;
mod people;
mod township;
mod writer;

pub use matter::Story;
pub use people::{adult, household, member, person, person_id, probationary};
pub use township::{Township, scope};
pub use writer::Writer;

/// 2026-03-14 19:40 in China: when stories begin.
pub const START_MS: u64 = 1_773_488_400_000;
