//! The township: the server's own code on a table, without network, threads or disk. It can be killed before and after
//! any commit, copied, and put back to any copy.

use super::air::Refusal;
use super::versions::grown;
use domain::Body;
use domain::authority::Role;
use domain::fold::Places;
use oplog::{Digest, Scope, SecretKey, Signature, to_cbor};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use sync::enrol::Claim;
use sync::message::{Failure, Generation, Verb};
use sync::tree::TreeHead;
use township::archive::memory::Memory;
use township::archive::rows::Meta;
use township::archive::{Archive, ArchiveError, Read, Reading, Writing, read};
use township::clock::Outside;
use township::enrol::{Grant, confirm, keep_code, new_code};
use township::error::Trouble;
use township::exchange;
use township::high_water::{Mark, settle};
use township::hub::{Hub, Identity, Shared};
use township::merkle::Tree;
use township::work::places_of;

/// Virtual time, and chance for the township.
pub struct Clock(pub AtomicU64, pub AtomicU64);

impl Clock {
    pub fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Outside for Clock {
    fn now_ms(&self) -> u64 {
        self.now()
    }

    fn fill(&self, out: &mut [u8]) -> Result<(), Trouble> {
        for chunk in out.chunks_mut(8) {
            let number = self.1.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst).to_be_bytes();
            chunk.copy_from_slice(number.get(..chunk.len()).unwrap_or_default());
        }
        Ok(())
    }
}

/// How the next write ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kill {
    /// Killed before the commit.
    Before = 1,
    /// Killed after the commit, before anybody was answered.
    After = 2,
    /// Not killed: the disk is full, and the write is refused.
    Full = 3,
}

/// An archive that the process dies over.
#[derive(Default)]
struct Frail {
    held: Memory,
    /// How many writes are left until the one that goes wrong, and how; 0 for never.
    kill: AtomicU32,
    dead: AtomicBool,
}

impl Archive for Frail {
    fn write(&self, work: &mut Writing<'_>) -> Read<()> {
        let kill = match self.kill.load(Ordering::SeqCst) {
            later @ 8.. => {
                self.kill.store(later - 4, Ordering::SeqCst);
                0
            }
            now => {
                self.kill.store(0, Ordering::SeqCst);
                now as u8 & 3
            }
        };
        if kill == Kill::Full as u8 {
            return Err(ArchiveError::Full);
        }
        if kill == Kill::Before as u8 {
            self.dead.store(true, Ordering::SeqCst);
            return Err(ArchiveError::Stopped);
        }
        self.held.write(work)?;
        if kill == Kill::After as u8 {
            self.dead.store(true, Ordering::SeqCst);
            return Err(ArchiveError::Stopped);
        }
        Ok(())
    }

    fn read(&self, work: &mut Reading<'_>) -> Read<()> {
        self.held.read(work)
    }
}

/// The township.
pub struct Town {
    frail: Arc<Frail>,
    pub clock: Arc<Clock>,
    seed: [u8; 32],
    scope: Scope,
    hub: Hub,
    /// Its high-water file.
    mark: Option<Mark>,
    copies: Vec<Copy>,
    /// The generation in which it was put back as a whole, and does not know: what it signed there before is not what it
    /// holds.
    blind: Option<Generation>,
    /// How often it was put back as a whole.
    pub put_backs: u64,
    /// The tree of what it held when it was last looked at, and in which generation.
    pub seen: (Generation, Tree),
    /// What the prefecture, which holds no records, last noted of its tree.
    pub witness: Option<(Generation, TreeHead)>,
    /// Whether it is of a later version, which says more than the phones know.
    pub later: bool,
}

impl Town {
    pub fn new(clock: Arc<Clock>) -> Self {
        let (frail, seed) = (Arc::new(Frail::default()), [200; 32]);
        let scope = domain::story::scope("532301104");
        let hub = open(&frail, &clock, seed, scope, Generation::named(1));
        let mut town = Self::of(frail, clock, seed, scope, hub);
        let key = SecretKey::from_seed(&seed).public();
        town.start();
        let founded = domain::place::TownshipFounded { name: "紫溪镇".into(), key };
        town.say(scope, Body::TownshipFounded(founded));
        town
    }

    fn of(frail: Arc<Frail>, clock: Arc<Clock>, seed: [u8; 32], scope: Scope, hub: Hub) -> Self {
        let (mark, copies, blind, put_backs) = (None, Vec::new(), None, 0);
        let (seen, witness, later) = (Default::default(), None, false);
        Self { frail, clock, seed, scope, hub, mark, copies, blind, put_backs, seen, witness, later }
    }

    /// All of it that outlives the process, as a value.
    pub fn moment(&self) -> Moment {
        Moment {
            held: self.frail.held.copied(),
            mark: self.mark,
            copy: self.copies.last().map(Copy::copied),
            blind: self.blind,
        }
    }

