//! The words of the phone's screens.

pub mod meeting;
