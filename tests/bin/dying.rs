//! `dying --data FOLDER --listen ADDRESS --die N`: the township's own server over an archive that ends the process at the N-th
//! step of taking in what a phone pushes. The steps of one push: before the transaction, after each of its writes, before
//! its commit, after the commit and before the receipt, after the receipt and before the answer.

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use oplog::{DeviceId, Digest, LogKey, MatterId, OpId, Scope};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use sync::message::Verb;
use sync::receipt::ReceivedHead;
use township::archive::office::{OfficeTx, OfficeView};
use township::archive::rows::{
    ArrivalRow, AsideRow, ClaimRow, CodeRow, DayRow, DeskSessionRow, DeviceRow, FailureRow, HeldOp, Meta,
    NewOp, OfficerRow, PageRows, Position, ReadingRow, SummaryRow, TallyRow, Waits,
};
use township::archive::{Archive, Read, Reading, Tx, View, Writing};
use township::clock::Real;
use township::data::DataDir;
use township::hub::Front;
use township::merkle::Tile;
use township::routes::router;

/// How many steps are left, once a push has come.
struct Fate {
    counting: AtomicBool,
    left: AtomicI64,
}

impl Fate {
    fn step(&self, name: &str) {
        if self.counting.load(Ordering::SeqCst) && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            println!("dies {name}");
            // As by SIGKILL: nothing is cleaned up, nobody is told.
            std::process::abort();
        }
    }
}

struct Dying(Arc<dyn Archive>, Arc<Fate>);

impl Archive for Dying {
    fn write(&self, work: &mut Writing<'_>) -> Read<()> {
        self.1.step("before the transaction");
        self.0.write(&mut |tx| {
            work(&mut Counted { tx, fate: &self.1 })?;
            self.1.step("before the commit");
            Ok(())
        })?;
        self.1.step("after the commit");
        Ok(())
    }
    fn read(&self, work: &mut Reading<'_>) -> Read<()> {
        self.0.read(work)
    }
}

struct Counted<'a> {
    tx: &'a mut dyn Tx,
    fate: &'a Fate,
}

impl Counted<'_> {
    fn written(&self) {
        self.fate.step("before a write");
    }
}

