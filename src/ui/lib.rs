//! Parts, words and formats that both faces share.
//!
//! Never in here: rules of meetings, storage of records, or context as global variables.

pub mod dom;
pub mod face;
pub mod fault;
pub mod format;
pub mod parts;
pub mod signal;
pub mod words;
