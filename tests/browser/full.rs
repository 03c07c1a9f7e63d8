//! The phone is full in the middle of a close: nothing is half closed, nothing that was written is lost, and once there is room
//! the same press closes it.

use crate::world::{Handset, World, evening, no_complaints, picture, road, said};
use sync::desk::MatterPage;
use tests::cdp::Done;
use tests::faces::{Ballot, Phone};

const TEXT: &str = "每户投工10个，路修到桥头。";

/// The reason stands whole between the tabs and the button.
const IN_SIGHT: &str = "(() => { \
     const all = document.querySelector('[data-t=\"meeting.error\"]')?.getBoundingClientRect(); \
     const foot = document.querySelector('.foot').getBoundingClientRect(); \
     return all && all.top > 0 && all.bottom <= foot.top + 1; })()";

/// Broken on purpose, seen red: with the quota left as it was (the meeting closes). Found by it: the reason stood out of sight,
/// pushed down by the word that the draft could not be kept either.
#[test]
fn a_phone_that_is_full_closes_nothing_by_half() -> Done {
    let world = World::new()?;
    let Handset { browser, phone } = world.recorder("普红梅")?;
    let address = world.address();
    let matter = phone.raise(&road())?;
    let meeting = phone.open_meeting(&matter, &evening())?;
    phone.mark_roll(&[], &[])?;
    phone.roll_done()?;
    phone.say(&said("statement", "李正华", "第一句"))?;
    phone.count(&Ballot { question: "同意".into(), method: "举手".into(), counts: [7, 1, 2] })?;
    phone.write_text(TEXT)?;
    phone.received(&matter)?;

    // Photos have filled the phone meanwhile. A browser asks once for a while how much room there is: it is started anew.
    let browser = browser.kill_and_relaunch()?;
    let phone = Phone::reopened(&browser, &address)?;
    let page = &phone.page;
    page.quota(&address, 1)?;
    phone.open()?;
    phone.at_meeting(&matter, &meeting, "close")?;
    page.set("meeting.close.date", "2026-03-14")?;
    page.set("meeting.close.time", "21:05")?;
    page.tap("meeting.close.read-aloud")?;
    page.tap("meeting.close.sign")?;
    page.wait_text("没有存上：手机空间满了")?;
    page.wait_js("the reason in sight", IN_SIGHT)?;
    picture(page, "full-close")?;
    assert!(!page.has("meeting.minutes.closed")?);
    assert_eq!(page.value("meeting.close.time")?, "21:05", "what was filled in stands");
    assert_eq!(of_meeting(&world, &matter)?, (1, false));

    // Some photos are gone, and the app is opened anew: the same open meeting, with all that was saved before.
    let browser = browser.kill_and_relaunch()?;
    let phone = Phone::reopened(&browser, &address)?;
    let page = &phone.page;
    phone.open()?;
    phone.at_meeting(&matter, &meeting, "close")?;
    assert_eq!(page.value("meeting.text")?, TEXT);
    page.set("meeting.close.date", "2026-03-14")?;
    page.set("meeting.close.time", "21:05")?;
    page.tap("meeting.close.read-aloud")?;
    page.tap("meeting.close.sign")?;
    page.wait_for("meeting.minutes.closed")?;
    phone.received(&matter)?;
    assert_eq!(of_meeting(&world, &matter)?, (1, true));
    let phones: Vec<sync::desk::Phone> = world.desk.api("phones")?;
    assert!(phones.iter().all(|phone| !phone.copied), "signed twice at one position: {phones:?}");
    assert!(world.township.command("verify")?.contains("every signature, chain and summary holds"));
    no_complaints(page);
    Ok(())
}

/// How many entries the meeting has at the township, and whether it is closed there, with the digest that was signed.
fn of_meeting(world: &World, matter: &str) -> Done<(usize, bool)> {
    let page: MatterPage = world.desk.api(&format!("matters/{matter}"))?;
    let meeting = page.view.meetings.first().map(|meeting| {
        (meeting.entries.len(), meeting.closed.as_ref().is_some_and(|closed| closed.digest_matches))
    });
    Ok(meeting.unwrap_or_default())
}
