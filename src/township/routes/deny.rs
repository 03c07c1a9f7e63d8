//! Every reason for which a request is refused: code, status, and whether trying again can help.

use crate::archive::ArchiveError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sync::message::Retry;

/// A refusal. [`super::frame`] gives it the words that the path speaks: CBOR for phones, JSON for the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deny {
    /// The body has another media type.
    BodyType,
    /// The body is larger than its limit, as it came or unpacked.
    TooLarge,
    /// The body came in an encoding that the server does not unpack, or broke off.
    BodyEncoding,
    /// The body is not deterministic CBOR.
    NotCanonical,
    /// The body has another shape.
    Shape,
    /// The file is no bundle.
    BundleShape,
    /// Not even the beginning of the bundle is whole.
    BundleTorn,
    /// The device was never admitted.
    UnknownDevice,
    /// The request's signature is wrong.
    Signature,
    /// Session and step are not higher than the last; the least session that is taken.
    Replayed(u64),
    /// The request is for another township.
    OtherTownship,
    /// The receipt that the phone shows is none of this township.
    Receipt,
    /// No protocol version in common.
    TooOld,
    /// The code was never made.
    EnrolUnknown,
    /// The code was used.
    EnrolUsed,
    /// The code has expired.
    EnrolExpired,
    /// The code was cancelled.
    EnrolCancelled,
    /// A sheet of no codes or too many, or for a time that is not allowed.
    EnrolSheet,
    /// The claim's signature is wrong.
    EnrolSignature,
    /// There is no such claim any more.
    EnrolGone,
    /// A grant needs a role and a place of this township.
    EnrolGrant,
    /// The old phone was never admitted here.
    MoveUnknown,
    /// The old phone has no roles that could pass over.
    MoveEnded,
    /// The phone has no roles that could be ended.
    PhoneNone,
    /// A reason is missing, or too long.
    PhoneReason,
    /// Name or password are wrong.
    LoginWrong,
    /// Too many tries; the seconds to wait.
    LoginTooMany(u32),
    /// The one-time login is wrong or was used.
    LoginOnce,
    /// The password is too short.
    LoginShort,
    /// The officer's name is empty, too long or taken.
    LoginName,
    /// The old password is wrong.
    PasswordWrong,
    /// Nobody is signed in.
    NoSession,
    /// The account is not for this.
    Duty,
    /// Duties that do not go together, or none.
    OfficerDuties,
    /// Nobody would be left who can administer.
    OfficerLast,
    /// A reader of county or prefecture must say why before a record is opened.
    ReadingReason,
    /// The request does not come from the desk's own pages.
    Foreign,
    /// There is nothing here.
    NotFound,
    /// The request's method is not the one of this address.
    Method,
    /// It took too long.
    TimedOut,
    /// The archive failed.
    Archive(ArchiveError),
    /// The server failed.
    Broken,
}

