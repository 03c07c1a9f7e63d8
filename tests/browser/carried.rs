//! A phone that never sees a network again: another one, of another group, carries its records to the township and the
//! receipts back; and once somebody brings them to the desk.

use crate::world::{GROUP, Handset, World, no_complaints, picture, road};
use std::path::{Path, PathBuf};
use sync::desk::MatterRow;
use tests::cdp::{Browser, Done, Page, Profile, temporary};
use tests::faces::Phone;

/// 下白村民小组: it does not read what the first group writes.
const OTHER_GROUP: &str = "532301104201002";

fn handset(world: &World, name: &str, scope: &str) -> Done<(Handset, PathBuf)> {
    let browser = Browser::launch(Profile::new()?)?;
    let phone = Phone::enrol(&browser, &world.address(), &world.desk, name, "Recorder", scope)?;
    let folder = temporary("downloads")?;
    browser.own().downloads_to(&folder)?;
    Ok((Handset { browser, phone }, folder))
}

/// The file that was downloaded, out of the folder.
fn downloaded(page: &Page, folder: &Path, to: &Path) -> Done<Vec<u8>> {
    let path = page.wait_download(folder)?;
    std::fs::rename(&path, to)?;
    Ok(std::fs::read(to)?)
}

fn matters(world: &World) -> Done<Vec<String>> {
    let rows: Vec<MatterRow> = world.desk.api(&format!("matters?scope={GROUP}"))?;
    Ok(rows.into_iter().map(|row| row.summary.title).collect())
}

/// Broken on purpose, seen red: the sealed frames delivered with numbers that begin at one.
#[test]
fn a_phone_without_a_network_learns_that_its_records_arrived() -> Done {
    let world = World::new()?;
    let ((one, outbox), (other, bag)) =
        (handset(&world, "普红梅", GROUP)?, handset(&world, "张建国", OTHER_GROUP)?);
    let (phone, carrier) = (&one.phone, &other.phone);
    let keep = temporary("carried")?;
    phone.flight_mode(true)?;
    carrier.flight_mode(true)?;

    // Out where there is no signal.
    let matter = phone.raise(&road())?;
    phone.page.wait_text_in("matter.kept", "只在本机")?;
    phone.go(&format!("where/{matter}"))?;
    phone.page.tap("where.carry")?;
    phone.page.wait_text_in("carry.mine", "1 条")?;
    picture(&phone.page, "carry-mine")?;
    phone.page.tap("carry.save")?;
    let file = keep.join("records.shouyi");
    let bytes = downloaded(&phone.page, &outbox, &file)?;
    let title = road().title;
    assert!(!bytes.windows(title.len()).any(|part| part == title.as_bytes()), "who carries it can't read it");
    phone.page.tap("carry.gave")?;
    phone.page.wait_text_in("carry.made", "已交人代传")?;
    picture(&phone.page, "carry-handed")?;
    phone.go(&format!("matter/{matter}"))?;
    phone.page.wait_text_in("matter.kept", "他机代传")?;
    phone.go(&format!("where/{matter}"))?;
    phone.page.wait_text_in("where.path", "他机代传")?;
    picture(&phone.page, "carry-where")?;
    phone.go("me")?;
    phone.page.wait_text("已交人代传")?;
    assert!(phone.page.text("me.unreceived")?.contains("没有"));
    // Where the phone happens to try by itself, it asks to be pressed again.
    for _ in 0..20 {
        phone.page.tap("me.leaving")?;
        phone.page.wait_text_in("me.leaving.told", "。")?;
        if !phone.page.text("me.leaving.told")?.contains("正在上传") {
            break;
        }
    }
    phone.page.wait_text_in("me.leaving.told", "没有连上乡镇。1 条乡镇还没有收到")?;
    picture(&phone.page, "carry-safety")?;

    // The neighbour takes it along, twice because he is not sure, and goes to market.
    carrier.go("carry")?;
    for _ in 0..2 {
        carrier.page.put_file("carry.file", &file)?;
        carrier.page.wait_text_in("carry.took", "会替对方送到乡镇")?;
    }
    carrier.page.wait_text_in("carry.one", "等着送")?;
    assert_eq!(carrier.page.count_of("carry.one")?, 1);
    picture(&carrier.page, "carry-taken")?;
    carrier.go("matters")?;
    assert!(!carrier.page.words()?.contains(&title), "it is no matter of his");
    assert_eq!(matters(&world)?, [""; 0]);
    carrier.flight_mode(false)?;
    carrier.upload()?;
    carrier.go("carry")?;
    carrier.page.wait_text_in("carry.one", "乡镇已收")?;
    carrier.go("me")?;
    carrier.page.tap("me.leaving")?;
    carrier.page.wait_text_in("me.leaving.told", "可以走了")?;
    carrier.go("carry")?;
    picture(&carrier.page, "carry-arrived")?;
    assert_eq!(matters(&world)?, [title.as_str()]);

    // And back.
    carrier.page.tap("carry.back")?;
    let receipts = keep.join("receipts.shouyi");
    downloaded(&carrier.page, &bag, &receipts)?;
    phone.go("carry")?;
    phone.page.put_file("carry.file", &receipts)?;
    phone.page.wait_text_in("carry.took", "乡镇已收")?;
    phone.page.wait_text_in("carry.mine", "乡镇都收到了")?;
    picture(&phone.page, "carry-back")?;
    phone.go(&format!("matter/{matter}"))?;
    phone.page.wait_text_in("matter.kept", "乡镇已收")?;

    // The next one goes to the desk itself, readable, and the receipts come home on the same stick.
    let second = phone.raise(&tests::faces::Matter { title: "修水池".into(), ..road() })?;
    phone.go("carry")?;
    phone.page.tap("carry.reader.anybody")?;
    phone.page.tap("carry.save")?;
    let bytes = downloaded(&phone.page, &outbox, &file)?;
    assert!(bytes.windows(9).any(|part| part == "修水池".as_bytes()), "whoever is enrolled may read it");
    let office = world.office_downloads()?;
    let desk = &world.desk.page;
    desk.tap("desk.nav.carried")?;
    desk.put_file("desk.carried.file", &file)?;
    desk.wait_text_in("desk.carried.told", "收下了，读出 1 条记录")?;
    picture(desk, "carry-desk")?;
    desk.tap("desk.carried.receipts")?;
    downloaded(desk, &office, &receipts)?;
    phone.page.put_file("carry.file", &receipts)?;
    phone.page.wait_text_in("carry.mine", "乡镇都收到了")?;
    phone.go(&format!("matter/{second}"))?;
    phone.page.wait_text_in("matter.kept", "乡镇已收")?;

    // What is no file of Shouyi, or not whole, is named by both.
    std::fs::write(&file, b"PK\x03\x04 some other file")?;
    phone.go("carry")?;
    phone.page.put_file("carry.file", &file)?;
    phone.page.wait_text_in("carry.took", "这不是首议的文件")?;
    let desk = &world.desk.page;
    desk.put_file("desk.carried.file", &file)?;
    desk.wait_text_in("desk.carried.wrong", "这不是首议的文件")?;
    assert!(world.township.command("verify")?.contains("every signature, chain and summary holds"));
    for page in [&phone.page, &carrier.page, &world.desk.page] {
        no_complaints(page);
    }
    [outbox, bag, keep, office].into_iter().try_for_each(std::fs::remove_dir_all)?;
    Ok(())
}
