//! Printed minutes: the desk prints the code, a picture of the sheet is read as a camera reads it, and the link opens the app
//! on a phone in flight mode.

use serde_json::json;
use std::time::Duration;
use sync::desk::{Day, Printed};
use tests::cdp::{Browser, Done, Page, Profile, Trouble};
use tests::faces::{Ballot, Close, Desk, Mark, Matter, Opening, Phone};
use tests::server::Township;

const GROUP: &str = "532301104201001";

/// What a QR on the page says, read from the pixels of a picture of the page as it would be printed.
fn scanned(page: &Page, selector: &str) -> Done<String> {
    page.call("Emulation.setEmulatedMedia", json!({ "media": "print" }))?;
    page.wait_js("the picture", &format!("document.querySelector('{selector}')?.naturalWidth"))?;
    page.rest(Duration::from_millis(300));
    let place = page.evaluate(&format!(
        "(() => {{ const e = document.querySelector('{selector}').getBoundingClientRect(); \
         return {{ x: e.x + scrollX, y: e.y + scrollY, width: e.width, height: e.height, scale: 3 }} }})()"
    ))?;
    let params = json!({ "format": "png", "captureBeyondViewport": true, "clip": place });
    let taken = page.call("Page.captureScreenshot", params)?;
    page.call("Emulation.setEmulatedMedia", json!({ "media": "" }))?;
    let data = taken["data"].as_str().unwrap_or_default();
    let bytes = sync::base64::Base64::Note.decode(data).ok_or_else(|| Trouble::new("no picture"))?;
    let broken = |error: &dyn std::fmt::Display| Trouble::new(format!("the picture: {error}"));
    let mut reader =
        png::Decoder::new(std::io::Cursor::new(bytes)).read_info().map_err(|error| broken(&error))?;
    let mut pixels = vec![0; reader.output_buffer_size().unwrap_or(0)];
    let info = reader.next_frame(&mut pixels).map_err(|error| broken(&error))?;
    let (width, each) = (info.width as usize, info.color_type.samples());
    let grey = |x: usize, y: usize| pixels[(y * width + x) * each];
    // A camera comes nearer until it reads; this reader is choosier about sizes than a phone's.
    for side in [width * 2, 1_200, 900, 700, 600, 500, 400, 300] {
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            grey(x * width / side, (y * width / side).min(info.height as usize - 1))
        });
        if let Some((_, text)) = image.detect_grids().first().and_then(|grid| grid.decode().ok()) {
            return Ok(text);
        }
    }
    Err(Trouble::new("no code in the picture"))
}

/// A township with a closed meeting, and those who look at it.
pub struct Printing {
    /// The server.
    pub township: Township,
    /// The recorder's.
    pub browser: Browser,
    /// The recorder's.
    pub phone: Phone,
    /// The officer's, at the meeting.
    pub desk: Desk,
    /// The matter.
    pub matter: String,
    /// The meeting.
    pub meeting: String,
    /// The officer's.
    pub office: Browser,
}

/// A closed and received meeting, shown at the desk.
pub fn printing() -> Done<Printing> {
    let township = Township::demo()?;
    let (office, browser) = (Browser::launch(Profile::new()?)?, Browser::launch(Profile::new()?)?);
    let desk = Desk::first(&office.own(), &township)?;
    let phone = Phone::enrol(&browser, township.address(), &desk, "普红梅", "Recorder", GROUP)?;
    let matter = phone.raise(&Matter {
        title: "进村道路硬化投工投劳方案".into(),
        category: "投工投劳".into(),
        origin: "党员群众建议".into(),
        households: 42,
        ..Matter::default()
    })?;
    let opening = Opening {
        venue: "活动室".into(),
        date: "2026-03-14".into(),
        time: "19:40".into(),
        chair: "李正华".into(),
        recorder: "普红梅".into(),
        notice_days: 1,
        ..Opening::default()
    };
    let meeting = phone.open_meeting(&matter, &opening)?;
    phone.mark_roll(&[("杨丽".into(), Mark::Leave)], &[])?;
    phone.roll_done()?;
    phone.count(&Ballot { question: "同意".into(), method: "举手".into(), counts: [7, 0, 2] })?;
    phone.close(&Close {
        text: "每户投工10个。".into(), date: "2026-03-14".into(), time: "21:05".into()
    })?;
    phone.received(&matter)?;
    desk.page.evaluate(&format!("location.hash = '#/matters/all/{matter}/{meeting}'; 1"))?;
    Ok(Printing { township, browser, phone, desk, matter, meeting, office })
}

/// The word above what came of checking.
pub fn verdict(page: &Page) -> Done<String> {
    page.wait_for("check.verdict")?;
    page.text("check.verdict")
}

/// Opens a link as a phone's camera does; the page may be open already.
fn open(page: &Page, link: &str) -> Done<String> {
    page.navigate("about:blank")?;
    page.navigate(link)?;
    verdict(page)
}

