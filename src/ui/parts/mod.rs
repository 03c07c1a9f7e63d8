//! What screens are put together from. Every control carries a `data-t` name by which tests find it.

mod button;
mod choice;
mod dialog;
mod field;
mod notice;
mod path;
mod quorum;
mod stepper;

pub use button::{Look, button, key};
pub use choice::{Picked, Shape, options};
pub use dialog::dialog;
pub use field::{Keys, Line, field, show_wrong, wrong};
pub use notice::{State, Tone, badge, notice, said};
pub use path::{Stop, StopState, path};
pub use quorum::{Measure, quorum_bar};
pub use stepper::stepper;
