//! The township's own pen: it names places, keeps registers, issues rule books and grants roles, each as a signed
//! operation in its own logs.

use crate::archive::rows::Meta;
use crate::archive::{ArchiveError, Read};
use crate::work::Work;
use domain::Body;
use oplog::{Clock, Header, LogKey, Op, OpId, Scope, Stamp};

/// China's offset from UTC in minutes.
const OFFSET_MIN: i16 = 480;

/// Signs a body in the name of the township and adds it to the place's log.
///
/// # Errors
/// [`ArchiveError::Own`] where the body breaks the format's limits, or those of the archive.
pub fn say(work: &mut Work<'_>, scope: Scope, body: &Body) -> Read<OpId> {
    let device = work.identity.device();
    let epoch = number(work, Meta::Epoch)? as u32;
    let dseq = number(work, Meta::Dseq)?;
    let log = LogKey { device, epoch, scope };
    let head = work.head(&log)?.map(|head| head.head);
    let clock = clock(work)?.tick(work.now_ms);
    let (version, suite) = Header::WRITES;
    let header = Header {
        version,
        suite,
        township: work.identity.township(),
        scope,
        device,
        epoch,
        seq: head.map_or(0, |head| head.height),
        prev: head.map(|head| head.id),
        dseq,
        deps: Vec::new(),
        matter: None,
        kind: body.kind() as u16,
        schema: body.kind().schema(),
        critical: false,
        stamp: Stamp { clock, offset_min: OFFSET_MIN },
        rule_book: 0,
        body_len: 0,
        body_hash: oplog::Digest::default(),
        blobs: Vec::new(),
    };
    let op = Op::sign(header, &body.encode(), &work.identity.secret).map_err(ArchiveError::Own)?;
    work.append_own(&op)?;
    work.tx.put_meta(Meta::Dseq, Some(&(dseq + 1).to_be_bytes()))?;
    let stamp: Vec<u8> = clock.ms.to_be_bytes().into_iter().chain(clock.count.to_be_bytes()).collect();
    work.tx.put_meta(Meta::Clock, Some(&stamp))?;
    Ok(op.id())
}

fn number(work: &Work<'_>, key: Meta) -> Read<u64> {
    match work.tx.meta(key)? {
        None => Ok(0),
        Some(bytes) => bytes.try_into().map(u64::from_be_bytes).map_err(|_| ArchiveError::Corrupt),
    }
}

fn clock(work: &Work<'_>) -> Read<Clock> {
    let Some(bytes) = work.tx.meta(Meta::Clock)? else { return Ok(Clock::default()) };
    let read = bytes.split_first_chunk::<8>().and_then(|(ms, count)| {
        Some(Clock { ms: u64::from_be_bytes(*ms), count: u16::from_be_bytes(count.try_into().ok()?) })
    });
    read.ok_or(ArchiveError::Corrupt)
}
