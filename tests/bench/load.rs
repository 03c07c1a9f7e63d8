//! Many phones at once: how many operations a second become durable, with receipts in the phones' hands.

use super::figures::{Figures, ms};
use super::limit;
use super::native_phone::NativePhone;
use super::table::{self, Table, times, whole};
use super::village;
use crate::cdp::{Done, Stopwatch, Trouble, temporary};
use crate::native::Officer;
use crate::server::Township;
use oplog::{Op, Scope};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;

const PHONES: usize = 8;
/// Operations in each session, and sessions of each phone.
const SHAPES: [(usize, usize); 3] = [(10, 50), (100, 20), (1_000, 4)];

/// Measures and prints.
pub fn measure() -> Done {
    let columns = SHAPES.map(|(ops, sessions)| format!("{sessions} × {ops}"));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut lines = Vec::new();
    for (ops, sessions) in SHAPES {
        lines.push(shape(ops, sessions)?);
    }
    let title = format!("{PHONES} native phones at once; sessions of each phone × operations in each");
    let mut table = Table::new(title, &columns);
    let each = |of: fn(&Loaded) -> String| lines.iter().map(of).collect::<Vec<_>>();
    table.line("operations a second, durable and receipted", each(|one| whole(one.per_second(one.ms))));
    table.line("sessions a second", each(|one| whole(one.sessions as f64 * 1000.0 / one.ms)));
    table.line("one session, median", each(|one| table::ms(one.session.median())));
    table.line("one session, p99", each(|one| table::ms(one.session.p99())));
    table.line(
        "requests a session",
        each(|one| format!("{:.1}", f64::from(one.requests) / one.sessions as f64)),
    );
    table.line(
        "limit: one durable write a session, operations a second",
        each(|one| whole(one.per_second(one.disk_ms))),
    );
    table.line("ratio to it (above 1: commits are shared)", each(|one| times(one.disk_ms / one.ms)));
    table.line(
        "limit: signatures verified by one core, a second",
        each(|one| whole(one.per_second(one.signatures_ms))),
    );
    table.line(
        "processor used by the server, of the time",
        each(|one| format!("{:.0} %", 100.0 * one.server_ms / one.ms)),
    );
    table.line(
        "operations a second of the server's processor",
        each(|one| whole(one.per_second(one.server_ms))),
    );
    table.note("Each phone in a group of its own; its sessions follow one another: hello, push, pull (nothing), hello.");
    table.note("The phones use the same processor, for packing and for verifying receipts.");
    table.print();
    Ok(())
}

/// What a shape gave.
struct Loaded {
    ops: usize,
    sessions: usize,
    ms: f64,
    session: Figures,
    requests: u32,
    server_ms: f64,
    disk_ms: f64,
    signatures_ms: f64,
}

impl Loaded {
    fn per_second(&self, ms: f64) -> f64 {
        self.ops as f64 * 1000.0 / ms
    }
}

fn group(number: usize) -> String {
    format!("532301104201{number:03}")
}

fn found(folder: &Path) -> Done<Township> {
    let groups = (1..=PHONES).map(|number| json!({ "code": group(number), "name": format!("第{number}组") }));
    let village = json!({ "code": "532301104201", "name": "前进村" });
    let places: Vec<_> = std::iter::once(village).chain(groups).collect();
    let file = folder.join("register.json");
    std::fs::write(
        &file,
        json!({ "township": "紫溪镇", "code": "532301104", "places": places }).to_string(),
    )?;
    let data = folder.join("data");
    let done = Command::new(Township::program())
        .arg("register")
        .arg("--data")
        .arg(&data)
        .arg("--file")
        .arg(&file)
        .output()?;
    if !done.status.success() {
        return Err(Trouble::new(String::from_utf8_lossy(&done.stderr)));
    }
    Township::at(&data, &[])
}

fn shape(each: usize, sessions: usize) -> Done<Loaded> {
    let folder = temporary("load")?;
    let township = found(&folder)?;
    let officer = Officer::first(&township)?;
    let mut phones = Vec::new();
    for number in 1..=PHONES {
        let scope = Scope::parse(&group(number)).map_err(Trouble::of)?;
        let mut phone = NativePhone::enrol(township.address(), &officer, 40 + number as u8, scope)?;
        phone.sync()?;
        let ops = village::raisings(&mut phone, each * sessions);
        phones.push((phone, ops));
    }
    // Grants of the later phones reach the earlier ones before it begins.
    phones.iter().try_for_each(|(phone, _)| phone.sync().map(drop))?;
    for (phone, _) in &phones {
        phone.wire.take_traffic();
    }
    let loaded = run(&township, phones, each)?;
    drop(township);
    std::fs::remove_dir_all(folder)?;
    Ok(loaded)
}

fn run(township: &Township, phones: Vec<(NativePhone, Vec<Op>)>, each: usize) -> Done<Loaded> {
    let signatures: Vec<f64> =
        phones.iter().map(|(phone, ops)| limit::signatures(ops, &phone.writer.key())).collect::<Done<_>>()?;
    let pieces: Vec<usize> = phones.iter().flat_map(|(_, ops)| ops.chunks(each)).map(bytes_of).collect();
    let ops: usize = phones.iter().map(|(_, ops)| ops.len()).sum();
    let gate = Barrier::new(phones.len() + 1);
    let before = limit::processor(township.id())?;
    let (ended, time) = std::thread::scope(|scope| {
        let running: Vec<_> = phones
            .into_iter()
            .map(|(phone, ops)| {
                let gate = &gate;
                scope.spawn(move || {
                    gate.wait();
                    one(&phone, &ops, each)
                })
            })
            .collect();
        gate.wait();
        let watch = Stopwatch::start();
        let ended: Vec<_> = running.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        (ended, ms(watch.elapsed()))
    });
    let server_ms = limit::processor(township.id())? - before;
    let (mut times, mut requests) = (Vec::new(), 0);
    for phone in ended {
        let (more, asked) = phone.map_err(|_| Trouble::new("a phone's thread died"))??;
        times.extend(more);
        requests += asked;
    }
    Ok(Loaded {
        ops,
        sessions: pieces.len(),
        ms: time,
        session: Figures::of(times),
        requests,
        server_ms,
        disk_ms: limit::disk(&pieces)?,
        signatures_ms: signatures.iter().sum(),
    })
}

fn bytes_of(ops: &[Op]) -> usize {
    ops.iter().map(|op| op.bytes().len()).sum()
}

/// A phone's sessions, one after the other: how long each took, and the requests of all.
fn one(phone: &NativePhone, ops: &[Op], each: usize) -> Done<(Vec<f64>, u32)> {
    let mut times = Vec::new();
    for some in ops.chunks(each) {
        phone.shelf.load(some);
        let watch = Stopwatch::start();
        phone.sync()?;
        times.push(ms(watch.elapsed()));
    }
    phone.must_be_received()?;
    Ok((times, phone.wire.take_traffic().requests))
}
