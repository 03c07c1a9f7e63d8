//! What every implementation of the archive must do, stamped on each.

mod days;
mod office;

use super::rows::{
    AsideRow, ClaimRow, CodeRow, Decision, DeskSessionRow, DeviceRow, Made, Meta, NewOp, OfficerRow,
    Position, Waits,
};
use super::{Archive, ArchiveError, memory, read, sqlite, write};
use days::the_last_checkpoint_of_a_day_is_kept;
use domain::Kind;
use domain::authority::Role;
use office::{
    a_place_is_read_backwards, accounts_sessions_failures_and_readings_come_back,
    what_is_counted_is_kept_until_it_is_dropped,
};
use oplog::{Clock, DeviceId, Digest, Head, Header, LogKey, MatterId, Op, OpId, Scope, SecretKey, Stamp};
use sync::desk_devices::Whose;
use sync::receipt::ReceivedHead;

fn whose() -> Whose {
    let (name, person) = ("普红梅".to_owned(), Some(oplog::PersonId([4; 8])));
    Whose { name, person, roles: vec![Role::Member], scope: place("532301104201") }
}

fn place(code: &str) -> Scope {
    Scope::parse(code).unwrap()
}

/// A chain of operations of one log; kind 100, which nobody knows.
pub(crate) fn chain(key: &SecretKey, scope: Scope, count: u64, matter: Option<MatterId>) -> Vec<Op> {
    chain_of(100, key, scope, count, matter)
}

fn chain_of(kind: u16, key: &SecretKey, scope: Scope, count: u64, matter: Option<MatterId>) -> Vec<Op> {
    let (device, mut prev, mut ops) = (key.public().device(), None, Vec::new());
    for seq in 0..count {
        let header = Header {
            version: 1,
            suite: 1,
            township: SecretKey::from_seed(&[1; 32]).public().device().into(),
            scope,
            device,
            epoch: 0,
            seq,
            prev,
            dseq: seq,
            deps: vec![],
            matter,
            kind,
            schema: 1,
            critical: false,
            stamp: Stamp { clock: Clock { ms: 1_000 + seq, count: 0 }, offset_min: 480 },
            rule_book: 0,
            body_len: 0,
            body_hash: Digest::default(),
            blobs: vec![],
        };
        let op = Op::sign(header, &oplog::to_cbor(&"x".repeat(100)), key).unwrap();
        prev = Some(op.id());
        ops.push(op);
    }
    ops
}

fn append(archive: &dyn Archive, op: &Op, arrival: u64, received_ms: u64) -> Result<(), ArchiveError> {
    write(archive, |tx| {
        let matter = op.header().matter;
        tx.append(&NewOp {
            arrival,
            op,
            matter,
            standing: "standing.effective",
            received_ms,
            sender: op.header().device,
            branch: 0,
        })?;
        let head = Head { log: op.header().log(), height: op.header().seq + 1, id: op.id() };
        tx.put_head(&ReceivedHead { head, arrival }, 0)
    })
}

fn key() -> SecretKey {
    SecretKey::from_seed(&[7; 32])
}

fn operations_are_found_in_every_way(archive: &dyn Archive) {
    let (here, there, matter) = (place("532301104201001"), place("532301104201"), MatterId([9; 16]));
    let (ops, others) = (chain(&key(), here, 3, Some(matter)), chain(&key(), there, 2, None));
    let order = [&ops[0], &others[0], &ops[1], &others[1], &ops[2]];
    for (at, op) in order.iter().enumerate() {
        append(archive, op, at as u64 + 1, 50 + at as u64 / 2).unwrap();
    }
    let log = ops[0].header().log();
    read(archive, |view| {
        assert_eq!(view.last_arrival()?, 5);
        let head = view.head(&log)?.unwrap();
        assert_eq!((head.head.height, head.head.id, head.arrival), (3, ops[2].id(), 5));
        assert_eq!(view.head(&LogKey { epoch: 1, ..log })?, None);
        assert_eq!(view.heads_in(here)?, [head]);
        assert_eq!(view.heads_of(log.device)?.len(), 2);
        assert_eq!(view.op_at(&log, 1)?, Some(ops[1].id()));
        assert_eq!(view.op_at(&log, 3)?, None);
        let held: Vec<_> =
            view.matter_ops(matter)?.into_iter().map(|held| (held.arrival, held.bytes)).collect();
        let want: Vec<_> =
            [(1, &ops[0]), (3, &ops[1]), (5, &ops[2])].map(|(n, op)| (n, op.bytes().to_vec())).into();
        assert_eq!(held, want);
        assert!(view.place_ops()?.is_empty());
        let arrivals = view.arrivals(51, DeviceId([0; 16]), 10)?;
        let seen: Vec<_> = arrivals.iter().map(|row| (row.at_ms, row.scope, row.ops)).collect();
        assert_eq!(seen, [(52, here, 1), (51, there, 1), (51, here, 1)]);
        Ok(())
    })
    .unwrap();
}

