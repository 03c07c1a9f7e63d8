//! What the desk shows: the township at a glance, lists of matters, registers, what was kept aside.

use super::deny::Deny;
use super::desk_guard::Officer;
use crate::archive::rows::{ArrivalRow, Decision, Meta, SummaryRow};
use crate::archive::{Read, View};
use crate::hub::Hub;
use axum::Json;
use axum::extract::{Query, State};
use domain::fold::Places;
use oplog::{DeviceId, Scope};
use serde::Deserialize;
use std::collections::BTreeMap;
use sync::desk::{Arrival, AsideRow, MatterRow, Overview, PlaceNode, Register, RolledBack};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
const ARRIVALS: usize = 50;
const ASIDES: usize = 500;

/// `?scope=CODE`
#[derive(Debug, Deserialize)]
pub struct Within {
    scope: Option<String>,
}

impl Within {
    /// The place; the township where none was named.
    pub(super) fn place(&self, hub: &Hub) -> Result<Scope, Deny> {
        let township = hub.shared.identity.scope;
        let scope = self.scope.as_deref().map_or(Ok(township), Scope::parse).map_err(|_| Deny::NotFound)?;
        if township.covers(&scope) { Ok(scope) } else { Err(Deny::NotFound) }
    }
}

/// `GET overview`
pub async fn overview(State(hub): State<Hub>, _: Officer) -> Result<Json<Overview>, Deny> {
    let (places, top, now) = (hub.shared.places(), hub.shared.identity.scope, hub.now_ms());
    let own = hub.shared.identity.device();
    let ops = hub.shared.tree().0;
    let overview = hub.read(move |view| {
        let summaries = view.summaries(top)?;
        let rows = view.arrivals(now.saturating_sub(DAY_MS), own, ARRIVALS)?;
        let claims = view.claims()?;
        let waiting =
            claims.iter().filter(|row| row.decision == Decision::Waiting && row.expires_ms > now).count();
        Ok(Overview {
            tree: tree(&places, top, &summaries),
            arrivals: arrivals(view, rows)?,
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            aside: u32::try_from(view.aside_size(None)?.0).unwrap_or(u32::MAX),
            ops,
            rolled_back: rolled_back(view)?,
            backed_up_ms: backed_up(view)?,
            server_ms: now,
        })
    });
    Ok(Json(overview.await?))
}

fn rolled_back(view: &dyn View) -> Read<Option<RolledBack>> {
    let found = view.meta(Meta::RolledBack)?;
    Ok(found.and_then(|bytes| {
        let (at_ms, held) = bytes.split_first_chunk::<8>()?;
        let held = u64::from_be_bytes(held.try_into().ok()?);
        Some(RolledBack { at_ms: u64::from_be_bytes(*at_ms), held })
    }))
}

/// A backup of an earlier generation says nothing of this one.
fn backed_up(view: &dyn View) -> Read<Option<u64>> {
    let of_this_one = view.meta(Meta::Durable)?.is_some();
    let at = view.meta(Meta::BackedUp)?.filter(|_| of_this_one);
    Ok(at.and_then(|bytes| bytes.try_into().ok()).map(u64::from_be_bytes))
}

fn tree(places: &Places, scope: Scope, summaries: &[SummaryRow]) -> PlaceNode {
    let below = places.places.keys().filter(|place| place.parent() == Some(scope));
    let people =
        places.places.get(&scope).map_or(0, |place| place.people.iter().filter(|one| !one.left).count());
    let matters = summaries.iter().filter(|row| row.summary.scope == scope).count();
    PlaceNode {
        scope,
        name: places.name_of(&scope).to_owned(),
        matters: u32::try_from(matters).unwrap_or(u32::MAX),
        people: u32::try_from(people).unwrap_or(u32::MAX),
        places: below.map(|place| tree(places, *place, summaries)).collect(),
    }
}

fn arrivals(view: &dyn View, rows: Vec<ArrivalRow>) -> Read<Vec<Arrival>> {
    let mut names: BTreeMap<DeviceId, String> = BTreeMap::new();
    let mut out = Vec::with_capacity(rows.len());
    for row in rows {
        let title = match row.matter {
            Some(matter) => view.summary(matter)?.map(|row| row.summary.title).unwrap_or_default(),
            None => String::new(),
        };
        let from = match names.get(&row.sender) {
            Some(name) => name.clone(),
            None => {
                let name = view.device(row.sender)?.map(|device| device.person).unwrap_or_default();
                names.insert(row.sender, name.clone());
                name
            }
        };
        out.push(Arrival {
            at_ms: row.at_ms,
            scope: row.scope,
            matter: row.matter,
            title,
            from,
            ops: row.ops,
        });
    }
    Ok(out)
}

/// `GET matters?scope=CODE`
pub async fn matters(
    State(hub): State<Hub>,
    _: Officer,
    Query(within): Query<Within>,
) -> Result<Json<Vec<MatterRow>>, Deny> {
    let scope = within.place(&hub)?;
    let places = hub.shared.places();
    let rows = hub.read(move |view| view.summaries(scope)).await?;
    let rows = rows.into_iter().map(|row| MatterRow {
        place: places.name_of(&row.summary.scope).to_owned(),
        received_ms: row.received_ms,
        summary: row.summary,
    });
    Ok(Json(rows.collect()))
}

/// `GET people?scope=CODE`
pub async fn people(
    State(hub): State<Hub>,
    _: Officer,
    Query(within): Query<Within>,
) -> Result<Json<Register>, Deny> {
    let scope = within.place(&hub)?;
    let people = hub.shared.places().places.get(&scope).map(|place| place.people.clone()).unwrap_or_default();
    Ok(Json(Register { people }))
}

/// `GET aside`
pub async fn aside(State(hub): State<Hub>, _: Officer) -> Result<Json<Vec<AsideRow>>, Deny> {
    let rows = hub.read(move |view| {
        let mut out = Vec::new();
        for row in view.asides(ASIDES)? {
            out.push(AsideRow {
                bytes: row.hash.hex(),
                len: u32::try_from(row.len).unwrap_or(u32::MAX),
                code: row.code,
                from: view.device(row.sender)?.map(|device| device.person).unwrap_or_default(),
                at_ms: row.at_ms,
            });
        }
        Ok(out)
    });
    Ok(Json(rows.await?))
}
