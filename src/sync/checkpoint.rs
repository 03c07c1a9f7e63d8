//! The township's tree head as a signed note (c2sp.org/tlog-checkpoint, c2sp.org/signed-note): what is signed, and how a
//! note and the proofs between two of them are read. The server writes notes with the crates of that format; this reader is the phone's, and small.

use crate::base64::Base64;
use crate::message::Generation;
use crate::tree::TreeHead;
use oplog::{Digest, PublicKey, Refused, Signature, TownshipId};
use sha2::{Digest as _, Sha256};

/// The longest note that is read, in bytes.
pub const MAX_NOTE: usize = 64 * 1024;
/// The signature type of plain Ed25519 over the note's text.
const ED25519: u8 = 1;

/// What a verified note says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// Its size and root.
    pub tree: TreeHead,
}

/// The name of a township's log. A database that was put back goes on as another log: it may sign a tree that does not
/// begin with what it had signed before, which one log must never do.
pub fn origin(township: &TownshipId, generation: &Generation) -> String {
    // 16 random bytes, written as those of the township are.
    ["shouyi/", &township.hex(), "/", &TownshipId(generation.0).hex()].concat()
}

/// The text that is signed: origin, size, root, a line each.
pub fn text(origin: &str, tree: &TreeHead) -> String {
    [origin, "\n", &tree.size.to_string(), "\n", &Base64::Note.encode(&tree.root.0), "\n"].concat()
}

/// How a signature line names a key: the beginning of SHA-256 over name, type and key.
pub fn key_id(name: &str, key: &PublicKey) -> [u8; 4] {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.0).finalize();
    let mut id = [0; 4];
    id.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    id
}

/// Reads a note that this key has signed under the name of its log. Signatures of others, witnesses for one, are passed
/// over.
///
/// # Errors
/// [`Refused::TooLarge`]; [`Refused::Shape`] for what is no checkpoint; [`Refused::Signature`] where a signature of this
/// key does not hold, or there is none.
pub fn open(note: &str, key: &PublicKey) -> Result<Checkpoint, Refused> {
    if note.len() > MAX_NOTE {
        return Err(Refused::TooLarge);
    }
    if note.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        return Err(Refused::Shape);
    }
    let end = note.rfind("\n\n").ok_or(Refused::Shape)?;
    let (text, lines) = (note.get(..=end).unwrap_or_default(), note.get(end + 2..).unwrap_or_default());
    let checkpoint = parse(text).ok_or(Refused::Shape)?;
    let lines = lines.strip_suffix('\n').ok_or(Refused::Shape)?;
    let mut signed = false;
    for line in lines.split('\n') {
        let (name, id, signature) = signature_line(line).ok_or(Refused::Shape)?;
        if name == checkpoint.origin && id == key_id(name, key) {
            let signature: Signature = signature.try_into().map_err(|_| Refused::Signature)?;
            key.verify_note(text, &signature)?;
            signed = true;
        }
    }
    if signed { Ok(checkpoint) } else { Err(Refused::Signature) }
}

/// The nodes of a proof between two checkpoints as the township gives them: a node a line, in base 64; none for anything else.
pub fn proof(text: &str) -> Option<Vec<Digest>> {
    let lines = text.strip_suffix('\n')?;
    lines.split('\n').map(|line| Digest::from_slice(&Base64::Note.decode(line)?)).collect()
}

pub(crate) fn parse(text: &str) -> Option<Checkpoint> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
    let number: u64 = size.parse().ok()?;
    let root = Digest::from_slice(&Base64::Note.decode(root)?)?;
    let whole = !origin.is_empty() && number.to_string() == size && lines.all(|line| !line.is_empty());
    whole.then(|| Checkpoint { origin: origin.to_owned(), tree: TreeHead { size: number, root } })
}

pub(crate) fn signature_line(line: &str) -> Option<(&str, [u8; 4], Vec<u8>)> {
    let (name, rest) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = Base64::Note.decode(rest)?;
    let (id, signature) = bytes.split_first_chunk::<4>()?;
    let named = !name.is_empty() && !name.contains(|sign: char| sign == '+' || sign.is_whitespace());
    (named && !signature.is_empty()).then(|| (name, *id, signature.to_vec()))
}