fn branches_stand_beside_their_log(archive: &dyn Archive) {
    let here = place("532301104201001");
    let (ops, mut fork) = (chain(&key(), here, 2, None), chain(&key(), here, 2, Some(MatterId([9; 16]))));
    let fork = fork.remove(0);
    for (at, op) in ops.iter().enumerate() {
        append(archive, op, at as u64 + 1, 50).unwrap();
    }
    let log = fork.header().log();
    let head = ReceivedHead { head: Head { log, height: 1, id: fork.id() }, arrival: 3 };
    let new = |branch| NewOp {
        arrival: 3,
        op: &fork,
        matter: None,
        standing: "standing.effective",
        received_ms: 50,
        sender: log.device,
        branch,
    };
    assert!(write(archive, |tx| tx.append(&new(0))).is_err(), "the position is taken");
    write(archive, |tx| {
        tx.append(&new(3))?;
        tx.put_head(&head, 3)
    })
    .unwrap();
    read(archive, |view| {
        assert_eq!(view.position(fork.id())?, Some(Position { log, seq: 0, branch: 3 }));
        assert_eq!(view.position(ops[1].id())?, Some(Position { log, seq: 1, branch: 0 }));
        assert_eq!(view.position(OpId([1; 32]))?, None);
        assert_eq!(view.op_at(&log, 0)?, Some(ops[0].id()));
        let own = view.head(&log)?.unwrap();
        assert_eq!((own.head.height, own.head.id), (2, ops[1].id()));
        assert_eq!((view.branch_head(&log, 3)?, view.branch_head(&log, 4)?), (Some(head), None));
        assert_eq!(view.branches(&log)?, [head]);
        assert_eq!((view.heads_in(here)?, view.heads_of(log.device)?), (vec![own, head], vec![own, head]));
        Ok(())
    })
    .unwrap();
}

fn pages_merge_the_places_and_end_in_order(archive: &dyn Archive) {
    let (here, there) = (place("532301104201001"), place("532301104201"));
    let (ops, others) = (chain(&key(), here, 4, None), chain(&key(), there, 4, None));
    for at in 0..4 {
        append(archive, &ops[at], at as u64 * 2 + 1, 1).unwrap();
        append(archive, &others[at], at as u64 * 2 + 2, 1).unwrap();
    }
    let page = |cursors: &[(Scope, u64)], bytes, count| {
        let page = read(archive, |view| view.page(cursors, None, bytes, count)).unwrap();
        (page.ops.iter().map(|(arrival, _)| *arrival).collect::<Vec<_>>(), page.more)
    };
    assert_eq!(page(&[(here, 0), (there, 0)], 1 << 20, 100), (vec![1, 2, 3, 4, 5, 6, 7, 8], false));
    assert_eq!(page(&[(here, 3), (there, 6)], 1 << 20, 100), (vec![5, 7, 8], false));
    assert_eq!(page(&[(here, 0), (there, 0)], 1 << 20, 3), (vec![1, 2, 3], true));
    assert_eq!(page(&[(here, 0)], 1, 100), (vec![1], true));
    assert_eq!(page(&[(here, 0)], 1 << 20, 4), (vec![1, 3, 5, 7], false));
    assert_eq!(page(&[], 1 << 20, 4), (vec![], false));
    let device = key().public().device();
    let without = read(archive, |view| view.page(&[(here, 0)], Some(device), 1 << 20, 100)).unwrap();
    assert!(without.ops.is_empty() && !without.more);
}