impl Deny {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::BodyType => "body.type",
            Self::TooLarge => "body.too-large",
            Self::BodyEncoding => "body.encoding",
            Self::NotCanonical => "body.not-canonical",
            Self::Shape => "body.shape",
            Self::BundleShape => "bundle.shape",
            Self::BundleTorn => "bundle.torn",
            Self::UnknownDevice => "sync.unknown-device",
            Self::Signature => "sync.signature",
            Self::Replayed(_) => "sync.replayed",
            Self::OtherTownship => "sync.other-township",
            Self::Receipt => "sync.receipt",
            Self::TooOld => "sync.too-old",
            Self::EnrolUnknown => "enrol.unknown",
            Self::EnrolUsed => "enrol.used",
            Self::EnrolExpired => "enrol.expired",
            Self::EnrolCancelled => "enrol.cancelled",
            Self::EnrolSheet => "enrol.sheet",
            Self::EnrolSignature => "enrol.signature",
            Self::EnrolGone => "enrol.gone",
            Self::EnrolGrant => "enrol.grant",
            Self::MoveUnknown => "move.unknown",
            Self::MoveEnded => "move.ended",
            Self::PhoneNone => "phone.none",
            Self::PhoneReason => "phone.reason",
            Self::LoginWrong => "login.wrong",
            Self::LoginTooMany(_) => "login.too-many",
            Self::LoginOnce => "login.once",
            Self::LoginShort => "login.short",
            Self::LoginName => "login.name",
            Self::PasswordWrong => "password.wrong",
            Self::NoSession => "session.none",
            Self::Duty => "officer.duty",
            Self::OfficerDuties => "officer.duties",
            Self::OfficerLast => "officer.last",
            Self::ReadingReason => "reading.reason",
            Self::Foreign => "session.foreign",
            Self::NotFound => "request.not-found",
            Self::Method => "request.method",
            Self::TimedOut => "request.timed-out",
            Self::Archive(error) => error.code(),
            Self::Broken => "server.broken",
        }
    }

    /// The HTTP status.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::BodyType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyEncoding | Self::NotCanonical | Self::Shape | Self::BundleShape | Self::BundleTorn => {
                StatusCode::BAD_REQUEST
            }
            Self::UnknownDevice
            | Self::Signature
            | Self::Receipt
            | Self::EnrolSignature
            | Self::Foreign
            | Self::Duty => StatusCode::FORBIDDEN,
            Self::Replayed(_) | Self::EnrolUsed | Self::OfficerLast => StatusCode::CONFLICT,
            Self::OtherTownship => StatusCode::MISDIRECTED_REQUEST,
            Self::TooOld => StatusCode::UPGRADE_REQUIRED,
            Self::EnrolUnknown | Self::EnrolGone | Self::MoveUnknown | Self::PhoneNone | Self::NotFound => {
                StatusCode::NOT_FOUND
            }
            Self::EnrolExpired | Self::EnrolCancelled | Self::MoveEnded => StatusCode::GONE,
            Self::EnrolGrant
            | Self::EnrolSheet
            | Self::PhoneReason
            | Self::LoginShort
            | Self::LoginName
            | Self::PasswordWrong
            | Self::OfficerDuties
            | Self::ReadingReason => StatusCode::UNPROCESSABLE_ENTITY,
            Self::LoginWrong | Self::LoginOnce | Self::NoSession => StatusCode::UNAUTHORIZED,
            Self::LoginTooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::Archive(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether trying again can help, for phones.
    pub const fn retry(self) -> Retry {
        match self {
            Self::Replayed(_) => Retry::NextSession,
            Self::LoginTooMany(_) | Self::BodyEncoding | Self::TimedOut | Self::Archive(_) | Self::Broken => {
                Retry::Later
            }
            _ => Retry::Never,
        }
    }

    /// The least session number that is taken; 0 where that is not the reason.
    pub const fn session(self) -> u64 {
        match self {
            Self::Replayed(least) => least,
            _ => 0,
        }
    }

    /// Seconds after which trying again makes sense; 0 where it does not.
    pub const fn retry_s(self) -> u32 {
        match self {
            Self::LoginTooMany(seconds) => seconds,
            Self::TimedOut | Self::Archive(_) | Self::Broken => 5,
            _ => 0,
        }
    }
}

impl From<ArchiveError> for Deny {
    fn from(error: ArchiveError) -> Self {
        Self::Archive(error)
    }
}

impl From<crate::error::Trouble> for Deny {
    fn from(trouble: crate::error::Trouble) -> Self {
        tracing::error!(code = trouble.code(), "a request met trouble");
        Self::Broken
    }
}

impl From<oplog::Refused> for Deny {
    fn from(refused: oplog::Refused) -> Self {
        match refused {
            oplog::Refused::Truncated | oplog::Refused::NotCanonical => Self::NotCanonical,
            _ => Self::Shape,
        }
    }
}

impl IntoResponse for Deny {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
