//! What a session costs where the township's past is long: nothing new, and ten new operations, beside the same with a
//! hundredth of the past, in turns.

use super::figures::{Figures, ms};
use super::limit;
use super::native_phone::NativePhone;
use super::past::{self, group};
use super::table::{self, Table, times, whole};
use super::village;
use super::wire::Traffic;
use crate::cdp::{Done, Stopwatch, Trouble, temporary};
use crate::native::Officer;
use crate::server::Township;
use std::path::PathBuf;

/// Operations in the two townships' past.
const PASTS: [usize; 2] = [10_000, 1_000_000];
const ROUNDS: usize = 200;
/// New operations in a session.
const NEW: usize = 10;

/// Measures and prints.
pub fn measure() -> Done {
    let mut towns = PASTS.into_iter().map(Town::made).collect::<Done<Vec<Town>>>()?;
    for _ in 0..ROUNDS {
        towns.iter_mut().try_for_each(Town::round)?;
    }
    let columns = PASTS.map(|past| format!("{} before", whole(past as f64)));
    let mut columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    columns.push("ratio");
    let title =
        format!("a township's past and the cost of a session, native phones, median of {ROUNDS} in turns");
    let mut table = Table::new(title, &columns);
    let mut line = |name: &str, write: fn(f64) -> String, of: &dyn Fn(&Town) -> f64| {
        let values: Vec<f64> = towns.iter().map(of).collect();
        let ratio = values.iter().copied().reduce(|small, large| large / small).unwrap_or(f64::NAN);
        let cells = values.into_iter().map(write).chain([times(ratio)]);
        table.line(name, cells.collect::<Vec<_>>());
    };
    let cases: [(&str, Of); 4] = [
        ("nothing new (budget 1 request, 1 kB each way)", |town| &town.nothing),
        ("nothing new here, ten new in another place", |town| &town.elsewhere),
        ("ten new up (budget 1.2×)", |town| &town.up),
        ("ten new down (budget 1.2×)", |town| &town.down),
    ];
    for (name, case) in cases {
        line(name, table::ms, &|town| case(town).figures(|one| one.0).median());
        line("  p99", table::ms, &|town| case(town).figures(|one| one.0).p99());
        line("  requests, the most", whole, &|town| case(town).most(|traffic| f64::from(traffic.requests)));
        line("  bytes up, the most", whole, &|town| case(town).most(|traffic| traffic.up as f64));
        line("  bytes down, the most", whole, &|town| case(town).most(|traffic| traffic.down as f64));
    }
    line("processor of the server for a round", table::ms, &|town| town.server_ms / ROUNDS as f64);
    line("start of the server", table::ms, &|town| town.start_ms);
    line("the past, made by the server's own writer", table::ms, &|town| town.made_ms);
    table.note(
        "140 groups with one phone each; the measured phones are further ones of one group. Bytes as sent.",
    );
    table.print();
    Ok(())
}

type Of = fn(&Town) -> &Case;

/// Sessions of one kind: milliseconds and traffic.
#[derive(Default)]
struct Case(Vec<(f64, Traffic)>);

impl Case {
    fn session(&mut self, phone: &NativePhone) -> Done {
        phone.wire.take_traffic();
        let watch = Stopwatch::start();
        phone.sync()?;
        self.0.push((ms(watch.elapsed()), phone.wire.take_traffic()));
        Ok(())
    }

    fn figures(&self, of: fn(&(f64, Traffic)) -> f64) -> Figures {
        Figures::of(self.0.iter().map(of))
    }

    fn most(&self, of: impl Fn(&Traffic) -> f64) -> f64 {
        self.0.iter().map(|(_, traffic)| of(traffic)).fold(0.0, f64::max)
    }
}

/// A township with its past, and three phones.
struct Town {
    folder: PathBuf,
    township: Option<Township>,
    /// Writes and reads in one group, and writes in another one.
    writer: NativePhone,
    reader: NativePhone,
    other: NativePhone,
    nothing: Case,
    elsewhere: Case,
    up: Case,
    down: Case,
    server_ms: f64,
    start_ms: f64,
    made_ms: f64,
}

impl Town {
    fn made(past: usize) -> Done<Self> {
        let folder = temporary("past")?;
        let watch = Stopwatch::start();
        past::make(&folder, past)?;
        let made_ms = ms(watch.elapsed());
        let watch = Stopwatch::start();
        let township = Township::at(&folder, &[])?;
        let start_ms = ms(watch.elapsed());
        let officer = Officer::first(&township)?;
        let enrol =
            |seed, village| NativePhone::enrol(township.address(), &officer, seed, group(village, 1)?);
        let (writer, reader, other) = (enrol(1, 1)?, enrol(2, 1)?, enrol(3, 2)?);
        // What the later enrolments brought about the places is taken in before.
        [&writer, &reader, &other].into_iter().try_for_each(|phone| phone.sync().map(drop))?;
        let (nothing, elsewhere, up, down) = Default::default();
        let township = Some(township);
        let server_ms = 0.0;
        Ok(Self {
            folder,
            township,
            writer,
            reader,
            other,
            nothing,
            elsewhere,
            up,
            down,
            server_ms,
            start_ms,
            made_ms,
        })
    }

    fn round(&mut self) -> Done {
        let server = self.township.as_ref().map(Township::id).unwrap_or_default();
        let up = village::raisings(&mut self.writer, NEW);
        self.writer.shelf.load(&up);
        let far = village::raisings(&mut self.other, NEW);
        self.other.shelf.load(&far);
        let before = limit::processor(server)?;
        self.up.session(&self.writer)?;
        self.down.session(&self.reader)?;
        self.nothing.session(&self.reader)?;
        self.other.sync()?;
        self.elsewhere.session(&self.reader)?;
        self.server_ms += limit::processor(server)? - before;
        self.writer.must_be_received()?;
        let came = self.reader.shelf.foreign(&self.reader.writer.key());
        let sent = self.writer.shelf.foreign(&self.reader.writer.key());
        if came < sent {
            Err(Trouble::new(format!("{came} operations are held instead of {sent}")))
        } else {
            Ok(())
        }
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        // The server goes before its folder, which may be gone already.
        self.township.take();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
