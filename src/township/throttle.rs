//! Slows down whoever tries passwords, by account and by address, with growing waits that end: kept in the archive, so that a
//! restart forgives nothing.
//!
//! An address from which the account was signed in lately has its own count: whoever guesses from elsewhere does not lock the
//! officer out of the own chair. Names that nobody has are counted in a few heaps in the same way, so that waiting does not tell
//! who has an account.

use crate::archive::rows::FailureRow;
use crate::archive::{Read, Tx, View};
use oplog::Digest;
use std::net::IpAddr;

/// Tries that cost nothing: of an account, and of an address, behind which a whole office may sit.
const FREE: u32 = 5;
const FREE_HERE: u32 = 20;
/// The first wait, and the longest.
const FIRST_MS: u64 = 5_000;
const LONGEST_MS: u64 = 15 * 60 * 1000;
/// Failures are forgotten after this time without one.
const FORGET_MS: u64 = 60 * 60 * 1000;
/// How long an address is known after an account was signed in from it.
const KNOWN_MS: u64 = 30 * 24 * 60 * 60 * 1000;
/// The most remembered; beyond that all strange addresses are one.
const REMEMBERED: u64 = 10_000;

/// What became of a try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tried {
    /// It may be looked at; it counts as failed until [`succeeded`] is called, so that tries at one moment count too.
    Go,
    /// The same, and should it fail the next must wait: the first time that this is said.
    Last,
    /// The seconds to wait. It does not count: whoever waits long enough gets in.
    Wait(u32),
}

/// Counts a try under an account's name (none for a one-time login) and an address.
///
/// # Errors
/// Those of the archive.
pub fn attempt(tx: &mut dyn Tx, name: Option<&str>, address: IpAddr, now_ms: u64) -> Read<Tried> {
    tx.sweep_failures(now_ms)?;
    let mut keys = vec![(here(tx, address)?, FREE_HERE)];
    if let Some(name) = name {
        keys.push((account(tx, name, address)?, FREE));
    }
    let mut rows = Vec::new();
    for (key, free) in keys {
        rows.push((tx.failure(&key)?.unwrap_or(FailureRow { key, ..FailureRow::default() }), free));
    }
    let waits = rows.iter().map(|(row, _)| left_s(row.until_ms, now_ms)).max();
    if let Some(seconds) = waits.filter(|seconds| *seconds > 0) {
        return Ok(Tried::Wait(seconds));
    }
    let mut tried = Tried::Go;
    for (row, free) in &mut rows {
        row.count = row.count.saturating_add(1);
        row.forget_ms = now_ms + FORGET_MS;
        if let Some(over) = row.count.checked_sub(*free) {
            row.until_ms = now_ms + (FIRST_MS << over.min(10)).min(LONGEST_MS);
            if over == 0 {
                tried = Tried::Last;
            }
        }
        tx.put_failure(row)?;
    }
    Ok(tried)
}

/// The password was right: the failures are forgotten, and the address is known.
///
/// # Errors
/// Those of the archive.
pub fn succeeded(tx: &mut dyn Tx, name: Option<&str>, address: IpAddr, now_ms: u64) -> Read<()> {
    let key = here(tx, address)?;
    tx.drop_failure(&key)?;
    let Some(name) = name else { return Ok(()) };
    let key = account(tx, name, address)?;
    tx.drop_failure(&key)?;
    let key = known(name, address);
    tx.put_failure(&FailureRow { key, forget_ms: now_ms + KNOWN_MS, ..FailureRow::default() })
}

/// Seconds for which an account must wait where its address is not known.
///
/// # Errors
/// Those of the archive.
pub fn waits(view: &dyn View, name: &str, now_ms: u64) -> Read<u32> {
    Ok(left_s(view.failure(&format!("a:{name}"))?.map_or(0, |row| row.until_ms), now_ms))
}

/// Seconds until then. A wait that is longer than the longest was begun by a clock that has gone back since: it is over.
fn left_s(until_ms: u64, now_ms: u64) -> u32 {
    let left = until_ms.checked_sub(now_ms).filter(|left| *left <= LONGEST_MS).unwrap_or(0);
    u32::try_from(left.div_ceil(1000)).unwrap_or(u32::MAX)
}

/// An administrator lets an account in again.
///
/// # Errors
/// Those of the archive.
pub fn lift(tx: &mut dyn Tx, name: &str) -> Read<()> {
    tx.drop_failure(&format!("a:{name}"))?;
    // Those of known addresses are few, and are named after the account.
    for session in tx.sessions_of(name)? {
        tx.drop_failure(&format!("b:{name} {}", session.address))?;
    }
    Ok(())
}

