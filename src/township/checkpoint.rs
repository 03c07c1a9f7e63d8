//! The township's checkpoints: its tree head as a signed note in the format of c2sp.org/tlog-checkpoint, written by the
//! crates of that format. Whoever follows the log from outside reads them, and so does the phone (`sync::checkpoint`).

use crate::hub::Identity;
use oplog::{PublicKey, Refused};
use signed_note::{Note, Signature};
use sync::checkpoint as format;
use sync::message::Generation;
use sync::tree::TreeHead;
use tlog_tiles::Checkpoint;
use tlog_tiles::tlog::Hash;

/// The township's days begin by China's clock: a notice board has one day for everybody.
const OFFSET_MS: u64 = 8 * 60 * 60 * 1000;
const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// The signature type of plain Ed25519.
const ED25519: u8 = 1;

/// The name of the township's log, which is also that of its key.
pub fn origin(identity: &Identity) -> String {
    format::origin(&identity.township(), &identity.generation())
}

/// The tree head as a signed note.
///
/// # Errors
/// [`Refused::Shape`] where the crates of the format would not write it, which no tree of ours is.
pub fn note(identity: &Identity, tree: &TreeHead) -> Result<String, Refused> {
    note_in(identity, &identity.generation(), tree)
}

/// The same in the name of a generation that is just beginning.
///
/// # Errors
/// As [`note`].
pub fn note_in(identity: &Identity, generation: &Generation, tree: &TreeHead) -> Result<String, Refused> {
    let origin = format::origin(&identity.township(), generation);
    let checkpoint =
        Checkpoint::new(&origin, tree.size, Hash(tree.root.0), "").map_err(|_| Refused::Shape)?;
    let text = String::from_utf8(checkpoint.to_bytes()).map_err(|_| Refused::Shape)?;
    let signature = identity.secret.sign_note(&text).ok_or(Refused::Shape)?;
    let id = signed_note::key_id(&origin, &typed(&identity.public()));
    let signature = Signature::new(origin, id, signature.to_vec()).map_err(|_| Refused::Shape)?;
    let note = Note::new(text.as_bytes(), &[signature]).map_err(|_| Refused::Shape)?;
    String::from_utf8(note.to_bytes()).map_err(|_| Refused::Shape)
}

/// What an outsider's program is given to know the township's key by: `NAME+ID+KEY`.
pub fn verifier(identity: &Identity) -> String {
    let (origin, key) = (origin(identity), typed(&identity.public()));
    let id = signed_note::key_id(&origin, &key);
    format!("{origin}+{id:08x}+{}", sync::base64::Base64::Note.encode(&key))
}

/// The tree of a checkpoint that this township signed, in whatever generation.
///
/// # Errors
/// As [`format::open`]; [`Refused::Township`] for the log of another.
pub fn open(note: &str, township: &PublicKey) -> Result<TreeHead, Refused> {
    let checkpoint = format::open(note, township)?;
    let ours = ["shouyi/", &township.device().hex(), "/"].concat();
    if checkpoint.origin.starts_with(&ours) { Ok(checkpoint.tree) } else { Err(Refused::Township) }
}

/// The local day of a moment: days since 1970.
pub fn day_of(ms: u64) -> u32 {
    u32::try_from((ms + OFFSET_MS) / DAY_MS).unwrap_or(u32::MAX)
}

/// A day in words of the log: `2026-03-14`.
pub fn date_of(day: u32) -> String {
    // Years begin in March here, so that the leap day is the last of the year.
    let z = u64::from(day) + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{:02}", of_year - (153 * from_march + 2) / 5 + 1)
}

fn typed(key: &PublicKey) -> Vec<u8> {
    [&[ED25519], &key.0[..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oplog::{Digest, Scope, SecretKey};
    use signed_note::{StandardVerifier, VerifierList};

    fn identity() -> Identity {
        let scope = Scope::parse("532301104").unwrap();
        Identity::new(SecretKey::from_seed(&[7; 32]), scope, Generation([4; 16]))
    }

    fn tree() -> TreeHead {
        TreeHead { size: 1_000_000, root: Digest([9; 32]) }
    }

    /// The crates' note is read by the phone's reader, and what the phone's reader takes to be signed is what the crates
    /// verify. Seen to fail: with the key's type left out of its id.
    #[test]
    fn the_two_implementations_agree_in_both_directions() {
        let (identity, tree) = (identity(), tree());
        let written = note(&identity, &tree).unwrap();
        let golden = include_str!("../sync/checkpoint-1.txt");
        assert_eq!(written, golden, "the crates write what the phone's tests hold");
        let read = format::open(&written, &identity.public()).unwrap();
        assert_eq!((read.origin.clone(), read.tree), (origin(&identity), tree));
        // Ours by hand, verified by the crate with nothing but the verifier's key.
        let text = format::text(&origin(&identity), &tree);
        let id = format::key_id(&origin(&identity), &identity.public());
        let line = [&id[..], &identity.secret.sign_note(&text).unwrap()].concat();
        let line = sync::base64::Base64::Note.encode(&line);
        let by_hand = format!("{text}\n— {} {line}\n", origin(&identity));
        let verifier = StandardVerifier::new(&verifier(&identity)).unwrap();
        let known = VerifierList::new(vec![Box::new(verifier)]);
        let (good, unknown) = Note::from_bytes(by_hand.as_bytes()).unwrap().verify(&known).unwrap();
        assert_eq!((good.len(), unknown.len()), (1, 0));
        let body = Checkpoint::from_bytes(text.as_bytes()).unwrap();
        assert_eq!(
            (body.origin(), body.size(), body.hash().0),
            (read.origin.as_str(), tree.size, tree.root.0)
        );
        // Bent, the crate refuses it too.
        let bent = by_hand.replace("1000000", "1000001");
        assert!(Note::from_bytes(bent.as_bytes()).unwrap().verify(&known).is_err());
        assert_eq!(open(&bent, &identity.public()), Err(Refused::Signature));
    }

    #[test]
    fn another_generation_is_another_log_of_the_same_township() {
        let (one, other) =
            (identity(), Identity::new(identity().secret, identity().scope, Generation([5; 16])));
        assert_ne!(origin(&one), origin(&other));
        assert_eq!(open(&note(&other, &tree()).unwrap(), &one.public()), Ok(tree()));
    }

    #[test]
    fn days_begin_at_midnight_in_china() {
        // 2026-03-14 23:59:59.999 and a millisecond later.
        let late = 1_773_503_999_999;
        assert_eq!(date_of(day_of(late)), "2026-03-14");
        assert_eq!(day_of(late) + 1, day_of(late + 1));
        assert_eq!((date_of(0), date_of(11_016)), ("1970-01-01".to_owned(), "2000-02-29".to_owned()));
    }
}
