//! What all requests share: the archive, the writer, the township's identity, and what is kept ready in memory.

use crate::archive::{self, Archive, ArchiveError, Read, View};
use crate::clock::Outside;
use crate::high_water::HighWater;
use crate::merkle::{Nodes, Tree};
use crate::routes::deny::Deny;
use crate::work::Finished;
use crate::writer::Writer;
use domain::fold::Places;
use oplog::{DeviceId, Digest, Head, PublicKey, Scope, SecretKey, TownshipId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use sync::desk::Event;
use sync::limits::MAX_BATCH_OPS;
use sync::message::Generation;
use sync::receipt::{Receipt, ReceivedHead, SignedReceipt};
use sync::tree::TreeHead;
use tokio::sync::broadcast;

/// How many events a slow desk may lag behind before it misses some.
const EVENTS: usize = 256;

/// Who the township is.
pub struct Identity {
    /// Its key.
    pub secret: SecretKey,
    /// Its place.
    pub scope: Scope,
    generation: RwLock<Generation>,
}

impl Identity {
    /// A township of this key, at this place, in this generation of its database.
    pub const fn new(secret: SecretKey, scope: Scope, generation: Generation) -> Self {
        Self { secret, scope, generation: RwLock::new(generation) }
    }

    /// The generation in force. Whatever is held is held in it: its log goes on from all that there is.
    pub fn generation(&self) -> Generation {
        *self.generation.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The public key.
    pub fn public(&self) -> PublicKey {
        self.secret.public()
    }

    /// The township's key as a device.
    pub fn device(&self) -> DeviceId {
        self.public().device()
    }

    /// The township's name as an id.
    pub fn township(&self) -> TownshipId {
        self.device().into()
    }
}

/// What the writer publishes and requests read.
pub struct Shared {
    /// Who the township is.
    pub identity: Identity,
    /// Time and chance.
    pub outside: Arc<dyn Outside>,
    /// What the desk hears.
    pub events: broadcast::Sender<Event>,
    /// What proofs of the tree are made of.
    pub nodes: Nodes,
    places: RwLock<Arc<Places>>,
    tree: RwLock<(u64, Digest)>,
    digests: Mutex<HashMap<Scope, Digest>>,
    /// The checkpoint of the tree of this size, signed once.
    checkpoint: Mutex<(u64, String)>,
    high_water: Option<HighWater>,
}

impl Shared {
    /// Begins with what the archive holds.
    pub fn new(
        identity: Identity,
        outside: Arc<dyn Outside>,
        places: Places,
        tree: &Tree,
        high_water: Option<HighWater>,
    ) -> Self {
        Self {
            identity,
            outside,
            events: broadcast::channel(EVENTS).0,
            nodes: Nodes::default(),
            places: RwLock::new(Arc::new(places)),
            tree: RwLock::new((tree.size(), tree.root())),
            digests: Mutex::new(HashMap::new()),
            checkpoint: Mutex::default(),
            high_water,
        }
    }

    /// What is known of the places.
    pub fn places(&self) -> Arc<Places> {
        Arc::clone(&self.places.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The tree's size and root, all of it durable.
    pub fn tree(&self) -> (u64, Digest) {
        *self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a durable transaction visible; called by the writer before anybody is answered.
    pub fn publish(&self, finished: Finished) {
        if let Some(places) = finished.places {
            *self.places.write().unwrap_or_else(PoisonError::into_inner) = places;
        }
        if let Some(mark) = finished.begun {
            *self.identity.generation.write().unwrap_or_else(PoisonError::into_inner) = mark.generation;
            // It names the log, and the log has another name now.
            self.checkpoint.lock().unwrap_or_else(PoisonError::into_inner).1.clear();
            if let Some(high_water) = &self.high_water {
                high_water.begun(mark);
            }
        }
        if !finished.scopes.is_empty() {
            *self.tree.write().unwrap_or_else(PoisonError::into_inner) =
                (finished.tree.size(), finished.tree.root());
            self.nodes.keep(finished.nodes);
            let mut digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
            digests.retain(|scope, _| !finished.scopes.contains(scope));
            drop(digests);
            if let Some(high_water) = &self.high_water {
                high_water.rise(finished.tree.size());
            }
        }
        for event in finished.events {
            // Nobody may be listening.
            drop(self.events.send(event));
        }
    }

    /// The checkpoint of the tree, a signed note. Asking again for the same tree costs no signature.
    ///
    /// # Errors
    /// Those of [`crate::checkpoint::note`].
    pub fn checkpoint(&self) -> Result<String, oplog::Refused> {
        // Held while signing: a new generation forgets the note after it has taken its name.
        let mut kept = self.checkpoint.lock().unwrap_or_else(PoisonError::into_inner);
        let (size, root) = self.tree();
        if kept.1.is_empty() || kept.0 != size {
            *kept = (size, crate::checkpoint::note(&self.identity, &TreeHead { size, root })?);
        }
        Ok(kept.1.clone())
    }

    /// The digest over all logs of a place.
    ///
    /// # Errors
    /// Those of the archive.
    pub fn digest(&self, view: &dyn View, scope: Scope) -> Read<Digest> {
        // Held while reading: the writer forgets a digest after its commit, so that no old one stays.
        let mut digests = self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(digest) = digests.get(&scope) {
            return Ok(*digest);
        }
        let heads: Vec<Head> = view.heads_in(scope)?.into_iter().map(|head| head.head).collect();
        let digest = sync::digest::of_heads(scope, &heads);
        digests.insert(scope, digest);
        Ok(digest)
    }

    /// The township's signed word on these heads.
    pub fn receipt(&self, heads: Vec<ReceivedHead>, durable_upto: u64) -> SignedReceipt {
        self.receipt_of(self.identity.generation(), self.tree(), heads, durable_upto)
    }

    /// The same, in a generation and over a tree that were asked for before.
    pub fn receipt_of(
        &self,
        generation: Generation,
        (tree_size, tree_root): (u64, Digest),
        heads: Vec<ReceivedHead>,
        durable_upto: u64,
    ) -> SignedReceipt {
        let receipt = Receipt {
            township: self.identity.township(),
            generation,
            server_ms: self.outside.now_ms(),
            tree_size,
            tree_root,
            durable_upto,
            heads,
        };
        SignedReceipt::sign(&receipt, &self.identity.secret)
    }
}

/// The state behind every route.
#[derive(Clone)]
pub struct Hub {
    /// The archive.
    pub archive: Arc<dyn Archive>,
    /// The way to the writer.
    pub writer: Writer,
    /// What the writer publishes.
    pub shared: Arc<Shared>,
    /// The last (session, step) of each device.
    pub steps: Arc<Mutex<HashMap<DeviceId, (u64, u32)>>>,
    /// How the server is reached.
    pub front: Arc<Front>,
    /// The most operations in a page.
    pub page_ops: usize,
}

/// How the server is reached.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// The address that phones use, without a slash at the end, if it was set.
    pub public_url: Option<String>,
    /// Whether this server itself speaks TLS.
    pub tls: bool,
}

impl Front {
    /// Whether browsers reach it by HTTPS.
    pub fn secure(&self) -> bool {
        self.tls || self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

impl Hub {
    /// Puts the parts together and starts the writer.
    pub fn new(archive: Arc<dyn Archive>, shared: Shared, front: Front) -> Self {
        Self::with(archive, shared, front, Writer::start)
    }

    /// A township that does everything on the caller's thread, one thing after the other.
    pub fn at_once(archive: Arc<dyn Archive>, shared: Shared) -> Self {
        Self::with(archive, shared, Front::default(), Writer::at_once)
    }

    fn with(
        archive: Arc<dyn Archive>,
        shared: Shared,
        front: Front,
        writer: fn(Arc<dyn Archive>, Arc<Shared>) -> Writer,
    ) -> Self {
        let shared = Arc::new(shared);
        let writer = writer(Arc::clone(&archive), Arc::clone(&shared));
        Self {
            archive,
            writer,
            shared,
            steps: Arc::default(),
            front: Arc::new(front),
            page_ops: MAX_BATCH_OPS,
        }
    }

    /// Reads one moment of the archive on a thread that may block.
    ///
    /// # Errors
    /// Those of the archive.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn View) -> Read<T> + Send + 'static,
    ) -> Read<T> {
        let archive = Arc::clone(&self.archive);
        let task = tokio::task::spawn_blocking(move || archive::read(&*archive, work));
        task.await.map_err(|_| ArchiveError::Stopped)?
    }

    /// Runs what may block on a thread of its own.
    ///
    /// # Errors
    /// Those of `work`.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, Deny> + Send + 'static,
    ) -> Result<T, Deny> {
        let hub = self.clone();
        let task = tokio::task::spawn_blocking(move || work(&hub));
        task.await.map_err(|_| ArchiveError::Stopped)?
    }

    /// The server's clock.
    pub fn now_ms(&self) -> u64 {
        self.shared.outside.now_ms()
    }
}
