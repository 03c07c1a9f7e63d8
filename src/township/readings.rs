//! Records opened by county and prefecture: for cause, which is written to the audit log before anything is shown.

use crate::archive::rows::ReadingRow;
use crate::archive::{Read, View};
use crate::audit::{self, Act};
use crate::work::{Work, ops_of};
use domain::Body;
use domain::audit::Audited;
use oplog::{Digest, MatterId};
use sync::desk_officers::Reading;

/// How long a record stays open for the session that gave a reason.
pub const OPEN_MS: u64 = 30 * 60 * 1000;
/// The most readings that a record shows.
const SHOWN: usize = 100;

/// Opens a record for a session. False where there is no such record.
///
/// # Errors
/// Those of the archive.
pub fn open(
    work: &mut Work<'_>,
    matter: MatterId,
    session: Digest,
    (who, reason): (&str, &str),
) -> Read<bool> {
    let Some(summary) = work.tx.summary(matter)? else { return Ok(false) };
    let line = Audited {
        matter: Some(matter),
        place: Some(summary.summary.scope),
        reason: reason.to_owned(),
        ..Audited::of(Act::RecordRead, who)
    };
    audit::note(work, line)?;
    let until_ms = work.now_ms + OPEN_MS;
    work.tx.put_reading(&ReadingRow { arrival: work.last_arrival(), matter, session, until_ms })?;
    work.events.push(sync::desk::Event::Claims);
    Ok(true)
}

/// Whether the session gave a reason for this record lately.
///
/// # Errors
/// Those of the archive.
pub fn is_open(view: &dyn View, matter: MatterId, session: Digest, now_ms: u64) -> Read<bool> {
    let given = |row: &ReadingRow| row.session == session && row.until_ms > now_ms;
    Ok(view.readings(matter)?.iter().any(given))
}

/// Who opened a record and why, the last first, as the audit log says it.
///
/// # Errors
/// Those of the archive.
pub fn of(view: &dyn View, matter: MatterId) -> Read<Vec<Reading>> {
    let mut out = Vec::new();
    for row in view.readings(matter)?.into_iter().take(SHOWN) {
        let Some(before) = row.arrival.checked_sub(1) else { continue };
        for op in ops_of(&view.ops_after(before, 1)?)? {
            if let Ok(Some(Body::Audited(line))) = Body::of(&op) {
                let at_ms = op.header().stamp.clock.ms;
                out.push(Reading { who: line.officer, at_ms, reason: line.reason, matter: line.matter });
            }
        }
    }
    Ok(out)
}
