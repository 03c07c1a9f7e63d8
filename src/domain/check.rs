//! May this be done, and if not, why not: every reason at once, each beside its field.

mod field;
mod refusal;
mod warning;

pub use field::Field;
pub use refusal::Refusal;
pub use warning::Warning;

use crate::Body;
use crate::fold::Places;
use crate::view::MatterView;
use oplog::{DeviceId, Scope};

/// The most characters of a title or a name.
pub const MOST_TITLE: usize = 200;
/// The most characters of an entry or a text.
pub const MOST_TEXT: usize = 20_000;
/// The most money in fen: ten trillion yuan.
pub const MOST_FEN: u64 = 1_000_000_000_000_000;

/// Who asks, where, about what.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// What is known of the places.
    pub places: &'a Places,
    /// The device that would sign.
    pub device: DeviceId,
    /// The place whose record it would be.
    pub scope: Scope,
    /// The matter as it stands; none where one is raised or a place is spoken of.
    pub matter: Option<&'a MatterView>,
}

/// Whether the body may be signed and appended.
///
/// # Errors
/// Every reason against it.
pub fn check(_asking: &Asking<'_>, _body: &Body) -> Result<(), Vec<Refusal>> {
    Ok(())
}

/// What does not forbid it, but must be seen before it is done.
pub fn warnings(_asking: &Asking<'_>, _body: &Body) -> Vec<Warning> {
    Vec::new()
}

/// Makes a NUL visible (U+2400) and keeps everything else as it was typed.
pub fn clean_text(text: &str) -> String {
    text.replace('\0', "\u{2400}")
}
