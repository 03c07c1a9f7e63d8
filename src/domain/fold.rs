//! What follows from a set of operations. Sets, not sequences: the same set gives the same view, whatever the
//! order, repetition or batching in which it came (N2, N4).

mod matter;
mod places;
mod roll;

pub use matter::{matter, summary};
pub use places::Places;
