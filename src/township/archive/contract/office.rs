//! What every archive does for the desk: the log of one place backwards, and what is counted.

use super::{append, chain, key, place};
use crate::archive::rows::{DeskSessionRow, FailureRow, OfficerRow, ReadingRow, TallyRow};
use crate::archive::{Archive, read, write};
use oplog::{Digest, MatterId};

pub(super) fn a_place_is_read_backwards(archive: &dyn Archive) {
    let (here, there) = (place("532301104000"), place("532301104201"));
    let (ops, others) = (chain(&key(), here, 3, None), chain(&key(), there, 2, None));
    for (arrival, op) in (1..).zip([&ops[0], &others[0], &ops[1], &others[1], &ops[2]]) {
        append(archive, op, arrival, 50).unwrap();
    }
    let of = |before, limit| {
        let held = read(archive, |view| view.before(here, before, limit)).unwrap();
        held.into_iter().map(|held| held.arrival).collect::<Vec<_>>()
    };
    assert_eq!(of(u64::MAX, 10), [5, 3, 1]);
    assert_eq!(of(5, 10), [3, 1]);
    assert_eq!(of(u64::MAX, 2), [5, 3]);
    assert_eq!(of(1, 10), Vec::<u64>::new());
}

pub(super) fn what_is_counted_is_kept_until_it_is_dropped(archive: &dyn Archive) {
    let row = |key: &str, since_ms| TallyRow {
        key: key.into(),
        since_ms,
        last_ms: since_ms + 5,
        count: 3,
        line: vec![0xa0],
    };
    write(archive, |tx| {
        tx.put_tally(&row("b", 10))?;
        tx.put_tally(&row("a", 20))?;
        tx.put_tally(&TallyRow { count: 4, ..row("b", 10) })
    })
    .unwrap();
    let due = |before| read(archive, |view| view.tallies(before)).unwrap();
    assert_eq!(due(10), []);
    assert_eq!(due(20), [TallyRow { count: 4, ..row("b", 10) }]);
    assert_eq!(due(21).len(), 2);
    write(archive, |tx| tx.drop_tally("b")).unwrap();
    read(archive, |view| {
        assert_eq!((view.tally("a")?, view.tally("b")?), (Some(row("a", 20)), None));
        Ok(())
    })
    .unwrap();
}

pub(super) fn accounts_sessions_failures_and_readings_come_back(archive: &dyn Archive) {
    let officer = |name: &str| OfficerRow {
        name: name.into(),
        phc: String::new(),
        duties: 4,
        closed: false,
        once: None,
    };
    let session = |hash, officer: &str, seen_ms| DeskSessionRow {
        hash: Digest([hash; 32]),
        officer: officer.into(),
        seen_ms,
        begun_ms: 1,
        browser: String::new(),
        address: String::new(),
    };
    let failed = |key: &str, forget_ms| FailureRow { key: key.into(), count: 2, until_ms: 3, forget_ms };
    let reading = |arrival, matter| ReadingRow {
        arrival,
        matter: MatterId([matter; 16]),
        session: Digest([1; 32]),
        until_ms: 50,
    };
    write(archive, |tx| {
        tx.put_officer(&officer("李"))?;
        tx.put_officer(&officer("王"))?;
        tx.put_officer(&OfficerRow { closed: true, ..officer("王") })?;
        for row in [session(1, "李", 5), session(2, "李", 9), session(3, "王", 7)] {
            tx.put_desk_session(&row)?;
        }
        tx.put_failure(&failed("a", 10))?;
        tx.put_failure(&failed("b", 20))?;
        for row in [reading(4, 1), reading(6, 2), reading(8, 1)] {
            tx.put_reading(&row)?;
        }
        tx.sweep_failures(10)
    })
    .unwrap();
    read(archive, |view| {
        let mut officers = vec![officer("李"), OfficerRow { closed: true, ..officer("王") }];
        officers.sort_by(|one, other| one.name.cmp(&other.name));
        assert_eq!(view.all_officers()?, officers);
        assert_eq!(view.sessions_of("李")?, [session(2, "李", 9), session(1, "李", 5)]);
        assert_eq!(
            (view.failures()?, view.failure("a")?, view.failure("b")?),
            (1, None, Some(failed("b", 20)))
        );
        assert_eq!(view.readings(MatterId([1; 16]))?, [reading(8, 1), reading(4, 1)]);
        Ok(())
    })
    .unwrap();
    write(archive, |tx| tx.drop_failure("b")).unwrap();
    assert_eq!(read(archive, |view| view.failures()), Ok(0));
}
