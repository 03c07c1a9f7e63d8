//! Enrolment: a one-time code, a key made on the phone, six words that both sides show, an officer who confirms.

use crate::invite::Alone;
use crate::moving::Moving;
use domain::authority::{Granted, Role};
use domain::fold::Places;
use oplog::{Decode, Digest, Encode, PersonId, PublicKey, Refused, Scope, Signature, TownshipId, to_cbor};

const CONTEXT: &str = "shouyi/enrol/1";
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Digits of the code and of its check value.
const DIGITS: usize = 26;
const CHECKS: usize = 2;

/// A one-time code of 128 bits, typed as 28 letters and digits (Crockford's base 32) in groups of four, the last
/// two of which notice a slip.
#[derive(Clone, Copy, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct Code(pub [u8; 16]);

/// What is wrong with a code as typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeSlip {
    /// So many letters and digits are missing (negative: too many).
    Missing(i32),
    /// A sign that no code contains.
    Sign(char),
    /// All are there but one or more are wrong.
    Check,
}

impl Code {
    fn number(&self) -> u128 {
        u128::from_be_bytes(self.0)
    }

    fn check(&self) -> u16 {
        let hash = Digest::of(&self.0);
        hash.0.iter().take(2).fold(0u16, |sum, byte| sum << 8 | u16::from(*byte)) & 0x3ff
    }

    /// As it is printed: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`.
    pub fn text(&self) -> String {
        let number = (0..DIGITS).rev().map(|at| sign_of(self.number() >> (5 * at)));
        let check = (0..CHECKS).rev().map(|at| sign_of(u128::from(self.check()) >> (5 * at)));
        let mut out = String::new();
        for (at, sign) in number.chain(check).enumerate() {
            if at > 0 && at % 4 == 0 {
                out.push('-');
            }
            out.push(sign);
        }
        out
    }

    /// Reads a code as people type it: any case, with or without hyphens and spaces, O for 0, I and L for 1.
    ///
    /// # Errors
    /// [`CodeSlip`]: what to look for.
    pub fn parse(text: &str) -> Result<Self, CodeSlip> {
        let mut values = Vec::with_capacity(DIGITS + CHECKS);
        for sign in
            text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '－' | '—' | '·'))
        {
            values.push(value_of(sign).ok_or(CodeSlip::Sign(sign))?);
        }
        let missing = (DIGITS + CHECKS) as i32 - i32::try_from(values.len()).unwrap_or(i32::MAX);
        if missing != 0 {
            return Err(CodeSlip::Missing(missing));
        }
        let (number, check) = values.split_at_checked(DIGITS).ok_or(CodeSlip::Check)?;
        if number.first().is_some_and(|first| *first > 7) {
            return Err(CodeSlip::Check);
        }
        let code = Self(number.iter().fold(0u128, |sum, value| sum << 5 | value).to_be_bytes());
        let check = check.iter().fold(0u128, |sum, value| sum << 5 | value);
        if u128::from(code.check()) == check { Ok(code) } else { Err(CodeSlip::Check) }
    }
}

/// The sign of the lowest five bits.
pub(crate) fn sign_of(value: u128) -> char {
    ALPHABET.get((value & 31) as usize).copied().unwrap_or(b'0') as char
}

/// The five bits of a sign as people type it: any case, O for 0, I and L for 1.
pub(crate) fn value_of(sign: char) -> Option<u128> {
    let plain = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|digit| *digit as char == plain).map(|value| value as u128)
}

/// Numbers of the six words that phone and desk show; each names one of 256 words in `ui`.
pub fn check_words(code: &Code, phone: &PublicKey, township: &PublicKey) -> [u8; 6] {
    let hash = Digest::of(&oplog::signed_message("shouyi/words/1", &to_cbor(&(*code, *phone, *township))));
    let mut words = [0u8; 6];
    words.iter_mut().zip(hash.0).for_each(|(to, from)| *to = from);
    words
}

/// `POST /enrol/v1/claim`: a phone presents a code. Answered by [`Claimed`] or a [`crate::message::Failure`]
/// with `enrol.used`, `enrol.expired`, `enrol.unknown` or `enrol.signature`.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Claim {
    /// The code.
    #[n(0)]
    pub code: Code,
    /// The phone's public key.
    #[n(1)]
    pub key: PublicKey,
    /// What kind of phone and browser, for the officer; at most 200 characters.
    #[n(2)]
    pub label: String,
    /// By the phone's key, over code, key and label.
    #[n(3)]
    pub signature: Signature,
}

impl Claim {
    fn signed_part(&self) -> Vec<u8> {
        to_cbor(&(self.code, self.key, &self.label))
    }

    /// The bytes that the phone signs, context included.
    pub fn to_sign(&self) -> Vec<u8> {
        oplog::signed_message(CONTEXT, &self.signed_part())
    }