fn a_failed_transaction_leaves_nothing(archive: &dyn Archive) {
    let ops = chain(&key(), place("532301104201001"), 2, None);
    append(archive, &ops[0], 1, 1).unwrap();
    let failed = write(archive, |tx| {
        tx.put_meta(Meta::Demo, Some(&[1]))?;
        tx.append(&NewOp {
            arrival: 2,
            op: &ops[1],
            matter: None,
            standing: "s",
            received_ms: 1,
            sender: DeviceId([0; 16]),
            branch: 0,
        })?;
        // The writer sees what it wrote.
        assert_eq!(tx.last_arrival()?, 2);
        Err::<(), _>(ArchiveError::Full)
    });
    assert_eq!(failed, Err(ArchiveError::Full));
    let after = read(archive, |view| Ok((view.last_arrival()?, view.meta(Meta::Demo)?))).unwrap();
    assert_eq!(after, (1, None));
    assert!(append(archive, &ops[0], 2, 1).is_err(), "the same operation twice");
    assert!(append(archive, &ops[1], 1, 1).is_err(), "the same arrival number twice");
    assert_eq!(read(archive, |view| view.last_arrival()), Ok(1));
}

fn what_is_kept_aside_is_found_by_what_it_waits_for(archive: &dyn Archive) {
    let log = LogKey { device: DeviceId([3; 16]), epoch: 2, scope: place("532301104201001") };
    let rows = [Waits::Nothing, Waits::Log(log, 5), Waits::Key(DeviceId([4; 16]))].map(|waits| AsideRow {
        hash: Digest::of(format!("{waits:?}").as_bytes()),
        bytes: vec![1, 2, 3],
        len: 3,
        code: "log.gap".into(),
        sender: DeviceId([3; 16]),
        waits,
        at_ms: 7,
    });
    write(archive, |tx| {
        for row in &rows {
            assert!(tx.put_aside(row)?);
            assert!(!tx.put_aside(row)?, "the same bytes twice");
        }
        Ok(())
    })
    .unwrap();
    read(archive, |view| {
        assert_eq!(view.waiting(&rows[1].waits)?, [rows[1].clone()]);
        assert_eq!(view.waiting(&rows[2].waits)?, [rows[2].clone()]);
        assert!(view.waiting(&Waits::Log(log, 6))?.is_empty());
        assert_eq!(view.aside_size(None)?, (3, 9));
        assert_eq!(view.aside_size(Some(DeviceId([9; 16])))?, (0, 0));
        let listed = view.asides(2)?;
        assert!(listed.len() == 2 && listed.iter().all(|row| row.bytes.is_empty() && row.len == 3));
        Ok(())
    })
    .unwrap();
    write(archive, |tx| tx.drop_aside(rows[1].hash)).unwrap();
    assert_eq!(read(archive, |view| view.aside_size(None)), Ok((2, 6)));
}

fn closings_are_found_without_their_matter(archive: &dyn Archive) {
    let here = place("532301104201001");
    let closings = chain_of(Kind::Closed.number(), &key(), here, 2, Some(MatterId([9; 16])));
    let others = chain(&SecretKey::from_seed(&[8; 32]), here, 2, None);
    for (at, op) in [&others[0], &closings[0], &others[1], &closings[1]].into_iter().enumerate() {
        append(archive, op, at as u64 + 1, 1).unwrap();
    }
    let found = read(archive, |view| view.closings()).unwrap();
    let found: Vec<_> = found.into_iter().map(|held| (held.arrival, held.id)).collect();
    assert_eq!(found, [(2, closings[0].id()), (4, closings[1].id())]);
}

