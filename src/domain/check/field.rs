//! The fields of the forms, so that a reason stands beside the field that it is about.

/// A field of a form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Field {
    /// Title of the matter.
    Title,
    /// Who raised it.
    RaisedBy,
    /// Description.
    Description,
    /// Money.
    Money,
    /// Procedure.
    Procedure,
    /// Step of the meeting.
    Step,
    /// The roll.
    Roll,
    /// A note beside a mark.
    Note,
    /// Non-voting attendees.
    Guests,
    /// Chair.
    Chair,
    /// Recorder.
    Recorder,
    /// Second recorder.
    SecondRecorder,
    /// Convener.
    Convener,
    /// Venue.
    Venue,
    /// Who reviewed the agenda.
    AgendaReviewedBy,
    /// How notice was given.
    NoticeHow,
    /// Speaker.
    Speaker,
    /// Text of an entry, a proposal, an answer or a correction.
    Text,
    /// The question that an answer belongs to.
    Answers,
    /// The question put to the vote.
    Question,
    /// Votes for.
    For,
    /// Votes against.
    Against,
    /// Abstentions.
    Abstain,
    /// Void votes.
    Void,
    /// Teller.
    Teller,
    /// Scrutineer.
    Scrutineer,
    /// When the meeting ended.
    Ended,
    /// The chair's signature.
    ChairSignature,
    /// The recorder's signature.
    RecorderSignature,
    /// What is corrected.
    Target,
    /// Reason of a correction or a revocation.
    Reason,
    /// Who asked for a correction, or answers.
    By,
    /// Name of a person or a place.
    Name,
    /// Roles given.
    Roles,
    /// The officer who confirmed.
    Officer,
}

impl Field {
    /// Every field.
    pub const ALL: &[Self] = &[
        Self::Title,
        Self::RaisedBy,
        Self::Description,
        Self::Money,
        Self::Procedure,
        Self::Step,
        Self::Roll,
        Self::Note,
        Self::Guests,
        Self::Chair,
        Self::Recorder,
        Self::SecondRecorder,
        Self::Convener,
        Self::Venue,
        Self::AgendaReviewedBy,
        Self::NoticeHow,
        Self::Speaker,
        Self::Text,
        Self::Answers,
        Self::Question,
        Self::For,
        Self::Against,
        Self::Abstain,
        Self::Void,
        Self::Teller,
        Self::Scrutineer,
        Self::Ended,
        Self::ChairSignature,
        Self::RecorderSignature,
        Self::Target,
        Self::Reason,
        Self::By,
        Self::Name,
        Self::Roles,
        Self::Officer,
    ];

    /// The stable code of "this must not be empty" for the field.
    pub const fn empty_code(self) -> &'static str {
        match self {
            Self::Title => "matter.title-empty",
            Self::RaisedBy => "matter.raised-by-empty",
            Self::Description => "matter.description-empty",
            Self::Money => "matter.money-empty",
            Self::Procedure => "matter.procedure-empty",
            Self::Step => "meeting.step-empty",
            Self::Roll => "roll-empty",
            Self::Note => "roll.note-empty",
            Self::Guests => "guests-empty",
            Self::Chair => "head.chair-empty",
            Self::Recorder => "head.recorder-empty",
            Self::SecondRecorder => "head.second-recorder-empty",
            Self::Convener => "head.convener-empty",
            Self::Venue => "head.venue-empty",
            Self::AgendaReviewedBy => "head.agenda-empty",
            Self::NoticeHow => "head.notice-how-empty",
            Self::Speaker => "entry.speaker-empty",
            Self::Text => "text-empty",
            Self::Answers => "entry.answers-empty",
            Self::Question => "ballot.question-empty",
            Self::For => "ballot.for-empty",
            Self::Against => "ballot.against-empty",
            Self::Abstain => "ballot.abstain-empty",
            Self::Void => "ballot.void-empty",
            Self::Teller => "ballot.teller-empty",
            Self::Scrutineer => "ballot.scrutineer-empty",
            Self::Ended => "close.ended-empty",
            Self::ChairSignature => "close.chair-empty",
            Self::RecorderSignature => "close.recorder-empty",
            Self::Target => "correction.target-empty",
            Self::Reason => "reason-empty",
            Self::By => "by-empty",
            Self::Name => "name-empty",
            Self::Roles => "roles-empty",
            Self::Officer => "officer-empty",
        }
    }

    /// The stable code of "this is too long" for the field.
    pub const fn too_long_code(self) -> &'static str {
        match self {
            Self::Title => "matter.title-too-long",
            Self::RaisedBy => "matter.raised-by-too-long",
            Self::Description => "matter.description-too-long",
            Self::Money => "matter.money-too-long",
            Self::Procedure => "matter.procedure-too-long",
            Self::Step => "meeting.step-too-long",
            Self::Roll => "roll-too-long",
            Self::Note => "roll.note-too-long",
            Self::Guests => "guests-too-long",
            Self::Chair => "head.chair-too-long",
            Self::Recorder => "head.recorder-too-long",
            Self::SecondRecorder => "head.second-recorder-too-long",
            Self::Convener => "head.convener-too-long",
            Self::Venue => "head.venue-too-long",
            Self::AgendaReviewedBy => "head.agenda-too-long",
            Self::NoticeHow => "head.notice-how-too-long",
            Self::Speaker => "entry.speaker-too-long",
            Self::Text => "text-too-long",
            Self::Answers => "entry.answers-too-long",
            Self::Question => "ballot.question-too-long",
            Self::For => "ballot.for-too-long",
            Self::Against => "ballot.against-too-long",
            Self::Abstain => "ballot.abstain-too-long",
            Self::Void => "ballot.void-too-long",
            Self::Teller => "ballot.teller-too-long",
            Self::Scrutineer => "ballot.scrutineer-too-long",
            Self::Ended => "close.ended-too-long",
            Self::ChairSignature => "close.chair-too-long",
            Self::RecorderSignature => "close.recorder-too-long",
            Self::Target => "correction.target-too-long",
            Self::Reason => "reason-too-long",
            Self::By => "by-too-long",
            Self::Name => "name-too-long",
            Self::Roles => "roles-too-long",
            Self::Officer => "officer-too-long",
        }
    }
}