    /// Verifies that the sender holds the key.
    ///
    /// # Errors
    /// As [`PublicKey::verify`].
    pub fn verify(&self) -> Result<(), Refused> {
        self.key.verify(CONTEXT, &self.signed_part(), &self.signature)
    }
}

/// The claim was noted and waits for the officer.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Claimed {
    /// The township's public key; the phone pins it.
    #[n(0)]
    pub key: PublicKey,
    /// The township.
    #[n(1)]
    pub township: TownshipId,
    /// The township's name.
    #[n(2)]
    pub name: String,
}

/// `POST /enrol/v1/state`: the phone asks whether the officer has decided; the same signed [`Claim`] again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum ClaimState {
    /// The officer has not decided.
    #[n(0)]
    Waiting,
    /// Confirmed: a session will bring the grants.
    #[n(1)]
    Confirmed,
    /// Refused by the officer.
    #[n(2)]
    Refused,
    /// Nobody confirmed in time.
    #[n(3)]
    Expired,
}

/// The answer to the state question.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ClaimAnswer {
    /// Where the claim stands.
    #[n(0)]
    pub state: ClaimState,
    /// Where it is confirmed: phones of the same person in the same place whose roles have ended.
    #[n(1)]
    pub former: Option<Vec<Former>>,
}

/// Roles in a place, as a phone takes them for its own before the township has said so.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Roles {
    /// The place.
    #[n(0)]
    pub scope: Scope,
    /// Its name.
    #[n(1)]
    pub place: String,
    /// The roles.
    #[n(2)]
    pub roles: Vec<Role>,
}

/// What a phone takes itself for as long as it could not ask: what its code or its predecessor says. It records by this, and
/// the township decides when it comes.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Assumed {
    /// The person's name.
    #[n(0)]
    pub name: String,
    /// The person in the register.
    #[n(1)]
    pub person: Option<PersonId>,
    /// Its roles.
    #[n(2)]
    pub roles: Vec<Roles>,
}

impl Assumed {
    /// Adds to what is known of the places what the phone takes itself for; what the township has said of it stands.
    pub fn add_to(&self, places: &mut Places, key: PublicKey, township: PublicKey) {
        if places.keys.contains_key(&key.device()) || places.township_key.is_some_and(|held| held != township)
        {
            return;
        }
        for held in &self.roles {
            let grant = Granted {
                key,
                name: self.name.clone(),
                person: self.person,
                roles: held.roles.clone(),
                officer: String::new(),
            };
            places.assume(held.scope, &held.place, grant, township);
        }
        places.keys.insert(key.device(), key);
    }
}

/// What a phone keeps of its enrolment.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Enrolment {
    /// The code that it presents.
    #[n(0)]
    pub code: Option<Code>,
    /// The township's public key, pinned.
    #[n(1)]
    pub township: PublicKey,
    /// The township's name.
    #[n(2)]
    pub name: String,
    /// Whether the township has admitted it.
    #[n(3)]
    pub confirmed: bool,
    /// What it takes itself for until then; nothing where it waits for the officer before it does anything.
    #[n(4)]
    pub assumed: Option<Assumed>,
    /// The word of the phone whose place it takes, to be shown to the township.
    #[n(5)]
    pub moving: Option<Moving>,
    /// What the link of its code said, see [`Alone`].
    #[n(6)]
    pub alone: Option<Alone>,
}

/// What the township knows of a phone that will not come again, for whoever takes a new one.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Former {
    /// What kind of phone and browser.
    #[n(0)]
    pub label: String,
    /// When its last session ended, UTC milliseconds.
    #[n(1)]
    pub last_ms: Option<u64>,
    /// How many of its records had no receipt when it last said so.
    #[n(2)]
    pub unreceived: u32,
    /// When something of it came last by other hands, after that, UTC milliseconds.
    #[n(3)]
    pub brought_ms: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_code_is_read_as_people_type_it(bytes in any::<[u8; 16]>(), at in 0usize..28) {
            let code = Code(bytes);
            let text = code.text();
            prop_assert!(Code::parse(&text) == Ok(code));
            prop_assert!(Code::parse(&text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l")) == Ok(code));
            let short: String = text.replace('-', "").chars().enumerate().filter(|(n, _)| *n != at).map(|(_, c)| c).collect();
            prop_assert!(Code::parse(&short) == Err(CodeSlip::Missing(1)));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let text = Code([7; 16]).text();
        assert!(Code::parse(&format!("{text}A")) == Err(CodeSlip::Missing(-1)));
        assert!(Code::parse(&text.replacen('0', "中", 1)) == Err(CodeSlip::Sign('中')));
        let swapped = text.replacen("0E", "E0", 1);
        assert!(swapped == text || Code::parse(&swapped) == Err(CodeSlip::Check));
    }
}
