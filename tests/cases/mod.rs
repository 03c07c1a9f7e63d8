//! Cases: meetings written down as files, run through the real screens, with what must come out.

mod compare;
mod file;
mod register;
mod run;

pub use file::{Case, read};
pub use run::{Ended, run};
