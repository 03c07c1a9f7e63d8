//! One session with the township, from hello to the digests compared.
//!
//! Hello → receipts → push what the *answer* lacks → pull what the cursors lack → hello again, until both sides
//! hold the same. Whatever breaks in between, every step before it is kept: receipts are stored as they come,
//! operations and cursors in one transaction.

use crate::digest;
use crate::limits::{MAX_BATCH, PROTOCOLS};
use crate::message::{
    Answer, Envelope, Failure, Forked, Generation, Hello, Push, Pushed, Retry, ScopeState, Verb, Verdict,
    Want,
};
use crate::port::{Batch, DeviceKey, PhoneStore, Received, Transport, TransportError};
use crate::receipt::{Receipt, SignedReceipt};
use crate::tree::{TreeHead, is_prefix};
use oplog::{
    ByteVec, Decode, DeviceId, Encode, Head, PublicKey, Scope, TownshipId, message_from_cbor, to_cbor,
};

pub use foreign::judge;
pub use report::{Report, SessionError};

/// How often hello is said at most: once, after a push or pull, with vectors, and after what those brought.
const MAX_ROUNDS: u32 = 5;

/// What a session works with.
pub struct Session<'a, S, T, K> {
    /// The phone's store.
    pub store: &'a S,
    /// The way to the township.
    pub transport: &'a T,
    /// The device's key.
    pub key: &'a K,
    /// The device.
    pub device: DeviceId,
    /// The township's pinned key.
    pub township: PublicKey,
    /// The app's version.
    pub app: &'a str,
    /// The phone's wall clock, UTC milliseconds.
    pub now_ms: u64,
    /// The most operations in a batch, [`crate::limits::MAX_BATCH_OPS`] but for tests.
    pub batch_ops: usize,
}

/// How many of these logs' operations have no receipt of the present generation.
pub fn unreceived(own: &[Head], received: &[Received]) -> u64 {
    let height = |head: &Head| {
        received
            .iter()
            .find(|received| received.head.log == head.log)
            .map_or(0, |received| received.head.height)
    };
    own.iter().map(|head| head.height.saturating_sub(height(head))).sum()
}

/// The state of one session in flight.
struct Talk<'a, S, T, K> {
    with: &'a Session<'a, S, T, K>,
    number: u64,
    step: u32,
    /// The township has seen a session number that this phone has not used: another copy of it is, or was, about.
    copied: bool,
    /// What the township tells those whose operations were brought.
    told: Vec<ByteVec>,
    report: Report,
}

/// Runs a session.
///
/// # Errors
/// [`SessionError`]; everything done before the error stays done, and the next session goes on from there.
pub async fn run<S: PhoneStore, T: Transport, K: DeviceKey>(
    with: &Session<'_, S, T, K>,
) -> Result<Report, SessionError> {
    let mut talk = Talk::begin(with).await?;
    let mut ask_vectors: Vec<Scope> = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let (answer, sent) = talk.hello(&ask_vectors).await?;
        talk.report.server_ms = answer.server_ms;
        talk.report.forked.clone_from(&answer.forked);
        let moved_up = talk.push_all(&answer.want).await?;
        let moved_down = talk.pull_all(&answer, &sent).await?;
        let differs = differing(&answer);
        if !moved_up && !moved_down {
            if differs.iter().all(|scope| ask_vectors.contains(scope)) {
                talk.report.differs = differs;
                with.store.session_ended(&answer.scopes, answer.server_ms).await?;
                return Ok(talk.report);
            }
            ask_vectors = differs;
        }
    }
    // Still moving after all rounds: others are writing at the same time; the next session goes on.
    let scopes = with.store.sync_state().await?.scopes;
    with.store.session_ended(&scopes, talk.report.server_ms).await?;
    Ok(talk.report)
}

fn differing(answer: &Answer) -> Vec<Scope> {
    let differs = |verdict: &Verdict| matches!(verdict, Verdict::Differs | Verdict::Ahead);
    answer.verdicts.iter().filter(|(_, verdict)| differs(verdict)).map(|(scope, _)| *scope).collect()
}

/// What hello said, for the pull that follows.
struct Said {
    generation: Option<Generation>,
    cursors: Vec<(Scope, u64)>,
    own: Vec<Head>,
    /// What the receipt in the answer says of the own logs.
    held: Vec<Head>,
}

