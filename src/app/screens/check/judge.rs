//! What a paper is held against: the township's key, the log as this phone saw it, and the minutes that this phone holds.

use crate::state::App;
use browser::Enrolment;
use sync::port::{PhoneStore, StoreError};
use sync::printed::{Found, Sought, typed};
use sync::slip::{Seen, SignedSlip, Slip, Verdict};
use sync::tree::TreeHead;

/// What came of it.
pub struct Outcome {
    /// What it comes to.
    pub verdict: Verdict,
    /// The slip, where it is the township's.
    pub slip: Option<Slip>,
    /// The log as this phone saw it signed, in the generation on paper.
    pub seen: Option<TreeHead>,
    /// Whether that is the log on paper, or one of the two begins with the other.
    pub same_log: bool,
    /// The minutes, where they are here.
    pub found: Option<Found>,
}

impl Outcome {
    const fn of(verdict: Verdict) -> Self {
        Self { verdict, slip: None, seen: None, same_log: false, found: None }
    }

    /// The shorter log and the longer one, where the township can be asked whether they are one.
    pub fn two_logs(&self) -> Option<(TreeHead, TreeHead)> {
        let (paper, seen) = (self.slip.as_ref()?.tree, self.seen?);
        let in_order = if paper.size < seen.size { (paper, seen) } else { (seen, paper) };
        (!self.same_log).then_some(in_order)
    }
}

/// Checks a link or typed digits against all that this phone holds.
///
/// # Errors
/// Those of the store.
pub async fn judge(app: App, text: &str) -> Result<Outcome, StoreError> {
    let Some(me) = app.me.get_untracked().filter(|me| me.state != Enrolment::Claimed) else {
        return Ok(Outcome::of(Verdict::NoTownship));
    };
    let signed = SignedSlip::read(text);
    if signed.is_none() {
        let Some(digits) = typed(text) else { return Ok(Outcome::of(Verdict::Unreadable)) };
        let found = look(app, &Sought::Typed(digits)).await?;
        let verdict = found.as_ref().map_or(Verdict::NotHere, |found| found.verdict);
        return Ok(Outcome { found, ..Outcome::of(verdict) });
    }
    let slip = match signed.map_or(Err(Verdict::Unreadable), |signed| signed.open(&me.township.key)) {
        Ok(slip) => slip,
        Err(verdict) => return Ok(Outcome::of(verdict)),
    };
    let phone = app.phone();
    let (state, received) = (phone.store().sync_state().await?, phone.store().received().await?);
    let seen = Seen { generation: state.generation, tree: state.tree, received: &received };
    let tree = state.tree.filter(|_| state.generation == Some(slip.generation));
    let same_log = tree == Some(slip.tree);
    let found = match &slip.minutes {
        Some(minutes) => look(app, &Sought::Slip(minutes.clone())).await?,
        None => None,
    };
    let verdict = match (&slip.minutes, &found) {
        _ if slip.contradicts(&seen) => Verdict::Rewritten,
        (None, _) => Verdict::Board,
        (Some(_), Some(found)) => found.verdict,
        (Some(_), None) => Verdict::Seal,
    };
    Ok(Outcome { verdict, seen: tree, slip: Some(slip), same_log, found })
}

/// Looks through the matters held; the one that agrees is found before one that differs a little.
async fn look(app: App, sought: &Sought) -> Result<Option<Found>, StoreError> {
    let (phone, places) = (app.phone(), app.places_now());
    let mut near = None;
    for matter in app.summaries.get_untracked().iter() {
        match sought.find(&phone.store().matter_ops(matter.id).await?, &places) {
            Some(found) if found.verdict == Verdict::Differs => near = Some(found),
            Some(found) => return Ok(Some(found)),
            None => {}
        }
    }
    Ok(near)
}
