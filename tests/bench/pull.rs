//! The app takes 10,000 operations in.

use super::MANY;
use super::browser_phone::{number, numbers};
use super::table::{Table, ms, times, whole};
use crate::cdp::{Done, Page, Trouble};
use crate::faces::Phone;
use std::time::Duration;

/// Operations in the app's store.
pub const HELD: &str = r"(async () => {
  const asked = indexedDB.open('shouyi');
  const base = await new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = bad; });
  const got = base.transaction('ops').objectStore('ops').count();
  const count = await new Promise((good, bad) => { got.onsuccess = () => good(got.result); got.onerror = bad; });
  base.close();
  return count;
})()";

/// Notes when the screen says that all is well again, from when the network came.
const WATCH: &str = r"(() => {
  const line = document.querySelector('[data-t=\'net.sync\']');
  window.pull = { begun: performance.now() };
  const seen = new MutationObserver(() => {
    if (line.classList.contains('good') && !window.pull.ended) window.pull.ended = performance.now();
  });
  seen.observe(line, { attributes: true });
  return line.classList.contains('good');
})()";

/// When the first request that was answered began, and when the last pull was answered.
const REQUESTS: &str = r"(() => {
  const all = performance.getEntriesByType('resource').filter((one) => one.startTime >= window.pull.begun && one.responseStatus === 200);
  const pulls = all.filter((one) => one.name.endsWith('/pull'));
  return [all[0].startTime - window.pull.begun, pulls[pulls.length - 1].responseEnd - window.pull.begun, pulls.length];
})()";

/// The same number of bare values of the same size in one strict transaction.
fn bare(size: f64) -> String {
    format!(
        r"(async () => {{
  const asked = indexedDB.open('bare-pull', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('values');
  const base = await new Promise((good, bad) => {{ asked.onsuccess = () => good(asked.result); asked.onerror = bad; }});
  const values = Array.from({{ length: {MANY} }}, () => crypto.getRandomValues(new Uint8Array({size})));
  const begun = performance.now();
  await new Promise((good, bad) => {{
    const all = base.transaction('values', 'readwrite', {{ durability: 'strict' }});
    all.oncomplete = good; all.onabort = bad;
    const store = all.objectStore('values');
    values.forEach((value, at) => store.put(value, at));
  }});
  const ended = performance.now();
  base.close();
  indexedDB.deleteDatabase('bare-pull');
  return ended - begun;
}})()"
    )
}

/// Switches the network on, waits until everything is in and shown, and prints how long that took.
pub fn measure(phone: &Phone, size: f64, signatures_ms: f64) -> Done {
    let [time, first, last, pulls] = taken_in(phone)?;
    show(&phone.page, [time, first, last, pulls], size, signatures_ms)
}

/// Switches the network on and waits until everything is in and shown: the milliseconds of it, those to the first request
/// and to the last pull answered, and how many pulls there were.
pub fn taken_in(phone: &Phone) -> Done<[f64; 4]> {
    let page = &phone.page;
    let before = number(&page.evaluate(HELD)?)?;
    page.tap("net.sync")?;
    page.wait_js(
        "the phone to notice",
        "!document.querySelector('[data-t=\"net.sync\"]').classList.contains('good')",
    )?;
    page.evaluate(WATCH)?;
    phone.flight_mode(false)?;
    page.patience(Duration::from_secs(180));
    page.wait_js("everything to come", "window.pull.ended")?;
    page.patience(Duration::from_secs(20));
    let time = number(&page.evaluate("window.pull.ended - window.pull.begun")?)?;
    let came = number(&page.evaluate(HELD)?)? - before;
    if came < MANY as f64 {
        return Err(Trouble::new(format!("{came} operations came down instead of {MANY}")));
    }
    let requests = numbers(&page.evaluate(REQUESTS)?)?;
    let [first, last, pulls] = requests[..] else { return Err(Trouble::new("no pull was answered")) };
    Ok([time, first, last, pulls])
}

fn show(page: &Page, [time, first, last, pulls]: [f64; 4], size: f64, signatures_ms: f64) -> Done {
    let bare = number(&page.evaluate(&bare(size))?)?;
    let mut table = Table::new(
        format!("pull of {} operations by the app, one measurement", whole(MANY as f64)),
        &["time"],
    );
    let work = time - first;
    table.line("from the network's return to the first request", [ms(first)]);
    table.line(format!("from there to the last of {pulls} pulls answered"), [ms(last - first)]);
    table.line("from there to stored, summaries made and shown", [ms(time - last)]);
    table.line("from the first request to the end", [ms(work)]);
    table.line("operations a second", [whole(MANY as f64 * 1000.0 / work)]);
    table.line(format!("limit: bare strict puts of {size:.0} bytes in one transaction"), [ms(bare)]);
    table.line("limit: signatures verified by one core, native", [ms(signatures_ms)]);
    table.line("ratio to both limits together", [times(work / (bare + signatures_ms))]);
    table.note("Verified, chained and stored with indexes between the pulls; 200 summaries made at the end.");
    table.print();
    Ok(())
}
