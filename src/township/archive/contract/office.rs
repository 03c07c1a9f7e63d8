//! What every archive does for the desk: the log of one place backwards, and what is counted.

use super::{append, chain, key, place};
use crate::archive::rows::TallyRow;
use crate::archive::{Archive, read, write};

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
