//! Places and people from a file: the township's registers, entered and renewed.

use crate::archive::rows::Meta;
use crate::archive::{self, Read};
use crate::authority::say;
use crate::clock::{Outside, random};
use crate::data::{DataDir, township_scope};
use crate::error::Trouble;
use crate::hub::{Front, Hub};
use crate::pinyin::of_name;
use core::fmt;
use domain::Body;
use domain::place::{Membership, Person, PlaceNamed, RegisterEntered, TownshipFounded};
use domain::rules::RuleBook;
use oplog::{Level, PersonId, Scope};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Entries in one operation; a body has room for many more.
const CHUNK: usize = 400;

/// The file.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The township's name, 紫溪镇.
    pub township: String,
    /// Its code of nine digits.
    pub code: String,
    /// Its places.
    pub places: Vec<PlaceEntry>,
}

/// A place.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceEntry {
    /// Twelve digits for a village, fifteen for a group, nine for the township's own register.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its register.
    #[serde(default)]
    pub people: Vec<PersonEntry>,
}

/// A person or a household.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonEntry {
    /// The name.
    pub name: String,
    /// Its name for ever, 16 hexadecimal digits; found by the name or made where it is missing.
    #[serde(default)]
    pub id: Option<String>,
    /// Pinyin; made from the name where it is missing.
    #[serde(default)]
    pub pinyin: Option<String>,
    /// Party membership.
    #[serde(default)]
    pub membership: Party,
    /// 18 or older.
    #[serde(default = "yes")]
    pub adult: bool,
    /// A household, named by its head.
    #[serde(default)]
    pub household: bool,
    /// 村民代表
    #[serde(default)]
    pub representative: bool,
    /// 支委/总支委员会
    #[serde(default)]
    pub party_committee: bool,
    /// 村委会
    #[serde(default)]
    pub village_committee: bool,
    /// 村务监督委员会
    #[serde(default)]
    pub supervisor: bool,
    /// Office as shown.
    #[serde(default)]
    pub office: String,
    /// Has left.
    #[serde(default)]
    pub left: bool,
}

/// Party membership in the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// Not a member.
    #[default]
    None,
    /// 正式党员
    Full,
    /// 预备党员
    Probationary,
}

const fn yes() -> bool {
    true
}

/// What is wrong with the file.
#[derive(Debug)]
pub enum Slip {
    /// It is no JSON of this shape.
    Json(serde_json::Error),
    /// The township's code is not nine digits.
    Township(String),
    /// A place's code is no code, or of another township.
    Code(String),
    /// A code stands there twice.
    Twice(String),
    /// A name is empty; the place's code.
    NoName(String),
    /// A person's id is not 16 hexadecimal digits.
    Id(String),
    /// The data folder holds another township.
    Other(Scope),
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => write!(f, "{error}; `township register --help` shows the format"),
            Self::Township(code) => write!(f, "the township's `code` is `{code}`, but must be nine digits"),
            Self::Code(code) => {
                write!(f, "`{code}` is no place of this township: 12 digits for a village, 15 for a group")
            }
            Self::Twice(code) => write!(f, "`{code}` stands there twice; put its people together"),
            Self::NoName(code) => write!(f, "in `{code}` a name is empty"),
            Self::Id(id) => {
                write!(f, "the id `{id}` is not 16 hexadecimal digits; leave it out for a new person")
            }
            Self::Other(held) => {
                write!(f, "the data folder belongs to the township {held}; take another folder")
            }
        }
    }
}

/// How much was entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Places of the file.
    pub places: usize,
    /// Entries that are new.
    pub new: usize,
    /// Entries that changed.
    pub changed: usize,
}

/// Reads a file's text.
///
/// # Errors
/// [`Trouble::Register`] with what is wrong.
pub fn parse(text: &str, path: &Path) -> Result<File, Trouble> {
    let slip = |slip| Trouble::Register { file: path.to_owned(), slip };
    let file: File = serde_json::from_str(text).map_err(|error| slip(Slip::Json(error)))?;
    let township = Scope::parse(&file.code).ok().filter(|scope| scope.level() == Level::Township);
    let township = township.ok_or_else(|| slip(Slip::Township(file.code.clone())))?;
    let mut seen = BTreeSet::new();
    for place in &file.places {
        let of_it = |scope: &Scope| township.covers(scope) && !domain::audit::is_log(scope);
        let scope = Scope::parse(&place.code).ok().filter(of_it);
        let scope = scope.ok_or_else(|| slip(Slip::Code(place.code.clone())))?;
        if !seen.insert(scope) {
            return Err(slip(Slip::Twice(place.code.clone())));
        }
        if place.name.trim().is_empty() || place.people.iter().any(|person| person.name.trim().is_empty()) {
            return Err(slip(Slip::NoName(place.code.clone())));
        }
        let wrong = place.people.iter().filter_map(|person| person.id.as_ref());
        if let Some(id) = wrong.into_iter().find(|id| PersonId::from_hex(id).is_none()) {
            return Err(slip(Slip::Id(id.clone())));
        }
    }
    Ok(file)
}

