//! What may be typed: nearly anything, and nothing of it is lost.

use super::{Field, Reasons, Refusal};

/// The most characters of a title, a name or another single line.
pub const MOST_LINE: usize = 200;
/// The most characters of an entry or a text.
pub const MOST_TEXT: usize = 20_000;

/// Makes a NUL visible (U+2400) and keeps everything else as it was typed.
pub fn clean_text(text: &str) -> String {
    text.replace('\0', "\u{2400}")
}

/// A line that must hold something.
pub(super) fn line(text: &str, field: Field, reasons: &mut Reasons) {
    filled(text, field, reasons);
    maybe_line(text, field, reasons);
}

/// A line that may be empty.
pub(super) fn maybe_line(text: &str, field: Field, reasons: &mut Reasons) {
    at_most(text, MOST_LINE, field, reasons);
}

/// A text that must hold something.
pub(super) fn text(text: &str, field: Field, reasons: &mut Reasons) {
    filled(text, field, reasons);
    maybe_text(text, field, reasons);
}

/// A text that may be empty.
pub(super) fn maybe_text(text: &str, field: Field, reasons: &mut Reasons) {
    at_most(text, MOST_TEXT, field, reasons);
}

fn filled(text: &str, field: Field, reasons: &mut Reasons) {
    reasons.when(text.trim().is_empty(), || Refusal::Empty(field));
}

fn at_most(text: &str, most: usize, field: Field, reasons: &mut Reasons) {
    reasons.when(text.contains('\0'), || Refusal::Nul(field));
    let chars = text.chars().count();
    reasons.when(chars > most, || Refusal::TooLong { field, chars, most });
}
