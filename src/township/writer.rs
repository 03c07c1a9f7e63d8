//! The one thread that writes. Whatever waits goes into one transaction, and nobody is answered before it is durable.

use crate::archive::{Archive, ArchiveError, Read};
use crate::hub::Shared;
use crate::work::{Finished, Work};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

/// The most jobs in one transaction.
const GROUP: usize = 256;

type Done = Box<dyn FnOnce() + Send>;
type Job = Box<dyn FnOnce(&mut Work<'_>) -> Read<Done> + Send>;

/// The way to the writer.
#[derive(Clone)]
pub struct Writer(Arc<dyn Fn(Job) + Send + Sync>);

impl Writer {
    /// Starts the thread. It ends when the last [`Writer`] is gone.
    pub fn start(archive: Arc<dyn Archive>, shared: Arc<Shared>) -> Self {
        let (sender, receiver) = channel();
        std::thread::spawn(move || serve(&*archive, &shared, &receiver));
        // Where the thread is gone the job is dropped, and with it the answer's sender.
        Self(Arc::new(move |job| drop(Sender::send(&sender, job))))
    }

    /// A writer without a thread: each job is a transaction of its own, done before the call returns.
    pub fn at_once(archive: Arc<dyn Archive>, shared: Arc<Shared>) -> Self {
        Self(Arc::new(move |job| together(&*archive, &shared, vec![job])))
    }

    fn send<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Read<T> + Send + 'static,
        answer: impl FnOnce(T) + Send + 'static,
    ) {
        let job: Job = Box::new(move |at| {
            let out = work(at)?;
            Ok(Box::new(move || answer(out)))
        });
        (self.0)(job);
    }

    /// Runs `work` in the next transaction and answers once it is durable.
    ///
    /// # Errors
    /// [`ArchiveError::Stopped`] where the transaction did not become durable; its reason is in the log.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Read<T> + Send + 'static,
    ) -> Read<T> {
        let (answer, answered) = oneshot::channel();
        self.send(work, move |out| drop(answer.send(out)));
        answered.await.map_err(|_| ArchiveError::Stopped)
    }

    /// [`Writer::run`] for those who are not in an async task.
    ///
    /// # Errors
    /// As [`Writer::run`].
    pub fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Work<'_>) -> Read<T> + Send + 'static,
    ) -> Read<T> {
        let (answer, answered) = channel();
        self.send(work, move |out| drop(answer.send(out)));
        answered.recv().map_err(|_| ArchiveError::Stopped)
    }
}

fn serve(archive: &dyn Archive, shared: &Shared, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv() {
        let group: Vec<Job> = std::iter::once(first).chain(jobs.try_iter().take(GROUP - 1)).collect();
        together(archive, shared, group);
    }
}

/// One transaction for all of them.
fn together(archive: &dyn Archive, shared: &Shared, group: Vec<Job>) {
    let count = group.len();
    match catch_unwind(AssertUnwindSafe(|| commit(archive, shared, group))) {
        Ok(Ok((finished, done))) => {
            shared.publish(finished);
            done.into_iter().for_each(|done| done());
        }
        // Every job's answer was dropped with it: its sender hears that nothing was stored.
        Ok(Err(error)) => {
            tracing::error!(code = error.code(), ?error, jobs = count, "a transaction failed")
        }
        Err(_) => tracing::error!(code = "archive.panic", jobs = count, "a transaction panicked"),
    }
}

fn commit(archive: &dyn Archive, shared: &Shared, mut group: Vec<Job>) -> Read<(Finished, Vec<Done>)> {
    let mut done = Vec::with_capacity(group.len());
    let mut finished = Finished::default();
    archive.write(&mut |tx| {
        let mut work = Work::begin(tx, &shared.identity, shared.places(), shared.outside.now_ms())?;
        for job in group.drain(..) {
            done.push(job(&mut work)?);
        }
        finished = work.finish()?;
        Ok(())
    })?;
    Ok((finished, done))
}
