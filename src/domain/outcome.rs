//! Counting a roll and judging a ballot by the rule book.

use crate::meeting::Counted;
use crate::rules::Way;
use crate::view::{Outcome, RollLine, Tally};

/// Those entitled and those of them here: what a ballot is judged on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// 应到: entitled, the recused left out.
    pub should: u32,
    /// Entitled and here.
    pub here: u32,
    /// 实到: entitled and attended at any time.
    pub did: u32,
}

/// Counts the roll as it stands.
pub fn standing(_roll: &[RollLine]) -> Standing {
    Standing::default()
}

/// The tally.
pub fn tally(_roll: &[RollLine], _guests: usize, _way: Option<&Way>, _at_ballot: Option<Standing>) -> Tally {
    Tally::default()
}

/// The outcome.
pub fn judge(_way: Option<&Way>, _standing: Standing, _counted: Option<&Counted>) -> Outcome {
    Outcome::NoBallot
}
