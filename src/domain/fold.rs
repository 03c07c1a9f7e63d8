//! What follows from a set of operations. Sets, not sequences: the same set gives the same view, whatever the
//! order, repetition or batching in which it came (N2, N4).

mod attendance;
mod closing;
mod matter;
mod meeting;
mod order;
mod places;
mod roll;
mod steps;

pub use matter::{matter, matter_of, summary};
pub use places::{Ended, Places};

use crate::meeting::Moment;
use crate::view::Source;
use oplog::Op;

fn moment_of(op: &Op) -> Moment {
    let stamp = op.header().stamp;
    Moment { ms: stamp.clock.ms, offset_min: stamp.offset_min }
}

fn source_of(op: &Op) -> Source {
    Source { op: op.id(), device: op.header().device, at: moment_of(op) }
}
