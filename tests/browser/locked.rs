//! The phone in a stranger's hands: its files bear no words, the PIN can't be tried out, what is typed outlives the lock, and
//! a forgotten PIN costs what nobody else had, said before.

use crate::world::{GROUP, Handset, World, evening, no_complaints, picture, road, said};
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use tests::cdp::{Browser, Done, Page, Profile};
use tests::faces::{Matter, Phone};

const PIN: &str = "739154";
const TITLE: &str = "青石坎蓄水池加盖";
const SAID: &str = "几户老人家里没有劳力，怎么办？";
const TYPED: &str = "独居老人和低保户免工，由党员分着帮";

fn with_pin(world: &World) -> Done<Handset> {
    let browser = Browser::launch(Profile::new()?)?;
    let phone = Phone::enrol_with_pin(browser.phone()?, &world.address(), &world.desk, "普红梅", GROUP, PIN)?;
    Ok(Handset { browser, phone })
}

fn in_meeting(phone: &Phone) -> Done<(String, String)> {
    let matter = phone.raise(&Matter { title: TITLE.into(), ..road() })?;
    let meeting = phone.open_meeting(&matter, &evening())?;
    phone.mark_roll(&[], &[])?;
    phone.roll_done()?;
    phone.say(&said("question", "李秀兰", SAID))?;
    phone.page.fill("meeting.say.text", TYPED)?;
    Ok((matter, meeting))
}

/// The files below a folder in which these words stand, as UTF-8 or UTF-16.
fn files_with(folder: &Path, words: &str) -> Done<Vec<String>> {
    let [little, big] = [u16::to_le_bytes, u16::to_be_bytes]
        .map(|bytes| words.encode_utf16().flat_map(bytes).collect::<Vec<u8>>());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_with(&path, words)?);
        } else if path.is_file() {
            let bytes = std::fs::read(&path)?;
            let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
            if holds(words.as_bytes()) || holds(&little) || holds(&big) {
                found.push(path.display().to_string());
            }
        }
    }
    Ok(found)
}

/// The clock of every page that is opened from now on, so much ahead.
fn clock_ahead(page: &Page, ms: i64) -> Done {
    let source = format!("{{ const now = Date.now; Date.now = () => now.call(Date) + {ms}; }}");
    page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source }))?;
    Ok(())
}

/// Broken on purpose, seen red: `Ring::seal` that leaves the words as they are (they lie in the database's log).
#[test]
fn a_stolen_phone_yields_no_words_and_goes_on_where_it_was() -> Done {
    let world = World::new()?;
    let Handset { browser, phone } = with_pin(&world)?;
    in_meeting(&phone)?;
    phone.page.rest(Duration::from_millis(1_500));
    no_complaints(&phone.page);
    let profile = browser.kill()?;
    let stolen = profile.copy()?;
    for words in [SAID, TYPED, "老人家里", "低保户免工", TITLE, "石坎蓄水", "李秀兰", "普红梅", PIN]
    {
        assert_eq!(files_with(stolen.path(), words)?, Vec::<String>::new(), "{words}");
    }
    assert!(!files_with(stolen.path(), "shouyi")?.is_empty(), "whoever looks finds what is there");

    let browser = Browser::launch(stolen)?;
    let phone = Phone::reopened(&browser, &world.address())?;
    phone.flight_mode(true)?;
    phone.open()?;
    phone.page.wait_for("lock.pin")?;
    picture(&phone.page, "lock")?;
    for pin in ["739155", "000000", "12", "739153"] {
        phone.unlock(pin)?;
        phone.page.wait_text_in("lock.wrong", "密码不对")?;
    }
    phone.unlock("111111")?;
    phone.page.wait_text_in("lock.wait", "秒再试")?;
    picture(&phone.page, "lock-waits")?;
    let browser = browser.kill_and_relaunch()?;
    let phone = Phone::reopened(&browser, &world.address())?;
    phone.flight_mode(true)?;
    // Set back by a day, it waits all the same.
    clock_ahead(&phone.page, -86_400_000)?;
    phone.open()?;
    phone.page.wait_text_in("lock.wait", "秒再试")?;
    let phone = Phone::reopened(&browser, &world.address())?;
    phone.flight_mode(true)?;
    clock_ahead(&phone.page, 31_000)?;
    phone.open()?;
    phone.unlock(PIN)?;
    phone.page.tap("today.go-on")?;
    phone.page.wait_for("meeting.say.text")?;
    assert_eq!(
        (phone.page.count_of("meeting.entry")?, phone.page.value("meeting.say.text")?),
        (1, TYPED.into())
    );
    Ok(())
}

