//! Which closing holds: the first one; concurrent ones that differ are contested until the chair says which one holds, or
//! somebody who knows them all closes again.

use super::meeting::{Part, meeting};
use super::order::Order;
use super::{Places, source_of};
use crate::Body;
use crate::meeting::{Closed, ClosingSettled, bare_name};
use crate::minutes;
use crate::view::{
    ClosedView, Disagreement, LateAddition, LateSays, MeetingView, Outcome, SettlementView, Settling,
};
use oplog::flat::{Map, Set};
use oplog::{Op, OpId};

/// All that is known of a meeting's end.
pub(super) struct Ending<'a> {
    /// The meeting.
    pub opening: OpId,
    /// All that could be covered, the opening among it.
    pub parts: &'a Map<OpId, Part<'a>>,
    /// The closings, and what the chair said of those that differ.
    pub ends: &'a Map<OpId, Part<'a>>,
    pub order: &'a Order<'a>,
    pub places: &'a Places,
}

/// How the closings stand.
struct Standing {
    /// The closing that holds; those that differ where nobody has settled it.
    closings: Vec<OpId>,
    contested: bool,
    /// Every closing that was ever in question.
    asked: Vec<OpId>,
    /// The first ones, which the chair must know.
    first: Vec<OpId>,
    /// What was said last: closings, or the chair's words.
    last: Vec<OpId>,
}

/// A meeting with its closings applied.
pub(super) fn closed(ending: &Ending<'_>) -> Option<MeetingView> {
    let standing = ending.stands();
    let Some(first) = standing.closings.first() else {
        return meeting(ending.opening, ending.parts, ending.places);
    };
    let mut view = ending.covered(&standing.closings)?;
    let version = ending.version(*first)?;
    let matches = version.closed.as_ref().is_some_and(|closed| closed.digest_matches);
    view.closed = version.closed;
    let covered: Set<OpId> = view.ops.iter().copied().collect();
    let in_order = ending.order.ops().iter().filter(|op| !covered.contains(&op.id()));
    view.late =
        in_order.filter_map(|op| ending.parts.get(&op.id())).map(|(op, body)| late(op, body)).collect();
    view.settlements = ending.settlements(&standing);
    let differing = ending.differing(&standing.asked);
    if differing.len() > 1 {
        view.versions = differing.into_iter().filter_map(|op| ending.version(op)).collect();
    }
    if standing.contested {
        view.disagreements.push(Disagreement::Close { ops: standing.closings });
    }
    if standing.contested || !matches {
        view.outcome = Outcome::Contested;
    }
    Some(view)
}

impl<'a> Ending<'a> {
    fn closing(&self, op: OpId) -> Option<(&'a Op, &'a Closed)> {
        match self.ends.get(&op) {
            Some((op, Body::Closed(body))) => Some((op, body)),
            _ => None,
        }
    }

    fn word(&self, op: OpId) -> Option<(&'a Op, &'a ClosingSettled)> {
        match self.ends.get(&op) {
            Some((op, Body::ClosingSettled(body))) => Some((op, body)),
            _ => None,
        }
    }

    /// Which closing stands. What came first stands; where it differs, what knows all of it decides: the chair's word, or
    /// another closing. Where these differ too, it goes on.
    fn stands(&self) -> Standing {
        let all = self.ends.keys().copied();
        let mut last = self.order.earliest(&all.filter(|op| self.closing(*op).is_some()).collect::<Vec<_>>());
        let mut standing = Standing {
            closings: Vec::new(),
            contested: false,
            asked: Vec::new(),
            first: last.clone(),
            last: Vec::new(),
        };
        loop {
            standing.closings.clear();
            for op in last.iter().filter_map(|op| self.means(*op)) {
                for list in [&mut standing.closings, &mut standing.asked] {
                    if !list.contains(&op) {
                        list.push(op);
                    }
                }
            }
            standing.last = last;
            standing.contested = self.differing(&standing.closings).len() > 1;
            if !standing.contested {
                standing.closings.truncate(1);
                return standing;
            }
            let knows = |op: &OpId| {
                let chosen = self.word(*op).map(|(_, body)| body.holds);
                chosen.is_none_or(|chosen| standing.asked.contains(&chosen))
                    && self.means(*op).is_some()
                    && self.order.knows_all(*op, &standing.last)
            };
            last = self.order.earliest(&self.ends.keys().copied().filter(knows).collect::<Vec<_>>());
            if last.is_empty() {
                return standing;
            }
        }
    }

