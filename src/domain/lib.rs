//! What records mean: places, people, matters, procedures, meetings and ballots.
//!
//! `check` says whether something may be done and why not, `fold` what follows from a set of operations, `rules`
//! what the rule book asks. The phone and the township run the same code.
//!
//! Never in here: IO, a clock, randomness, async, types of the browser, floats for money or quorum, or words for
//! the screen (they are in `ui`).

pub mod audit;
pub mod authority;
pub mod body;
pub mod check;
pub mod default_rules;
pub mod fold;
pub mod matter;
pub mod meeting;
pub mod minutes;
mod moment;
pub mod outcome;
pub mod place;
pub mod rules;
#[cfg(any(test, feature = "story"))]
pub mod story;
#[cfg(test)]
mod tests;
pub mod view;

pub use body::{Body, Kind};
