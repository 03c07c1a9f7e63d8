//! Many phones at once: how many operations a second become durable, with receipts in the phones' hands.

use super::figures::{Figures, ms};
use super::limit;
use super::native_phone::NativePhone;
use super::ready::{Answered, Line, Ready, ready};
use super::table::{self, Table, times, whole};
use super::village;
use crate::cdp::{Done, Stopwatch, Trouble, temporary};
use crate::native::Officer;
use crate::server::Township;
use oplog::Scope;
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::sync::Barrier;

const PHONES: usize = 32;
/// Operations in each session, and sessions of each phone.
const SHAPES: [(usize, usize); 3] = [(10, 200), (100, 40), (1_000, 6)];

/// Measures and prints.
pub fn measure() -> Done {
    let columns = SHAPES.map(|(ops, sessions)| format!("{sessions} × {ops}"));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut lines = Vec::new();
    for (ops, sessions) in SHAPES {
        lines.push(shape(ops, sessions)?);
    }
    let title = format!("{PHONES} phones at once; sessions of each phone × operations in each");
    let mut table = Table::new(title, &columns);
    let each = |of: fn(&Loaded) -> String| lines.iter().map(of).collect::<Vec<_>>();
    table.line("operations a second, durable and receipted", each(|one| whole(one.per_second(one.ms))));
    table.line("sessions a second", each(|one| whole(one.sessions as f64 * 1000.0 / one.ms)));
    table.line("one session, median", each(|one| table::ms(one.session.median())));
    table.line("one session, p99", each(|one| table::ms(one.session.p99())));
    table.line("requests a session", each(|one| format!("{:.1}", one.requests as f64 / one.sessions as f64)));
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
    table.line(
        "processor used by the load, of the time",
        each(|one| format!("{:.0} %", 100.0 * one.load_ms / one.ms)),
    );
    table.note("Each phone in a group of its own; its sessions follow one another: hello, push, hello, signed and packed before");
    table.note("the clock starts, judged after it stopped. Phones and server share the same two cores.");
    table.print();
    Ok(())
}

/// What a shape gave.
struct Loaded {
    ops: usize,
    sessions: usize,
    ms: f64,
    session: Figures,
    requests: usize,
    server_ms: f64,
    load_ms: f64,
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

fn run(township: &Township, phones: Vec<(NativePhone, Vec<oplog::Op>)>, each: usize) -> Done<Loaded> {
    let signatures: Vec<f64> =
        phones.iter().map(|(phone, ops)| limit::signatures(ops, &phone.writer.key())).collect::<Done<_>>()?;
    let key = phones.first().map(|(phone, _)| phone.township).ok_or_else(|| Trouble::new("no phone"))?;
    let sessions: Vec<Vec<Ready>> =
        phones.iter().map(|(phone, ops)| ready(phone, ops, each)).collect::<Done<_>>()?;
    drop(phones);
    let pieces: Vec<usize> = sessions.iter().flatten().map(|session| session.bytes).collect();
    let ops: usize = sessions.iter().flatten().map(|session| session.ops).sum();
    let gate = Barrier::new(sessions.len() + 1);
    let before = (limit::processor(township.id())?, limit::processor(std::process::id())?);
    let (ended, time) = std::thread::scope(|scope| {
        let running: Vec<_> = sessions
            .iter()
            .map(|sessions| {
                let gate = &gate;
                scope.spawn(move || {
                    gate.wait();
                    one(township.address(), sessions)
                })
            })
            .collect();
        gate.wait();
        let watch = Stopwatch::start();
        let ended: Vec<_> = running.into_iter().map(std::thread::ScopedJoinHandle::join).collect();
        (ended, ms(watch.elapsed()))
    });
    let server_ms = limit::processor(township.id())? - before.0;
    let load_ms = limit::processor(std::process::id())? - before.1;
    let (mut times, mut requests) = (Vec::new(), 0);
    for phone in ended {
        for (time, answered) in phone.map_err(|_| Trouble::new("a phone's thread died"))?? {
            answered.must_be_received(&key)?;
            times.push(time);
            requests += answered.requests();
        }
    }
    Ok(Loaded {
        ops,
        sessions: pieces.len(),
        ms: time,
        session: Figures::of(times),
        requests,
        server_ms,
        load_ms,
        disk_ms: limit::disk(&pieces)?,
        signatures_ms: signatures.iter().sum(),
    })
}

/// A phone's sessions, one after the other: how long each took, and what was answered.
fn one(address: &str, sessions: &[Ready]) -> Done<Vec<(f64, Answered)>> {
    let mut line = Line::to(address)?;
    let hold = |session| {
        let watch = Stopwatch::start();
        let answered = line.hold(session)?;
        Ok((ms(watch.elapsed()), answered))
    };
    sessions.iter().map(hold).collect()
}
