//! What the machine itself can do: the bare disk and the bare signature.

use super::figures::ms;
use crate::cdp::{Done, Stopwatch, Trouble};
use oplog::{Op, PublicKey};
use std::io::Write;

/// Milliseconds to write these pieces to a file one after the other, each durable before the next.
pub fn disk(pieces: &[usize]) -> Done<f64> {
    let folder = crate::cdp::temporary("limit")?;
    let mut file = std::fs::File::create(folder.join("bytes"))?;
    let bytes = vec![0x5a_u8; pieces.iter().copied().max().unwrap_or(0)];
    let watch = Stopwatch::start();
    for piece in pieces {
        file.write_all(bytes.get(..*piece).unwrap_or_default())?;
        file.sync_data()?;
    }
    let time = ms(watch.elapsed());
    std::fs::remove_dir_all(folder)?;
    Ok(time)
}

/// Milliseconds in which one core verifies the signatures of these operations.
pub fn signatures(ops: &[Op], key: &PublicKey) -> Done<f64> {
    let watch = Stopwatch::start();
    for op in ops {
        op.verify(key).map_err(|refused| Trouble::new(refused.code()))?;
    }
    Ok(ms(watch.elapsed()))
}

/// Milliseconds of processor that a process has used, all its threads together.
pub fn processor(pid: u32) -> Done<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks =
        after_name.split(' ').skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>();
    // Linux counts in hundredths of a second for every program.
    Ok(ticks * 10.0)
}