    /// A township that starts on what a moment holds.
    pub fn at(moment: &Moment, clock: Arc<Clock>) -> Self {
        let frail = Arc::new(Frail { held: moment.held.copied(), ..Frail::default() });
        let (seed, scope) = ([200; 32], domain::story::scope("532301104"));
        let generation = moment.mark.map_or(Generation::named(1), |mark| mark.generation);
        let hub = open(&frail, &clock, seed, scope, generation);
        let mut town = Self::of(frail, clock, seed, scope, hub);
        (town.mark, town.blind) = (moment.mark, moment.blind);
        town.copies.extend(moment.copy.as_ref().map(Copy::copied));
        town
    }

    /// The mark is lost, or another server of the same key was begun with: a new generation begins.
    pub fn forget_mark(&mut self) {
        self.mark = None;
        self.start();
    }

    /// Its key, for those who test what would be if somebody had it.
    pub fn secret(&self) -> SecretKey {
        SecretKey::from_seed(&self.seed)
    }

    pub fn key(&self) -> oplog::PublicKey {
        SecretKey::from_seed(&self.seed).public()
    }

    pub fn generation(&self) -> Generation {
        self.hub.shared.identity.generation()
    }

    pub fn tree(&self) -> (u64, Digest) {
        self.hub.shared.tree()
    }

    pub fn places(&self) -> Arc<Places> {
        self.hub.shared.places()
    }

    pub fn archive(&self) -> &dyn Archive {
        &*self.frail
    }

    /// Writes an operation of its own; not if it is killed over it.
    pub fn say(&mut self, scope: Scope, body: Body) -> bool {
        let said = self
            .hub
            .writer
            .run_blocking(move |work| township::authority::say(work, scope, &body).map(drop))
            .is_ok();
        self.settle();
        said
    }

    /// Admits a phone as the desk does: a code, a claim signed by the phone, an officer's word. Not if it dies over it.
    pub fn enrol(&mut self, phone: &SecretKey, scope: Scope, name: &str) -> bool {
        let Ok((code, row)) = new_code(&*self.clock) else { return false };
        let (key, device) = (phone.public(), phone.public().device());
        let mut claim = Claim { code, key, label: "模拟".into(), signature: [0; 64] };
        claim.signature = sign_with_context(phone, &claim.to_sign());
        let (roles, name) = (vec![Role::Recorder], name.to_owned());
        let grant = Grant { scope, roles, name, person: None, officer: "张干事".into() };
        let done = self.hub.writer.run_blocking(move |work| {
            keep_code(work.tx, &row)?;
            let noted = township::enrol::claim(work, &claim)?;
            Ok(noted.is_ok() && confirm(work, device, grant)?)
        });
        self.settle();
        done.unwrap_or(false)
    }

    /// The next write ends like this.
    pub fn kill(&self, kill: Kill) {
        self.kill_at(1, kill);
    }

    /// The write with this number from now on, beginning with 1, ends like this.
    pub fn kill_at(&self, write: u32, kill: Kill) {
        self.frail.kill.store(write << 2 | kill as u32, Ordering::SeqCst);
    }

    /// Whether the write that was to go wrong is still to come.
    pub fn unharmed(&self) -> bool {
        self.frail.kill.load(Ordering::SeqCst) != 0
    }

    /// Nothing kills it any more.
    pub fn heal(&self) {
        self.frail.kill.store(0, Ordering::SeqCst);
    }

    /// Answers a request, if it lives until the answer.
    pub fn answer(&mut self, verb: Verb, request: &[u8]) -> Result<Vec<u8>, Refusal> {
        let answer = match verb {
            Verb::Hello => exchange::hello(&self.hub, request).map(|answer| to_cbor(&answer)),
            Verb::Push => exchange::push(&self.hub, request).map(|answer| to_cbor(&answer)),
            Verb::Deliver => exchange::deliver(&self.hub, request).map(|answer| to_cbor(&answer)),
            Verb::Pull => exchange::pull(&self.hub, request).map(|answer| to_cbor(&answer)),
        };
        if self.settle() {
            return Err(Refusal::Dead);
        }
        let later = self.later;
        answer.map(|bytes| if later { grown(&bytes) } else { bytes }).map_err(|deny| {
            let (code, retry, session) = (deny.code().to_owned(), deny.retry(), deny.session());
            Refusal::Failure(Failure { code, request: String::new(), retry, session })
        })
    }

    /// Starts again after having been killed; whether it was.
    fn settle(&mut self) -> bool {
        let (size, generation) = (self.hub.shared.tree().0, self.generation());
        self.mark = self.mark.map(|mark| match mark.generation == generation {
            true => Mark { size: mark.size.max(size), ..mark },
            // It began a new generation while it ran.
            false => Mark { generation, size, epoch: self.epoch() },
        });
        let dead = self.frail.dead.swap(false, Ordering::SeqCst);
        if dead {
            self.start();
        }
        dead
    }

