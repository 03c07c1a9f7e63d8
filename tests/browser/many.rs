//! Codes for many: a sheet at the desk; a phone that enrols by its strip; another that opens its link where there is no
//! network, records, is killed, gets the register from its neighbour, and is admitted once the network comes.

use crate::world::{GROUP, World, evening, no_complaints, picture, road};
use serde_json::{Value, json};
use sync::desk::MatterRow;
use tests::cdp::{Browser, Done, Page, Profile, temporary};
use tests::faces::Phone;

/// The address on the strip of this number.
fn link(desk: &Page, at: usize) -> Done<String> {
    let script = format!("document.querySelectorAll('[data-t=\"desk.many.strip\"]')[{at}].dataset.link");
    Ok(desk.evaluate(&script)?.as_str().unwrap_or_default().to_owned())
}

fn strips(world: &World, people: usize) -> Done {
    let desk = &world.desk.page;
    desk.tap("desk.nav.many")?;
    desk.choose("desk.many.scope", GROUP)?;
    desk.wait_for("desk.many.person")?;
    desk.tap("desk.many.none")?;
    let tick = format!(
        "[...document.querySelectorAll('[data-t=\"desk.many.person\"]')].slice(0, {people}).forEach((box) => box.click()); 1"
    );
    desk.evaluate(&tick)?;
    desk.tap("desk.many.role.Recorder")?;
    picture(desk, "many-sheet")?;
    desk.tap("desk.many.make")?;
    desk.wait_for("desk.many.made")
}

/// The officer compares the words and presses once.
fn confirmed(world: &World, words: &str) -> Done {
    let desk = &world.desk.page;
    desk.tap("desk.nav.enrol")?;
    let card = format!("[data-title=\"{words}\"]");
    desk.wait_for(&card)?;
    let script = format!("document.querySelector({}).dataset.t", Value::from(card));
    let card = desk.evaluate(&script)?.as_str().unwrap_or_default().to_owned();
    picture(desk, "many-claim")?;
    desk.tap(&format!("{card}.confirm"))?;
    desk.wait_for("desk.claim.decided")
}

fn words(page: &Page) -> Done<String> {
    page.wait_for("enrol.words")?;
    let script = "[...document.querySelectorAll('[data-t=\"enrol.words\"] li')].map((e) => e.textContent.trim()).join(' ')";
    Ok(page.evaluate(script)?.as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_sheet_of_codes_enrols_phones_with_and_without_a_network() -> Done {
    let world = World::new()?;
    let desk = &world.desk.page;
    strips(&world, 3)?;
    desk.wait_text_in("desk.many.list", "还没有用")?;
    picture(desk, "many-list")?;
    // On paper the codes are 40 mm wide, and nothing else is there.
    desk.call("Emulation.setEmulatedMedia", json!({ "media": "print" }))?;
    picture(desk, "many-paper")?;
    let script = "[...document.querySelectorAll('.p-strip img')].map((e) => e.getBoundingClientRect().width > 150).join() + \
        document.querySelector('.d-only').getBoundingClientRect().width";
    assert_eq!(desk.evaluate(script)?, json!("true,true,true0"));
    desk.call("Emulation.setEmulatedMedia", json!({ "media": "" }))?;
    let links = [link(desk, 0)?, link(desk, 1)?, link(desk, 2)?];

    // With a network: the link, one press, six words.
    let near = Browser::launch(Profile::new()?)?;
    let page = near.phone()?;
    page.navigate(&links[0])?;
    page.wait_for("enrol.invited")?;
    picture(&page, "many-invited")?;
    page.tap("enrol.go")?;
    confirmed(&world, &words(&page)?)?;
    page.tap("pin.later")?;
    page.wait_for("today.record")?;
    page.wait_gone("today.no-grant")?;
    let neighbour = Phone::reopened(&near, &world.address())?;
    neighbour.open()?;
    let out = temporary("downloads")?;
    near.own().downloads_to(&out)?;
    neighbour.go("carry")?;
    neighbour.page.tap("carry.beginner")?;
    let file = neighbour.page.wait_download(&out)?;

    // Without: the app is installed, the signal is gone.
    let far = Browser::launch(Profile::new()?)?;
    let phone = Phone::reopened(&far, &world.address())?;
    phone.open()?;
    phone
        .page
        .wait_js("the worker to keep the app", "navigator.serviceWorker.ready.then((r) => !!r.active)")?;
    phone.flight_mode(true)?;
    phone.page.navigate(&links[1])?;
    phone.page.tap("enrol.go")?;
    phone.page.wait_for("enrol.alone")?;
    picture(&phone.page, "many-alone")?;
    phone.page.tap("enrol.begin")?;
    phone.page.tap("pin.later")?;
    phone.page.wait_text_in("enrol.not-yet", "还没有被镇里登记")?;
    phone.page.wait_for("enrol.no-register")?;
    picture(&phone.page, "many-begun")?;
    let matter = phone.raise(&road())?;
    let far = far.kill_and_relaunch()?;
    let phone = Phone::reopened(&far, &world.address())?;
    phone.flight_mode(true)?;
    phone.open()?;
    phone.page.wait_for("enrol.not-yet")?;
    phone.go("carry")?;
    phone.page.put_file("carry.file", &file)?;
    phone.page.wait_text_in("carry.took", "收进来了")?;
    phone.go("today")?;
    phone.page.wait_gone("enrol.no-register")?;
    phone.open_meeting(&matter, &evening())?;
    let far = far.kill_and_relaunch()?;
    let phone = Phone::reopened(&far, &world.address())?;
    phone.page.navigate(&world.address())?;

    // The network is there: nobody opens anything, the code goes up by itself.
    let waits = words(&phone.page)?;
    phone.page.wait_text_in("enrol.not-yet", "等干部确认")?;
    picture(&phone.page, "many-waiting")?;
    confirmed(&world, &waits)?;
    phone.page.tap("net.sync")?;
    phone.page.wait_gone("enrol.not-yet")?;
    phone.received(&matter)?;
    let rows: Vec<MatterRow> = world.desk.api(&format!("matters?scope={GROUP}"))?;
    assert_eq!(rows.len(), 1);

    // The list; the third code is cancelled, and its phone is told so.
    desk.tap("desk.nav.many")?;
    desk.wait_text_in("desk.many.list", "已登记")?;
    desk.tap("desk.many.extend")?;
    desk.tap("desk.many.cancel")?;
    desk.wait_text_in("desk.many.list", "已取消")?;
    let third = Browser::launch(Profile::new()?)?;
    let late = third.phone()?;
    late.navigate(&links[2])?;
    late.tap("enrol.go")?;
    late.wait_text_in("enrol.failed", "取消了这个登记码")?;
    late.navigate(&links[2][..links[2].len() - 9])?;
    late.wait_text_in("enrol.bent", "链接不完整")?;
    for page in [&neighbour.page, &phone.page, desk] {
        no_complaints(page);
    }
    std::fs::remove_dir_all(out)?;
    Ok(())
}
