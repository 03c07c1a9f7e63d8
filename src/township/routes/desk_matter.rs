//! `GET matters/ID`: a matter with every operation, verified again while the page is made.

use super::deny::Deny;
use super::desk_guard::Officer;
use super::desk_readings::may_read;
use crate::archive::rows::HeldOp;
use crate::archive::{Read, View};
use crate::hub::Hub;
use crate::verify::stands;
use crate::work::ops_of;
use axum::Json;
use axum::extract::{Path, State};
use domain::authority::standing;
use domain::fold::{self, Places};
use oplog::{MatterId, Op, Scope};
use sync::desk::{MatterPage, Record};

/// The route.
pub async fn matter(
    State(hub): State<Hub>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<Json<MatterPage>, Deny> {
    let id = MatterId::from_hex(&id).ok_or(Deny::NotFound)?;
    let places = hub.shared.places();
    let now = hub.now_ms();
    let page = hub.read(move |view| {
        Ok(if may_read(view, &officer, id, now)? { Some(page(view, &places, id)?) } else { None })
    });
    page.await?.ok_or(Deny::ReadingReason)?.map(Json).ok_or(Deny::NotFound)
}

fn page(view: &dyn View, places: &Places, id: MatterId) -> Read<Option<MatterPage>> {
    let held = view.matter_ops(id)?;
    let ops = ops_of(&held)?;
    let Some(matter) = fold::matter(&ops, places) else { return Ok(None) };
    let mut above: Vec<Scope> = matter.scope.with_ancestors().collect();
    above.reverse();
    let names = above.iter().map(|scope| places.name_of(scope).to_owned()).collect();
    let records =
        held.iter().zip(&ops).map(|(held, op)| record(view, places, held, op)).collect::<Read<Vec<_>>>()?;
    Ok(Some(MatterPage { view: matter, places: names, records }))
}

fn record(view: &dyn View, places: &Places, held: &HeldOp, op: &Op) -> Read<Record> {
    let header = op.header();
    let device = view.device(header.device)?;
    let standing = standing(places, op);
    Ok(Record {
        op: op.id(),
        kind: header.kind,
        device: header.device,
        person: device.as_ref().map(|device| device.person.clone()).unwrap_or_default(),
        phone: device.map(|device| device.label).unwrap_or_default(),
        claimed_ms: header.stamp.clock.ms,
        received_ms: held.received_ms,
        arrival: held.arrival,
        standing: match standing {
            domain::authority::Standing::Effective => "effective".to_owned(),
            other => other.code().to_owned(),
        },
        verified: stands(view, places, held, op)?,
    })
}