/// The link with one sign of its code changed.
fn changed(link: &str) -> String {
    let mut changed = link.to_owned();
    let at = changed.len() - 40;
    let other = if changed.as_bytes()[at] == b'A' { "B" } else { "A" };
    changed.replace_range(at..=at, other);
    changed
}

#[test]
fn a_printed_code_is_checked_on_a_phone_without_a_network() -> Done {
    let Printing { township, browser, phone, desk, matter, meeting, office: _office } = printing()?;
    let link = scanned(&desk.page, "[data-t=\"desk.sheet.slip\"] img")?;
    let printed: Printed = desk.api(&format!("matters/{matter}/meetings/{meeting}/slip"))?;
    assert!(link.starts_with(&format!("{}/#check/", township.address())), "{link}");
    assert_eq!(
        sync::slip::SignedSlip::read(&link).map(|slip| slip.text().len()),
        Some(link.len() - link.find("#check/").unwrap_or(0) - 7)
    );
    phone.flight_mode(true)?;
    let page = &phone.page;
    assert_eq!(open(page, &link)?, "真的");
    let facts = page.text("check.facts")?;
    assert!(facts.contains("进村道路硬化投工投劳方案") && facts.contains("7 / 0 / 2"), "{facts}");
    let groups = page.text("check.facts")?;
    assert!(groups.replace(' ', "").contains(&printed.digest), "{groups}");
    // Without leaving the page, as when the app is open already.
    let bent = changed(&link);
    page.evaluate(&format!("location.href = {}; 1", json!(bent)))?;
    page.wait_text_in("check.verdict", "对不上")?;
    // By hand: right, one digit wrong, nothing like it, too little.
    let digest = &printed.digest;
    let wrong = if digest.starts_with('a') { "b" } else { "a" };
    for (typed, says) in [
        (digest[..12].to_owned(), "真的"),
        (format!("{wrong}{}", &digest[1..16]), "对不上"),
        ("0123 4567 89ab cdef".into(), "说不准"),
        (digest[..4].to_owned(), "说不准"),
    ] {
        phone.go("check")?;
        page.wait_for("check.go")?;
        page.fill("check.digest", &typed)?;
        page.tap("check.go")?;
        page.wait_text_in("check.verdict", says)?;
    }
    page.tap("back")?;
    page.wait_for("me.check")?;
    assert!(page.errors().is_empty(), "{:?}", page.errors());
    // A phone that was never enrolled.
    let stranger = browser.context()?.page(tests::cdp::Face::Phone)?;
    assert_eq!(open(&stranger, &link)?, "说不准");
    assert!(stranger.text("check.told")?.contains("没有登记"));
    // One of another township, with the same code.
    let elsewhere = Township::demo()?;
    let office = Browser::launch(Profile::new()?)?;
    let there = Desk::first(&office.own(), &elsewhere)?;
    let visitor = Browser::launch(Profile::new()?)?;
    let visitor = Phone::enrol(&visitor, elsewhere.address(), &there, "普红梅", "Recorder", GROUP)?;
    let fragment = &link[link.find("/#").unwrap_or(0)..];
    assert_eq!(open(&visitor.page, &format!("{}{fragment}", elsewhere.address()))?, "说不准");
    assert!(visitor.page.text("check.told")?.contains("另一个乡镇"));
    Ok(())
}

#[test]
fn the_desk_checks_what_is_scanned_and_prints_the_notice() -> Done {
    let Printing { desk, township: _township, browser: _browser, office: _office, .. } = printing()?;
    let page = &desk.page;
    let link = scanned(page, "[data-t=\"desk.sheet.slip\"] img")?;
    let check = |text: &str, says: &str| -> Done {
        page.tap("desk.nav.check")?;
        page.wait_for("desk.check.text")?;
        page.fill("desk.check.text", text)?;
        page.tap("desk.check.go")?;
        page.wait_js(
            says,
            &format!("document.querySelector('[data-t=\"desk.check.verdict\"]')?.dataset.name === '{says}'"),
        )
    };
    check(&changed(&link), "Forged")?;
    check(&link, "Genuine")?;
    assert!(page.text("desk.check.facts")?.contains("7 / 0 / 2"));
    page.tap("desk.check.open")?;
    page.wait_for("desk.meeting")?;
    // The notice: its code is a link too, and its root is that of the day.
    page.tap("desk.nav.notice")?;
    page.wait_for("desk.notice.print")?;
    let notice = scanned(page, "[data-t=\"desk.notice.sheet\"] img")?;
    let days: Vec<Day> = desk.api("days")?;
    let today: Printed = desk.api(&format!("days/{}", days.first().map_or(0, |day| day.day)))?;
    assert_eq!(page.text("desk.notice.root")?.replace(' ', ""), today.digest);
    check(&notice, "Board")?;
    check(&today.note, "Board")?;
    assert!(page.errors().is_empty(), "{:?}", page.errors());
    Ok(())
}
