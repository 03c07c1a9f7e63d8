//! What a story ends with when it does not end well.
use std::fmt;

/// A sentence for the person who reads the test's output, with what the page showed.
pub struct Trouble(String);

/// The result of a step.
pub type Done<T = ()> = Result<T, Trouble>;

impl Trouble {
    /// Trouble in words.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// Trouble that another error names.
    pub fn of(error: impl fmt::Display) -> Self {
        Self(error.to_string())
    }

    /// The same with what was being done in front.
    pub fn while_doing(self, what: &str) -> Self {
        Self(format!("{what}: {}", self.0))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// A test that returns an error prints its Debug form, which should be readable.
impl fmt::Debug for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Trouble {}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self(error.to_string())
    }
}
