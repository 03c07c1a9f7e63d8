//! What is printed beside minutes and on the notice board as a QR: the township's word that its tree has this size and root,
//! and that the closing of a meeting, with this digest of its minutes, stands in it at this place. It travels in the
//! fragment of a link, so that any phone's camera opens the app with it and no server sees it.

use crate::base64::Base64;
use crate::checkpoint;
use crate::message::Generation;
use crate::port::Received;
use crate::tree::{TreeHead, is_in};
use oplog::{
    ByteVec, Decode, Digest, Encode, OpId, PublicKey, SecretKey, Signature, TownshipId, from_cbor,
    message_from_cbor, to_cbor,
};
use serde::{Deserialize, Serialize};

const CONTEXT: &str = "shouyi/slip/1";
/// What stands in the link before the slip.
pub const FRAGMENT: &str = "#check/";
/// The longest slip that is read, in characters; a tree of 2⁶⁴ leaves has less.
const MAX_TEXT: usize = 4_096;

/// A closing of minutes and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct Minutes {
    /// The closing.
    #[n(0)]
    pub closing: OpId,
    /// BLAKE3-256 of the canonical minutes, which it signs.
    #[n(1)]
    pub digest: Digest,
    /// Its number in the tree, from 0.
    #[n(2)]
    pub at: u64,
    /// The proof that it stands there (RFC 9162 §2.1.3.1): 32 bytes a node.
    #[n(3)]
    pub path: ByteVec,
}

/// What the township says.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Slip {
    /// The township.
    #[n(0)]
    pub township: TownshipId,
    /// The database's generation: names the log together with the township.
    #[n(1)]
    pub generation: Generation,
    /// The server's clock, UTC milliseconds.
    #[n(2)]
    pub at_ms: u64,
    /// The tree.
    #[n(3)]
    pub tree: TreeHead,
    /// The minutes; none on the notice board.
    #[n(4)]
    pub minutes: Option<Minutes>,
}

/// A slip with the township's two signatures: one that any reader of checkpoints understands, and one over the whole.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(array)]
pub struct SignedSlip {
    /// [`Slip`] as deterministic CBOR.
    #[n(0)]
    pub bytes: ByteVec,
    /// The signature of the checkpoint ([`checkpoint::text`]).
    #[n(1)]
    pub note: Signature,
    /// The signature over the bytes.
    #[n(2)]
    pub word: Signature,
}

/// What comes of checking a slip or a typed digest; one sentence each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verdict {
    /// All that can be compared agrees, and the minutes are here.
    Genuine,
    /// The code is the township's; it is not about minutes.
    Board,
    /// The code is the township's, but the minutes are not here to be compared.
    Seal,
    /// The code is the township's and the closing is here, but not all that it covers.
    Partly,
    /// These minutes were signed, but others of the same meeting hold, or nobody has settled which ones do.
    NotHolding,
    /// It is no code of this app, or broken.
    Unreadable,
    /// It is another township's.
    OtherTownship,
    /// Nothing here has a digest like the one typed.
    NotHere,
    /// The code is the township's; it could not prove that the log on paper and the one seen before are one.
    Unproven,
    /// This phone belongs to no township.
    NoTownship,
    /// The township has not signed this.
    Forged,
    /// The digest is not that of the minutes.
    Differs,
    /// The township signed this, and it contradicts what the township signed before: something was taken out or changed.
    Rewritten,
}

/// How a verdict is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Meant {
    /// It is genuine.
    Yes,
    /// It does not match.
    No,
    /// It cannot be told, or not wholly.
    Open,
}

impl Verdict {
    /// Its stable name, for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Genuine => "Genuine",
            Self::Board => "Board",
            Self::Seal => "Seal",
            Self::Partly => "Partly",
            Self::NotHolding => "NotHolding",
            Self::Unreadable => "Unreadable",
            Self::OtherTownship => "OtherTownship",
            Self::NotHere => "NotHere",
            Self::Unproven => "Unproven",
            Self::NoTownship => "NoTownship",
            Self::Forged => "Forged",
            Self::Differs => "Differs",
            Self::Rewritten => "Rewritten",
        }
    }

    /// How it is meant.
    pub const fn meant(self) -> Meant {
        match self {
            Self::Genuine | Self::Board => Meant::Yes,
            Self::Forged | Self::Differs | Self::Rewritten => Meant::No,
            _ => Meant::Open,
        }
    }
}