    /// The closing that an operation says holds: itself, or the one that the chair named. None where it was not the chair.
    fn means(&self, op: OpId) -> Option<OpId> {
        match self.word(op) {
            Some((_, body)) => self.by_the_chair(body).then_some(body.holds),
            None => Some(op),
        }
    }

    /// Whether the chair signed: the one of the minutes that are to hold.
    fn by_the_chair(&self, body: &ClosingSettled) -> bool {
        let chair = self.covered(&[body.holds]).map(|view| view.head.chair);
        chair.is_some_and(|chair| bare_name(&chair) == bare_name(&body.chair.name))
    }

    /// Of these closings one for each record that was signed.
    fn differing(&self, ops: &[OpId]) -> Vec<OpId> {
        let mut single: Vec<(OpId, &Closed)> = Vec::new();
        for (op, body) in ops.iter().filter_map(|op| self.closing(*op).map(|(_, body)| (*op, body))) {
            if !single.iter().any(|(_, other)| same(other, body)) {
                single.push((op, body));
            }
        }
        single.into_iter().map(|(op, _)| op).collect()
    }

    /// The meeting of what these closings cover, and of nothing else.
    fn covered(&self, closings: &[OpId]) -> Option<MeetingView> {
        let bodies = closings.iter().filter_map(|op| self.closing(*op));
        let mut covered: Set<OpId> = bodies.flat_map(|(_, body)| body.covers.iter().copied()).collect();
        covered.insert(self.opening);
        let parts = self.parts.iter().filter(|(op, _)| covered.contains(op));
        meeting(self.opening, &parts.map(|(op, part)| (*op, *part)).collect(), self.places)
    }

    /// The meeting as one closing signs it.
    fn version(&self, op: OpId) -> Option<MeetingView> {
        let closing = self.closing(op)?;
        let mut view = self.covered(&[op])?;
        let digest_matches = view.ops == closing.1.covers && minutes::digest(&view) == closing.1.minutes;
        view.closed = Some(closed_view(closing, digest_matches));
        if !digest_matches {
            view.outcome = Outcome::Contested;
        }
        Some(view)
    }

    /// What the chair said, and what became of it.
    fn settlements(&self, standing: &Standing) -> Vec<SettlementView> {
        let effect = |op: OpId, body: &ClosingSettled| {
            if self.closing(body.holds).is_none() {
                Settling::NotAll
            } else if !self.by_the_chair(body) {
                Settling::NotTheChair
            } else if standing.last.contains(&op) {
                if standing.contested { Settling::Differs } else { Settling::Holds }
            } else if standing.asked.contains(&body.holds) && self.order.knows_all(op, &standing.first) {
                Settling::PassedOver
            } else {
                Settling::NotAll
            }
        };
        let said = self.order.ops().iter().filter_map(|op| self.word(op.id()));
        let view = |(op, body): (&Op, &ClosingSettled)| SettlementView {
            source: source_of(op),
            holds: body.holds,
            chair: body.chair.clone(),
            reason: body.reason.clone(),
            effect: effect(op.id(), body),
        };
        said.map(view).collect()
    }
}

/// Whether two closings sign the same: the strokes of the signatures may differ.
fn same(one: &Closed, other: &Closed) -> bool {
    one.covers == other.covers
        && one.minutes == other.minutes
        && one.ended == other.ended
        && one.chair.name == other.chair.name
        && one.recorder.name == other.recorder.name
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

fn closed_view((op, body): (&Op, &Closed), digest_matches: bool) -> ClosedView {
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