fn rows_come_back_as_they_went(archive: &dyn Archive) {
    let device = DeviceRow {
        id: DeviceId([1; 16]),
        key: key().public(),
        label: "Redmi".into(),
        person: "普红梅".into(),
        admitted_ms: 5,
        session: 9,
        step: 3,
        last_sync_ms: None,
        unreceived: 4,
        app: "0.1.0".into(),
        clock_ahead_ms: -7,
    };
    let code = CodeRow { hash: Digest([2; 32]), expires_ms: 100, used_by: None, made: None };
    let made = |byte, made_ms| CodeRow {
        hash: Digest([byte; 32]),
        expires_ms: 10,
        made: Some(Made { made_for: whose(), officer: "李".into(), made_ms, cancelled: byte == 8 }),
        ..code.clone()
    };
    let claim = ClaimRow {
        device: device.id,
        key: key().public(),
        label: "Redmi".into(),
        words: [1, 2, 3, 4, 5, 6],
        code: code.hash,
        asked_ms: 50,
        expires_ms: 90,
        decision: Decision::Refused,
    };
    let officer = OfficerRow {
        name: "李".into(),
        phc: "$argon2id$".into(),
        duties: 3,
        closed: true,
        once: Some((Digest([4; 32]), 9)),
    };
    let session = DeskSessionRow {
        hash: Digest([3; 32]),
        officer: "李".into(),
        seen_ms: 80,
        begun_ms: 7,
        browser: "Chrome Windows".into(),
        address: "10.0.0.1".into(),
    };
    write(archive, |tx| {
        tx.put_device(&device)?;
        tx.put_device(&DeviceRow { last_sync_ms: Some(6), ..device.clone() })?;
        tx.put_code(&code)?;
        [made(8, 5), made(9, 6), made(7, 5)].iter().try_for_each(|row| tx.put_code(row))?;
        tx.put_code(&CodeRow { used_by: Some(device.id), ..code.clone() })?;
        tx.put_claim(&claim)?;
        tx.put_officer(&officer)?;
        tx.put_desk_session(&session)?;
        tx.put_meta(Meta::Once, Some(&[1]))?;
        tx.put_meta(Meta::Once, None)
    })
    .unwrap();
    read(archive, |view| {
        assert_eq!(view.devices()?, [DeviceRow { last_sync_ms: Some(6), ..device.clone() }]);
        assert_eq!(view.device(DeviceId([2; 16]))?, None);
        assert_eq!(view.code(code.hash)?.unwrap().used_by, Some(device.id));
        assert_eq!((view.claim(device.id)?, view.claims()?), (Some(claim.clone()), vec![claim.clone()]));
        assert_eq!(
            (view.officer("李")?, view.officer("王")?, view.officers()?),
            (Some(officer.clone()), None, 1)
        );
        assert_eq!(view.desk_session(session.hash)?, Some(session.clone()));
        assert_eq!(view.meta(Meta::Once)?, None);
        Ok(())
    })
    .unwrap();
    write(archive, |tx| tx.sweep(95)).unwrap();
    read(archive, |view| {
        assert_eq!((view.desk_session(session.hash)?, view.claim(device.id)?), (None, None));
        assert!(view.code(code.hash)?.is_some());
        assert_eq!(view.made_codes()?, [made(9, 6), made(7, 5), made(8, 5)], "also those that have expired");
        Ok(())
    })
    .unwrap();
    write(archive, |tx| tx.drop_desk_session(session.hash)).unwrap();
}

macro_rules! contract {
    ($($rule:ident),*) => {
        mod in_memory {
            $(#[test] fn $rule() { super::$rule(&super::memory::Memory::default()); })*
        }
        mod in_sqlite {
            $(#[test] fn $rule() {
                let dir = tempfile::tempdir().unwrap();
                super::$rule(&super::sqlite::Sqlite::open(&dir.path().join("t.db")).unwrap());
            })*
        }
    };
}

contract!(
    operations_are_found_in_every_way,
    branches_stand_beside_their_log,
    pages_merge_the_places_and_end_in_order,
    a_failed_transaction_leaves_nothing,
    what_is_kept_aside_is_found_by_what_it_waits_for,
    the_last_checkpoint_of_a_day_is_kept,
    closings_are_found_without_their_matter,
    rows_come_back_as_they_went,
    a_place_is_read_backwards,
    what_is_counted_is_kept_until_it_is_dropped,
    accounts_sessions_failures_and_readings_come_back
);

#[test]
fn what_was_committed_is_there_after_the_file_is_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("t.db");
    let ops = chain(&key(), place("532301104201001"), 3, None);
    let archive = sqlite::Sqlite::open(&path).unwrap();
    append(&archive, &ops[0], 1, 1).unwrap();
    // A writer that is dropped in the middle of its transaction.
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        write(&archive, |tx| {
            let sender = DeviceId([0; 16]);
            tx.append(&NewOp {
                arrival: 2,
                op: &ops[1],
                matter: None,
                standing: "s",
                received_ms: 1,
                sender,
                branch: 0,
            })?;
            std::panic::resume_unwind(Box::new(()));
            #[allow(unreachable_code)]
            Ok(())
        })
    }));
    assert!(dropped.is_err());
    append(&archive, &ops[1], 2, 1).unwrap();
    std::mem::forget(archive);
    let again = sqlite::Sqlite::open(&path).unwrap();
    assert_eq!(read(&again, |view| view.last_arrival()), Ok(2));
}
