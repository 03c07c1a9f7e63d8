//! A phone's contents copied to another, and both used in turn: the copy is noticed, everybody concerned is told in words, and
//! what either recorded is at the township.

use crate::world::{Handset, World, evening, no_complaints, picture, road, said};
use sync::desk::{MatterPage, Overview};
use tests::cdp::{Browser, Done};
use tests::faces::Phone;

/// Both copies of the phone, in browsers of their own.
fn copied(world: &World, one: Handset) -> Done<[Handset; 2]> {
    let profile = one.browser.close()?;
    let copy = profile.copy()?;
    let start = |profile| -> Done<Handset> {
        let browser = Browser::launch(profile)?;
        let phone = Phone::reopened(&browser, &world.address())?;
        phone.flight_mode(true)?;
        phone.open()?;
        Ok(Handset { browser, phone })
    };
    Ok([start(profile)?, start(copy)?])
}

/// Something is taken down without a network.
fn takes_down(phone: &Phone, place: [&str; 2], words: &str) -> Done {
    phone.flight_mode(true)?;
    phone.at_meeting(place[0], place[1], "say")?;
    phone.say(&said("statement", "李正华", words))
}

/// Broken on purpose, seen red: the note left out of `new_epoch` in the phone's store (the phone is silent), and `copied` never
/// told by the township (the desk is silent).
#[test]
fn both_copies_of_a_phone_are_told_and_nothing_of_either_is_lost() -> Done {
    let world = World::new()?;
    let one = world.recorder("普红梅")?;
    let matter = one.phone.raise(&road())?;
    let meeting = one.phone.open_meeting(&matter, &evening())?;
    one.phone.mark_roll(&[], &[])?;
    one.phone.roll_done()?;
    one.phone.received(&matter)?;
    let [old, new] = copied(&world, one)?;
    let place = [matter.as_str(), meeting.as_str()];

    // The same position signed twice, each unaware of the other.
    takes_down(&old.phone, place, "旧手机第一句")?;
    takes_down(&new.phone, place, "新手机第一句")?;
    for (turn, phone) in [&old.phone, &new.phone, &old.phone].into_iter().enumerate() {
        if turn == 2 {
            takes_down(phone, place, "旧手机第二句")?;
        }
        phone.flight_mode(false)?;
        phone.received(&matter)?;
        phone.flight_mode(true)?;
        phone.go("today")?;
        phone.page.wait_for("today.record")?;
        assert_eq!(phone.page.has("today.copied")?, turn > 0, "turn {turn}");
    }
    picture(&new.phone.page, "cloned-new")?;
    for phone in [&old.phone, &new.phone] {
        let told = phone.page.text("today.copied")?;
        for words in ["被复制过", "都不会丢", "只用一部手机记", "给乡镇打个电话"] {
            assert!(told.contains(words), "“{words}” is not in: {told}");
        }
    }
    // It is told until somebody says that he read it, also after the app was opened again.
    new.phone.open()?;
    new.phone.page.wait_for("today.copied")?;
    new.phone.page.tap("today.copied.read")?;
    new.phone.page.wait_gone("today.copied")?;

    // They go on, each in an epoch of its own.
    takes_down(&new.phone, place, "新手机第二句")?;
    new.phone.flight_mode(false)?;
    new.phone.received(&matter)?;
    let page: MatterPage = world.desk.api(&format!("matters/{matter}"))?;
    assert!(page.records.iter().all(|record| record.verified && record.standing == "effective"));
    let mut said: Vec<&str> = page.view.meetings[0].entries.iter().map(|entry| entry.text.as_str()).collect();
    said.sort_unstable();
    assert_eq!(said, ["新手机第一句", "新手机第二句", "旧手机第一句", "旧手机第二句"]);
    let overview: Overview = world.desk.api("overview")?;
    assert_eq!(overview.aside, 0, "nothing was refused");
    let told = world.desk.phone("普红梅")?;
    for words in ["复制过", "一条没丢", "重新登记"] {
        assert!(told.contains(words), "“{words}” is not in: {told}");
    }
    picture(&world.desk.page, "cloned-desk")?;
    assert!(world.township.command("verify")?.contains("every signature, chain and summary holds"));

    // And each shows what the other took down.
    old.phone.flight_mode(false)?;
    for phone in [&old.phone, &new.phone] {
        phone.upload()?;
        phone.at_meeting(place[0], place[1], "say")?;
        phone
            .page
            .wait_js("all four", "document.querySelectorAll('[data-t=\"meeting.entry\"]').length === 4")?;
        no_complaints(&phone.page);
    }
    Ok(())
}
