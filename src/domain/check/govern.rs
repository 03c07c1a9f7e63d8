//! What the township says of its places.

use super::text::{line, maybe_line};
use super::{Asking, Field, Reasons, Refusal};
use crate::Body;

/// Checks what the township would sign:
/// - names, roles and reasons are there;
/// - a rule book can come into force;
/// - the place lies in the township.
pub(super) fn check(asking: &Asking<'_>, body: &Body, reasons: &mut Reasons) {
    let township = asking.places.township_scope;
    let within = township.is_none_or(|township| township.covers(&asking.scope));
    reasons.when(!within, || Refusal::PlaceUnknown);
    match body {
        Body::TownshipFounded(body) => line(&body.name, Field::Name, reasons),
        Body::PlaceNamed(body) => line(&body.name, Field::Name, reasons),
        Body::RuleBookIssued(book) => {
            if let Err(fault) = book.check() {
                reasons.add(Refusal::RuleBookWrong(fault));
            }
        }
        Body::RegisterEntered(body) => {
            reasons.when(body.people.is_empty(), || Refusal::Empty(Field::Roll));
            body.people.iter().for_each(|person| line(&person.name, Field::Name, reasons));
        }
        Body::Granted(body) => {
            line(&body.name, Field::Name, reasons);
            maybe_line(&body.officer, Field::Officer, reasons);
            reasons.when(body.roles.is_empty(), || Refusal::Empty(Field::Roles));
        }
        Body::Revoked(body) => line(&body.reason, Field::Reason, reasons),
        _ => {}
    }
}
