//! The chair's word about closings that differ.

use super::text::{line, maybe_text};
use super::{Field, Reasons, Refusal};
use crate::meeting::{ClosingSettled, bare_name};
use crate::view::MeetingView;
use oplog::OpId;
use oplog::flat::Set;

/// What it must hold by itself: the chair's name and drawn signature, and a reason that can be kept.
pub(super) fn own(body: &ClosingSettled, reasons: &mut Reasons) {
    line(&body.chair.name, Field::ChairSignature, reasons);
    reasons.when(body.chair.strokes.is_empty(), || Refusal::Empty(Field::ChairSignature));
    maybe_text(&body.reason, Field::Reason, reasons);
}

/// Checks it against the meeting:
/// - closings differ, and it names all of them;
/// - of the one that is to hold everything is here, and gives the digest that was signed;
/// - the chair of that one signs.
pub(super) fn check(view: &MeetingView, body: &ClosingSettled, reasons: &mut Reasons) {
    let differing: Set<OpId> = view.differing_closings().iter().copied().collect();
    if differing.is_empty() {
        return reasons.add(Refusal::NothingToSettle);
    }
    let named: Set<OpId> = body.over.iter().copied().chain([body.holds]).collect();
    reasons.when(named != differing || body.over.contains(&body.holds), || Refusal::ClosingsWrong);
    let Some(version) = view.version(body.holds).filter(|_| differing.contains(&body.holds)) else {
        return reasons.add(Refusal::ClosingsWrong);
    };
    let whole = version.closed.as_ref().is_some_and(|closed| closed.digest_matches);
    reasons.when(!whole, || Refusal::VersionIncomplete);
    let chair = bare_name(&version.head.chair);
    reasons.when(chair != bare_name(&body.chair.name), || Refusal::NotTheChair { chair: chair.to_owned() });
}
