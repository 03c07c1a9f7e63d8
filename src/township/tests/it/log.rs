//! The log as outsiders follow it: checkpoints, proofs between them, the last of each day, and what is found when one was
//! tampered with.

use crate::town::{Town, UPPER, bytes};
use domain::authority::Role;
use oplog::{Digest, Op, PublicKey};
use rusqlite::Connection;
use sync::base64::Base64;
use sync::tree::{TreeHead, is_prefix};
use township::archive::read;
use township::checkpoint::{date_of, day_of};
use township::verify::{Verified, Wrong, verify};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

async fn plain(town: &Town, path: &str) -> String {
    let reply = town.get(path).await;
    assert_eq!((reply.status.as_u16(), &reply.headers["cache-control"]), (200, &"no-store".parse().unwrap()));
    assert_eq!(reply.headers["content-type"], "text/plain; charset=utf-8");
    String::from_utf8(reply.body).unwrap()
}

/// The checkpoint of now, read with nothing but the key that the township publishes.
async fn checkpoint(town: &Town) -> TreeHead {
    let (note, key) = (plain(town, "/checkpoint").await, plain(town, "/checkpoint/key").await);
    let key = Base64::Note.decode(key.trim_end().splitn(3, '+').last().unwrap()).unwrap();
    let read = sync::checkpoint::open(&note, &PublicKey(key[1..].try_into().unwrap())).unwrap();
    assert!(read.origin.starts_with(&format!("shouyi/{}/", town.township())));
    read.tree
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outsider_follows_the_log_from_checkpoint_to_checkpoint() {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    let mut seen = vec![checkpoint(&town).await];
    for n in 0..6 {
        let op = phone.raise(UPPER, &format!("事项{n}"));
        phone.push(&town, &bytes(&[op])).await;
        seen.push(checkpoint(&town).await);
    }
    let now = town.hub.shared.tree();
    assert_eq!(seen.last(), Some(&TreeHead { size: now.0, root: now.1 }));
    for (old, new) in seen.iter().flat_map(|old| seen.iter().map(move |new| (old, new))) {
        let path = format!("/checkpoint/proof/{}/{}", old.size, new.size);
        if old.size > new.size {
            assert_eq!(town.get(&path).await.status, 404);
            continue;
        }
        let lines = plain(&town, &path).await;
        let nodes =
            lines.lines().map(|line| Digest::from_slice(&Base64::Note.decode(line).unwrap()).unwrap());
        assert!(is_prefix(old, new, &nodes.collect::<Vec<_>>()), "{old:?} in {new:?}");
    }
    for nowhere in [format!("1/{}", now.0 + 1), "1".into(), "x/2".into(), "-1/2".into()] {
        assert!(town.get(&format!("/checkpoint/proof/{nowhere}")).await.status.as_u16() >= 400, "{nowhere}");
    }
}

/// A town with a checkpoint on each of three days; nothing came on a fourth.
async fn four_days() -> Town {
    let town = Town::new();
    let mut phone = town.phone(7, UPPER, Role::Recorder).await;
    for n in 0..3 {
        let ops: Vec<Op> = (0..=n).map(|more| phone.raise(UPPER, &format!("事项{n}{more}"))).collect();
        phone.push(&town, &bytes(&ops[..1])).await;
        phone.push(&town, &bytes(&ops[1..])).await;
        town.later(if n == 1 { 2 * DAY_MS } else { DAY_MS });
    }
    town
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_checkpoint_of_each_day_is_kept_and_verified() {
    let town = four_days().await;
    let (key, first) = (town.hub.shared.identity.public(), day_of(domain::story::START_MS + 3_600_000));
    let days = read(&*town.hub.archive, |view| view.days(u32::MAX, 99)).unwrap();
    let held: Vec<u32> = days.iter().rev().map(|row| row.day - first).collect();
    assert_eq!(held, [0, 1, 3], "one a day, none for a day on which nothing came");
    let sizes: Vec<u64> =
        days.iter().map(|row| township::checkpoint::open(&row.note, &key).unwrap().size).collect();
    assert_eq!(sizes[0], town.hub.shared.tree().0);
    // One, two and three operations came: the last checkpoint of a day, not the first.
    assert_eq!((sizes[0] - sizes[1], sizes[1] - sizes[2]), (3, 2));
    assert!(matches!(verify(&*town.hub.archive, &key), Ok(Verified::Whole(_))));
}

/// Seen to fail: without the comparison of roots, without the signature, and with the days beyond the tree passed over.
#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_does_not_hold_is_named_by_its_day() {
    let town = four_days().await;
    let identity = &town.hub.shared.identity;
    let key = identity.public();
    let days = read(&*town.hub.archive, |view| view.days(u32::MAX, 99)).unwrap();
    let (last, middle) = (&days[0], &days[1]);
    let head = |note: &str| township::checkpoint::open(note, &key).unwrap();
    let signed = |tree: TreeHead| township::checkpoint::note(identity, &tree).unwrap();
    let other_key = township::hub::Identity {
        secret: oplog::SecretKey::from_seed(&[9; 32]),
        scope: identity.scope,
        generation: identity.generation,
    };
    let bent = |note: &str| {
        let at = note.len() - 20;
        let other = if note.as_bytes()[at] == b'A' { "B" } else { "A" };
        [&note[..at], other, &note[at + 1..]].concat()
    };
    let table = [
        (
            "signed over another root",
            middle.day,
            signed(TreeHead { root: Digest([1; 32]), ..head(&middle.note) }),
        ),
        ("signed over no records", middle.day, signed(TreeHead { size: 0, root: Digest([1; 32]) })),
        ("signed over more than there is", last.day, signed(TreeHead { size: 10_000, ..head(&last.note) })),
        (
            "not signed by the township",
            middle.day,
            township::checkpoint::note(&other_key, &head(&middle.note)).unwrap(),
        ),
        ("the digits of another size", last.day, last.note.replacen('\n', "\n1", 1)),
        ("the right tree, a sign of the signature changed", middle.day, bent(&middle.note)),
        ("no note at all", last.day, String::new()),
    ];
    let database = Connection::open(town.dir.path().join("township.db")).unwrap();
    for (what, day, note) in table {
        let (kept, _): (String, i64) = database
            .query_row("SELECT note, at_ms FROM day WHERE number = ?1", [day], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        let put = |note: &str| {
            database
                .execute("UPDATE day SET note = ?1 WHERE number = ?2", rusqlite::params![note, day])
                .unwrap()
        };
        put(&note);
        let Ok(Verified::Damaged(damage)) = verify(&*town.hub.archive, &key) else { panic!("{what}: taken") };
        assert_eq!(damage.wrong, Wrong::Day(day), "{what}");
        assert!(damage.to_string().contains(&date_of(day)), "{damage}");
        put(&kept);
    }
    assert!(matches!(verify(&*town.hub.archive, &key), Ok(Verified::Whole(_))));
}
