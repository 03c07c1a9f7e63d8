//! What screens are put together from. Every control carries a `data-t` name by which tests find it.

mod button;
mod choice;
mod dialog;
mod field;
mod notice;
mod path;
mod quorum;
mod stepper;

pub use button::{Button, Look};
pub use choice::{Choice, Picked, Shape};
pub use dialog::Dialog;
pub use field::{Field, Keys, LongText};
pub use notice::{Badge, Notice, State, Tone};
pub use path::{Stop, StopState, Stops};
pub use quorum::QuorumBar;
pub use stepper::Stepper;
