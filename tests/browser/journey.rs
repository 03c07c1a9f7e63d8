//! The main job end to end: enrol → flight mode → record → kill → open again → close → network → the desk shows it.

use crate::world::{GROUP, Handset, World, evening, no_complaints, road, said};
use std::time::Duration;
use sync::desk::{MatterPage, MatterRow, Overview};
use tests::cdp::{Browser, Done, Page, Profile, Trouble};
use tests::faces::{Ballot, Close, Mark, Matter, Phone};

/// The browser dies and starts again without a network, as after a dead battery on the mountain.
fn killed(browser: Browser, address: &str) -> Done<(Browser, Phone)> {
    let browser = browser.kill_and_relaunch()?;
    let phone = Phone::reopened(&browser, address)?;
    phone.flight_mode(true)?;
    phone.open()?;
    Ok((browser, phone))
}

#[test]
fn a_meeting_survives_the_mountain() -> Done {
    let world = World::new()?;
    let (address, desk) = (world.address(), &world.desk);
    let Handset { browser, phone } = world.recorder("普红梅")?;
    phone.flight_mode(true)?;
    let matter = phone.raise(&road())?;
    phone.open_meeting(&matter, &evening())?;
    phone.mark_roll(&[("杨丽".into(), Mark::Leave), ("李自强".into(), Mark::Absent)], &[])?;
    // Reload in the middle of the roll: the marks are a draft and come back.
    phone.page.rest(Duration::from_millis(1_200));
    phone.page.reload()?;
    phone.page.wait_for("meeting.roll")?;
    phone.page.wait_js(
        "the draft's marks",
        "document.querySelector('[data-name=\"杨丽\"]')?.dataset.mark === 'leave'",
    )?;
    phone.roll_done()?;
    phone.say(&said("question", "李秀兰", "几户老人家里没有劳力，怎么办？"))?;
    phone.page.fill("meeting.say.text", "独居老人和低保户免工，由党员分着帮")?;
    phone.page.rest(Duration::from_millis(1_200));
    no_complaints(&phone.page);

    let (_browser, phone) = killed(browser, &address)?;
    phone.page.wait_for("today.open")?;
    assert!(phone.page.text("today.open")?.contains("进村道路硬化"), "the card names the meeting");
    phone.page.tap("today.go-on")?;
    phone.page.wait_for("meeting.say.text")?;
    assert_eq!(phone.page.count_of("meeting.entry")?, 1, "what was saved is there");
    assert_eq!(
        phone.page.value("meeting.say.text")?,
        "独居老人和低保户免工，由党员分着帮",
        "what was typed is there"
    );
    phone.page.tap("meeting.say.kind.answer")?;
    phone.page.tap("meeting.say.speaker.李正华")?;
    phone.page.tap("meeting.say.save")?;
    phone
        .page
        .wait_js("the answer", "document.querySelectorAll('[data-t=\"meeting.entry\"]').length === 2")?;
    let counts = [7, 0, 1];
    phone.count(&Ballot {
        question: "同意提交村民小组会议".into(), method: "举手".into(), counts
    })?;
    phone.close(&Close {
        text: "每户投工10个。".into(), date: "2026-03-14".into(), time: "21:05".into()
    })?;
    phone.page.tap("back")?;
    phone.page.wait_text_in("matter.where", "本机")?;

    desk.page.tap("desk.nav.matters")?;
    phone.flight_mode(false)?;
    phone.received(&matter)?;
    // The desk was open all the time and hears of it.
    desk.page.wait_for(&format!("desk.matter.{matter}"))?;
    let page: MatterPage = desk.api(&format!("matters/{matter}"))?;
    let meeting = page.view.meetings.first().ok_or_else(|| Trouble::new("no meeting"))?;
    assert_eq!(format!("{:?}", meeting.outcome), "Passed");
    assert!(meeting.closed.as_ref().is_some_and(|closed| closed.digest_matches));
    assert!(page.records.iter().all(|record| record.verified && record.standing == "effective"));
    desk.page.tap(&format!("desk.matter.{matter}"))?;
    desk.page.wait_for("desk.matter")?;
    no_complaints(&phone.page);
    no_complaints(&desk.page);
    Ok(())
}

