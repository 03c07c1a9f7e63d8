//! A new phone takes the place of an old one where there is no network: records, what is half typed, and the roles.

use crate::world::{World, no_complaints, picture, road};
use sync::desk::MatterRow;
use tests::cdp::{Browser, Done, Profile, temporary};
use tests::faces::{Matter, Phone};

fn titles(world: &World) -> Done<Vec<String>> {
    let rows: Vec<MatterRow> = world.desk.api("matters?scope=532301104")?;
    let mut titles: Vec<String> = rows.into_iter().map(|row| row.summary.title).collect();
    titles.sort();
    Ok(titles)
}

fn matter(title: &str) -> Matter {
    Matter { title: title.into(), ..road() }
}

#[test]
fn a_new_phone_goes_on_where_the_old_one_stopped() -> Done {
    let world = World::new()?;
    let old = world.recorder("普红梅")?;
    let received = old.phone.raise(&road())?;
    old.phone.received(&received)?;
    // The shell of the app came once; from here on neither phone has a network.
    let browser = Browser::launch(Profile::new()?)?;
    let new = Phone::reopened(&browser, &world.address())?;
    new.open()?;
    new.page
        .wait_js("the worker to keep the app", "navigator.serviceWorker.ready.then((r) => !!r.active)")?;
    new.flight_mode(true)?;
    old.phone.flight_mode(true)?;
    old.phone.raise(&matter("还没有传到的"))?;
    old.phone.go("today")?;
    old.phone.page.tap("today.raise")?;
    old.phone.page.fill("raise.title", "写到一半的水池")?;
    old.phone.page.wait_js(
        "the draft to be kept",
        "(async () => { const open = indexedDB.open('shouyi'); const base = await new Promise((good) => { open.onsuccess = () => good(open.result); }); const got = base.transaction('drafts').objectStore('drafts').count(); return await new Promise((good) => { got.onsuccess = () => good(got.result > 0); }); })()",
    )?;
    let folder = temporary("move")?;
    old.browser.own().downloads_to(&folder)?;
    old.phone.go("me")?;
    old.phone.page.tap("me.move")?;
    picture(&old.phone.page, "move-old")?;
    old.phone.page.tap("move.make")?;
    old.phone.page.wait_for("move.code")?;
    let code = old.phone.page.text("move.code")?;
    picture(&old.phone.page, "move-code")?;
    old.phone.page.tap("move.save")?;
    let file = old.phone.page.wait_download(&folder)?;
    let bytes = std::fs::read(&file)?;
    let title = road().title;
    assert!(!bytes.windows(title.len()).any(|part| part == title.as_bytes()), "nobody else reads it");

    // The new phone: a wrong code, a file that is none, then the right ones.
    new.page.tap("move.from")?;
    let other = folder.join("other.shouyi");
    std::fs::write(&other, b"PK\x03\x04 some other file")?;
    new.page.put_file("move.file", &other)?;
    new.page.fill("move.typed", &code)?;
    new.page.tap("move.go")?;
    new.page.wait_text_in("move.failed", "这不是换机文件")?;
    std::fs::write(&other, bytes.get(..bytes.len() - 40).unwrap_or_default())?;
    new.page.put_file("move.file", &other)?;
    new.page.tap("move.go")?;
    new.page.wait_text_in("move.failed", "没有传完整")?;
    new.page.put_file("move.file", &file)?;
    new.page.fill("move.typed", "0000 0000 0000 0000")?;
    new.page.tap("move.go")?;
    new.page.wait_text_in("move.failed", "码不对")?;
    picture(&new.page, "move-wrong")?;
    new.page.fill("move.typed", &code.to_lowercase())?;
    new.page.tap("move.go")?;
    new.page.tap("pin.later")?;
    new.page.wait_for("enrol.not-yet")?;
    picture(&new.page, "move-new")?;
    new.page.wait_text("写到一半的水池")?;
    new.holds(&received)?;
    let begun = new.raise(&matter("新手机上记的"))?;
    let browser = browser.kill_and_relaunch()?;
    let new = Phone::reopened(&browser, &world.address())?;
    new.page.offline(true)?;
    new.open()?;
    new.page.wait_for("enrol.not-yet")?;
    new.holds(&received)?;
    assert_eq!(titles(&world)?, [title.as_str()]);

    // At the first contact the roles pass over, and all that neither phone had brought arrives.
    new.flight_mode(false)?;
    new.upload()?;
    new.go("today")?;
    new.page.wait_gone("enrol.not-yet")?;
    new.received(&begun)?;
    assert_eq!(titles(&world)?, ["新手机上记的", "还没有传到的", title.as_str()]);
    assert!(world.desk.phone("普红梅")?.contains("普红梅"));
    old.phone.flight_mode(false)?;
    old.phone.upload()?;
    old.phone.go("today")?;
    old.phone.page.wait_text_in("today.no-grant", "换到了新手机")?;
    picture(&old.phone.page, "move-stopped")?;
    let after = new.raise(&matter("以后记的"))?;
    new.received(&after)?;
    assert!(world.township.command("verify")?.contains("every signature, chain and summary holds"));
    no_complaints(&new.page);
    no_complaints(&old.phone.page);
    std::fs::remove_dir_all(folder)?;
    Ok(())
}
