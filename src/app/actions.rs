//! The only place where an intention becomes an operation: checked, signed, saved, shown.

use crate::opened::OpenMatter;
use crate::state::App;
use browser::{Intention, SaveError, Saved};
use domain::Body;
use domain::check::{self, Asking, Field, Refusal};
use domain::matter::MatterRaised;
use oplog::{MAX_DEPS, MatterId, Op, Scope};
use std::sync::Arc;
use sync::port::StoreError;

/// Why nothing was recorded. What was typed is still there.
#[derive(Clone, PartialEq, Debug)]
pub enum NotDone {
    /// It may not be done, for these reasons.
    Refused(Vec<Refusal>),
    /// It is still being saved, and that takes long.
    HeldUp,
    /// The phone could not keep it.
    NotSaved(SaveError),
}

impl NotDone {
    /// The reasons that stand beside this field.
    pub fn at(&self, field: Field) -> Option<&Refusal> {
        match self {
            Self::Refused(reasons) => reasons.iter().find(|reason| reason.field() == Some(field)),
            Self::NotSaved(_) | Self::HeldUp => None,
        }
    }
}

impl From<StoreError> for NotDone {
    fn from(error: StoreError) -> Self {
        Self::NotSaved(SaveError::Store(error))
    }
}

/// Records `body` on a matter of `scope` (none where it raises one), takes its draft away in the same transaction,
/// and shows it.
///
/// # Errors
/// [`NotDone`]; nothing is stored then.
pub async fn act(
    app: App,
    scope: Scope,
    matter: Option<MatterId>,
    body: Body,
    draft: Option<String>,
) -> Result<Op, NotDone> {
    let _turn = app.lane().turn().await;
    let held = match matter {
        Some(id) => Some(app.load(id).await?.ok_or_else(|| NotDone::Refused(vec![Refusal::MatterUnknown]))?),
        None => None,
    };
    allowed(app, scope, held.as_deref(), &body)?;
    let deps =
        held.as_ref().map_or_else(Vec::new, |held| held.view.heads.iter().copied().take(MAX_DEPS).collect());
    let ops = held.as_ref().map_or(&[][..], |held| &held.ops);
    let intention = Intention { scope, matter, deps, body, draft_done: draft.clone() };
    let Saved { op, view } = app.phone().append(intention, ops).await.map_err(NotDone::NotSaved)?;
    if let Some(key) = draft {
        app.forget_draft(&key);
    }
    app.took(held, &op, view);
    Ok(op)
}

fn allowed(app: App, scope: Scope, held: Option<&OpenMatter>, body: &Body) -> Result<(), NotDone> {
    let places = app.places_now();
    let Some(device) = app.device() else { return Err(NotDone::Refused(vec![Refusal::NotEnrolled])) };
    let asking = Asking { places: &places, device, scope, matter: held.map(|held| &held.view) };
    check::check(&asking, body).map_err(NotDone::Refused)
}

/// Raises a matter in a place; returns its name.
///
/// # Errors
/// [`NotDone`]; nothing is stored then.
pub async fn raise_matter(
    app: App,
    scope: Scope,
    raised: MatterRaised,
    draft: Option<String>,
) -> Result<MatterId, NotDone> {
    let op = act(app, scope, None, Body::MatterRaised(raised), draft).await?;
    Ok(op.id().raised_matter())
}

/// The matter as held, with the operation just made.
pub fn with(held: Option<Arc<OpenMatter>>, op: &Op) -> Vec<Op> {
    let mut ops = held.map_or_else(Vec::new, |held| held.ops.clone());
    ops.push(op.clone());
    ops
}