#[test]
fn what_is_said_to_be_saved_survives_twenty_kills() -> Done {
    let world = World::new()?;
    let (address, desk) = (world.address(), &world.desk);
    let Handset { mut browser, phone } = world.recorder("普红梅")?;
    phone.flight_mode(true)?;
    let matter = phone.raise(&road())?;
    let meeting = phone.open_meeting(&matter, &evening())?;
    phone.mark_roll(&[], &[])?;
    phone.roll_done()?;
    let mut phone = phone;
    for round in 1..=20 {
        phone.go(&format!("meeting/{matter}/{meeting}/say"))?;
        phone.page.wait_for("meeting.say.text")?;
        phone.say(&said("statement", "李正华", &format!("第{round}句")))?;
        (browser, phone) = killed(browser, &address)?;
    }
    phone.go(&format!("meeting/{matter}/{meeting}/say"))?;
    phone
        .page
        .wait_js("twenty entries", "document.querySelectorAll('[data-t=\"meeting.entry\"]').length === 20")?;
    phone.flight_mode(false)?;
    phone.received(&matter)?;
    let page: MatterPage = desk.api(&format!("matters/{matter}"))?;
    let entries: Vec<&str> = page
        .view
        .meetings
        .iter()
        .flat_map(|view| view.entries.iter().map(|entry| entry.text.as_str()))
        .collect();
    assert_eq!(entries, (1..=20).map(|round| format!("第{round}句")).collect::<Vec<_>>());
    drop(browser);
    Ok(())
}

#[test]
fn odd_words_are_kept_and_shown_as_they_are() -> Done {
    let world = World::new()?;
    let desk = &world.desk;
    let Handset { browser: _browser, phone } = world.recorder("普红梅")?;
    let odd = "</script><img src=x onerror=alert(1)> 👩‍🌾 𠮷 \u{202e}右到左\u{202c} =1+1 & \"引号\"";
    let matter = phone.raise(&Matter { title: odd.into(), ..road() })?;
    assert_eq!(phone.page.text("matter.title")?, odd);
    phone.received(&matter)?;
    let rows: Vec<MatterRow> = desk.api(&format!("matters?scope={GROUP}"))?;
    assert_eq!(rows.first().map(|row| row.summary.title.as_str()), Some(odd));
    no_complaints(&phone.page);
    Ok(())
}

#[test]
fn wrong_forms_say_why_and_lose_nothing() -> Done {
    let world = World::new()?;
    let Handset { browser: _browser, phone } = world.recorder("普红梅")?;
    let page = &phone.page;
    let matter = phone.raise(&road())?;
    // A chair who is not on the roll.
    phone.go(&format!("open/{matter}"))?;
    page.wait_for("meeting.open.venue")?;
    page.fill("meeting.open.venue", "活动室")?;
    page.fill("meeting.open.chair", "没有这个人")?;
    page.tap("meeting.open.start")?;
    page.wait_js(
        "a reason beside the chair",
        "document.querySelector('[data-t=\"meeting.open.chair\"]').closest('.field').querySelector('.wrong')",
    )?;
    assert_eq!(page.value("meeting.open.venue")?, "活动室");
    page.fill("meeting.open.chair", "李正华")?;
    page.fill("meeting.open.recorder", "普红梅")?;
    page.tap("meeting.open.start")?;
    page.wait_for("meeting.roll")?;
    phone.mark_roll(&[("李自强".into(), Mark::Absent)], &[])?;
    phone.roll_done()?;
    // More votes than people.
    page.tap("meeting.tab.ballot")?;
    page.fill("meeting.ballot.question", "同意")?;
    page.fill("meeting.ballot.for.count", "99")?;
    page.tap("meeting.ballot.save")?;
    page.wait_js("a reason", "document.querySelector('.wrong')?.textContent")?;
    assert!(!page.has("meeting.ballot.counted")?);
    assert_eq!(page.value("meeting.ballot.question")?, "同意");
    // What was refused is a draft at once: there again after the page is loaded anew.
    page.evaluate("new Promise((good) => setTimeout(good, 100))")?;
    page.reload()?;
    page.wait_for("meeting.ballot.question")?;
    assert_eq!(page.value("meeting.ballot.question")?, "同意");
    assert_eq!(page.value("meeting.ballot.for.count")?, "99");
    no_complaints(page);
    Ok(())
}

#[test]
fn a_used_code_says_so_and_a_wrong_one_too() -> Done {
    let world = World::new()?;
    let desk = &world.desk;
    let browser = Browser::launch(Profile::new()?)?;
    let code = desk.code()?;
    let open = |browser: &Browser, code: &str| -> Done<Page> {
        let page = browser.context()?.page(tests::cdp::Face::Phone)?;
        page.navigate(&format!("{}/#enrol={code}", world.address()))?;
        page.tap("enrol.go")?;
        Ok(page)
    };
    open(&browser, &code)?.wait_for("enrol.words")?;
    let second = open(&browser, &code)?;
    second.wait_for("enrol.failed")?;
    assert!(second.text("enrol.failed")?.contains("用过"), "{}", second.text("enrol.failed")?);
    let never = sync::enrol::Code([9; 16]).text();
    let third = open(&browser, &never)?;
    third.wait_for("enrol.failed")?;
    let overview: Overview = desk.api("overview")?;
    assert_eq!(overview.waiting, 1, "one phone waits");
    Ok(())
}
