//! A township with a long past: its database made by the server's own writer, every operation validly signed and linked
//! in its log. What is left out is only the verifying of what was signed here a moment ago.

use crate::cdp::{Done, Trouble};
use domain::Body;
use domain::authority::{Granted, Role};
use domain::meeting::{CountedBy, EntryKind, Head, MeetingOpened, Moment, Spoken};
use domain::rules::{RollBody, Step};
use domain::story::{START_MS, Writer};
use oplog::{Op, OpId, Scope, TownshipId};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use township::authority::say;
use township::clock::{Outside, Real};
use township::data::DataDir;
use township::hub::{Front, Hub};
use township::register;

/// Villages of the township, and groups of each: as many as one of the prefecture's has.
const VILLAGES: usize = 10;
const GROUPS: usize = 14;
/// Operations about one matter: it is raised, a meeting is opened, the rest is said in it.
const A_MATTER: usize = 50;
/// Operations in one transaction.
const AT_ONCE: usize = 4_000;
/// The seeds of those who wrote it all; those below are left to phones.
const FIRST_SEED: u8 = 100;
const SIGNERS: usize = 2;

/// The code of a group, both counted from 1.
pub fn group(village: usize, number: usize) -> Done<Scope> {
    Scope::parse(&format!("532301104{:03}{number:03}", 200 + village)).map_err(Trouble::of)
}

/// Makes a township of ten villages in which one phone a group wrote its share of so many operations.
pub fn make(folder: &Path, count: usize) -> Done {
    let outside: Arc<dyn Outside> = Arc::new(Real);
    let trouble = |trouble: township::error::Trouble| Trouble::new(trouble.to_string());
    let dir = DataDir::hold(folder).map_err(trouble)?;
    let file = register::parse(&register(), folder).map_err(trouble)?;
    register::import(&dir, &file, folder, &outside, false).map_err(trouble)?;
    let hub = dir.open(outside, Front::default()).map_err(trouble)?;
    let writers = granted(&hub)?;
    let each = count.div_ceil(writers.len() * A_MATTER);
    let (sender, receiver) = sync_channel(4);
    std::thread::scope(|scope| {
        let mut writers = writers;
        let share = writers.len().div_ceil(SIGNERS);
        while !writers.is_empty() {
            let some = writers.split_off(writers.len().saturating_sub(share));
            let sender = sender.clone();
            scope.spawn(move || sign(some, each, &sender));
        }
        drop(sender);
        // A signer whose receiver is gone ends; the error is told once.
        receiver.into_iter().try_for_each(|ops| store(&hub, ops))
    })
}

fn register() -> String {
    let villages = (1..=VILLAGES).flat_map(|village| {
        let code = format!("532301104{}", 200 + village);
        let groups = (1..=GROUPS).map(move |number| {
            json!({ "code": format!("532301104{}{number:03}", 200 + village), "name": format!("第{number}组") })
        });
        std::iter::once(json!({ "code": code, "name": format!("第{village}村") })).chain(groups)
    });
    json!({ "township": "紫溪镇", "code": "532301104", "places": villages.collect::<Vec<_>>() }).to_string()
}

/// One writer a group, each granted what a recorder is granted.
fn granted(hub: &Hub) -> Done<Vec<(Scope, Writer)>> {
    let township: TownshipId = hub.shared.identity.township();
    let mut writers = Vec::new();
    let mut grants = Vec::new();
    for at in 0..VILLAGES * GROUPS {
        let scope = group(at / GROUPS + 1, at % GROUPS + 1)?;
        let writer = Writer::new(FIRST_SEED + at as u8, township);
        let (key, name, officer) = (writer.key(), format!("记录人{at}"), "李干部".to_owned());
        let grant = Granted { key, name, person: None, roles: vec![Role::Recorder], officer };
        grants.push((scope, Body::Granted(grant)));
        writers.push((scope, writer));
    }
    let written = hub.writer.run_blocking(move |work| {
        grants.iter().try_for_each(|(scope, body)| say(work, *scope, body).map(drop))
    });
    written.map_err(|error| Trouble::new(error.code()))?;
    Ok(writers)
}

/// Signs so many matters for each of these writers, in turns.
fn sign(mut writers: Vec<(Scope, Writer)>, matters: usize, sender: &SyncSender<Vec<Op>>) {
    let mut batch = Vec::with_capacity(AT_ONCE);
    for number in 1..=matters {
        for (scope, writer) in &mut writers {
            matter(*scope, writer, number, &mut batch);
            if batch.len() >= AT_ONCE && sender.send(std::mem::take(&mut batch)).is_err() {
                return;
            }
        }
    }
    // Nobody receives any more where storing failed, and that is told there.
    drop(sender.send(batch));
}

fn matter(scope: Scope, by: &mut Writer, number: usize, out: &mut Vec<Op>) {
    let raised = by.append(scope, None, &[], &super::village::raised(number));
    let matter = Some(raised.id().raised_matter());
    let started = Moment { ms: START_MS, offset_min: 480 };
    let head = Head { venue: "活动室".into(), started, chair: "李正华".into(), ..Head::default() };
    let (expected, counted_by, body) = (Vec::new(), CountedBy::People, RollBody::GroupMembers);
    let opened = MeetingOpened { step: Step::FirstProposal, head, expected, counted_by, body };
    let opened = by.append(scope, matter, &[raised.id()], &Body::MeetingOpened(opened));
    let (meeting, mut last) = (opened.id(), opened.id());
    out.extend([raised, opened]);
    for at in 2..A_MATTER {
        let op = by.append(scope, matter, &[last], &spoken(meeting, at));
        last = op.id();
        out.push(op);
    }
}

fn spoken(meeting: OpId, at: usize) -> Body {
    let (speaker, text) = super::village::says(at);
    let entry = EntryKind::Statement;
    Body::Spoken(Spoken { meeting, entry, speaker, person: None, text, answers: None, at: None })
}

fn store(hub: &Hub, ops: Vec<Op>) -> Done {
    let stored = hub
        .writer
        .run_blocking(move |work| ops.iter().try_for_each(|op| work.append(op, op.header().device, 0)));
    stored.map_err(|error| Trouble::new(error.code()))
}
