//! The browser clears what the phone has stored: all of it, or only the records; before the app is opened, or under an open
//! page. The phone says plainly what happened, what is lost and what to do, and after a new enrolment everything that the
//! township had received is there again.

use crate::world::{GROUP, Handset, World, evening, no_complaints, picture, road, said};
use serde_json::json;
use tests::cdp::{Done, Page};
use tests::faces::Phone;

const ASKS: &str = "window.asked = 0; StorageManager.prototype.persist = function () { asked++; return Promise.resolve(false); }; \
     StorageManager.prototype.persisted = function () { return Promise.resolve(false); };";

/// A phone with a meeting under way, of which the township has all.
struct Begun {
    world: World,
    held: Handset,
    matter: String,
    meeting: String,
}

impl Begun {
    fn new() -> Done<Self> {
        let world = World::new()?;
        let held = world.recorder("普红梅")?;
        let matter = held.phone.raise(&road())?;
        let meeting = held.phone.open_meeting(&matter, &evening())?;
        held.phone.mark_roll(&[], &[])?;
        held.phone.roll_done()?;
        held.phone.say(&said("statement", "李正华", "第一句"))?;
        held.phone.received(&matter)?;
        Ok(Self { world, held, matter, meeting })
    }

    /// Something that the township never hears of.
    fn one_more_without_a_network(&self) -> Done {
        let phone = &self.held.phone;
        phone.flight_mode(true)?;
        phone.at_meeting(&self.matter, &self.meeting, "say")?;
        phone.say(&said("statement", "李正华", "第二句"))
    }

    /// The same person's phone gets a new code, and what was received comes back by itself.
    fn enrolled_again(&self, page: Page) -> Done<Phone> {
        let (world, matter) = (&self.world, &self.matter);
        let phone = Phone::enrol_on(page, &world.address(), &world.desk, "普红梅", "Recorder", GROUP)?;
        phone.go(&format!("matter/{matter}"))?;
        phone.page.wait_for("matter.title")?;
        phone.at_meeting(matter, &self.meeting, "say")?;
        phone
            .page
            .wait_js("the entry", "document.querySelectorAll('[data-t=\"meeting.entry\"]').length === 1")?;
        Ok(phone)
    }
}

/// Broken on purpose, seen red: the note on the first screen left out.
#[test]
fn a_phone_whose_storage_is_cleared_gets_back_what_was_received() -> Done {
    let begun = Begun::new()?;
    let page = &begun.held.phone.page;
    page.navigate("about:blank")?;
    page.clear(&begun.world.address(), "all")?;
    begun.held.phone.open()?;
    page.wait_text_in("enrol.again", "浏览器把首议存的清掉了")?;
    picture(page, "evicted-all")?;
    let phone = begun.enrolled_again(begun.held.browser.phone()?)?;
    // It is another device now, and goes on in the same meeting.
    phone.say(&said("statement", "李正华", "第二句"))?;
    phone.received(&begun.matter)?;
    no_complaints(&phone.page);
    Ok(())
}

/// Broken on purpose, seen red: `held::note` left out (the phone cannot say what was in its store).
#[test]
fn a_phone_whose_records_alone_are_cleared_says_how_many_are_lost() -> Done {
    let mut begun = Begun::new()?;
    // Nothing serves: a page that is being left may still get out where only its own line is cut.
    begun.world.township.kill()?;
    begun.one_more_without_a_network()?;
    let page = &begun.held.phone.page;
    page.navigate("about:blank")?;
    page.clear(&begun.world.address(), "indexeddb")?;
    begun.held.phone.open()?;
    let told = page.text("enrol.emptied")?;
    for words in ["浏览器把首议存的清掉了", "有 1 条还没上传", "照纸上的再记", "再给一个登记码"]
    {
        assert!(told.contains(words), "“{words}” is not in: {told}");
    }
    picture(page, "evicted-records")?;
    begun.world = begun.world.restarted_after(|_| Ok(()))?;
    begun.held.phone.flight_mode(false)?;
    let phone = begun.enrolled_again(begun.held.browser.phone()?)?;
    no_complaints(&phone.page);
    Ok(())
}

/// Broken on purpose, seen red: `same_as_before` left out of the phone's connection (the entry is signed as the first one of its
/// log, a second time).
#[test]
fn a_page_whose_store_is_cleared_under_it_signs_nothing_and_keeps_the_words_on_the_screen() -> Done {
    let begun = Begun::new()?;
    let phone = &begun.held.phone;
    begun.one_more_without_a_network()?;
    phone.page.clear(&begun.world.address(), "indexeddb")?;
    phone.page.fill("meeting.say.text", "第三句")?;
    phone.page.tap("meeting.say.save")?;
    phone.page.wait_text("先把这一页上写的抄在纸上")?;
    picture(&phone.page, "evicted-open")?;
    assert_eq!(phone.page.value("meeting.say.text")?, "第三句");
    // A network does not tempt it either.
    phone.flight_mode(false)?;
    phone.go("today")?;
    phone.page.wait_text_in("net", "浏览器把首议存的清掉了")?;
    let phones: Vec<sync::desk::Phone> = begun.world.desk.api("phones")?;
    assert!(phones.iter().all(|phone| !phone.copied), "signed twice at one position: {phones:?}");
    phone.open()?;
    phone.page.wait_text_in("enrol.emptied", "有 1 条还没上传")
}

/// Broken on purpose, seen red: `hold_storage` left out of what follows from a confirmation.
#[test]
fn the_browser_is_asked_to_keep_what_is_stored_and_its_answer_is_shown() -> Done {
    let world = World::new()?;
    let browser = tests::cdp::Browser::launch(tests::cdp::Profile::new()?)?;
    let page = browser.phone()?;
    page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": ASKS }))?;
    let phone = Phone::enrol_on(page, &world.address(), &world.desk, "普红梅", "Recorder", GROUP)?;
    phone.page.wait_js("the question", "asked > 0")?;
    phone.go("me")?;
    phone.page.wait_text_in("me.locked", "没有加锁")?;
    phone
        .page
        .evaluate("StorageManager.prototype.persist = function () { return Promise.resolve(true); }; 1")?;
    phone.page.tap("me.lock")?;
    phone.page.wait_text_in("me.locked", "已加锁保存")
}
