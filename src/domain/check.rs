//! May this be done, and if not, why not: every reason at once, each beside its field.

mod field;
mod govern;
mod matter;
mod meeting;
mod refusal;
mod settle;
mod text;
mod warning;

pub use field::Field;
pub use refusal::Refusal;
pub use text::{MOST_LINE, MOST_TEXT, clean_text};
pub use warning::{Warning, warnings};

use crate::Body;
use crate::fold::Places;
use crate::view::MatterView;
use oplog::{DeviceId, Scope};

/// The most money in fen: ten trillion yuan; fits a signed 64-bit number and a spreadsheet's exact range.
pub const MOST_FEN: u64 = 1_000_000_000_000_000;

/// Who asks, where, about what.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// What is known of the places.
    pub places: &'a Places,
    /// The device that would sign.
    pub device: DeviceId,
    /// The place whose record it would be.
    pub scope: Scope,
    /// The matter as it stands; none where one is raised or a place is spoken of.
    pub matter: Option<&'a MatterView>,
}

/// Whether the body may be signed and appended.
///
/// First the signer's power, then what the body itself must hold, then how it fits the matter as it stands.
///
/// # Errors
/// Every reason against it.
pub fn check(asking: &Asking<'_>, body: &Body) -> Result<(), Vec<Refusal>> {
    let mut reasons = Reasons::default();
    authority(asking, body, &mut reasons);
    match body {
        Body::TownshipFounded(_)
        | Body::PlaceNamed(_)
        | Body::RuleBookIssued(_)
        | Body::RegisterEntered(_)
        | Body::Granted(_)
        | Body::Revoked(_)
        | Body::Audited(_) => govern::check(asking, body, &mut reasons),
        Body::MatterRaised(body) => matter::raised(asking, body, &mut reasons),
        Body::Answered(body) => matter::answered(asking, body, &mut reasons),
        Body::MeetingOpened(body) => matter::opened(asking, body, &mut reasons),
        _ => meeting::check(asking, body, &mut reasons),
    }
    if reasons.0.is_empty() { Ok(()) } else { Err(reasons.0) }
}

/// The reasons found, in order, none twice.
#[derive(Default)]
struct Reasons(Vec<Refusal>);

impl Reasons {
    fn add(&mut self, reason: Refusal) {
        if !self.0.contains(&reason) {
            self.0.push(reason);
        }
    }

    fn when(&mut self, holds: bool, reason: impl FnOnce() -> Refusal) {
        if holds {
            self.add(reason());
        }
    }
}

/// Whoever has the power, and whoever opened the meeting when he had it and is in the township still: a person who was
/// given another group finishes the minutes that he began.
fn authority(asking: &Asking<'_>, body: &Body, reasons: &mut Reasons) {
    let Asking { places, device, scope, .. } = asking;
    let power = body.kind().power();
    if places.may(*device, *scope, power) {
        return;
    }
    let enrolled = places.keys.contains_key(device) && !places.grants_of(*device).is_empty();
    if enrolled && places.ever_might(*device, *scope, power) && begun(asking, body) {
        return;
    }
    reasons.add(match enrolled {
        true => Refusal::MayNot(power),
        false if places.last_end(*device).is_none() => Refusal::NotEnrolled,
        false => Refusal::Ended,
    });
}

/// Whether the body belongs to a meeting that is open and was opened by the one who asks.
fn begun(asking: &Asking<'_>, body: &Body) -> bool {
    let meeting = body.meeting().and_then(|meeting| asking.matter?.meeting(meeting));
    meeting.is_some_and(|meeting| meeting.closed.is_none() && meeting.source.device == asking.device)
}
