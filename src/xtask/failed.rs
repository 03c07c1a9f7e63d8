//! What went wrong, and what to do about it.
use std::fmt;
use std::path::Path;

/// One failure of a command: the fact and the remedy, both for the developer at the terminal.
#[derive(Debug)]
pub struct Failed {
    what: String,
    remedy: String,
}

impl Failed {
    pub fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }

    /// A file or folder that could not be read or written.
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("{}: {error}", path.display()),
            "check that the path exists, is yours, and the disk has room",
        )
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  → {}", self.what, self.remedy)
    }
}