impl View for Counted<'_> {
    fn meta(&self, key: Meta) -> Read<Option<Vec<u8>>> {
        self.tx.meta(key)
    }
    fn last_arrival(&self) -> Read<u64> {
        self.tx.last_arrival()
    }
    fn head(&self, log: &LogKey) -> Read<Option<ReceivedHead>> {
        self.tx.head(log)
    }
    fn branch_head(&self, log: &LogKey, branch: u64) -> Read<Option<ReceivedHead>> {
        self.tx.branch_head(log, branch)
    }
    fn branches(&self, log: &LogKey) -> Read<Vec<ReceivedHead>> {
        self.tx.branches(log)
    }
    fn heads_in(&self, scope: Scope) -> Read<Vec<ReceivedHead>> {
        self.tx.heads_in(scope)
    }
    fn heads_of(&self, device: DeviceId) -> Read<Vec<ReceivedHead>> {
        self.tx.heads_of(device)
    }
    fn position(&self, id: OpId) -> Read<Option<Position>> {
        self.tx.position(id)
    }
    fn op_at(&self, log: &LogKey, seq: u64) -> Read<Option<OpId>> {
        self.tx.op_at(log, seq)
    }
    fn ops_after(&self, arrival: u64, limit: usize) -> Read<Vec<HeldOp>> {
        self.tx.ops_after(arrival, limit)
    }
    fn ids(&self, from: u64, to: u64) -> Read<Vec<OpId>> {
        self.tx.ids(from, to)
    }
    fn tiles(&self, level: u32, from: u64, to: u64) -> Read<Vec<Digest>> {
        self.tx.tiles(level, from, to)
    }
    fn place_ops(&self) -> Read<Vec<HeldOp>> {
        self.tx.place_ops()
    }
    fn matter_ops(&self, matter: MatterId) -> Read<Vec<HeldOp>> {
        self.tx.matter_ops(matter)
    }
    fn page(
        &self,
        cursors: &[(Scope, u64)],
        except: Option<DeviceId>,
        max_bytes: usize,
        max_ops: usize,
    ) -> Read<PageRows> {
        self.tx.page(cursors, except, max_bytes, max_ops)
    }
    fn arrivals(&self, since_ms: u64, except: DeviceId, limit: usize) -> Read<Vec<ArrivalRow>> {
        self.tx.arrivals(since_ms, except, limit)
    }
    fn waiting(&self, waits: &Waits) -> Read<Vec<AsideRow>> {
        self.tx.waiting(waits)
    }
    fn asides(&self, limit: usize) -> Read<Vec<AsideRow>> {
        self.tx.asides(limit)
    }
    fn aside_size(&self, sender: Option<DeviceId>) -> Read<(u64, u64)> {
        self.tx.aside_size(sender)
    }
    fn device(&self, id: DeviceId) -> Read<Option<DeviceRow>> {
        self.tx.device(id)
    }
    fn devices(&self) -> Read<Vec<DeviceRow>> {
        self.tx.devices()
    }
    fn code(&self, hash: Digest) -> Read<Option<CodeRow>> {
        self.tx.code(hash)
    }
    fn made_codes(&self) -> Read<Vec<CodeRow>> {
        self.tx.made_codes()
    }
    fn claim(&self, device: DeviceId) -> Read<Option<ClaimRow>> {
        self.tx.claim(device)
    }
    fn claims(&self) -> Read<Vec<ClaimRow>> {
        self.tx.claims()
    }
    fn summaries(&self, within: Scope) -> Read<Vec<SummaryRow>> {
        self.tx.summaries(within)
    }
    fn summary(&self, matter: MatterId) -> Read<Option<SummaryRow>> {
        self.tx.summary(matter)
    }
    fn closings(&self) -> Read<Vec<HeldOp>> {
        self.tx.closings()
    }
    fn days(&self, until: u32, limit: usize) -> Read<Vec<DayRow>> {
        self.tx.days(until, limit)
    }
}

impl OfficeView for Counted<'_> {
    fn officer(&self, name: &str) -> Read<Option<OfficerRow>> {
        self.tx.officer(name)
    }
    fn officers(&self) -> Read<u64> {
        self.tx.officers()
    }
    fn desk_session(&self, hash: Digest) -> Read<Option<DeskSessionRow>> {
        self.tx.desk_session(hash)
    }
    fn all_officers(&self) -> Read<Vec<OfficerRow>> {
        self.tx.all_officers()
    }
    fn sessions_of(&self, officer: &str) -> Read<Vec<DeskSessionRow>> {
        self.tx.sessions_of(officer)
    }
    fn failure(&self, key: &str) -> Read<Option<FailureRow>> {
        self.tx.failure(key)
    }
    fn failures(&self) -> Read<u64> {
        self.tx.failures()
    }
    fn readings(&self, matter: MatterId) -> Read<Vec<ReadingRow>> {
        self.tx.readings(matter)
    }
    fn before(&self, scope: Scope, arrival: u64, limit: usize) -> Read<Vec<HeldOp>> {
        self.tx.before(scope, arrival, limit)
    }
    fn tally(&self, key: &str) -> Read<Option<TallyRow>> {
        self.tx.tally(key)
    }
    fn tallies(&self, before_ms: u64) -> Read<Vec<TallyRow>> {
        self.tx.tallies(before_ms)
    }
}