impl<'a, S: PhoneStore, T: Transport, K: DeviceKey> Talk<'a, S, T, K> {
    async fn begin(with: &'a Session<'a, S, T, K>) -> Result<Self, SessionError> {
        let number = with.store.next_session(0).await?;
        Ok(Self { with, number, step: 0, copied: false, told: Vec::new(), report: Report::default() })
    }

    async fn request<A: Decode>(&mut self, verb: Verb, question: &dyn Encode) -> Result<A, SessionError> {
        let bytes = self.ask(verb, to_cbor(question).into()).await?;
        message_from_cbor(&bytes).map_err(SessionError::NotTheTownship)
    }

    /// One copy for all verbs: on the phone this future is a large one.
    async fn ask(&mut self, verb: Verb, body: ByteVec) -> Result<Vec<u8>, SessionError> {
        for _ in 0..2 {
            let mut envelope = Envelope {
                township: TownshipId::from(self.with.township.device()),
                device: self.with.device,
                session: self.number,
                step: self.step,
                verb,
                body: body.clone(),
                signature: [0; 64],
            };
            envelope.signature = self.with.key.sign(&envelope.to_sign()).await?;
            self.step += 1;
            self.report.requests += 1;
            match self.with.transport.call(verb, to_cbor(&envelope)).await {
                Ok(bytes) => return Ok(bytes),
                Err(TransportError::Refused(Failure { retry: Retry::NextSession, session, .. })) => {
                    self.copied = true;
                    self.number = self.with.store.next_session(session).await?;
                    self.step = 0;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(SessionError::Transport(TransportError::Offline))
    }

    /// The township may only add to its log: the tree that it signs now must begin with the one that it signed before. Where
    /// its answer does not go on from there it is shown what it signed, once: it may have been put back to an earlier state,
    /// and begins a new generation then. One that insists is believed in nothing, and what it signed before stays here as
    /// the proof.
    async fn hello(&mut self, ask_vectors: &[Scope]) -> Result<(Answer, Said), SessionError> {
        let store = self.with.store;
        let state = store.sync_state().await?;
        let heads = store.heads(None).await?;
        let received = store.received().await?;
        let own: Vec<Head> =
            heads.iter().filter(|head| head.log.device == self.with.device).copied().collect();
        let cursor =
            |scope: &Scope| state.cursors.iter().find(|(held, _)| held == scope).map_or(0, |(_, at)| *at);
        let scopes = state.scopes.iter().map(|scope| ScopeState {
            scope: *scope,
            digest: digest::of_heads(*scope, &heads),
            cursor: cursor(scope),
        });
        let vectors = heads.iter().filter(|head| ask_vectors.contains(&head.log.scope)).copied();
        let mut hello = Hello {
            protocols: PROTOCOLS.to_vec(),
            app: self.with.app.to_owned(),
            generation: state.generation,
            scopes: scopes.collect(),
            own: own.clone(),
            vectors: vectors.collect(),
            unreceived: u32::try_from(unreceived(&own, &received)).unwrap_or(u32::MAX),
            tree: state.tree,
            proof: None,
        };
        let (answer, receipt, tree, same) = loop {
            let answer: Answer = self.request(Verb::Hello, &hello).await?;
            if !PROTOCOLS.contains(&answer.protocol) {
                return Err(SessionError::TooOld);
            }
            let receipt = answer.receipt.open(&self.with.township).map_err(SessionError::NotTheTownship)?;
            let tree = TreeHead { size: receipt.tree_size, root: receipt.tree_root };
            let same = state.generation == Some(answer.generation);
            let begins = state.tree.is_none_or(|before| is_prefix(&before, &tree, &answer.prefix));
            if !(same && begins) && state.tree.is_some() && hello.proof.is_none() {
                hello.proof = store.proof().await?;
                if hello.proof.is_some() {
                    continue;
                }
            }
            if receipt.generation != answer.generation || (same && !begins) {
                return Err(SessionError::Rewritten);
            }
            break (answer, receipt, tree, same);
        };
        let cursors = if same { state.cursors } else { Vec::new() };
        let mut said = Said { generation: state.generation, cursors, own, held: Vec::new() };
        if !same {
            // A new database: its receipts and cursors begin anew before any of its receipts is kept.
            store.take(&Batch { generation: answer.generation, ..Batch::default() }).await?;
        }
        if !same || state.tree != Some(tree) {
            store.witness(answer.generation, tree, &answer.receipt).await?;
        }
        store.put_receipt(&receipt).await?;
        let mut told = answer.told.iter().flatten().map(|bytes| &bytes[..]);
        let to = (&self.with.township, self.with.device);
        self.report.places |= told::hear(store, &mut told, to, answer.generation).await?;
        self.begin_anew(&answer, &receipt, &said.own).await?;
        let heads = receipt.heads.iter().map(|entry| entry.head);
        said.held = heads.filter(|head| head.log.device == self.with.device).collect();
        Ok((answer, said))
    }

    async fn keep_receipt(&mut self, receipt: &SignedReceipt) -> Result<Receipt, SessionError> {
        let receipt = receipt.open(&self.with.township).map_err(SessionError::NotTheTownship)?;
        self.with.store.put_receipt(&receipt).await?;
        Ok(receipt)
    }

    /// A phone of which there is another copy, or that was put back to an earlier state, must not go on in its logs: what
    /// it does not remember may be signed already. It begins a new epoch, above all that either side knows of.
    async fn begin_anew(
        &mut self,
        answer: &Answer,
        receipt: &Receipt,
        own: &[Head],
    ) -> Result<(), SessionError> {
        let device = self.with.device;
        let epoch = self.with.store.pen().await?.epoch;
        let forked = |fork: &Forked| fork.log.device == device && fork.log.epoch == epoch;
        if !core::mem::take(&mut self.copied) && !answer.forked.iter().any(forked) {
            return Ok(());
        }
        let received = receipt.heads.iter().map(|entry| entry.head.log);
        let known = own.iter().map(|head| head.log).chain(received).filter(|log| log.device == device);
        let least = known.map(|log| log.epoch.saturating_add(1)).max().unwrap_or(0);
        self.with.store.new_epoch(least).await?;
        self.report.begun_anew = true;
        Ok(())
    }

    /// Sends what the answer lacks; whether anything was sent that the township did not keep aside.
    async fn push_all(&mut self, wants: &[Want]) -> Result<bool, SessionError> {
        let (before, aside_before) = (self.report.up, self.report.aside.len());
        let mut batch: Vec<ByteVec> = Vec::new();
        let mut bytes = 0;
        for want in wants {
            let mut from = want.from;
            while from < want.to {
                let room = MAX_BATCH.saturating_sub(bytes).max(1);
                let ops = self.with.store.range(want.log, from, want.to, room).await?;
                let Some(last) = ops.last() else { break };
                from = last.header().seq + 1;
                for op in ops {
                    bytes += op.bytes().len();
                    batch.push(op.into_bytes().into());
                    if bytes >= MAX_BATCH || batch.len() >= self.with.batch_ops {
                        self.push(core::mem::take(&mut batch)).await?;
                        bytes = 0;
                    }
                }
            }
        }
        if !batch.is_empty() {
            self.push(batch).await?;
        }
        let sent = self.report.up - before;
        Ok(sent as usize > self.report.aside.len() - aside_before)
    }

    /// Each once, however often it is told.
    fn note_told(&mut self, told: Option<Vec<ByteVec>>) {
        for bytes in told.into_iter().flatten() {
            if !self.told.contains(&bytes) {
                self.told.push(bytes);
            }
        }
    }

    async fn push(&mut self, ops: Vec<ByteVec>) -> Result<SignedReceipt, SessionError> {
        let count = ops.len() as u32;
        let pushed: Pushed = self.request(Verb::Push, &Push { ops }).await?;
        self.report.up += count;
        self.report.aside.extend(pushed.aside);
        self.note_told(pushed.told);
        self.keep_receipt(&pushed.receipt).await?;
        Ok(pushed.receipt)
    }
}

pub mod carry;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests")]
mod carry_tests;
mod foreign;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]
mod judge_tests;
pub mod nearby;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]
mod nearby_tests;
mod packing;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a township for tests"
)]
mod paper;
#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs, reason = "tests")]
mod proof_tests;
mod pull;
mod report;
#[cfg(test)]
mod tests;
mod told;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]
mod told_tests;
