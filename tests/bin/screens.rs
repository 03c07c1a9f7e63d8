//! `cargo xtask screens [DIR]`: a picture of every screen at 360×640, in normal and in large letters, and of the desk.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use sync::desk::Printed;
use tests::cdp::{Browser, Done, Page, Profile};
use tests::faces::{Ballot, Close, Desk, Mark, Matter, Opening, Phone, Said};
use tests::server::Township;

const GROUP: &str = "532301104201001";

/// Takes the pictures of one screen after the other, numbered.
struct Camera {
    folder: PathBuf,
    taken: usize,
}

impl Camera {
    fn take(&mut self, page: &Page, name: &str) -> Done {
        self.taken += 1;
        page.rest(std::time::Duration::from_millis(300));
        page.screenshot(&self.folder.join(format!("{:02}-{name}.png", self.taken)))
    }
}

fn main() -> ExitCode {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("target/screens"), PathBuf::from);
    match ["normal", "large"]
        .into_iter()
        .try_for_each(|letters| all(&folder.join(letters), letters == "large"))
    {
        Ok(()) => {
            println!("{}", folder.display());
            ExitCode::SUCCESS
        }
        Err(trouble) => {
            eprintln!("screens: {trouble}");
            ExitCode::FAILURE
        }
    }
}

fn all(folder: &Path, large: bool) -> Done {
    std::fs::create_dir_all(folder)?;
    let mut camera = Camera { folder: folder.to_owned(), taken: 0 };
    let township = Township::demo()?;
    let browser = Browser::launch(Profile::new()?)?;
    let desk = Desk::first(&browser.context()?, &township)?;
    let stranger = browser.context()?.page(tests::cdp::Face::Phone)?;
    stranger.navigate(&format!("{}/#enrol={}", township.address(), desk.code()?))?;
    stranger.wait_for("enrol.go")?;
    camera.take(&stranger, "enrol")?;
    stranger.tap("enrol.go")?;
    stranger.wait_for("enrol.words")?;
    camera.take(&stranger, "enrol-words")?;
    camera.take(&desk.page, "desk-enrol")?;
    let phone = Phone::enrol(&browser, township.address(), &desk, "普红梅", "Recorder", GROUP)?;
    if large {
        phone.go("me")?;
        phone.page.wait_for("me.letters")?;
        phone.page.tap("me.letters.large")?;
    }
    phone.go("today")?;
    phone.page.wait_for("today.record")?;
    camera.take(&phone.page, "today-empty")?;
    let (matter, meeting) = meeting(&phone, &mut camera)?;
    paper(&phone, &desk, &mut camera, (&matter, &meeting))?;
    for (screen, control) in [
        ("today", "today.record"),
        ("matters", "matters.raise"),
        ("me", "me.who"),
        ("carry", "carry.mine"),
        ("drafts", "back"),
    ] {
        phone.go(screen)?;
        phone.page.wait_for(control)?;
        camera.take(&phone.page, screen)?;
    }
    desk.page.tap("desk.nav.matters")?;
    camera.take(&desk.page, "desk-matters")?;
    desk.page.tap("desk.nav.phones")?;
    camera.take(&desk.page, "desk-phones")?;
    locked(&phone.page, &mut camera)
}

/// The PIN set, the page about it, the lock, and where it is forgotten.
fn locked(page: &Page, camera: &mut Camera) -> Done {
    page.evaluate("location.hash = '#pin'; 1")?;
    for field in ["pin.new", "pin.again"] {
        page.fill(field, "739154")?;
    }
    camera.take(page, "pin")?;
    page.screenshot_whole(&camera.folder.join("pin-whole.png"))?;
    page.tap("pin.set")?;
    page.wait_for("pin.told")?;
    page.evaluate("location.hash = '#me'; 1")?;
    page.wait_for("me.lock-now")?;
    page.screenshot_whole(&camera.folder.join("me-whole.png"))?;
    page.tap("me.lock-now")?;
    page.wait_for("lock.pin")?;
    page.fill("lock.pin", "7391")?;
    camera.take(page, "lock")?;
    page.tap("lock.forgot")?;
    page.wait_for("forgot.sure")?;
    camera.take(page, "lock-forgot")
}

