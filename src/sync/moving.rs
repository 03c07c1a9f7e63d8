//! A new phone takes the place of one that still works. The old one signs that whoever holds a key made for this once is its
//! heir, and packs that key with all that it holds into a file that a short code opens. The new phone opens it, goes on at
//! once with its own key, and shows the township the old one's word when there is a network: the old one's roles pass over.

use crate::enrol::{Assumed, sign_of, value_of};
use oplog::bundle::{Bundle, Kind};
use oplog::seal::{key_from, nonce};
use oplog::{
    Decode, DeviceId, Encode, PublicKey, Refused, SecretKey, Signature, TownshipId, message_from_cbor,
    to_cbor,
};

const HAND_OVER: &str = "shouyi/hand-over/1";
const MOVE: &str = "shouyi/move/1";
const KEY: &str = "shouyi 2026-11 file for a new phone";
const MAGIC: &[u8; 8] = b"SHOUYI\x02\n";
const SALT: usize = 16;
/// How much is sealed together.
const PIECE: usize = 64 * 1024;
const DIGITS: usize = 16;

/// The old phone's word.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct HandOver {
    /// The township that it is for.
    #[n(0)]
    pub township: TownshipId,
    /// The old phone's device.
    #[n(1)]
    pub old: DeviceId,
    /// The key of whoever may take its place, made for this once.
    #[n(2)]
    pub heir: PublicKey,
    /// When, UTC milliseconds by the old phone's clock.
    #[n(3)]
    pub at_ms: u64,
    /// By the old phone's key, over what stands before.
    #[n(4)]
    pub signature: Signature,
}

impl HandOver {
    fn signed_part(&self) -> Vec<u8> {
        to_cbor(&(self.township, self.old, self.heir, self.at_ms))
    }

    /// The bytes that the old phone signs, context included.
    pub fn to_sign(&self) -> Vec<u8> {
        oplog::signed_message(HAND_OVER, &self.signed_part())
    }

    /// Verifies that the old phone says it.
    ///
    /// # Errors
    /// [`Refused::Device`] where the key is another device's, or as [`PublicKey::verify`].
    pub fn verify(&self, old: &PublicKey) -> Result<(), Refused> {
        if old.device() != self.old {
            return Err(Refused::Device);
        }
        old.verify(HAND_OVER, &self.signed_part(), &self.signature)
    }
}

/// `POST /enrol/v1/move`: the new phone shows the old one's word. Answered by [`crate::enrol::ClaimAnswer`] or a
/// [`crate::message::Failure`] with `move.ended`, `move.unknown` or `enrol.signature`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Moving {
    /// The old phone's word.
    #[n(0)]
    pub hand_over: HandOver,
    /// The new phone's public key.
    #[n(1)]
    pub key: PublicKey,
    /// What kind of phone and browser, at most 200 characters.
    #[n(2)]
    pub label: String,
    /// By the heir's key, over what stands before.
    #[n(3)]
    pub by_heir: Signature,
    /// By the new phone's key, over the same.
    #[n(4)]
    pub by_new: Signature,
}

impl Moving {
    /// With the heir's signature; the new phone's is to be added.
    pub fn of(hand_over: HandOver, heir: &SecretKey, key: PublicKey, label: String) -> Self {
        let mut moving = Self { hand_over, key, label, by_heir: [0; 64], by_new: [0; 64] };
        moving.by_heir = heir.sign(MOVE, &moving.signed_part());
        moving
    }

    fn signed_part(&self) -> Vec<u8> {
        to_cbor(&(to_cbor(&self.hand_over), self.key, &self.label))
    }

    /// The bytes that the new phone signs, context included.
    pub fn to_sign(&self) -> Vec<u8> {
        oplog::signed_message(MOVE, &self.signed_part())
    }

    /// Verifies all three signatures, the old phone's under this key.
    ///
    /// # Errors
    /// As [`HandOver::verify`].
    pub fn verify(&self, old: &PublicKey) -> Result<(), Refused> {
        self.hand_over.verify(old)?;
        self.hand_over.heir.verify(MOVE, &self.signed_part(), &self.by_heir)?;
        self.key.verify(MOVE, &self.signed_part(), &self.by_new)
    }
}

/// What is half typed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct HalfTyped {
    /// Where it belongs.
    #[n(0)]
    pub key: String,
    /// What the form holds.
    #[n(1)]
    pub text: String,
    /// How a list names it.
    #[n(2)]
    pub title: String,
    /// When it was last touched, UTC milliseconds.
    #[n(3)]
    pub touched_ms: u64,
}

