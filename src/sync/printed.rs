//! Printed minutes and the operations held: which closing is meant, and whether what it covers still gives the digest on
//! paper. The same on a phone without a network and at the desk.

use crate::slip::{Minutes, Verdict, plain};
use domain::fold::{self, Places};
use domain::meeting::Closed;
use domain::view::MatterView;
use domain::{Body, Kind};
use oplog::{Digest, Op, OpId};

/// Two groups of four digits: fewer say nothing.
pub const LEAST_DIGITS: usize = 8;

/// Which minutes are looked for.
#[derive(Clone, Debug)]
pub enum Sought {
    /// Those of a slip.
    Slip(Minutes),
    /// Those with a digest that begins so: [`LEAST_DIGITS`] or more digits, in lower case.
    Typed(String),
}

/// What was found in one matter.
#[derive(Clone, Debug)]
pub struct Found {
    /// The matter.
    pub matter: MatterView,
    /// The meeting.
    pub meeting: OpId,
    /// The digest that its closing signs.
    pub digest: Digest,
    /// [`Verdict::Genuine`], [`Verdict::NotHolding`], [`Verdict::Partly`] or [`Verdict::Differs`].
    pub verdict: Verdict,
}

/// The digits of a digest as people type them, in any case and with spaces or hyphens between the groups; none for anything
/// else, and where there are too few or too many.
pub fn typed(text: &str) -> Option<String> {
    let mut digits = String::new();
    for sign in text.chars().filter_map(plain).filter(|sign| !matches!(sign, '-' | '—' | '·' | ':')) {
        let plain = match sign {
            // What is no hexadecimal digit, and looks like one.
            'O' | 'o' => '0',
            'I' | 'l' => '1',
            other => other.to_ascii_lowercase(),
        };
        digits.push(plain);
    }
    let whole = (LEAST_DIGITS..=Digest::LEN * 2).contains(&digits.len());
    (whole && digits.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(digits)
}

impl Sought {
    /// Whether this closing is meant. Of a typed digest three digits of four must agree: one in which a few differ was
    /// mistyped, or changed on paper, and another meeting's agrees by chance in one of sixteen.
    pub fn means(&self, op: OpId, closed: &Closed) -> bool {
        match self {
            Self::Slip(minutes) => minutes.closing == op,
            Self::Typed(digits) => {
                let same = closed
                    .minutes
                    .hex()
                    .bytes()
                    .zip(digits.bytes())
                    .filter(|(one, other)| one == other)
                    .count();
                same * 4 >= digits.len() * 3
            }
        }
    }

    fn agrees(&self, digest: &Digest) -> bool {
        match self {
            Self::Slip(minutes) => minutes.digest == *digest,
            Self::Typed(digits) => digest.hex().starts_with(digits.as_str()),
        }
    }

    /// Looks through the operations of one matter.
    pub fn find(&self, ops: &[Op], places: &Places) -> Option<Found> {
        let mut found = None;
        for op in ops.iter().filter(|op| op.header().kind == Kind::Closed as u16) {
            let Ok(Some(Body::Closed(closed))) = Body::of(op) else { continue };
            if self.means(op.id(), &closed) && (found.is_none() || self.agrees(&closed.minutes)) {
                found = Some((op.id(), closed));
            }
        }
        let (op, closed) = found?;
        let matter = fold::matter(ops, places)?;
        let view = matter.meeting(closed.meeting)?;
        let version = view.version(op).and_then(|version| version.closed.as_ref());
        let whole = version.is_some_and(|version| version.digest_matches);
        let holds = view.holding().is_some_and(|holding| holding.source.op == op);
        let all = || closed.covers.iter().all(|id| ops.iter().any(|op| op.id() == *id));
        let verdict = match self.agrees(&closed.minutes) {
            true if whole && holds => Verdict::Genuine,
            true if whole => Verdict::NotHolding,
            // It stands, everything that it covers is here, and gives another digest.
            true if version.is_some() && all() => Verdict::Differs,
            true => Verdict::Partly,
            false => Verdict::Differs,
        };
        Some(Found { matter, meeting: closed.meeting, digest: closed.minutes, verdict })
    }
}