/// What a reader knows of the township's log without asking.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'a> {
    /// The generation that it knows.
    pub generation: Option<Generation>,
    /// The tree as it was last seen signed, in that generation.
    pub tree: Option<TreeHead>,
    /// What receipts of that generation say.
    pub received: &'a [Received],
}

impl Minutes {
    /// The proof's nodes; none where the bytes are not whole nodes.
    pub fn path(&self) -> Option<Vec<Digest>> {
        let (nodes, rest) = self.path.as_chunks::<32>();
        rest.is_empty().then(|| nodes.iter().copied().map(Digest).collect())
    }
}

impl Slip {
    /// Signs as the township.
    pub fn sign(&self, key: &SecretKey) -> Option<SignedSlip> {
        let bytes = to_cbor(self);
        let origin = checkpoint::origin(&self.township, &self.generation);
        let note = key.sign_note(&checkpoint::text(&origin, &self.tree))?;
        Some(SignedSlip { note, word: key.sign(CONTEXT, &bytes), bytes: bytes.into() })
    }

    /// Whether it contradicts what a reader saw signed. Only a tree of the same size, or the receipt of the same
    /// operation, can.
    pub fn contradicts(&self, seen: &Seen<'_>) -> bool {
        seen.generation == Some(self.generation)
            && (seen.tree.is_some_and(|tree| tree.size == self.tree.size && tree.root != self.tree.root)
                || self.minutes.as_ref().is_some_and(|minutes| {
                    let named = |received: &&Received| received.head.id == minutes.closing;
                    let found = seen.received.iter().find(named);
                    found.is_some_and(|received| Some(received.arrival) != minutes.at.checked_add(1))
                }))
    }
}

impl SignedSlip {
    /// The slip as it stands in a link behind [`FRAGMENT`].
    pub fn text(&self) -> String {
        Base64::Link.encode(&to_cbor(self))
    }

    /// Whether an address says that it carries a slip, well or broken.
    pub fn is_link(address: &str) -> bool {
        behind(address).is_some()
    }

    /// Reads what is behind [`FRAGMENT`] in a scanned link, or the slip alone. A link that was pasted may have blanks and line
    /// breaks inside, signs in full width, and other words behind it.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().filter_map(plain).take(MAX_TEXT).collect();
        let text = behind(&text).unwrap_or(&text);
        let end = text
            .bytes()
            .position(|sign| !matches!(sign, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
        from_cbor(&Base64::Link.decode(text.get(..end.unwrap_or(text.len()))?)?).ok()
    }

    /// Verifies both signatures and the place in the tree.
    ///
    /// # Errors
    /// [`Verdict::Unreadable`], [`Verdict::OtherTownship`] or [`Verdict::Forged`].
    pub fn open(&self, township: &PublicKey) -> Result<Slip, Verdict> {
        let slip: Slip = message_from_cbor(&self.bytes).map_err(|_| Verdict::Unreadable)?;
        if slip.township != TownshipId::from(township.device()) {
            return Err(Verdict::OtherTownship);
        }
        let text = checkpoint::text(&checkpoint::origin(&slip.township, &slip.generation), &slip.tree);
        let stands = slip.minutes.as_ref().is_none_or(|minutes| {
            minutes.path().is_some_and(|path| is_in(&minutes.closing, minutes.at, &slip.tree, &path))
        });
        let signed = township.verify(CONTEXT, &self.bytes, &self.word).is_ok()
            && township.verify_note(&text, &self.note).is_ok();
        if signed && stands { Ok(slip) } else { Err(Verdict::Forged) }
    }
}

/// A sign as it was printed: none for blanks and what is not seen, the common form of one in full width.
pub(crate) fn plain(sign: char) -> Option<char> {
    match sign {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        '！'..='～' => char::from_u32(sign as u32 - '！' as u32 + '!' as u32),
        _ => (!sign.is_whitespace()).then_some(sign),
    }
}

fn behind(address: &str) -> Option<&str> {
    // Signs are looked for, not words: the search for words would be downloaded for this alone.
    address.rsplit('#').next().filter(|rest| rest.len() < address.len())?.strip_prefix(FRAGMENT.get(1..)?)
}