/// Printed minutes: right, with a sign changed, and typed; the desk's own pages for paper.
fn paper(phone: &Phone, desk: &Desk, camera: &mut Camera, (matter, meeting): (&str, &str)) -> Done {
    phone.received(matter)?;
    let printed: Printed = desk.api(&format!("matters/{matter}/meetings/{meeting}/slip"))?;
    let fragment = printed.link.split_once('#').map(|(_, fragment)| fragment.to_owned()).unwrap_or_default();
    let page = &phone.page;
    phone.go("check")?;
    page.wait_for("check.go")?;
    camera.take(page, "check-empty")?;
    phone.go(&fragment)?;
    page.wait_for("check.facts")?;
    page.screenshot_whole(&camera.folder.join("check-genuine-whole.png"))?;
    camera.take(page, "check-genuine")?;
    phone.go(&fragment[..fragment.len() - 4])?;
    page.wait_text_in("check.verdict", "说不准")?;
    camera.take(page, "check-half")?;
    // Not the last sign: bits that it leaves over make the code unreadable, not forged.
    let (start, end) = fragment.split_at(fragment.len() - 40);
    let other = if end.starts_with('A') { "B" } else { "A" };
    phone.go(&[start, other, &end[1..]].concat())?;
    page.wait_text_in("check.verdict", "对不上")?;
    camera.take(page, "check-forged")?;
    desk.page.evaluate(&format!("location.hash = '#/matters/all/{matter}/{meeting}'; 1"))?;
    desk.page.wait_js("the code", "document.querySelector('[data-t=\"desk.sheet.slip\"] img')")?;
    desk.page.print(&camera.folder.join("desk-sheet.pdf"))?;
    desk.page.tap("desk.nav.check")?;
    desk.page.fill("desk.check.text", &printed.link)?;
    desk.page.tap("desk.check.go")?;
    desk.page.wait_for("desk.check.facts")?;
    camera.take(&desk.page, "desk-check")?;
    desk.page.tap("desk.nav.notice")?;
    desk.page.wait_for("desk.notice.print")?;
    camera.take(&desk.page, "desk-notice")?;
    desk.page.print(&camera.folder.join("desk-notice.pdf"))
}

fn meeting(phone: &Phone, camera: &mut Camera) -> Done<(String, String)> {
    let page = &phone.page;
    page.tap("today.raise")?;
    page.wait_for("raise.title")?;
    camera.take(page, "raise")?;
    let matter = phone.raise(&Matter {
        title: "上白村小组进村道路硬化1.2公里投工投劳方案".into(),
        category: "投工投劳".into(),
        origin: "党员群众建议".into(),
        money_fen: 18_600_000,
        labour_days: 420,
        households: 42,
    })?;
    camera.take(page, "matter")?;
    page.tap("matter.open-meeting")?;
    page.wait_for("meeting.open.venue")?;
    camera.take(page, "open")?;
    let words = |text: &str| text.to_owned();
    let opening = Opening {
        venue: words("上白村活动室"),
        date: words("2026-03-14"),
        time: words("19:40"),
        chair: words("李正华"),
        recorder: words("普红梅"),
        ..Opening::default()
    };
    let meeting = phone.open_meeting(&matter, &opening)?;
    camera.take(page, "roll-empty")?;
    phone.mark_roll(&[(words("杨丽"), Mark::Leave), (words("李自强"), Mark::Absent)], &[])?;
    camera.take(page, "roll")?;
    phone.roll_done()?;
    camera.take(page, "say-empty")?;
    let said = |kind: &str, speaker: &str, text: &str| Said {
        kind: words(kind),
        speaker: words(speaker),
        text: words(text),
    };
    phone.say(&said("statement", "张国富", "一户出十个工，合计四百二十个工。折钱要全组一个标准。"))?;
    phone.say(&said("question", "李秀兰", "几户老人家里没有劳力，怎么办？"))?;
    phone.say(&said("answer", "李正华", "独居老人和低保户免工，由党员分着帮。"))?;
    camera.take(page, "say")?;
    page.tap("meeting.tab.ballot")?;
    page.wait_for("meeting.ballot.question")?;
    camera.take(page, "ballot-empty")?;
    phone.count(&Ballot {
        question: words("同意提交村民小组会议"),
        method: words("举手"),
        counts: [7, 0, 2],
    })?;
    camera.take(page, "ballot")?;
    page.tap("meeting.tab.close")?;
    page.wait_for("meeting.text")?;
    camera.take(page, "close")?;
    phone.close(&Close {
        text: words("每户投工10个，独居老人、低保户免工。"),
        date: words("2026-03-14"),
        time: words("21:05"),
    })?;
    camera.take(page, "minutes")?;
    phone.go(&format!("where/{matter}"))?;
    page.wait_for("where.path")?;
    camera.take(page, "where")?;
    phone.go(&format!("matter/{matter}"))?;
    page.wait_for("matter.title")?;
    camera.take(page, "matter-after")?;
    Ok((matter, meeting))
}
