//! What every archive keeps of days: the last checkpoint of each.

use crate::archive::rows::DayRow;
use crate::archive::{Archive, read, write};

pub(super) fn the_last_checkpoint_of_a_day_is_kept(archive: &dyn Archive) {
    let row = |day: u32, at_ms| DayRow { day, at_ms, note: format!("note {at_ms}\n") };
    write(archive, |tx| {
        for (day, at_ms) in [(20_000, 5), (20_003, 9), (20_000, 6), (20_001, 7)] {
            tx.put_day(&row(day, at_ms))?;
        }
        // What is written is seen at once.
        assert_eq!(tx.days(20_000, 9)?, [row(20_000, 6)]);
        Ok(())
    })
    .unwrap();
    read(archive, |view| {
        assert_eq!(view.days(u32::MAX, 9)?, [row(20_003, 9), row(20_001, 7), row(20_000, 6)]);
        assert_eq!(view.days(20_002, 1)?, [row(20_001, 7)]);
        assert!(view.days(19_999, 9)?.is_empty() && view.days(u32::MAX, 0)?.is_empty());
        Ok(())
    })
    .unwrap();
}
