//! Saving one entry through the real screen, beside the bare database of the same page.

use super::browser_phone::{enrol, number, numbers};
use super::figures::Figures;
use super::table::{Table, ms, times};
use super::village::GROUP;
use crate::cdp::{Browser, Done, Page, Profile, Trouble};
use crate::faces::{Matter, Opening, Phone, Said};
use crate::native::Officer;
use crate::server::Township;

/// Entries that count, after some that warm up.
const ENTRIES: usize = 120;
const WARMING: usize = 5;

/// What the page itself can do: a strict put of bytes, and the other steps of a save, each alone.
const BARE: &str = r"(async () => {
  const asked = indexedDB.open('bare', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('values');
  const bare = await new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = bad; });
  const key = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']).catch(() => null);
  let number = 0;
  window.bare = {
    async put(size) {
      const value = crypto.getRandomValues(new Uint8Array(size));
      const begun = performance.now();
      await new Promise((good, bad) => {
        const all = bare.transaction('values', 'readwrite', { durability: 'strict' });
        all.oncomplete = good; all.onabort = bad;
        all.objectStore('values').put(value, number++);
      });
      return performance.now() - begun;
    },
    async sign(size) {
      if (!key) return -1;
      const value = crypto.getRandomValues(new Uint8Array(size));
      const begun = performance.now();
      await crypto.subtle.sign('Ed25519', key.privateKey, value);
      return performance.now() - begun;
    },
    async lock() {
      const begun = performance.now();
      await navigator.locks.request('bare', () => {});
      return performance.now() - begun;
    },
    async read() {
      const begun = performance.now();
      await new Promise((good, bad) => {
        const got = bare.transaction('values').objectStore('values').get(number - 1);
        got.onsuccess = good; got.onerror = bad;
      });
      return performance.now() - begun;
    },
  };
  return 1;
})()";

/// The bytes of the operation that the app saved last.
const LAST_SIZE: &str = r"(async () => {
  const asked = indexedDB.open('shouyi');
  const base = await new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = bad; });
  const got = base.transaction('ops').objectStore('ops').getAll();
  const rows = await new Promise((good, bad) => { got.onsuccess = () => good(got.result); got.onerror = bad; });
  base.close();
  return rows.filter((row) => row.matter).reduce((last, row) => (row.seq > last.seq ? row : last)).bytes.length;
})()";

/// Measures and prints.
pub fn measure() -> Done {
    let township = Township::demo()?;
    let officer = Officer::first(&township)?;
    let browser = Browser::launch(Profile::new()?)?;
    let phone = enrol(&browser, &township, &officer, GROUP)?;
    phone.flight_mode(true)?;
    begin_meeting(&phone)?;
    let page = &phone.page;
    page.evaluate(BARE)?;
    (0..WARMING).try_for_each(|at| say(&phone, at))?;
    let size = number(&page.evaluate(LAST_SIZE)?)?;
    page.evaluate("performance.clearMeasures('shouyi.save'); 1")?;
    let steps = [format!("put({size})"), format!("sign({size})"), "lock()".to_owned(), "read()".to_owned()];
    let mut bare = [const { Vec::new() }; 4];
    for at in 0..ENTRIES {
        say(&phone, WARMING + at)?;
        for (step, times) in steps.iter().zip(&mut bare) {
            times.push(number(&page.evaluate(&format!("bare.{step}"))?)?);
        }
    }
    show(&saves(page)?, &bare.map(Figures::of), size);
    Ok(())
}

fn saves(page: &Page) -> Done<Figures> {
    let saves =
        numbers(&page.evaluate("performance.getEntriesByName('shouyi.save').map((one) => one.duration)")?)?;
    if saves.len() < ENTRIES {
        return Err(Trouble::new(format!("the app measured {} saves of {ENTRIES}", saves.len())));
    }
    Ok(Figures::of(saves))
}

fn show(saves: &Figures, [puts, signatures, locks, reads]: &[Figures; 4], size: f64) {
    let title = format!(
        "one entry saved, signed and strict, by the app in a meeting without network; {} saves",
        saves.count()
    );
    let mut table = Table::new(title, &["p50", "p99"]);
    let both = |figures: &Figures| [ms(figures.median()), ms(figures.p99())];
    table.line("saved by the app", both(saves));
    table.line(format!("limit: bare strict put of {size} bytes, in turn with it"), both(puts));
    table.line(
        "ratio (budget 3× at p50)",
        [times(saves.median() / puts.median()), times(saves.p99() / puts.p99())],
    );
    table.line("beside it: one signature by the browser", both(signatures));
    table.line("beside it: one lock taken and let go", both(locks));
    table.line("beside it: one read in a transaction of its own", both(reads));
    table.note("From the entry's words to the transaction complete: lock, head, signature, summary, one transaction. Not drawing.");
    table.note("The browser's clock has steps of 0.1 ms.");
    table.print();
}

fn begin_meeting(phone: &Phone) -> Done {
    let matter = phone.raise(&Matter {
        title: "进村道路硬化投工投劳方案".into(),
        category: "投工投劳".into(),
        origin: "党员群众建议".into(),
        money_fen: 18_600_000,
        labour_days: 420,
        households: 42,
    })?;
    phone.open_meeting(
        &matter,
        &Opening {
            venue: "上白村活动室".into(),
            date: "2026-03-14".into(),
            time: "19:40".into(),
            chair: "李正华".into(),
            recorder: "普红梅".into(),
            notice_days: 1,
            ..Opening::default()
        },
    )?;
    phone.mark_roll(&[], &[])?;
    phone.roll_done()
}

fn say(phone: &Phone, at: usize) -> Done {
    let text = format!("（{at}）路基去年已经平好，今年上面补水泥，人工要我们自己出，一户先算十个工。");
    phone.say(&Said { kind: "statement".into(), speaker: "李正华".into(), text })
}
