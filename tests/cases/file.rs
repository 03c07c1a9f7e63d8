//! The shape of a case file.

use crate::cdp::{Done, Trouble};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// One meeting, or one step of a matter that another case began.
#[derive(Clone, Debug, Deserialize)]
pub struct Case {
    /// Its name.
    pub case: String,
    /// The case whose matter it goes on with.
    pub follows: Option<String>,
    /// `group matter` or `village major matter`.
    #[serde(default)]
    pub procedure: String,
    /// Where; missing where it follows another.
    pub place: Option<Place>,
    /// The matter; missing where it follows another.
    pub matter: Option<Matter>,
    /// The meeting.
    pub meeting: Option<Meeting>,
    /// What must come out, by name.
    #[serde(default)]
    pub expect: serde_json::Map<String, Value>,
}

/// Names of places.
#[derive(Clone, Debug, Deserialize)]
pub struct Place {
    /// 紫溪镇
    pub township: String,
    /// 前进村
    pub village: String,
    /// 上白村民小组; none for a matter of the village.
    pub group: Option<String>,
}

/// The matter.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs, reason = "the file's own names")]
pub struct Matter {
    pub title: String,
    pub category: String,
    pub origin: String,
    pub money_fen: u64,
    pub labour_days: u32,
    pub households: u32,
}

/// The roll of a first proposal: names with `present`, `leave` or `absent`.
#[derive(Clone, Debug, Default, Deserialize)]
#[allow(missing_docs, reason = "the file's own names")]
pub struct Roll {
    #[serde(default)]
    pub full: Vec<(String, String)>,
    #[serde(default)]
    pub probationary: Vec<(String, String)>,
}

/// A ballot.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs, reason = "the file's own names")]
pub struct Ballot {
    pub question: String,
    pub method: String,
    #[serde(rename = "for")]
    pub votes_for: u32,
    pub against: u32,
    pub abstain: u32,
}

/// The meeting.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs, reason = "the file's own names")]
pub struct Meeting {
    pub kind: String,
    pub date: String,
    pub start: String,
    pub end: String,
    #[serde(rename = "where")]
    pub venue: String,
    pub chair: String,
    pub recorder: String,
    #[serde(default)]
    pub second_recorder: String,
    #[serde(default)]
    pub agenda_reviewed_by: String,
    #[serde(default)]
    pub notice_days: u32,
    #[serde(default)]
    pub counted_by: String,
    #[serde(default)]
    pub roll: Roll,
    #[serde(default)]
    pub recused: Vec<(String, String)>,
    pub entitled_households: Option<usize>,
    pub present_households: Option<usize>,
    pub invited: Option<usize>,
    pub present: Option<usize>,
    #[serde(default)]
    pub proceedings: Vec<(String, String, String)>,
    pub ballot: Option<Ballot>,
    #[serde(default)]
    pub text: String,
}

/// Reads a case and those that it follows, the first one first. They stand in the same folder.
pub fn read(path: &Path) -> Done<Vec<Case>> {
    let named = |error: &dyn std::fmt::Display| Trouble::new(format!("{}: {error}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| named(&error))?;
    let case: Case = serde_json::from_str(&text).map_err(|error| named(&error))?;
    if case.meeting.is_none() {
        return Err(named(&"it has no `meeting`; steps without one have no screens yet"));
    }
    let mut all = match &case.follows {
        Some(before) => read(&path.with_file_name(format!("{before}.json")))?,
        None => Vec::new(),
    };
    all.push(case);
    Ok(all)
}
