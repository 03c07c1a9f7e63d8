//! Checks at the desk what was scanned from paper or typed: against the whole archive, with the proof that the log of now
//! begins with the one that was printed.

use crate::archive::{Read, View};
use crate::checkpoint;
use crate::hub::Shared;
use crate::merkle::{Nodes, prefix_proof};
use crate::slips::tree_of;
use crate::work::ops_of;
use domain::Body;
use domain::fold::Places;
use oplog::{MatterId, Op};
use std::collections::BTreeSet;
use sync::base64::Base64;
use sync::desk::{Checked, CheckedMinutes};
use sync::printed::{Found, Sought, typed};
use sync::slip::{SignedSlip, Slip, Verdict};
use sync::tree::{TreeHead, is_prefix};

/// Checks a link, a checkpoint or digits of a digest.
///
/// # Errors
/// Those of the archive.
pub fn check(view: &dyn View, shared: &Shared, places: &Places, text: &str) -> Read<Checked> {
    let text = text.trim_start();
    if text.contains("\n\n— ") {
        return note(view, shared, text);
    }
    match SignedSlip::read(text) {
        Some(slip) => match slip.open(&shared.identity.public()) {
            Ok(slip) => of_slip(view, shared, places, slip),
            Err(verdict) => Ok(said(verdict)),
        },
        None => match typed(text) {
            Some(digits) => of_digits(view, places, digits),
            None => Ok(said(Verdict::Unreadable)),
        },
    }
}

const fn said(verdict: Verdict) -> Checked {
    Checked { verdict, signed: None, position: None, begins: false, minutes: None }
}

/// A signed note, as copied from the notice board or from another's records.
fn note(view: &dyn View, shared: &Shared, text: &str) -> Read<Checked> {
    let identity = &shared.identity;
    let text = [text.trim_end(), "\n"].concat();
    let Ok(tree) = checkpoint::open(&text, &identity.public()) else {
        // Whose it is stands in its first line.
        let ours = text.starts_with(&["shouyi/", &identity.township().hex()].concat());
        return Ok(said(if ours { Verdict::Forged } else { Verdict::OtherTownship }));
    };
    let own = text.starts_with(&checkpoint::origin(identity));
    let (verdict, begins) = standing(view, shared, &tree, own)?;
    Ok(Checked { signed: Some((tree.size, 0)), begins, ..said(verdict.unwrap_or(Verdict::Board)) })
}

/// Whether the log of now begins with a tree that the township signed. One of this generation must; the log of an earlier
/// one may have been longer than the copy that was put back.
fn standing(view: &dyn View, shared: &Shared, tree: &TreeHead, own: bool) -> Read<(Option<Verdict>, bool)> {
    let now = tree_of(view)?;
    let begins = tree.size <= now.size && {
        let proof = prefix_proof(view, &shared.nodes, tree.size, now.size)?;
        is_prefix(tree, &now, &proof)
    };
    Ok(((!begins && own).then_some(Verdict::Rewritten), begins))
}

fn of_slip(view: &dyn View, shared: &Shared, places: &Places, slip: Slip) -> Read<Checked> {
    let own = slip.generation == shared.identity.generation();
    let (bad, begins) = standing(view, shared, &slip.tree, own)?;
    let signed = Some((slip.tree.size, slip.at_ms));
    let Some(minutes) = slip.minutes else {
        return Ok(Checked { signed, begins, ..said(bad.unwrap_or(Verdict::Board)) });
    };
    let position = Some(minutes.at + 1);
    let held = if begins { view.ops_after(minutes.at, 1)? } else { Vec::new() };
    let matter = ops_of(&held)?.first().and_then(|op| op.header().matter);
    let found = match matter {
        Some(matter) => find(view, places, &Sought::Slip(minutes), matter)?,
        // The proof is of another history: wherever it stands now.
        None => search(view, places, &Sought::Slip(minutes))?,
    };
    let verdict = bad.unwrap_or_else(|| found.as_ref().map_or(Verdict::Seal, |found| found.verdict));
    Ok(Checked { verdict, signed, position, begins, minutes: found.map(shown) })
}

fn of_digits(view: &dyn View, places: &Places, digits: String) -> Read<Checked> {
    let found = search(view, places, &Sought::Typed(digits))?;
    let verdict = found.as_ref().map_or(Verdict::NotHere, |found| found.verdict);
    Ok(Checked { minutes: found.map(shown), ..said(verdict) })
}

/// Looks through all matters in which a closing may be meant; the one that agrees is found before one that differs a little.
fn search(view: &dyn View, places: &Places, sought: &Sought) -> Read<Option<Found>> {
    let mut matters: BTreeSet<MatterId> = BTreeSet::new();
    for op in ops_of(&view.closings()?)? {
        let meant = |op: &Op| matches!(Body::of(op), Ok(Some(Body::Closed(closed))) if sought.means(op.id(), &closed));
        if meant(&op) {
            matters.extend(op.header().matter);
        }
    }
    let mut near = None;
    for matter in matters {
        match find(view, places, sought, matter)? {
            Some(found) if found.verdict == Verdict::Differs => near = Some(found),
            Some(found) => return Ok(Some(found)),
            None => {}
        }
    }
    Ok(near)
}

fn find(view: &dyn View, places: &Places, sought: &Sought, matter: MatterId) -> Read<Option<Found>> {
    Ok(sought.find(&ops_of(&view.matter_ops(matter)?)?, places))
}

fn shown(found: Found) -> CheckedMinutes {
    CheckedMinutes { meeting: found.meeting, digest: found.digest.hex(), matter: found.matter }
}

/// A proof that the tree of `new` operations begins with that of `old`, as lines of base 64; none where there is no such
/// tree.
///
/// # Errors
/// Those of the archive.
pub fn proof(view: &dyn View, nodes: &Nodes, old: u64, new: u64) -> Read<Option<String>> {
    if old > new || new > tree_of(view)?.size {
        return Ok(None);
    }
    let nodes = prefix_proof(view, nodes, old, new)?;
    Ok(Some(nodes.iter().map(|node| Base64::Note.encode(&node.0) + "\n").collect()))
}
