//! Pulling: what others wrote, page after page, judged and taken in.

use super::foreign::{keys, looked_at};
use super::{Said, SessionError, Talk};
use crate::message::{Answer, Forked, Page, Pull, Verb, Verdict};
use crate::port::{Batch, DeviceKey, PhoneStore, Transport, TransportError};
use domain::fold::Places;
use oplog::{Head, Scope, message_from_cbor, to_cbor};

/// How many signatures are verified between two breaths of the page.
const VERIFY_AT_ONCE: usize = 32;
/// And how many operations are read that were verified elsewhere.
const READ_AT_ONCE: usize = 256;

impl<S: PhoneStore, T: Transport, K: DeviceKey> Talk<'_, S, T, K> {
    /// Takes in what arrived after the cursors, where the answer gives reason to.
    pub(super) async fn pull_all(&mut self, answer: &Answer, said: &Said) -> Result<bool, SessionError> {
        let before = self.with.store.sync_state().await?;
        let fresh = answer.scopes.iter().any(|scope| !before.scopes.contains(scope));
        let differs = answer.verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Differs);
        let missing = said.held.iter().any(|there| lacks(&said.own, &answer.forked, there));
        if !fresh && !differs && !missing && said.generation == Some(answer.generation) {
            return Ok(false);
        }
        let own = fresh || missing;
        // Own operations never came down before, so the cursors have passed over those that are missing.
        let known = if missing { &[][..] } else { &said.cursors };
        let mut cursors: Vec<(Scope, u64)> =
            answer.scopes.iter().map(|scope| (*scope, cursor(known, scope))).collect();
        let down_before = self.report.down;
        let mut places = Places::fold(&self.with.store.place_ops().await?);
        loop {
            let pull = Pull { generation: answer.generation, cursors: cursors.clone(), own };
            let bytes = self.ask(Verb::Pull, to_cbor(&pull).into()).await?;
            let page: Page = message_from_cbor(&bytes).map_err(SessionError::NotTheTownship)?;
            if page.generation != answer.generation {
                return Err(SessionError::Transport(TransportError::Offline));
            }
            let more = page.more && page.cursors != cursors;
            cursors.clone_from(&page.cursors);
            let judged = match page.ops.len() {
                0..VERIFY_AT_ONCE => Vec::new(),
                _ => self.with.transport.judge(&keys(&self.with.township, &places), &bytes).await,
            };
            self.take(page, &judged, &answer.scopes, &mut places).await?;
            if !more {
                break;
            }
        }
        Ok(self.report.down > down_before || fresh)
    }

    /// Takes a page in. What is `judged` to verify is not verified again; the rest is, so that its reason has a name.
    async fn take(
        &mut self,
        page: Page,
        judged: &[u8],
        scopes: &[Scope],
        places: &mut Places,
    ) -> Result<(), SessionError> {
        let mut batch = Batch { generation: page.generation, cursors: page.cursors, ..Batch::default() };
        // The places are now held, so that the next hello names them and the digests are compared.
        batch.scopes = Some(scopes.to_vec());
        batch.clock = self.with.store.pen().await?.clock;
        let (mut governing, mut breath) = (false, 0);
        for (at, bytes) in page.ops.into_iter().enumerate() {
            let good = judged.get(at) == Some(&1);
            breath += if good { 1 } else { READ_AT_ONCE / VERIFY_AT_ONCE };
            if breath >= READ_AT_ONCE {
                self.with.transport.pause().await;
                breath = 0;
            }
            let bytes = Vec::from(bytes);
            match looked_at(bytes.clone(), &self.with.township, places, good) {
                Ok(op) => {
                    batch.clock = batch.clock.observe(op.header().stamp.clock, self.with.now_ms);
                    governing |= crate::memory::about_places(&op);
                    batch.ops.push(op);
                }
                Err(refused) => batch.aside.push((bytes, refused.code())),
            }
        }
        self.report.unverified += batch.aside.len() as u32;
        let taken = self.with.store.take(&batch).await?;
        self.report.down += taken.new;
        self.report.unverified += taken.gaps;
        self.report.places |= taken.places;
        for matter in taken.matters {
            if !self.report.matters.contains(&matter) {
                self.report.matters.push(matter);
            }
        }
        if governing {
            *places = Places::fold(&self.with.store.place_ops().await?);
        }
        Ok(())
    }
}

/// Whether the township holds own operations that this phone does not: more of a log, or another branch of it.
fn lacks(own: &[Head], forked: &[Forked], there: &Head) -> bool {
    let mut here = own.iter().filter(|head| head.log == there.log);
    let height = here.clone().map(|head| head.height).max().unwrap_or(0);
    !here.any(|head| head == there)
        && (there.height > height || forked.iter().any(|fork| fork.log == there.log))
}

fn cursor(cursors: &[(Scope, u64)], scope: &Scope) -> u64 {
    cursors.iter().find(|(held, _)| held == scope).map_or(0, |(_, at)| *at)
}
