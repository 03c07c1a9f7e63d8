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
/// Saves at the begin and at the end of the meeting that are shown by themselves.
const ALIKE: usize = 30;

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
    // The same put, but begun by a finger: the browser lets a frame pass before it goes on with other tasks.
    offer(size) {
      const button = document.createElement('button');
      button.dataset.t = 'bare.tap';
      button.textContent = '·';
      button.style = 'position:fixed;top:0;left:0;z-index:9;width:48px;height:48px';
      window.bare.tapped = null;
      button.onclick = () => window.bare.put(size).then((time) => { window.bare.tapped = time; button.remove(); });
      document.body.append(button);
      return 1;
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
    let mut tapped = Vec::new();
    for at in 0..ENTRIES {
        say(&phone, WARMING + 2 * at)?;
        say_unpressed(&phone, WARMING + 2 * at + 1)?;
        tapped.push(tap(page, size)?);
        for (step, times) in steps.iter().zip(&mut bare) {
            times.push(number(&page.evaluate(&format!("bare.{step}"))?)?);
        }
    }
    let saves = saves(page)?;
    let every_other = |from: usize| saves.iter().skip(from).step_by(2).copied().collect::<Vec<f64>>();
    show(&every_other(0), &every_other(1), &bare.map(Figures::of), &Figures::of(tapped), size);
    Ok(())
}

/// The bare put, begun by a tap as the app's own save is.
fn tap(page: &Page, size: f64) -> Done<f64> {
    page.evaluate(&format!("bare.offer({size})"))?;
    page.tap("bare.tap")?;
    page.wait_js("the bare put", "bare.tapped !== null")?;
    number(&page.evaluate("bare.tapped")?)
}

/// How long each save took, in their order.
fn saves(page: &Page) -> Done<Vec<f64>> {
    let saves =
        numbers(&page.evaluate("performance.getEntriesByName('shouyi.save').map((one) => one.duration)")?)?;
    if saves.len() != 2 * ENTRIES {
        return Err(Trouble::new(format!("the app measured {} saves of {}", saves.len(), 2 * ENTRIES)));
    }
    Ok(saves)
}

fn show(
    tapped: &[f64],
    unpressed: &[f64],
    [puts, signatures, locks, reads]: &[Figures; 4],
    put_tapped: &Figures,
    size: f64,
) {
    let of = |times: &[f64]| Figures::of(times.iter().copied());
    let (saves, own) = (of(tapped), of(unpressed));
    let title = format!(
        "one entry saved, signed and strict, by the app in a meeting without network; {} saves each",
        saves.count()
    );
    let mut table = Table::new(title, &["p50", "p99"]);
    let both = |figures: &Figures| [ms(figures.median()), ms(figures.p99())];
    let ratio =
        |save: &Figures, put: &Figures| [times(save.median() / put.median()), times(save.p99() / put.p99())];
    table.line("saved by the app, no finger on the screen", both(&own));
    table.line(format!("  the first {ALIKE}, in a short meeting"), both(&of(&unpressed[..ALIKE])));
    table
        .line(format!("  the last {ALIKE}, in a long one"), both(&of(&unpressed[unpressed.len() - ALIKE..])));
    table.line(format!("limit: bare strict put of {size} bytes, no finger either"), both(puts));
    table.line("ratio to it (budget 3× at p50)", ratio(&own, puts));
    table.line("saved by the app after a tap", both(&saves));
    table.line("limit: the same bare put begun by a tap", both(put_tapped));
    table.line("ratio to it", ratio(&saves, put_tapped));
    table.line("ratio of the save after a tap to the bare put without one", ratio(&saves, puts));
    table.line("beside it: one signature by the browser", both(signatures));
    table.line("beside it: one lock taken and let go", both(locks));
    table.line("beside it: one read in a transaction of its own", both(reads));
    table.note("From the entry's words to the transaction complete: head, signature, summary, one transaction. Not drawing.");
    table.note("After a tap the browser draws a frame before it answers the store: that wait is no part of the app, and is in both of the tapped rows.");
    table.note("The browser's clock has steps of 0.1 ms.");
    table.print();
}

/// A meeting whose roll is called, at the form for what is said.
pub fn begin_meeting(phone: &Phone) -> Done {
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

/// The same, but the button is pressed by the page itself, some frames after the last key.
fn say_unpressed(phone: &Phone, at: usize) -> Done {
    let page = &phone.page;
    let before = page.count_of("meeting.entry")?;
    page.fill("meeting.say.text", &words(at))?;
    page.evaluate("new Promise((good) => setTimeout(good, 60))")?;
    page.evaluate("document.querySelector('[data-t=\"meeting.say.save\"]').click(), 1")?;
    let more = format!("document.querySelectorAll('[data-t=\"meeting.entry\"]').length > {before}");
    page.wait_js("the entry to be saved", &more)
}

fn words(at: usize) -> String {
    format!("（{at}）路基去年已经平好，今年上面补水泥，人工要我们自己出，一户先算十个工。")
}

/// Says a sentence of this number.
pub fn say(phone: &Phone, at: usize) -> Done {
    let text = words(at);
    phone.say(&Said { kind: "statement".into(), speaker: "李正华".into(), text })
}