impl OfficeTx for Counted<'_> {
    fn put_officer(&mut self, row: &OfficerRow) -> Read<()> {
        self.written();
        self.tx.put_officer(row)
    }
    fn put_desk_session(&mut self, row: &DeskSessionRow) -> Read<()> {
        self.written();
        self.tx.put_desk_session(row)
    }
    fn drop_desk_session(&mut self, hash: Digest) -> Read<()> {
        self.written();
        self.tx.drop_desk_session(hash)
    }
    fn put_failure(&mut self, row: &FailureRow) -> Read<()> {
        self.written();
        self.tx.put_failure(row)
    }
    fn drop_failure(&mut self, key: &str) -> Read<()> {
        self.written();
        self.tx.drop_failure(key)
    }
    fn sweep_failures(&mut self, now_ms: u64) -> Read<()> {
        self.written();
        self.tx.sweep_failures(now_ms)
    }
    fn put_reading(&mut self, row: &ReadingRow) -> Read<()> {
        self.written();
        self.tx.put_reading(row)
    }
    fn put_tally(&mut self, row: &TallyRow) -> Read<()> {
        self.written();
        self.tx.put_tally(row)
    }
    fn drop_tally(&mut self, key: &str) -> Read<()> {
        self.written();
        self.tx.drop_tally(key)
    }
}

impl Tx for Counted<'_> {
    fn put_meta(&mut self, key: Meta, value: Option<&[u8]>) -> Read<()> {
        self.written();
        self.tx.put_meta(key, value)
    }
    fn append(&mut self, new: &NewOp<'_>) -> Read<()> {
        self.written();
        self.tx.append(new)
    }
    fn put_head(&mut self, head: &ReceivedHead, branch: u64) -> Read<()> {
        self.written();
        self.tx.put_head(head, branch)
    }
    fn put_tile(&mut self, tile: &Tile) -> Read<()> {
        self.written();
        self.tx.put_tile(tile)
    }
    fn put_day(&mut self, row: &DayRow) -> Read<()> {
        self.written();
        self.tx.put_day(row)
    }
    fn put_aside(&mut self, row: &AsideRow) -> Read<bool> {
        self.written();
        self.tx.put_aside(row)
    }
    fn drop_aside(&mut self, hash: Digest) -> Read<()> {
        self.written();
        self.tx.drop_aside(hash)
    }
    fn put_device(&mut self, row: &DeviceRow) -> Read<()> {
        self.written();
        self.tx.put_device(row)
    }
    fn put_code(&mut self, row: &CodeRow) -> Read<()> {
        self.written();
        self.tx.put_code(row)
    }
    fn put_claim(&mut self, row: &ClaimRow) -> Read<()> {
        self.written();
        self.tx.put_claim(row)
    }
    fn sweep(&mut self, before_ms: u64) -> Read<()> {
        self.written();
        self.tx.sweep(before_ms)
    }
    fn put_summary(&mut self, row: &SummaryRow) -> Read<()> {
        self.written();
        self.tx.put_summary(row)
    }
}

/// Counting begins with the first push; the last step is behind everything that the server does for it.
async fn around(fate: Arc<Fate>, request: Request, next: Next) -> Response {
    let push = request.uri().path() == Verb::Push.path();
    if push {
        fate.counting.store(true, Ordering::SeqCst);
    }
    let response = next.run(request).await;
    if push {
        fate.step("before the answer");
    }
    response
}

fn argument(name: &str) -> Result<String, String> {
    let mut words = std::env::args().skip_while(|word| word != name).skip(1);
    words.next().ok_or_else(|| format!("dying: {name} is missing"))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let left: i64 = argument("--die")?.parse()?;
    let fate = Arc::new(Fate { counting: AtomicBool::new(false), left: AtomicI64::new(left) });
    let dir = DataDir::hold(argument("--data")?.as_ref())?;
    let through = fate.clone();
    let hub =
        dir.open_through(Arc::new(Real), Front::default(), |archive| Arc::new(Dying(archive, through)))?;
    let listener = std::net::TcpListener::bind(argument("--listen")?)?;
    listener.set_nonblocking(true)?;
    println!("phone: http://{}/", listener.local_addr()?);
    let layer = from_fn(move |request: Request, next: Next| around(fate.clone(), request, next));
    let app = router(hub).layer(layer).into_make_service_with_connect_info::<std::net::SocketAddr>();
    tokio::runtime::Runtime::new()?
        .block_on(async { axum::serve(tokio::net::TcpListener::from_std(listener)?, app).await })?;
    Ok(())
}
