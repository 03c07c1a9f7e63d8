//! Which closing stands: the first one; concurrent ones that differ are contested until one that knows them all.

use super::meeting::{Part, meeting};
use super::order::Order;
use super::{Places, source_of};
use crate::Body;
use crate::meeting::Closed;
use crate::minutes;
use crate::view::{ClosedView, Disagreement, LateAddition, LateSays, MeetingView, Outcome};
use oplog::flat::{Map, Set};
use oplog::{Op, OpId};

/// A closing with its operation.
pub(super) type Closing<'a> = (&'a Op, &'a Closed);

/// A meeting with its closings applied; `parts` is all that could be covered, the opening among it.
pub(super) fn closed(
    opening: OpId,
    parts: &Map<OpId, Part<'_>>,
    closings: &Map<OpId, Closing<'_>>,
    order: &Order<'_>,
    places: &Places,
) -> Option<MeetingView> {
    let standing = stands(closings, order);
    let Some(first) = standing.first().and_then(|op| closings.get(op)) else {
        return meeting(opening, parts, places);
    };
    let standing_bodies = standing.iter().filter_map(|op| closings.get(op));
    let mut covered: Set<OpId> = standing_bodies.flat_map(|(_, body)| body.covers.iter().copied()).collect();
    covered.insert(opening);
    let exact = meeting(opening, &only(parts, &first.1.covers.iter().copied().collect()), places);
    let digest_matches =
        exact.is_some_and(|view| view.ops == first.1.covers && minutes::digest(&view) == first.1.minutes);
    let mut view = meeting(opening, &only(parts, &covered), places)?;
    view.closed = Some(closed_view(first, digest_matches));
    let in_order = order.ops().iter().filter(|op| !covered.contains(&op.id()));
    view.late = in_order.filter_map(|op| parts.get(&op.id())).map(|(op, body)| late(op, body)).collect();
    let contested = standing.len() > 1;
    if contested {
        view.disagreements.push(Disagreement::Close { ops: standing });
    }
    if contested || !digest_matches {
        view.outcome = Outcome::Contested;
    }
    Some(view)
}

/// The closings that stand: none, one, or several that differ and that no later one has settled.
fn stands(closings: &Map<OpId, Closing<'_>>, order: &Order<'_>) -> Vec<OpId> {
    let mut pool: Vec<OpId> = closings.keys().copied().collect();
    loop {
        let first = order.earliest(&pool);
        let bodies: Vec<&Closed> =
            first.iter().filter_map(|op| closings.get(op).map(|(_, body)| *body)).collect();
        if bodies.iter().zip(bodies.iter().skip(1)).all(|(one, other)| same(one, other)) {
            return first.into_iter().take(1).collect();
        }
        pool.retain(|op| !first.contains(op) && order.knows_all(*op, &first));
        if pool.is_empty() {
            return first;
        }
    }
}

/// Whether two closings sign the same: the strokes of the signatures may differ.
fn same(one: &Closed, other: &Closed) -> bool {
    let signed =
        |body: &Closed| (body.minutes, body.ended, body.chair.name.clone(), body.recorder.name.clone());
    one.covers == other.covers && signed(one) == signed(other)
}

/// A late addition with what it says.
fn late(op: &Op, body: &Body) -> LateAddition {
    let says = match body {
        Body::Spoken(spoken) => LateSays::Spoken(spoken.speaker.clone(), spoken.entry, spoken.text.clone()),
        Body::Counted(counted) => LateSays::Counted(counted.clone()),
        Body::TextWritten(text) => LateSays::Text(text.text.clone()),
        Body::RollMarked(marked) => LateSays::Marks(marked.marks.clone()),
        Body::GuestsNoted(noted) => LateSays::Guests(noted.guests.clone()),
        _ => LateSays::Other,
    };
    LateAddition { source: source_of(op), says }
}

fn only<'a>(parts: &Map<OpId, Part<'a>>, wanted: &Set<OpId>) -> Map<OpId, Part<'a>> {
    parts.iter().filter(|(op, _)| wanted.contains(op)).map(|(op, part)| (*op, *part)).collect()
}

fn closed_view((op, body): &Closing<'_>, digest_matches: bool) -> ClosedView {
    ClosedView {
        source: source_of(op),
        ended: body.ended,
        chair: body.chair.clone(),
        recorder: body.recorder.clone(),
        read_aloud: body.read_aloud,
        covers: u32::try_from(body.covers.len()).unwrap_or(u32::MAX),
        digest_matches,
        digest: body.minutes.hex(),
    }
}
