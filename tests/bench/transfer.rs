//! 10,000 operations from one native phone to the township, and to another native phone.

use super::MANY;
use super::figures::{Figures, ms};
use super::limit;
use super::native_phone::NativePhone;
use super::table::{self, Table, kb, times, whole};
use super::village::{self, GROUP};
use super::wire::Traffic;
use crate::cdp::{Done, Stopwatch, Trouble};
use crate::native::Officer;
use crate::server::Township;
use oplog::Scope;

const ROUNDS: usize = 3;

/// One way of one round.
struct Way {
    ms: f64,
    traffic: Traffic,
    server_ms: f64,
    disk_ms: f64,
    signatures_ms: f64,
}

/// Measures and prints.
pub fn measure() -> Done {
    let (mut up, mut down) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (pushed, pulled) = round()?;
        up.push(pushed);
        down.push(pulled);
    }
    let mut table = Table::new(
        format!("{} operations, native phones, median of {ROUNDS}", whole(MANY as f64)),
        &["push", "pull"],
    );
    let both = |of: fn(&Way) -> f64| [&up, &down].map(|ways| Figures::of(ways.iter().map(of)).median());
    let time = both(|way| way.ms);
    let limit = both(|way| way.disk_ms + way.signatures_ms);
    table.line("time", time.map(table::ms));
    table.line("operations a second", time.map(|ms| whole(MANY as f64 * 1000.0 / ms)));
    table.line(
        "limit: bytes made durable, one write a request",
        both(|way| way.disk_ms).map(|ms| if ms > 0.0 { table::ms(ms) } else { "–".into() }),
    );
    table.line("limit: signatures verified by one core", both(|way| way.signatures_ms).map(table::ms));
    let ratios: Vec<String> = time.iter().zip(limit).map(|(time, limit)| times(time / limit)).collect();
    table.line("ratio to both limits together", ratios);
    table.line("processor used by the server", both(|way| way.server_ms).map(table::ms));
    table.line("requests", both(|way| f64::from(way.traffic.requests)).map(whole));
    table.line("bytes up, as sent", both(|way| way.traffic.up as f64).map(kb));
    table.line("bytes up, unpacked", both(|way| way.traffic.up_plain as f64).map(kb));
    table.line("bytes down, as sent", both(|way| way.traffic.down as f64).map(kb));
    table.line("bytes down, unpacked", both(|way| way.traffic.down_plain as f64).map(kb));
    table.note("A session from hello to equal digests, every operation with its receipt; phone and server on one machine.");
    table.note(
        "The native phone keeps what it holds in memory; it verifies, packs and unpacks as the app does.",
    );
    table.print();
    Ok(())
}

fn round() -> Done<(Way, Way)> {
    let township = Township::demo()?;
    let officer = Officer::first(&township)?;
    let group = Scope::parse(GROUP).map_err(Trouble::of)?;
    let mut giver = NativePhone::enrol(township.address(), &officer, 21, group)?;
    let taker = NativePhone::enrol(township.address(), &officer, 22, group)?;
    // What its enrolment brought about the places is taken in before.
    giver.sync()?;
    taker.sync()?;
    let ops = village::told(&mut giver, MANY)?;
    giver.shelf.load(&ops);
    let before = taker.shelf.foreign(&taker.writer.key());
    let mut up = way(&giver, &township)?;
    giver.must_be_received()?;
    let mut down = way(&taker, &township)?;
    let came = taker.shelf.foreign(&taker.writer.key()) - before;
    if came != MANY {
        return Err(Trouble::new(format!("{came} operations came down instead of {MANY}")));
    }
    let signatures = limit::signatures(&ops, &giver.writer.key())?;
    (up.signatures_ms, down.signatures_ms) = (signatures, signatures);
    let bytes: usize = ops.iter().map(|op| op.bytes().len()).sum();
    let pushes = up.traffic.pushes as usize;
    up.disk_ms = limit::disk(&vec![bytes / pushes.max(1); pushes])?;
    Ok((up, down))
}

fn way(phone: &NativePhone, township: &Township) -> Done<Way> {
    phone.wire.take_traffic();
    let before = limit::processor(township.id())?;
    let watch = Stopwatch::start();
    phone.sync()?;
    let time = ms(watch.elapsed());
    let server_ms = limit::processor(township.id())? - before;
    Ok(Way { ms: time, traffic: phone.wire.take_traffic(), server_ms, disk_ms: 0.0, signatures_ms: 0.0 })
}
