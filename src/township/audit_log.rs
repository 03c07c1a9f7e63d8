//! Reading the audit log: lines by who, what and when, the newest first.

use crate::archive::rows::HeldOp;
use crate::archive::{Read, View};
use crate::work::ops_of;
use domain::audit::{Audited, log_of};
use domain::fold::Places;
use domain::{Body, Kind};
use oplog::{Op, Scope};
use sync::desk_log::{LogLine, LogPage, Topic};

/// Lines in a page.
pub const PAGE: usize = 50;
/// Lines looked at for one page: a search goes on from there with the next.
const LOOKED_AT: usize = 2_000;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Lines that arrived before this number.
    pub before: Option<u64>,
    /// Part of the name of who did it, or of whom it is about.
    pub who: String,
    /// What they are about.
    pub topic: Option<Topic>,
    /// Not before this moment, UTC milliseconds.
    pub from_ms: u64,
    /// Before this moment.
    pub to_ms: Option<u64>,
}

/// A page of lines.
///
/// # Errors
/// Those of the archive.
pub fn page(view: &dyn View, places: &Places, township: Scope, wanted: &Wanted) -> Read<LogPage> {
    let mut before = wanted.before.unwrap_or(u64::MAX);
    let (mut lines, mut looked) = (Vec::new(), 0);
    while looked < LOOKED_AT {
        let held = view.before(log_of(township), before, PAGE)?;
        for (held, op) in held.iter().zip(ops_of(&held)?) {
            if lines.len() == PAGE {
                return Ok(LogPage { lines, before: Some(before) });
            }
            (before, looked) = (held.arrival, looked + 1);
            if op.header().stamp.clock.ms < wanted.from_ms {
                return Ok(LogPage { lines, before: None });
            }
            if let Some(line) = line(view, places, held, &op, wanted)? {
                lines.push(line);
            }
        }
        if held.len() < PAGE {
            return Ok(LogPage { lines, before: None });
        }
    }
    Ok(LogPage { lines, before: Some(before) })
}

fn line(view: &dyn View, places: &Places, held: &HeldOp, op: &Op, wanted: &Wanted) -> Read<Option<LogLine>> {
    let said = match Body::of(op) {
        Ok(Some(Body::Audited(said))) => said,
        // A line of a later version is shown as one.
        _ if op.header().kind == Kind::Audited.number() => Audited::default(),
        _ => return Ok(None),
    };
    let at_ms = op.header().stamp.clock.ms;
    let about = |topic| said.what().map(Topic::of) == Some(topic);
    if wanted.to_ms.is_some_and(|to| at_ms >= to) || !wanted.topic.is_none_or(about) {
        return Ok(None);
    }
    let who = match said.by {
        Some(device) if said.officer.is_empty() => view.device(device)?.map(|row| row.person),
        _ => None,
    };
    let who = who.unwrap_or(said.officer);
    if !who.contains(&wanted.who) && !said.name.contains(&wanted.who) {
        return Ok(None);
    }
    let title = match said.matter {
        Some(matter) => view.summary(matter)?.map(|row| row.summary.title),
        None => None,
    };
    Ok(Some(LogLine {
        arrival: held.arrival,
        at_ms,
        act: said.act,
        who,
        by: said.by,
        from: said.from,
        device: said.device,
        name: said.name,
        matter: said.matter,
        title: title.unwrap_or_default(),
        place: said.place,
        place_name: said.place.map(|place| places.name_of(&place).to_owned()).unwrap_or_default(),
        reason: said.reason,
        refused: said.refused,
        times: said.times,
        since_ms: said.since_ms,
        verified: crate::verify::stands(view, places, held, op)?,
    }))
}