    /// Starts on what is held, as often as it is killed over it.
    fn start(&mut self) {
        let held = read(&*self.frail, |view| view.last_arrival()).unwrap_or_default();
        let settled = settle(&*self.frail, self.mark, held, &*self.clock);
        self.frail.dead.store(false, Ordering::SeqCst);
        let Ok(settled) = settled else { return self.start() };
        self.mark = Some(settled.mark);
        self.hub = open(&self.frail, &self.clock, self.seed, self.scope, settled.mark.generation);
    }

    /// Makes a verified copy, and says so in its receipts.
    pub fn back_up(&mut self) {
        self.copies.push(Copy { held: self.frail.held.copied(), mark: self.mark });
        let held = self.hub.shared.tree().0;
        let noted = self
            .hub
            .writer
            .run_blocking(move |work| work.tx.put_meta(Meta::Durable, Some(&held.to_be_bytes())));
        // Killed over it, it does not know of the copy; the copy is there all the same.
        noted.unwrap_or_default();
        self.settle();
    }

    /// How many copies there are.
    pub fn copies(&self) -> usize {
        self.copies.len()
    }

    /// Goes back to a copy. Copies made later are lost with it no more than a burnt disk loses others.
    pub fn restore(&mut self, copy: usize) {
        if let Some(copy) = self.copies.get(copy) {
            self.frail.held.restore(&copy.held);
            self.start();
        }
    }

    /// Goes back to a copy as a whole, with the high-water mark of its time: nothing says that it was ever further.
    pub fn put_back(&mut self, copy: usize) {
        let Some(copy) = self.copies.get(copy) else { return };
        let before = (self.generation(), self.tree());
        self.frail.held.restore(&copy.held);
        self.mark = copy.mark;
        self.start();
        if before != (self.generation(), self.tree()) {
            self.put_backs += 1;
            self.blind = Some(self.generation());
            (self.seen, self.witness) = (Default::default(), None);
        }
    }

    /// Whether it was put back as a whole, and has not noticed.
    pub fn blind(&self) -> bool {
        self.blind == Some(self.generation())
    }

    fn epoch(&self) -> u64 {
        let bytes = read(&*self.frail, |view| view.meta(Meta::Epoch)).unwrap_or_default();
        bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes)
    }
}

/// A copy of the data folder: the database, and the high-water mark beside it.
struct Copy {
    held: Memory,
    mark: Option<Mark>,
}

impl Copy {
    fn copied(&self) -> Self {
        Self { held: self.held.copied(), mark: self.mark }
    }
}

/// A township at a moment.
pub struct Moment {
    held: Memory,
    mark: Option<Mark>,
    copy: Option<Copy>,
    blind: Option<Generation>,
}

impl Moment {
    /// What is held.
    pub fn archive(&self) -> &Memory {
        &self.held
    }

    /// The generation in force, and the most operations held in it.
    pub fn mark(&self) -> Option<Mark> {
        self.mark
    }

    /// What its backup holds.
    pub fn backup(&self) -> Option<&Memory> {
        self.copy.as_ref().map(|copy| &copy.held)
    }

    /// The same, with what is held now as its backup.
    pub fn backed_up(&self) -> Self {
        let (held, mark) = (self.held.copied(), self.mark);
        Self { copy: Some(Copy { held: self.held.copied(), mark }), held, mark, blind: self.blind }
    }
}

/// Signs bytes that carry their context already.
pub fn sign_with_context(key: &SecretKey, message: &[u8]) -> Signature {
    let zero = message.iter().position(|byte| *byte == 0).unwrap_or(0);
    let (context, rest) = message.split_at(zero);
    key.sign(core::str::from_utf8(context).unwrap_or_default(), rest.get(1..).unwrap_or_default())
}

fn open(frail: &Arc<Frail>, clock: &Arc<Clock>, seed: [u8; 32], scope: Scope, generation: Generation) -> Hub {
    let (tree, places) = read(&**frail, |view| {
        let tree = view.meta(Meta::Tree)?.and_then(|bytes| Tree::from_bytes(&bytes));
        Ok((tree.unwrap_or_default(), places_of(&view.place_ops()?)?))
    })
    .unwrap_or_default();
    let identity = Identity::new(SecretKey::from_seed(&seed), scope, generation);
    let outside: Arc<dyn Outside> = Arc::clone(clock) as _;
    let shared = Shared::new(identity, outside, places, &tree, None);
    Hub { page_ops: super::phone::BATCH_OPS, ..Hub::at_once(Arc::clone(frail) as Arc<dyn Archive>, shared) }
}
