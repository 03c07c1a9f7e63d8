//! A browser to hold in the hand: Chromium over a pipe of its debugging protocol, with std and serde_json only.
//!
//! `Browser::launch(Profile::new()?)` starts one, `browser.phone()` opens a page of 360×640 with touch, and a page taps,
//! types, waits and looks as a person would. Whatever fails says what the page showed and where a picture of it lies.
mod base64;
mod browser;
mod clock;
mod film;
mod find;
mod input;
mod look;
mod page;
mod pipe;
mod tally;
mod trouble;

pub use browser::{Browser, Context, Profile, copy_folder, temporary};
pub use clock::{Deadline, Stopwatch};
pub use film::{Film, Picture, STANDS};
pub use page::{Face, Network, Page};
pub use tally::Tally;
pub use trouble::{Done, Trouble};
