//! The kinds of operation: number, schema and shape of each body.
//!
//! A kind's number and the meaning of a field are for ever. A new field means a new schema; an unknown kind or
//! schema is kept, passed on and shown as "update the app to read this".

use crate::audit::Audited;
use crate::authority::{Granted, Power, Revoked};
use crate::matter::{Answered, MatterRaised};
use crate::meeting::{
    Closed, ClosingSettled, Corrected, Counted, GuestsNoted, HeadChanged, MeetingOpened, RollMarked, Spoken,
    TextWritten,
};
use crate::place::{PlaceNamed, RegisterEntered, TownshipFounded};
use crate::rules::RuleBook;
use oplog::{Decode, Encode, Fill, OpId, Refused, to_cbor};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident($shape:ty) = $number:literal, schema $schema:literal;)*) => {
        /// The kinds that this program knows.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u16)]
        pub enum Kind { $($(#[$doc])* $name = $number,)* }

        impl Kind {
            /// Every known kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The kind of this number.
            pub const fn from_number(number: u16) -> Option<Self> {
                match number { $($number => Some(Self::$name),)* _ => None }
            }

            /// The schema that this program writes and reads.
            pub const fn schema(self) -> u16 {
                match self { $(Self::$name => $schema,)* }
            }
        }

        /// A body, decoded.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Body { $($(#[$doc])* $name($shape),)* }

        impl Body {
            /// Its kind.
            pub const fn kind(&self) -> Kind {
                match self { $(Self::$name(_) => Kind::$name,)* }
            }

            /// Its deterministic CBOR.
            pub fn encode(&self) -> Vec<u8> {
                to_cbor(match self { $(Self::$name(shape) => shape as &dyn Encode,)* })
            }

            const fn empty(kind: Kind) -> Self {
                match kind { $(Kind::$name => Self::$name(<$shape>::EMPTY),)* }
            }

            fn shape_mut(&mut self) -> &mut dyn Fill {
                match self { $(Self::$name(shape) => shape,)* }
            }

            /// Reads a body. `None` where kind or schema is not known to this program.
            ///
            /// # Errors
            /// [`Refused`] where the bytes are not that kind's shape.
            pub fn decode(kind: u16, schema: u16, bytes: &[u8]) -> Result<Option<Self>, Refused> {
                let Some(kind) = Kind::from_number(kind) else { return Ok(None) };
                if schema != kind.schema() {
                    return Ok(None);
                }
                let mut body = Self::empty(kind);
                oplog::fill(bytes, body.shape_mut())?;
                Ok(Some(body))
            }

            /// Reads the body of an operation; see [`Body::decode`].
            ///
            /// # Errors
            /// As [`Body::decode`].
            pub fn of(op: &oplog::Op) -> Result<Option<Self>, Refused> {
                Self::decode(op.header().kind, op.header().schema, op.body())
            }
        }
    };
}

kinds! {
    /// The township's first operation: its name and key.
    TownshipFounded(TownshipFounded) = 1, schema 1;
    /// A place's name.
    PlaceNamed(PlaceNamed) = 2, schema 1;
    /// A rule book comes into force.
    RuleBookIssued(RuleBook) = 3, schema 1;
    /// People or households of one place, entered or renewed.
    RegisterEntered(RegisterEntered) = 4, schema 1;
    /// A device is given roles in a place.
    Granted(Granted) = 5, schema 1;
    /// A device loses its roles in a place.
    Revoked(Revoked) = 6, schema 1;
    /// A line of the township's audit log.
    Audited(Audited) = 7, schema 1;
    /// A matter is raised.
    MatterRaised(MatterRaised) = 16, schema 1;
    /// A meeting on a matter begins.
    MeetingOpened(MeetingOpened) = 17, schema 1;
    /// The head of a meeting is stated anew.
    HeadChanged(HeadChanged) = 18, schema 1;
    /// Marks on the roll.
    RollMarked(RollMarked) = 19, schema 1;
    /// Non-voting attendees 列席, stated anew as a whole.
    GuestsNoted(GuestsNoted) = 20, schema 1;
    /// An entry of the proceedings.
    Spoken(Spoken) = 21, schema 1;
    /// A ballot was counted.
    Counted(Counted) = 22, schema 1;
    /// The text of the proposal, opinion or resolution, stated anew.
    TextWritten(TextWritten) = 23, schema 1;
    /// Chair and recorder sign the minutes.
    Closed(Closed) = 24, schema 1;
    /// A correction of a closed record, shown beside the original.
    Corrected(Corrected) = 25, schema 1;
    /// An open question of a hearing is answered after the meeting.
    Answered(Answered) = 26, schema 1;
    /// The chair says which of several closings that differ holds.
    ClosingSettled(ClosingSettled) = 27, schema 1;
}

impl Body {
    /// The operations that the body names: its meeting, its question, what it corrects or covers.
    pub fn names(&self) -> Vec<OpId> {
        match self {
            Self::HeadChanged(body) => vec![body.meeting],
            Self::RollMarked(body) => vec![body.meeting],
            Self::GuestsNoted(body) => vec![body.meeting],
            Self::Spoken(body) => core::iter::once(body.meeting).chain(body.answers).collect(),
            Self::Counted(body) => vec![body.meeting],
            Self::TextWritten(body) => vec![body.meeting],
            Self::Closed(body) => core::iter::once(body.meeting).chain(body.covers.iter().copied()).collect(),
            Self::Corrected(body) => vec![body.meeting, body.target],
            Self::Answered(body) => vec![body.question],
            Self::ClosingSettled(body) => {
                [body.meeting, body.holds].into_iter().chain(body.over.iter().copied()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The meeting that the body belongs to; none for the rest, and for an opening, which is itself its name.
    pub const fn meeting(&self) -> Option<OpId> {
        Some(match self {
            Self::HeadChanged(body) => body.meeting,
            Self::RollMarked(body) => body.meeting,
            Self::GuestsNoted(body) => body.meeting,
            Self::Spoken(body) => body.meeting,
            Self::Counted(body) => body.meeting,
            Self::TextWritten(body) => body.meeting,
            Self::Closed(body) => body.meeting,
            Self::Corrected(body) => body.meeting,
            Self::ClosingSettled(body) => body.meeting,
            _ => return None,
        })
    }
}

impl Kind {
    /// The kind's number.
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// Whether it is about places and signed by the township: kinds 1 to 6.
    pub const fn governs(self) -> bool {
        Self::about_places(self.number())
    }

    /// Whether a kind of this number says something of places: those below 16, known or not, but the audit log's lines,
    /// which are many and change nothing.
    pub const fn about_places(number: u16) -> bool {
        number < Self::MatterRaised.number() && number != Self::Audited.number()
    }

    /// Whether only the township signs it, and never in a matter.
    pub const fn of_township(self) -> bool {
        self.number() < Self::MatterRaised.number()
    }

    /// The power that its signer needs.
    pub const fn power(self) -> Power {
        match self {
            Self::MatterRaised => Power::Raise,
            kind if kind.of_township() => Power::Govern,
            _ => Power::Record,
        }
    }
}
