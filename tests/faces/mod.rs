//! The two faces in a real browser, operated as people operate them.

mod desk;
mod meeting;
mod phone;

pub use desk::Desk;
pub use meeting::{Ballot, Close, Mark, Opening, Said};
pub use phone::{Matter, Phone};
