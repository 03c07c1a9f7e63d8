//! Enrolment from the phone's side: a code is presented, the officer's decision is asked for.

use sync::port::{StoreError, TransportError};

/// Why enrolling did not go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EnrolError {
    /// The way to the township; `Refused` carries `enrol.used`, `enrol.expired`, `enrol.unknown`, ….
    Net(TransportError),
    /// The browser made no key, or it does not sign.
    Key,
    /// The phone could not keep it.
    Store(StoreError),
    /// There is no claim to ask about.
    NoClaim,
    /// The phone is enrolled already.
    Enrolled,
}

impl From<StoreError> for EnrolError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<TransportError> for EnrolError {
    fn from(error: TransportError) -> Self {
        Self::Net(error)
    }
}
