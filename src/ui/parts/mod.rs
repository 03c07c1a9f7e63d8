//! What screens are put together from. Every control carries a `data-t` name by which tests find it.

mod button;
mod choice;
mod dialog;
mod field;
mod notice;
mod path;
mod quorum;
mod stepper;

pub use button::{Button, Look, button, key};
pub use choice::{Choice, Picked, Shape, options};
pub use dialog::{Dialog, dialog};
pub use field::{Field, Keys, Line, LongText, field, show_wrong, wrong};
pub use notice::{Badge, Notice, State, Tone, badge, notice, said};
pub use path::{Stop, StopState, path};
pub use quorum::{Measure, quorum_bar};
pub use stepper::{Stepper, stepper};
