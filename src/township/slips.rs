//! Slips: what is printed beside closed minutes and for the notice board.

use crate::archive::rows::{DayRow, Meta};
use crate::archive::{ArchiveError, Read, View};
use crate::checkpoint;
use crate::hub::{Identity, Shared};
use crate::merkle::{Tree, inclusion_proof};
use crate::qr;
use crate::work::ops_of;
use domain::fold::{self, Places};
use oplog::{Digest, MatterId, OpId, Refused};
use sync::desk::Printed;
use sync::slip::{FRAGMENT, Minutes, SignedSlip, Slip};
use sync::tree::TreeHead;

/// The slip of a closed meeting, over the tree as it is in this moment; none where there is no such meeting, it is not
/// closed, or nobody has settled which of two closings holds.
///
/// # Errors
/// Those of the archive.
pub fn of_meeting(
    view: &dyn View,
    shared: &Shared,
    places: &Places,
    (matter, meeting): (MatterId, OpId),
    now_ms: u64,
) -> Read<Option<Slip>> {
    let held = view.matter_ops(matter)?;
    let ops = ops_of(&held)?;
    let matter = fold::matter(&ops, places);
    let closed =
        matter.and_then(|matter| matter.meeting(meeting).and_then(|meeting| meeting.holding().cloned()));
    let Some(closed) = closed else { return Ok(None) };
    let found = held.iter().find(|held| held.id == closed.source.op);
    let (Some(found), Some(digest)) = (found, Digest::from_hex(&closed.digest)) else { return Ok(None) };
    let (tree, at) = (tree_of(view)?, found.arrival.saturating_sub(1));
    let path = inclusion_proof(view, &shared.nodes, at, tree.size)?
        .iter()
        .flat_map(|node| node.0)
        .collect::<Vec<u8>>();
    let minutes = Minutes { closing: found.id, digest, at, path: path.into() };
    Ok(Some(slip(&shared.identity, tree, now_ms, Some(minutes))))
}

/// The slip of the notice board for a day: its last checkpoint, or where nothing came on it the last before.
///
/// # Errors
/// Those of the archive; [`ArchiveError::Corrupt`] where what is kept is not signed by the township.
pub fn of_day(view: &dyn View, identity: &Identity, day: u32) -> Read<Option<Slip>> {
    let Some(DayRow { at_ms, note, .. }) = view.days(day, 1)?.pop() else { return Ok(None) };
    let tree = checkpoint::open(&note, &identity.public()).map_err(|_| ArchiveError::Corrupt)?;
    Ok(Some(slip(identity, tree, at_ms, None)))
}

/// The tree of this moment.
///
/// # Errors
/// Those of the archive.
pub fn tree_of(view: &dyn View) -> Read<TreeHead> {
    let tree = view.meta(Meta::Tree)?.map(|bytes| Tree::from_bytes(&bytes).ok_or(ArchiveError::Corrupt));
    Ok(tree.transpose()?.unwrap_or_default().head())
}

fn slip(identity: &Identity, tree: TreeHead, at_ms: u64, minutes: Option<Minutes>) -> Slip {
    Slip { township: identity.township(), generation: identity.generation(), at_ms, tree, minutes }
}

/// A slip signed, as a link and as a picture.
///
/// # Errors
/// Those of [`checkpoint::note`]; [`Refused::TooLarge`] where the link is too long for a picture.
pub fn printed(slip: &Slip, identity: &Identity, base: &str) -> Result<Printed, Refused> {
    let signed: SignedSlip = slip.sign(&identity.secret).ok_or(Refused::Shape)?;
    let link = [base, "/", FRAGMENT, &signed.text()].concat();
    let (qr_svg, qr_modules) = qr::dense(&link).ok_or(Refused::TooLarge)?;
    let minutes = slip.minutes.as_ref();
    Ok(Printed {
        qr_svg,
        qr_modules,
        digest: minutes.map_or(slip.tree.root, |minutes| minutes.digest).hex(),
        position: minutes.map_or(0, |minutes| minutes.at + 1),
        size: slip.tree.size,
        at_ms: slip.at_ms,
        note: checkpoint::note(identity, &slip.tree)?,
        verifier: checkpoint::verifier(identity),
        link,
    })
}