fn here(view: &dyn View, address: IpAddr) -> Read<String> {
    let key = format!("p:{}", network(address));
    let strange = view.failure(&key)?.is_none() && view.failures()? >= REMEMBERED;
    Ok(if strange { "p:".to_owned() } else { key })
}

fn account(view: &dyn View, name: &str, address: IpAddr) -> Read<String> {
    if view.officer(name)?.is_none() {
        let heap = Digest::of(name.as_bytes()).0[0] % 64;
        return Ok(format!("u:{heap}"));
    }
    let known = view.failure(&known(name, address))?.is_some();
    Ok(if known { format!("b:{name} {address}") } else { format!("a:{name}") })
}

fn known(name: &str, address: IpAddr) -> String {
    format!("k:{name} {address}")
}

/// The network of an address: of IPv6 the half that a provider gives away.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::memory::Memory;
    use crate::archive::rows::OfficerRow;
    use crate::archive::write;
    use std::net::Ipv4Addr;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));

    fn there(last: u8) -> IpAddr {
        IpAddr::V4(Ipv4Addr::new(10, 0, 1, last))
    }

    fn town() -> Memory {
        let archive = Memory::default();
        let officer =
            OfficerRow { name: "李".into(), phc: String::new(), duties: 3, closed: false, once: None };
        write(&archive, |tx| tx.put_officer(&officer)).unwrap();
        archive
    }

    fn try_at(archive: &Memory, name: &str, from: IpAddr, now_ms: u64) -> Tried {
        write(archive, |tx| attempt(tx, Some(name), from, now_ms)).unwrap()
    }

    #[test]
    fn waits_grow_are_capped_and_end_with_success() {
        let town = town();
        for at in 0..FREE {
            let want = if at == FREE - 1 { Tried::Last } else { Tried::Go };
            assert_eq!(try_at(&town, "李", HERE, 1_000_000), want);
        }
        assert_eq!(try_at(&town, "李", HERE, 1_000_000), Tried::Wait(5));
        assert_eq!(try_at(&town, "李", HERE, 1_005_000), Tried::Go);
        assert_eq!(try_at(&town, "李", HERE, 1_005_001), Tried::Wait(10));
        let mut now = 1_005_000;
        for _ in 0..12 {
            now += LONGEST_MS;
            assert_eq!(try_at(&town, "李", HERE, now), Tried::Go);
        }
        assert_eq!(try_at(&town, "李", HERE, now), Tried::Wait(900), "never longer");
        write(&town, |tx| succeeded(tx, Some("李"), HERE, now)).unwrap();
        write(&town, |tx| lift(tx, "李")).unwrap();
        assert_eq!(try_at(&town, "李", HERE, now + 1), Tried::Go);
    }

    /// Whoever guesses from elsewhere does not lock out the officer's own chair, and one address gets no more tries by
    /// taking other names. Seen to fail: the count of the known address left out.
    #[test]
    fn an_account_is_guarded_against_all_addresses_and_an_address_against_all_names() {
        let town = town();
        write(&town, |tx| succeeded(tx, Some("李"), HERE, 1_000)).unwrap();
        for last in 0..5 {
            try_at(&town, "李", there(last), 1_000);
        }
        assert_eq!(try_at(&town, "李", there(9), 1_000), Tried::Wait(5), "from any strange address");
        assert_eq!(try_at(&town, "李", HERE, 1_000), Tried::Go, "but not from the known one");
        let names = (0..40).map(|at| try_at(&town, &format!("生人{at}"), there(77), 2_000));
        assert!(names.collect::<Vec<_>>().contains(&Tried::Wait(5)));
        assert_eq!(try_at(&town, "王", there(77), 2_000), Tried::Wait(5));
    }

    /// A name that nobody has waits like one that somebody has.
    #[test]
    fn waiting_does_not_tell_who_has_an_account() {
        let town = town();
        for name in ["李", "没有这个人"] {
            let seen: Vec<Tried> = (0..6).map(|at| try_at(&town, name, there(at), 1_000)).collect();
            let (go, last) = (Tried::Go, Tried::Last);
            assert_eq!(seen, [go, go, go, go, last, Tried::Wait(5)], "{name}");
        }
    }

    #[test]
    fn a_clock_that_goes_back_locks_nobody_out() {
        let town = town();
        for _ in 0..20 {
            try_at(&town, "李", HERE, 9_000_000_000);
        }
        assert_eq!(try_at(&town, "李", HERE, 1_000), Tried::Go);
    }
}
