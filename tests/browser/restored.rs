//! The township's database, or its whole data folder, is put back to an older copy: it notices by itself, says so, and the
//! phone brings back what the copy lacks, without anybody doing anything but opening the app.

use crate::world::{Handset, World, evening, no_complaints, picture, road, said};
use serde_json::json;
use std::path::{Path, PathBuf};
use sync::desk::MatterPage;
use tests::cdp::{Done, Trouble, copy_folder, temporary};
use tests::server::Township;

/// How many operations the copy lacks.
const LOST: usize = 50;
/// The line of the audit log that says that the data was put back.
const NOTED: usize = 1;

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

/// A township with a phone, of whose first words there is a copy; fifty operations came after that.
struct Copied {
    world: World,
    held: Handset,
    matter: String,
    folder: PathBuf,
    /// How many operations there were in the end, and what was entered in the meeting.
    all: usize,
    told: Vec<String>,
}

impl Copied {
    fn new(name: &str) -> Done<Self> {
        let folder = temporary(name)?;
        let copy = folder.join("copy");
        let world = World::of(Township::at(&folder.join("data"), &["--demo"])?)?;
        let held = world.recorder("普红梅")?;
        let phone = &held.phone;
        let matter = phone.raise(&road())?;
        let meeting = phone.open_meeting(&matter, &evening())?;
        phone.mark_roll(&[], &[])?;
        phone.roll_done()?;
        phone.say(&said("statement", "李正华", "第0句"))?;
        phone.received(&matter)?;
        let world = world.restarted_after(|data| copy_folder(data, &copy))?;
        phone.at_meeting(&matter, &meeting, "say")?;
        for number in 1..=LOST {
            phone.say(&said("statement", "李正华", &format!("第{number}句")))?;
        }
        phone.received(&matter)?;
        let all = verified(&world.township)?;
        let told = entries(&world, &matter)?;
        assert_eq!(told, (0..=LOST).map(|number| format!("第{number}句")).collect::<Vec<_>>());
        Ok(Self { world, held, matter, folder, all, told })
    }

    /// Everything is there again, and nobody is suspected of anything.
    fn whole_again(self) -> Done {
        let Self { world, held, matter, folder, all, told } = self;
        assert_eq!(verified(&world.township)?, all + NOTED, "every operation is there again");
        assert_eq!(entries(&world, &matter)?, told);
        let phones: Vec<sync::desk::Phone> = world.desk.api("phones")?;
        assert!(phones.iter().all(|phone| !phone.copied && phone.unreceived == 0), "{phones:?}");
        no_complaints(&held.phone.page);
        drop(world);
        Ok(std::fs::remove_dir_all(&folder)?)
    }
}

/// Broken on purpose, seen red: receipts of another generation kept in the phone's store (nothing is sent again).
#[test]
fn a_township_put_back_by_fifty_operations_is_refilled_by_the_phone() -> Done {
    let mut begun = Copied::new("restored")?;
    let copy = begun.folder.join("copy");
    begun.world = begun.world.restarted_after(|data| put_back(&copy, data))?;
    let Copied { world, held: Handset { phone, .. }, matter, all, .. } = &begun;
    assert_eq!(verified(&world.township)? + LOST, *all + NOTED, "the copy is as old as it should be");
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
    begun.whole_again()
}

/// The whole folder, as with a snapshot of the machine: nothing beside the database says that it was further. The phone shows
/// what the township signed, in one and the same session brings back what is missing, and the desk is told while it is open.
///
/// Broken on purpose, seen red: the phone shows nothing (it calls the log rewritten); the township looks at nothing.
#[test]
fn a_folder_put_back_as_a_whole_is_noticed_through_the_phone() -> Done {
    let mut begun = Copied::new("put-back")?;
    let (copy, all) = (begun.folder.join("copy"), begun.all);
    begun.world = begun.world.restarted_after(|data| {
        std::fs::remove_dir_all(data)?;
        copy_folder(&copy, data)
    })?;
    let Copied { world, held: Handset { phone, .. }, matter, .. } = &begun;
    assert_eq!(verified(&world.township)? + LOST, all, "the copy is as old as it should be");
    // Its generation; the line about the code that each start prints raises the rest.
    let mark = |data: &Path| -> Done<Option<String>> {
        let mark = std::fs::read_to_string(data.join("high-water"))?;
        Ok(mark.split(' ').next().map(str::to_owned))
    };
    let before = mark(world.township.folder())?;
    assert_eq!(before, mark(&copy)?, "the server suspects nothing");
    world.desk.page.tap("desk.nav.matters")?;
    let overview: sync::desk::Overview = world.desk.api("overview")?;
    assert_eq!(overview.rolled_back, None);

    phone.open()?;
    phone.received(matter)?;
    world.desk.page.wait_text_in("desk.keeping", "数据库比原来旧")?;
    picture(&world.desk.page, "put-back-desk")?;
    assert_ne!(mark(world.township.folder())?, before, "another generation");
    begun.whole_again()
}
