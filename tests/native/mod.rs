//! Phones and officers without a browser: the same session over the same wire, the store in memory. For what needs
//! numbers and kills rather than screens.

mod handset;
mod officer;
mod wire;

pub use handset::Handset;
pub use officer::Officer;
