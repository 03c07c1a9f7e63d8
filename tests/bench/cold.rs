//! The app with 10,000 operations: taken in, then started again without network after its browser was killed.

use super::MANY;
use super::browser_phone::{PIN, enrol, number};
use super::figures::Figures;
use super::limit;
use super::native_phone::NativePhone;
use super::pull::{self, HELD};
use super::table::{Table, ms, times, whole};
use super::village::{self, GROUP};
use crate::cdp::{Browser, Done, Profile, Trouble};
use crate::faces::Phone;
use crate::native::Officer;
use crate::server::Township;
use oplog::Scope;
use serde_json::{Value, json};

const STARTS: usize = 5;
const FACTORS: [f64; 2] = [1.0, 6.0];

/// Notes from outside when the first screen is in the page, and when it has been painted.
const SEEN: &str = r#"new MutationObserver((_, watch) => {
  if (!document.querySelector('[data-t="today.record"]')) return;
  watch.disconnect();
  window.shown = performance.now();
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => { window.painted = performance.now(); };
    after.port2.postMessage(0);
  });
}).observe(document, { childList: true, subtree: true })"#;

/// How far the start came when, from the beginning of the navigation.
const TIMES: &str = r"(() => {
  const page = performance.getEntriesByType('navigation')[0];
  const first = performance.getEntriesByName('first-contentful-paint')[0];
  const usable = performance.getEntriesByName('shouyi.usable')[0];
  const unlock = window.shown - window.pressed;
  return { page: page.responseEnd, first: first && first.startTime, lock: usable && usable.startTime, unlock,
    shown: usable && usable.startTime + unlock, painted: usable && usable.startTime + window.painted - window.pressed };
})()";

/// A finger on the button below the PIN.
const PRESS: &str = r#"(() => { window.pressed = performance.now(); document.querySelector('[data-t="lock.open"]').click(); return 1; })()"#;

/// What the machine needs for the same: the wasm from the worker's store compiled (changed by some bytes, so that
/// nothing compiled before is used), the summaries read; and a loop that shows how slow the processor is made.
const BARE: &str = r"(async () => {
  const begun = performance.now();
  const name = performance.getEntriesByType('resource').find((one) => one.name.endsWith('.wasm')).name;
  const wasm = new Uint8Array(await (await fetch(name)).arrayBuffer());
  const other = new Uint8Array(wasm.length + 4);
  other.set(wasm);
  other.set([0, 2, 1, Math.floor(Math.random() * 26) + 97], wasm.length);
  await WebAssembly.compile(other);
  const compiled = performance.now();
  const asked = indexedDB.open('shouyi');
  const base = await new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = bad; });
  const read = (store) => new Promise((good, bad) => {
    const got = base.transaction(store).objectStore(store).getAll();
    got.onsuccess = () => good(got.result.length); got.onerror = bad; });
  await read('summaries');
  const summaries = performance.now();
  await read('ops');
  const ops = performance.now();
  base.close();
  let sum = 0;
  for (let at = 0; at < 2e7; at++) sum = (sum + at * 7) | 0;
  return { wasm: compiled - begun, summaries: summaries - compiled, ops: ops - summaries,
    loop: performance.now() - ops, sum };
})()";

/// Measures and prints.
pub fn measure() -> Done {
    let township = Township::demo()?;
    let officer = Officer::first(&township)?;
    let group = Scope::parse(GROUP).map_err(Trouble::of)?;
    let mut giver = NativePhone::enrol(township.address(), &officer, 31, group)?;
    let browser = Browser::launch(Profile::new()?)?;
    let phone = enrol(&browser, &township, &officer, GROUP)?;
    phone.flight_mode(true)?;
    giver.sync()?;
    let ops = village::told(&mut giver, MANY)?;
    giver.shelf.load(&ops);
    giver.sync()?;
    giver.must_be_received()?;
    let size = ops.iter().map(|op| op.bytes().len()).sum::<usize>() as f64 / ops.len() as f64;
    pull::measure(&phone, size.round(), limit::signatures(&ops, &giver.writer.key())?)?;
    let held = number(&phone.page.evaluate(HELD)?)?;
    let address = township.address().to_owned();
    let mut profile = browser.kill()?;
    // Nobody answers any more: what starts now starts from the phone alone.
    drop(township);
    let mut all = Vec::new();
    for factor in FACTORS {
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let (start, after) = start(profile, &address, factor)?;
            profile = after;
            starts.push(start);
        }
        all.push(starts);
    }
    show(&all, held);
    Ok(())
}

/// One start in a new browser process: its times, and the profile for the next.
fn start(profile: Profile, address: &str, factor: f64) -> Done<(Value, Profile)> {
    let browser = Browser::launch(profile)?;
    let phone = Phone::reopened(&browser, address)?;
    phone.flight_mode(true)?;
    phone.page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": SEEN }))?;
    phone.page.cpu(factor)?;
    phone.open()?;
    phone.page.fill("lock.pin", PIN)?;
    phone.page.evaluate(PRESS)?;
    phone.page.wait_js("the first screen", "window.painted")?;
    let mut times = phone.page.evaluate(TIMES)?;
    let bare = phone.page.evaluate(BARE)?;
    for (name, value) in bare.as_object().into_iter().flatten() {
        times[name] = value.clone();
    }
    Ok((times, browser.kill()?))
}

fn show(all: &[Vec<Value>], held: f64) {
    let columns = FACTORS.map(|factor| [format!("{factor}×, median"), "best".to_owned()]).concat();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let title = format!(
        "start without network in a new browser process, {} operations stored, {STARTS} starts each",
        whole(held)
    );
    let mut table = Table::new(title, &columns);
    let of = |starts: &[Value], names: &[&str]| {
        let sum = |one: &Value| names.iter().map(|name| one[*name].as_f64().unwrap_or(f64::NAN)).sum::<f64>();
        Figures::of(starts.iter().map(sum))
    };
    let each = |names: &[&str]| -> Vec<String> {
        all.iter()
            .map(|starts| of(starts, names))
            .flat_map(|figures| [ms(figures.median()), ms(figures.best())])
            .collect()
    };
    table.line("page here", each(&["page"]));
    table.line("first words painted", each(&["first"]));
    table.line("the lock in the page, by the app's own mark", each(&["lock"]));
    table.line(
        "unlock: from the finger to the first screen with its data (budget 500 ms at 1×)",
        each(&["unlock"]),
    );
    table.line("both together, without the typing (budget 1,200 ms at 6×)", each(&["shown"]));
    table.line("painted", each(&["painted"]));
    table.line("limit: wasm read and compiled, nothing prepared", each(&["wasm"]));
    table.line("limit: summaries read", each(&["summaries"]));
    let limits = ["page", "wasm", "summaries"];
    let ratio = all.iter().flat_map(|starts| {
        let (shown, limit) = (of(starts, &["shown"]), of(starts, &limits));
        [times(shown.median() / limit.median()), times(shown.best() / limit.best())]
    });
    table.line("ratio to page, wasm and summaries together", ratio.collect::<Vec<_>>());
    table.line("for comparison: all operations read", each(&["ops"]));
    table.line("a loop, to see that the processor is slowed", each(&["loop"]));
    table.note("From the beginning of the navigation; the files are in the machine's memory. Slowing is of the page's main thread only.");
    table.print();
}
