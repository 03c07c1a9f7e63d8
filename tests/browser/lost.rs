//! Phones that are lost, found again, replaced and moved: nothing that was recorded is, and each side says what it knows.

use crate::world::{GROUP, Handset, World, evening, no_complaints, picture, road, said};
use sync::desk::{MatterPage, MatterRow};
use tests::cdp::{Browser, Done, Profile};
use tests::faces::{Matter, Phone};

/// 下白村民小组
const OTHER_GROUP: &str = "532301104201002";

fn titles(world: &World) -> Done<Vec<String>> {
    let rows: Vec<MatterRow> = world.desk.api("matters?scope=532301104")?;
    let mut titles: Vec<String> = rows.into_iter().map(|row| row.summary.title).collect();
    titles.sort();
    Ok(titles)
}

fn other(title: &str) -> Matter {
    Matter { title: title.into(), ..road() }
}

/// Shows a phone a code again and lets the officer confirm it, from the page that says that it was stopped.
fn taken_in_again(world: &World, phone: &Phone, name: &str) -> Done {
    let code = world.desk.code()?;
    phone.go("today")?;
    phone.page.tap("today.code")?;
    phone.page.fill("enrol.code", &code)?;
    phone.page.tap("enrol.go")?;
    phone.page.wait_for("enrol.words")?;
    picture(&phone.page, "lost-again")?;
    let words = phone.page.texts("[data-t=\"enrol.words\"] li")?.join(" ");
    world.desk.confirm(&words, name, "Recorder", GROUP)?;
    phone.page.wait_for("today.record")?;
    phone.page.wait_gone("today.no-grant")
}

#[test]
fn a_stopped_phone_says_why_brings_what_it_has_and_is_taken_in_again() -> Done {
    let world = World::new()?;
    let Handset { phone, browser } = world.recorder("普红梅")?;
    let before = phone.raise(&road())?;
    phone.received(&before)?;
    // Out of reach something more is recorded; meanwhile the township hears that the phone is lost.
    phone.flight_mode(true)?;
    phone.raise(&other("停用前记下、没有传到的"))?;
    world.desk.stop("普红梅", "手机丢在街上")?;
    picture(&world.desk.page, "lost-desk")?;
    assert!(world.desk.phone("普红梅")?.contains("没有授权"));
    phone.flight_mode(false)?;
    phone.upload()?;
    phone.go("today")?;
    phone.page.wait_text_in("today.no-grant", "手机丢在街上")?;
    picture(&phone.page, "lost-stopped")?;
    assert_eq!(titles(&world)?, ["停用前记下、没有传到的", "进村道路硬化投工投劳方案"], "nothing is lost");
    // What it has is still read, also after a kill; nothing new may be begun.
    let browser = browser.kill_and_relaunch()?;
    let phone = Phone::reopened(&browser, &world.address())?;
    phone.open()?;
    phone.page.wait_text_in("today.no-grant", "手机丢在街上")?;
    phone.go(&format!("matter/{before}"))?;
    phone.page.wait_text("您不是这里的记录人")?;
    phone.go("me")?;
    phone.page.wait_text("手机丢在街上")?;
    picture(&phone.page, "lost-me")?;
    // Found again.
    taken_in_again(&world, &phone, "普红梅")?;
    let after = phone.raise(&other("找回以后"))?;
    phone.received(&after)?;
    assert!(world.desk.phone("普红梅")?.contains("记录人"));
    no_complaints(&phone.page);
    no_complaints(&world.desk.page);
    Ok(())
}

#[test]
fn whoever_comes_with_a_new_phone_hears_what_is_missing_of_the_old_one() -> Done {
    let world = World::new()?;
    let old = world.recorder("普红梅")?;
    let matter = old.phone.raise(&road())?;
    old.phone.received(&matter)?;
    let _lost = old.browser.kill()?;
    let browser = Browser::launch(Profile::new()?)?;
    let phone = Phone::reopened(&browser, &world.address())?;
    let code = world.desk.code()?;
    phone.open()?;
    phone.page.fill("enrol.code", &code)?;
    phone.page.tap("enrol.go")?;
    phone.page.wait_for("enrol.words")?;
    let desk = &world.desk.page;
    desk.tap("desk.nav.enrol")?;
    desk.wait_for("desk.claim.0.scope")?;
    desk.choose("desk.claim.0.scope", GROUP)?;
    desk.fill("desk.claim.0.name", "普红梅")?;
    desk.tap("desk.claim.0.role.Recorder")?;
    // The officer is shown that there is another phone of hers.
    desk.tap("desk.claim.0.instead")?;
    picture(desk, "lost-instead")?;
    desk.tap("desk.claim.0.confirm")?;
    desk.wait_for("desk.claim.decided")?;
    phone.page.tap("pin.later")?;
    phone.page.wait_text_in("today.former", "那时都收到了")?;
    picture(&phone.page, "lost-former")?;
    phone.holds(&matter)?;
    // It stays until it was read, whatever happens to the page.
    phone.open()?;
    phone.page.tap("today.former.read")?;
    phone.page.wait_gone("today.former")?;
    phone.open()?;
    phone.page.wait_for("today.record")?;
    assert!(!phone.page.has("today.former")?);
    no_complaints(&phone.page);
    Ok(())
}

#[test]
fn somebody_who_moves_in_the_middle_of_a_meeting_finishes_its_minutes() -> Done {
    let world = World::new()?;
    let Handset { phone, browser: _browser } = world.recorder("普红梅")?;
    let matter = phone.raise(&road())?;
    let meeting = phone.open_meeting(&matter, &evening())?;
    phone.received(&matter)?;
    phone.flight_mode(true)?;
    phone.at_meeting(&matter, &meeting, "roll")?;
    phone.mark_roll(&[], &[])?;
    world.desk.manage("普红梅")?;
    world.desk.page.choose("desk.manage.0.scope", OTHER_GROUP)?;
    picture(&world.desk.page, "moved-desk")?;
    world.desk.page.tap("desk.manage.change")?;
    world.desk.page.wait_text_in("desk.phones.decided", "下白村民小组")?;
    phone.flight_mode(false)?;
    phone.upload()?;
    phone.go("me")?;
    phone.page.wait_text("改到下白村民小组")?;
    picture(&phone.page, "moved-me")?;
    phone.at_meeting(&matter, &meeting, "say")?;
    phone.say(&said("statement", "李正华", "人走了，记录要记完。"))?;
    phone.upload()?;
    phone.received(&matter)?;
    let page: MatterPage = world.desk.api(&format!("matters/{matter}"))?;
    let words: Vec<&str> = page.view.meetings[0].entries.iter().map(|entry| &*entry.text).collect();
    assert_eq!(words, ["人走了，记录要记完。"]);
    // In the new group a matter is raised as before.
    phone.go("today")?;
    let there = phone.raise(&other("新组的事"))?;
    phone.received(&there)?;
    no_complaints(&phone.page);
    Ok(())
}
