//! What the link of a code carries beside the code, so that a phone can begin where there is no network: the township's key
//! and name, the place, the roles, the person's name. Nothing of it is an admission: that is the township's own word, later.

use crate::base64::Base64;
use crate::enrol::Code;
use domain::authority::{Granted, Role};
use domain::fold::Places;
use oplog::{Decode, Digest, Encode, Level, PublicKey, Scope, from_cbor, to_cbor};

/// What stands in the link before the code or the invitation.
pub const FRAGMENT: &str = "#enrol=";
/// The longest name of a person, a place or a township in an invitation, in characters.
pub const MAX_NAME: usize = 40;

const CONTEXT: &str = "shouyi/invite/1";
/// What an invitation of this kind begins with; no code does.
const MARK: &str = "1.";
const CHECK: usize = 4;
const MAX_TEXT: usize = 1_024;

/// An invitation.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Invite {
    /// The one-time code.
    #[n(0)]
    pub code: Code,
    /// The township's public key, to be pinned.
    #[n(1)]
    pub township: PublicKey,
    /// The township's name.
    #[n(2)]
    pub township_name: String,
    /// The place.
    #[n(3)]
    pub place: Scope,
    /// Its name.
    #[n(4)]
    pub place_name: String,
    /// The roles, ascending, at least one.
    #[n(5)]
    pub roles: Vec<Role>,
    /// Whose code it is.
    #[n(6)]
    pub name: String,
}

/// What is wrong with a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bent {
    /// A part is missing or changed, or it was never one.
    Link,
    /// It is of a kind that this version does not know.
    Newer,
}

/// Whether it is a name as one is carried: not empty, no longer than [`MAX_NAME`], nothing that is not printed.
fn is_name(text: &str) -> bool {
    let dull = text.trim() == text && !text.chars().any(char::is_control);
    dull && !text.is_empty() && text.chars().count() <= MAX_NAME
}

fn check(bytes: &[u8]) -> impl Iterator<Item = u8> {
    Digest::of(&oplog::signed_message(CONTEXT, bytes)).0.into_iter().take(CHECK)
}

impl Invite {
    /// Whether all of it is as the township writes it: names that are names, roles of phones in order, each once.
    pub fn is_whole(&self) -> bool {
        let names = [&self.township_name, &self.place_name, &self.name];
        let in_order = self.roles.iter().zip(self.roles.iter().skip(1)).all(|(one, next)| one < next);
        let of_phones = self.roles.iter().all(|role| *role < Role::Officer);
        names.iter().all(|name| is_name(name)) && in_order && of_phones && !self.roles.is_empty()
    }

    /// A name as an invitation carries it: cut to length, without what is not printed.
    pub fn name_of(text: &str) -> String {
        let printed: String = text.chars().filter(|sign| !sign.is_control()).collect();
        let cut: String = printed.trim().chars().take(MAX_NAME).collect();
        cut.trim_end().to_owned()
    }

    /// What stands behind [`FRAGMENT`].
    pub fn text(&self) -> String {
        let mut bytes = to_cbor(self);
        let check: Vec<u8> = check(&bytes).collect();
        bytes.extend(check);
        [MARK, &Base64::Link.encode(&bytes)].concat()
    }

    /// Reads what stands behind [`FRAGMENT`]; none where it is a code and no invitation.
    ///
    /// # Errors
    /// [`Bent`]: scan it again, or type the code.
    pub fn parse(text: &str) -> Option<Result<Self, Bent>> {
        let (mark, rest) = text.split_once('.')?;
        if mark != MARK.trim_end_matches('.') {
            let number = !mark.is_empty() && mark.bytes().all(|sign| sign.is_ascii_digit());
            return Some(Err(if number { Bent::Newer } else { Bent::Link }));
        }
        Some(Self::read(rest).ok_or(Bent::Link))
    }

    fn read(text: &str) -> Option<Self> {
        let bytes =
            Some(text).filter(|text| text.len() <= MAX_TEXT).and_then(|text| Base64::Link.decode(text))?;
        let (said, sum) = bytes.split_at_checked(bytes.len().checked_sub(CHECK)?)?;
        let whole = check(said).eq(sum.iter().copied());
        from_cbor(said).ok().filter(|invite: &Self| whole && invite.is_whole())
    }
}

/// A phone that began before the township said anything about it.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Alone {
    /// What it began with.
    #[n(0)]
    pub invite: Invite,
    /// Whether the person chose to record before the township has decided.
    #[n(1)]
    pub begun: bool,
    /// Whether the township noted the code.
    #[n(2)]
    pub asked: bool,
    /// Why the code came to nothing, a stable code: another one is needed.
    #[n(3)]
    pub ended: Option<String>,
}

impl Alone {
    /// Before anybody was asked.
    pub const fn new(invite: Invite) -> Self {
        Self { invite, begun: false, asked: false, ended: None }
    }

    /// Whether records of a place may be taken in before the township has named the places.
    pub fn reads(&self, scope: Scope) -> bool {
        self.begun && self.invite.place.reads(&scope)
    }
}

impl Alone {
    /// Adds to what is known what the invitation says, as long as the township itself has said nothing about this device.
    pub fn assume(&self, key: PublicKey, places: &mut Places) {
        let Invite { township, township_name, place, place_name, roles, name, .. } = &self.invite;
        let device = key.device();
        let said = places.key(device).is_some() || places.last_end(device).is_some();
        let other = places.township_key.is_some_and(|known| known != *township);
        if !self.begun || said || other {
            return;
        }
        if let Some(town) = place.with_ancestors().find(|place| place.level() == Level::Township) {
            places.township_key = Some(*township);
            places.township_scope = Some(town);
            places.keys.insert(township.device(), *township);
            for (scope, called) in [(town, township_name), (*place, place_name)] {
                places.places.amend(scope, |place| {
                    if place.name.is_empty() {
                        place.name.clone_from(called);
                    }
                });
            }
            places.keys.insert(device, key);
            places.held.amend((*place, device), |held| held.extend(roles.iter().copied()));
            let (name, roles) = (name.clone(), roles.clone());
            let granted = Granted { key, name, person: None, roles, officer: String::new() };
            places.grants.insert((*place, device), granted);
        }
    }
}