/// What a new phone needs beside the operations.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Moved {
    /// The old phone's word.
    #[n(0)]
    pub hand_over: HandOver,
    /// The seed of the heir's key.
    #[n(1)]
    pub heir: [u8; 32],
    /// The township's public key.
    #[n(2)]
    pub township: PublicKey,
    /// The township's name.
    #[n(3)]
    pub township_name: String,
    /// Who it is, and in what roles.
    #[n(4)]
    pub assumed: Assumed,
    /// What is half typed.
    #[n(5)]
    pub drafts: Vec<HalfTyped>,
}

impl Moved {
    /// Out of an opened file.
    ///
    /// # Errors
    /// [`Refused::Truncated`] where the file is not whole, [`Refused::Shape`] where it is no such file, [`Refused::Township`]
    /// or [`Refused::Key`] where what it says of itself does not fit together.
    pub fn of(bundle: &Bundle<'_>) -> Result<Self, Refused> {
        let bytes = bundle.of(Kind::Moved).next().ok_or(Refused::Shape)?;
        let moved: Self = message_from_cbor(bytes)?;
        let township = TownshipId::from(moved.township.device());
        if moved.hand_over.township != township || bundle.index.township != township {
            return Err(Refused::Township);
        }
        if SecretKey::from_seed(&moved.heir).public() != moved.hand_over.heir
            || moved.hand_over.old != bundle.index.packer
        {
            return Err(Refused::Key);
        }
        Ok(moved)
    }
}

/// The code that opens the file: 80 random bits, typed as 16 letters and digits in groups of four.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MoveCode(pub [u8; 10]);

impl MoveCode {
    /// As it is shown: `XXXX-XXXX-XXXX-XXXX`.
    pub fn text(&self) -> String {
        let number = self.0.iter().fold(0u128, |sum, byte| sum << 8 | u128::from(*byte));
        let mut out = String::new();
        for at in 0..DIGITS {
            if at > 0 && at % 4 == 0 {
                out.push('-');
            }
            out.push(sign_of(number >> (5 * (DIGITS - 1 - at))));
        }
        out
    }

    /// As people type it: any case, with or without hyphens and spaces. None where it is no such code.
    pub fn parse(typed: &str) -> Option<Self> {
        let signs = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '-');
        let (mut number, mut count) = (0u128, 0);
        for sign in signs {
            count += 1;
            if count > DIGITS {
                return None;
            }
            number = number << 5 | value_of(sign)?;
        }
        let bytes = number.to_be_bytes();
        (count == DIGITS).then(|| bytes.last_chunk().copied().map(Self)).flatten()
    }

    fn key(&self, salt: &[u8]) -> [u8; 32] {
        key_from(KEY, &[&self.0, salt])
    }
}

/// One direction of AES-256-GCM, under a key and a nonce; none where it fails.
pub type Gcm<'a> = dyn Fn(&[u8; 32], [u8; 12], &[u8]) -> Option<Vec<u8>> + 'a;

/// Seals a file for whoever knows the code. `salt` are random bytes that serve
/// this once. None where the cipher fails.
pub fn seal(file: &[u8], code: &MoveCode, salt: &[u8; SALT], seal: &Gcm<'_>) -> Option<Vec<u8>> {
    let key = code.key(salt);
    let mut out = [&MAGIC[..], salt].concat();
    for (number, piece) in (0..).zip(file.chunks(PIECE)) {
        let sealed = seal(&key, nonce(number), piece)?;
        out.extend(u32::try_from(sealed.len()).ok()?.to_be_bytes());
        out.extend(sealed);
    }
    Some(out)
}

/// Why a file did not open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotOpened {
    /// It is no file for a new phone.
    Shape,
    /// Its end is missing.
    Torn,
    /// The code is not the one that it was sealed with, or the file was changed.
    Code,
}

/// Opens what [`seal`] made.
///
/// # Errors
/// [`NotOpened`]
pub fn open(file: &[u8], code: &MoveCode, open: &Gcm<'_>) -> Result<Vec<u8>, NotOpened> {
    let rest = file.strip_prefix(MAGIC).ok_or(NotOpened::Shape)?;
    let (salt, mut rest) = rest.split_at_checked(SALT).ok_or(NotOpened::Torn)?;
    let (key, mut out, mut number) = (code.key(salt), Vec::new(), 0);
    while !rest.is_empty() {
        let (length, behind) = rest.split_first_chunk::<4>().ok_or(NotOpened::Torn)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| NotOpened::Torn)?;
        let (sealed, behind) = behind.split_at_checked(length).ok_or(NotOpened::Torn)?;
        out.extend(open(&key, nonce(number), sealed).ok_or(NotOpened::Code)?);
        number += 1;
        rest = behind;
    }
    Ok(out)
}

/// Whether a file is one for a new phone, and not a bundle.
pub fn is_for_a_new_phone(file: &[u8]) -> bool {
    file.starts_with(MAGIC)
}
