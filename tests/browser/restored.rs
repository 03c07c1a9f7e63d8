//! The township's database is put back to an older copy: it notices by itself, says so, and the phone brings back what the copy
//! lacks, without anybody doing anything but opening the app.

use crate::world::{Handset, World, evening, no_complaints, picture, road, said};
use serde_json::json;
use std::path::Path;
use sync::desk::MatterPage;
use tests::cdp::{Done, Trouble, copy_folder, temporary};
use tests::server::Township;

/// How many operations the copy lacks.
const LOST: usize = 50;

/// The database of a copy in the place of a later one. The high-water mark beside it is no part of a database.
fn put_back(copy: &Path, data: &Path) -> Done {
    for name in ["township.db", "township.db-wal", "township.db-shm"] {
        match std::fs::remove_file(data.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        if copy.join(name).exists() {
            std::fs::copy(copy.join(name), data.join(name))?;
        }
    }
    Ok(())
}

/// The number of operations that `township verify` has looked at.
fn verified(township: &Township) -> Done<usize> {
    let said = township.command("verify")?;
    let found = said.lines().find_map(|line| line.trim().split_once(" operations"));
    found
        .filter(|_| said.contains("every signature, chain and summary holds"))
        .and_then(|(count, _)| count.parse().ok())
        .ok_or_else(|| Trouble::new(format!("not verified: {said}")))
}

fn entries(world: &World, matter: &str) -> Done<Vec<String>> {
    let page: MatterPage = world.desk.api(&format!("matters/{matter}"))?;
    assert!(page.records.iter().all(|record| record.verified && record.standing == "effective"));
    let meetings = page.view.meetings.into_iter();
    Ok(meetings.flat_map(|meeting| meeting.entries.into_iter().map(|entry| entry.text)).collect())
}

/// Broken on purpose, seen red: receipts of another generation kept in the phone's store (nothing is sent again).
#[test]
fn a_township_put_back_by_fifty_operations_is_refilled_by_the_phone() -> Done {
    let folder = temporary("restored")?;
    let copy = folder.join("copy");
    let mut world = World::of(Township::at(&folder.join("data"), &["--demo"])?)?;
    let Handset { browser: _browser, phone } = world.recorder("普红梅")?;
    let matter = phone.raise(&road())?;
    let meeting = phone.open_meeting(&matter, &evening())?;
    phone.mark_roll(&[], &[])?;
    phone.roll_done()?;
    phone.say(&said("statement", "李正华", "第0句"))?;
    phone.received(&matter)?;
    world = world.restarted_after(|data| copy_folder(data, &copy))?;

    phone.at_meeting(&matter, &meeting, "say")?;
    for number in 1..=LOST {
        phone.say(&said("statement", "李正华", &format!("第{number}句")))?;
    }
    phone.received(&matter)?;
    let all = verified(&world.township)?;
    let told = entries(&world, &matter)?;
    assert_eq!(told, (0..=LOST).map(|number| format!("第{number}句")).collect::<Vec<_>>());

    world = world.restarted_after(|data| put_back(&copy, data))?;
    assert_eq!(verified(&world.township)? + LOST, all, "the copy is as old as it should be");
    world.desk.page.tap("desk.nav.matters")?;
    world.desk.page.wait_text_in("desk.keeping", "数据库比原来旧")?;
    picture(&world.desk.page, "restored-desk")?;

    // The phone hears of it before it can send anything: what it believed received is not received any more.
    let sending =
        |blocked: &[&str]| phone.page.call("Network.setBlockedURLs", json!({ "urls": blocked })).map(drop);
    sending(&["*/sync/v1/push"])?;
    phone.open()?;
    phone.page.wait_text_in("net.count", &format!("{LOST} 条只在本机"))?;
    picture(&phone.page, "restored-today")?;
    phone.go(&format!("where/{matter}"))?;
    phone.page.wait_for("where.risk")?;
    picture(&phone.page, "restored-where")?;
    // The line is good again: nobody touches anything.
    sending(&[])?;
    phone.page.wait_for("where.safe")?;
    assert_eq!(verified(&world.township)?, all, "every operation is there again");
    assert_eq!(entries(&world, &matter)?, told);
    let phones: Vec<sync::desk::Phone> = world.desk.api("phones")?;
    assert!(phones.iter().all(|phone| !phone.copied && phone.unreceived == 0), "{phones:?}");
    no_complaints(&phone.page);
    drop(world);
    Ok(std::fs::remove_dir_all(&folder)?)
}