/// Enters a file into a data folder that this process holds; founds the township where there is none.
///
/// # Errors
/// [`Trouble::Register`] for another township's folder, or those of the archive.
pub fn import(
    dir: &DataDir,
    file: &File,
    path: &Path,
    outside: &Arc<dyn Outside>,
    demo: bool,
) -> Result<Report, Trouble> {
    let slip = |slip| Trouble::Register { file: path.to_owned(), slip };
    let scope = Scope::parse(&file.code).map_err(|_| slip(Slip::Township(file.code.clone())))?;
    let archive = dir.archive()?;
    match township_scope(&*archive)? {
        Some(held) if held != scope => return Err(slip(Slip::Other(held))),
        Some(_) => {}
        None => {
            dir.key(&**outside, true)?;
            archive::write(&*archive, |tx| {
                if demo {
                    tx.put_meta(Meta::Demo, Some(&[1]))?;
                }
                tx.put_meta(Meta::Township, Some(scope.as_str().as_bytes()))
            })?;
        }
    }
    drop(archive);
    let hub = dir.open(Arc::clone(outside), Front::default())?;
    enter(&hub, file, scope, path)
}

fn enter(hub: &Hub, file: &File, township: Scope, path: &Path) -> Result<Report, Trouble> {
    let places = hub.shared.places();
    let mut bodies: Vec<(Scope, Body)> = Vec::new();
    if places.township_key.is_none() {
        let key = hub.shared.identity.public();
        bodies.push((township, Body::TownshipFounded(TownshipFounded { name: file.township.clone(), key })));
        bodies.push((township, Body::RuleBookIssued(RuleBook::shipped())));
    } else if places.name_of(&township) != file.township {
        bodies.push((township, Body::PlaceNamed(PlaceNamed { name: file.township.clone() })));
    }
    let mut report = Report { places: file.places.len(), ..Report::default() };
    for place in &file.places {
        let scope = Scope::parse(&place.code)
            .map_err(|_| Trouble::Register { file: path.to_owned(), slip: Slip::Code(place.code.clone()) })?;
        let held = places.places.get(&scope);
        if scope != township && held.is_none_or(|held| held.name != place.name) {
            bodies.push((scope, Body::PlaceNamed(PlaceNamed { name: place.name.clone() })));
        }
        let known = held.map_or(&[][..], |held| &held.people);
        let people = renewed(known, &place.people, &*hub.shared.outside, &mut report)?;
        for chunk in people.chunks(CHUNK) {
            bodies.push((scope, Body::RegisterEntered(RegisterEntered { people: chunk.to_vec() })));
        }
    }
    hub.writer.run_blocking(move |work| {
        bodies.iter().try_for_each(|(scope, body)| say(work, *scope, body).map(drop)) as Read<()>
    })?;
    Ok(report)
}

/// The entries that are new or changed. One without an id is the known one of the same name and kind, if no other
/// line of the file has taken that already.
fn renewed(
    known: &[Person],
    entries: &[PersonEntry],
    outside: &dyn Outside,
    report: &mut Report,
) -> Result<Vec<Person>, Trouble> {
    let mut taken: BTreeSet<PersonId> =
        entries.iter().filter_map(|entry| PersonId::from_hex(entry.id.as_deref()?)).collect();
    let mut out = Vec::new();
    for entry in entries {
        let same = |person: &&Person| {
            person.name == entry.name && person.household == entry.household && !taken.contains(&person.id)
        };
        let id = match entry.id.as_deref().and_then(PersonId::from_hex) {
            Some(id) => id,
            None => match known.iter().find(same) {
                Some(person) => person.id,
                None => PersonId(random::<8>(outside)?),
            },
        };
        taken.insert(id);
        let person = person(entry, id);
        match known.iter().find(|known| known.id == id) {
            Some(held) if *held == person => continue,
            Some(_) => report.changed += 1,
            None => report.new += 1,
        }
        out.push(person);
    }
    Ok(out)
}

fn person(entry: &PersonEntry, id: PersonId) -> Person {
    Person {
        id,
        name: entry.name.clone(),
        pinyin: entry.pinyin.clone().unwrap_or_else(|| of_name(&entry.name)),
        membership: match entry.membership {
            Party::None => Membership::None,
            Party::Full => Membership::Full,
            Party::Probationary => Membership::Probationary,
        },
        adult: entry.adult,
        household: entry.household,
        representative: entry.representative,
        party_committee: entry.party_committee,
        village_committee: entry.village_committee,
        supervisor: entry.supervisor,
        office: entry.office.clone(),
        left: entry.left,
    }
}