/// Broken on purpose, seen red: `App::lock` that loads the page without letting the forms keep what is typed.
#[test]
fn the_lock_comes_by_itself_in_the_middle_of_a_word_and_loses_none() -> Done {
    let world = World::new()?;
    let held = with_pin(&world)?;
    let (phone, page) = (&held.phone, &held.phone.page);
    page.evaluate("localStorage.setItem('shouyi.idle', '1'); 1")?;
    in_meeting(phone)?;
    let place = page.evaluate("location.hash")?;
    page.fill("meeting.say.text", "最后几个字")?;
    page.evaluate("{ const now = Date.now; Date.now = () => now.call(Date) + 61_000; } 1")?;
    page.wait_for("lock.pin")?;
    assert!(!page.evaluate("document.body.innerText")?.as_str().unwrap_or_default().contains("最后"));
    phone.unlock(PIN)?;
    page.wait_for("meeting.say.text")?;
    assert_eq!(
        (page.evaluate("location.hash")?, page.value("meeting.say.text")?),
        (place, "最后几个字".into())
    );
    // By hand as well; and a change of the PIN.
    phone.go("me")?;
    page.tap("me.pin")?;
    for (field, typed) in [("pin.old", PIN), ("pin.new", "850312"), ("pin.again", "850312")] {
        page.fill(field, typed)?;
    }
    page.tap("pin.set")?;
    page.wait_text_in("pin.told", "像是生日")?;
    for field in ["pin.new", "pin.again"] {
        page.fill(field, "2468013579")?;
    }
    page.tap("pin.set")?;
    page.wait_text_in("pin.told", "密码换好了")?;
    picture(page, "pin-changed")?;
    phone.go("me")?;
    page.tap("me.lock-now")?;
    page.wait_for("lock.pin")?;
    phone.unlock(PIN)?;
    page.wait_text_in("lock.wrong", "密码不对")?;
    phone.unlock("2468013579")?;
    page.wait_for("me.lock-now")?;
    no_complaints(page);
    Ok(())
}

/// Broken on purpose, seen red: `finish_sealing` left out (the words of the time before stay under the open key).
#[test]
fn a_pin_put_off_is_asked_for_in_words_and_can_be_set_later() -> Done {
    let world = World::new()?;
    let held = world.recorder("普红梅")?;
    let (phone, page) = (&held.phone, &held.phone.page);
    page.wait_text_in("today.no-pin", "还没有设密码")?;
    in_meeting(phone)?;
    phone.go("me")?;
    page.wait_text_in("me.no-pin", "还没有设密码")?;
    page.tap("me.pin")?;
    picture(page, "pin-set")?;
    for field in ["pin.new", "pin.again"] {
        page.fill(field, "123456")?;
    }
    page.tap("pin.set")?;
    page.wait_text_in("pin.told", "太好猜")?;
    for field in ["pin.new", "pin.again"] {
        page.fill(field, PIN)?;
    }
    page.tap("pin.set")?;
    page.wait_text_in("pin.told", "密码设好了")?;
    page.wait_js("no row under the key that lay open", NONE_BEFORE)?;
    page.reload()?;
    phone.unlock(PIN)?;
    phone.go("today")?;
    page.wait_gone("today.no-pin")?;
    page.tap("today.go-on")?;
    page.wait_for("meeting.say.text")?;
    assert_eq!(page.value("meeting.say.text")?, TYPED);
    no_complaints(page);
    Ok(())
}

