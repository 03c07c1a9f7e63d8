//! Officers: passwords, the one-time login, and sessions of the desk.

use crate::archive::Read;
use crate::archive::rows::{DeskSessionRow, Meta, OfficerRow};
use crate::archive::{Tx, View};
use crate::clock::{Outside, random};
use crate::error::Trouble;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use oplog::Digest;
use sync::desk_officers::Duty;

/// A session ends after this time without a request.
pub const IDLE_MS: u64 = 4 * 60 * 60 * 1000;
/// A session ends after this time, whatever is done in it.
pub const ABSOLUTE_MS: u64 = 12 * 60 * 60 * 1000;
/// The shortest password, in characters.
pub const SHORTEST: usize = 10;
/// The longest password and name, in bytes; longer ones are refused before any hashing.
pub const LONGEST: usize = 512;
/// The longest name of an account that an administrator makes, in characters.
pub const LONGEST_NAME: usize = 60;
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Argon2id with 19 MiB, two passes, one lane: OWASP's first recommendation.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19 * 1024, 2, 1, None).unwrap_or_default())
}

/// The password's hash; slow on purpose.
pub fn hash(password: &str, outside: &dyn Outside) -> Result<String, Trouble> {
    let salt = random::<16>(outside)?;
    argon()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|_| Trouble::Randomness)
}

/// Whether the password is this officer's; as slow for a name that does not exist.
pub fn verify(password: &str, phc: Option<&str>) -> bool {
    match phc.and_then(|phc| PasswordHash::new(phc).ok()) {
        Some(hash) => argon().verify_password(password.as_bytes(), &hash).is_ok(),
        None => {
            // The time of a wrong name must not differ from that of a wrong password.
            let _: bool = argon().hash_password_with_salt(password.as_bytes(), &[0; 16]).is_ok();
            false
        }
    }
}

/// A one-time login of 40 bits, `XXXX-XXXX`, and its hash.
///
/// # Errors
/// [`Trouble::Randomness`].
pub fn new_once(outside: &dyn Outside) -> Result<(String, Digest), Trouble> {
    let bytes = random::<8>(outside)?;
    let mut text: String = bytes
        .iter()
        .filter_map(|byte| ALPHABET.get(usize::from(byte & 31)).map(|sign| *sign as char))
        .collect();
    let hash = once_hash(&text);
    text.insert(4, '-');
    Ok((text, hash))
}

/// The hash of a one-time login as typed: any case, with or without hyphen and spaces.
pub fn once_hash(typed: &str) -> Digest {
    let plain: String = typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| match sign.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .take(64)
        .collect();
    Digest::of(&oplog::signed_message("shouyi/once/1", plain.as_bytes()))
}

/// Why a first login was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotFirst {
    /// The one-time login is wrong or was used.
    Once,
    /// There is an officer of this name.
    Name,
}

/// Uses up a one-time login and sets the officer's password: the one that the account was given, or the one that the server
/// printed, which makes an account that administers and does an officer's work.
///
/// # Errors
/// Those of the archive.
pub fn first(
    tx: &mut dyn Tx,
    once: Digest,
    (name, phc): (&str, String),
    now_ms: u64,
) -> Read<Result<(), NotFirst>> {
    let held = tx.officer(name)?;
    let given =
        held.as_ref().and_then(|row| row.once).filter(|(hash, until)| *hash == once && *until > now_ms);
    if let Some(row) = held.clone().filter(|row| given.is_some() && !row.closed) {
        tx.put_officer(&OfficerRow { phc, once: None, ..row })?;
        return Ok(Ok(()));
    }
    if tx.meta(Meta::Once)?.is_none_or(|held| held != once.0) {
        return Ok(Err(NotFirst::Once));
    }
    if held.is_some() {
        return Ok(Err(NotFirst::Name));
    }
    tx.put_meta(Meta::Once, None)?;
    let duties = bits(&[Duty::Administrator, Duty::Officer]);
    tx.put_officer(&OfficerRow { name: name.to_owned(), phc, duties, closed: false, once: None })?;
    Ok(Ok(()))
}

/// Duties as the archive keeps them.
pub fn bits(duties: &[Duty]) -> u8 {
    duties.iter().fold(0, |bits, duty| bits | 1 << *duty as u8)
}

/// Duties as they were kept.
pub fn duties(bits: u8) -> Vec<Duty> {
    Duty::ALL.iter().copied().filter(|duty| bits & 1 << *duty as u8 != 0).collect()
}

/// A new session's token; the archive keeps its hash.
///
/// # Errors
/// [`Trouble::Randomness`].
pub fn new_token(outside: &dyn Outside) -> Result<Digest, Trouble> {
    random::<32>(outside).map(Digest)
}

/// The hash under which a token's session is kept; none for what is no token.
pub fn token_hash(token: &str) -> Option<Digest> {
    Digest::from_hex(token).map(|token| Digest::of(&token.0))
}

/// The session of a token with its account, if it is still one.
///
/// # Errors
/// Those of the archive.
pub fn session(view: &dyn View, token: &str, now_ms: u64) -> Read<Option<(DeskSessionRow, OfficerRow)>> {
    match token_hash(token) {
        Some(hash) => standing(view, hash, now_ms),
        None => Ok(None),
    }
}

/// The session of this hash with its account, if it is still one: used lately, not too old, of an account that is open.
///
/// # Errors
/// Those of the archive.
pub fn standing(view: &dyn View, hash: Digest, now_ms: u64) -> Read<Option<(DeskSessionRow, OfficerRow)>> {
    let Some(row) = view.desk_session(hash)?.filter(|row| lives(row, now_ms)) else { return Ok(None) };
    let officer = view.officer(&row.officer)?.filter(|officer| !officer.closed);
    Ok(officer.map(|officer| (row, officer)))
}

/// Whether a session was used lately and is not too old.
pub const fn lives(row: &DeskSessionRow, now_ms: u64) -> bool {
    row.seen_ms.saturating_add(IDLE_MS) > now_ms && row.begun_ms.saturating_add(ABSOLUTE_MS) > now_ms
}

/// What a browser says of itself, in two words; the rest is of no use to a person.
pub fn browser(agent: &str) -> String {
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| agent.contains(sign)).map_or("", |(_, name)| *name)
    };
    let program = known(&[
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("QQBrowser", "QQ"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = known(&[
        ("Android", "Android"),
        ("HarmonyOS", "HarmonyOS"),
        ("iPhone", "iPhone"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    format!("{program} {system}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Real;

    #[test]
    fn a_password_verifies_and_another_does_not() {
        let phc = hash("前进村的秘密一二三", &Real).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(verify("前进村的秘密一二三", Some(&phc)));
        assert!(!verify("前进村的秘密一二四", Some(&phc)));
        assert!(!verify("前进村的秘密一二三", None));
    }

    #[test]
    fn a_one_time_login_is_read_as_typed() {
        let (text, hash) = new_once(&Real).unwrap();
        assert_eq!(text.len(), 9);
        assert_eq!(once_hash(&text.to_lowercase().replace('-', " ").replace('0', "o")), hash);
    }
}