/// Every row of a store that holds words begins with one number, the second.
const NONE_BEFORE: &str = r"(async () => {
  const asked = indexedDB.open('shouyi');
  const base = await new Promise((good) => { asked.onsuccess = () => good(asked.result); });
  let rows = 0, other = 0;
  for (const store of ['ops', 'drafts', 'summaries']) {
    const got = base.transaction(store).objectStore(store).getAll();
    for (const row of await new Promise((good) => { got.onsuccess = () => good(got.result); })) {
      rows++;
      other += (row.bytes || row)[0] !== 2;
    }
  }
  base.close();
  return rows > 5 && !other;
})()";

/// Broken on purpose, seen red: the wipe offered before it is agreed to.
#[test]
fn a_forgotten_pin_costs_what_nobody_else_had_and_says_so_before() -> Done {
    let world = World::new()?;
    let Handset { browser, phone } = with_pin(&world)?;
    let page = &phone.page;
    let matter = phone.raise(&road())?;
    phone.received(&matter)?;
    phone.flight_mode(true)?;
    phone.raise(&Matter { title: "修水池".into(), ..road() })?;
    phone.go("raise/7")?;
    page.fill("raise.title", "路灯")?;
    page.rest(Duration::from_millis(1_200));
    page.reload()?;
    page.tap("lock.forgot")?;
    page.wait_text_in("forgot.lost", "1 条记录乡镇还没有收到，分在 1 个事项里")?;
    page.wait_text_in("forgot.lost", "1 处写了没有存的")?;
    picture(page, "forgot")?;
    assert_eq!(page.evaluate("document.querySelector('[data-t=\"forgot.wipe\"]').disabled")?, true);
    page.tap("forgot.back")?;
    page.wait_for("lock.pin")?;
    page.tap("lock.forgot")?;
    page.tap("forgot.sure.yes")?;
    page.tap("forgot.wipe")?;
    page.wait_for("enrol.go")?;
    page.wait_gone("enrol.emptied")?;
    phone.flight_mode(false)?;
    let phone =
        Phone::enrol_on(browser.phone()?, &world.address(), &world.desk, "普红梅", "Recorder", GROUP)?;
    phone.go(&format!("matter/{matter}"))?;
    phone.page.wait_for("matter.title")?;
    no_complaints(&phone.page);
    Ok(())
}

/// Broken on purpose, seen red: the second person's store opened with the first one's name.
#[test]
fn two_people_share_a_phone_and_see_nothing_of_each_other() -> Done {
    let world = World::new()?;
    let Handset { browser, phone } = with_pin(&world)?;
    in_meeting(&phone)?;
    phone.go("me")?;
    picture(&phone.page, "people-me")?;
    phone.page.tap("people.add")?;
    phone.page.wait_text_in("people", "普红梅")?;
    picture(&phone.page, "people-enrol")?;
    // 下白村民小组: the township gives the second one nothing of the first one's meeting, and the phone gives nothing either.
    let (address, other) = (world.address(), "532301104201002");
    let second = Phone::enrol_with_pin(phone.page, &address, &world.desk, "张建国", other, "620947")?;
    let page = &second.page;
    page.wait_gone("today.open")?;
    second.raise(&Matter { title: "修水池".into(), ..road() })?;
    second.go("me")?;
    page.tap("me.lock-now")?;
    page.wait_for("lock.pin")?;
    page.wait_text_in("people", "普红梅")?;
    picture(page, "people-lock")?;
    // One's PIN does not open the other's.
    second.unlock(PIN)?;
    page.wait_text_in("lock.wrong", "密码不对")?;
    page.tap("people.one")?;
    page.wait_text_in("people", "张建国")?;
    second.unlock("620947")?;
    page.wait_text_in("lock.wrong", "密码不对")?;
    second.unlock(PIN)?;
    second.go("today")?;
    page.tap("today.go-on")?;
    page.wait_for("meeting.say.text")?;
    assert_eq!(page.value("meeting.say.text")?, TYPED);
    no_complaints(page);
    drop(browser);
    Ok(())
}
