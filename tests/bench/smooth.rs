//! The app takes 10,000 operations of others in: how long the page stood still at most, where they are verified beside it,
//! and where the browser has nobody beside and the page does it itself.

use super::MANY;
use super::browser_phone::{PIN, enrol, numbers};
use super::native_phone::NativePhone;
use super::pull;
use super::table::{Table, ms, whole};
use super::village::{self, GROUP};
use crate::cdp::{Browser, Done, Profile, Trouble};
use crate::faces::Phone;
use crate::native::Officer;
use crate::server::Township;
use oplog::Scope;
use serde_json::json;

/// How slow the processor is made, and whether somebody verifies beside the page.
const WAYS: [(f64, bool); 4] = [(1.0, true), (1.0, false), (6.0, true), (6.0, false)];

/// A browser in which nothing runs beside a page.
const ALONE: &str = "delete window.Worker;";

/// Watches the page's frames from now on: the longest pause between two, the longest task that the browser itself calls
/// long (50 ms), how many of these, and how many frames. What was before is the pause without any work.
const WATCH: &str = r"(async () => {
  const seen = window.seen = { pause: 0, task: 0, tasks: 0, frames: 0, idle: 0, beside: 0 };
  let last = performance.now();
  const frame = () => {
    const now = performance.now();
    seen.pause = Math.max(seen.pause, now - last);
    seen.frames += 1;
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  await new Promise((good) => setTimeout(good, 1000));
  seen.idle = seen.pause;
  seen.pause = seen.frames = 0;
  new PerformanceObserver((all) => all.getEntries().forEach((one) => {
    seen.task = Math.max(seen.task, one.duration);
    seen.tasks += 1;
  })).observe({ entryTypes: ['longtask'] });
  const judge = window.judge;
  window.judge = async (...all) => {
    const said = await judge(...all);
    seen.beside += said.filter((one) => one === 1).length;
    return said;
  };
  return true;
})()";

const SEEN: &str = "(({ pause, task, tasks, frames, idle, beside }) => [pause, task, tasks, frames, idle, beside])(window.seen)";

/// Measures and prints.
pub fn measure() -> Done {
    let township = Township::demo()?;
    let officer = Officer::first(&township)?;
    let group = Scope::parse(GROUP).map_err(Trouble::of)?;
    let mut giver = NativePhone::enrol(township.address(), &officer, 51, group)?;
    let mut phones = Vec::new();
    for _ in WAYS {
        let browser = Browser::launch(Profile::new()?)?;
        enrol(&browser, &township, &officer, GROUP)?;
        phones.push(browser.close()?);
    }
    giver.sync()?;
    let ops = village::told(&mut giver, MANY)?;
    giver.shelf.load(&ops);
    giver.sync()?;
    giver.must_be_received()?;
    let mut columns = Vec::new();
    for ((factor, beside), profile) in WAYS.into_iter().zip(phones) {
        columns.push(one(township.address(), profile, factor, beside)?);
    }
    show(&columns);
    Ok(())
}

/// Milliseconds of the pull, then what [`SEEN`] gives.
fn one(address: &str, profile: Profile, factor: f64, beside: bool) -> Done<Vec<f64>> {
    let browser = Browser::launch(profile)?;
    let phone = Phone::reopened(&browser, address)?;
    phone.flight_mode(true)?;
    if !beside {
        phone.page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": ALONE }))?;
    }
    phone.open()?;
    phone.unlock(PIN)?;
    phone.page.cpu(factor)?;
    phone.page.wait_for("today.record")?;
    phone.page.evaluate(WATCH)?;
    let [time, first, ..] = pull::taken_in(&phone)?;
    let mut all = vec![time - first];
    all.extend(numbers(&phone.page.evaluate(SEEN)?)?);
    let verified = all.last().copied().unwrap_or_default();
    if beside != (verified >= MANY as f64) || (!beside && verified > 0.0) {
        return Err(Trouble::new(format!("{verified} operations were verified beside the page")));
    }
    Ok(all)
}

fn show(all: &[Vec<f64>]) {
    let columns =
        WAYS.map(|(factor, beside)| format!("{factor}×, {}", if beside { "beside" } else { "in the page" }));
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let title = format!(
        "{} operations of others verified, beside the page and in it, one measurement each",
        whole(MANY as f64)
    );
    let mut table = Table::new(title, &columns);
    let each = |at: usize, write: fn(f64) -> String| {
        all.iter().map(|one| write(one.get(at).copied().unwrap_or(f64::NAN))).collect::<Vec<_>>()
    };
    table.line("from the first request to all shown", each(0, ms));
    table.line("longest task of the page, if over 50 ms (budget: none)", each(2, ms));
    table.line("tasks over 50 ms", each(3, whole));
    table.line("longest pause between two frames", each(1, ms));
    table.line("the same with nothing to do", each(5, ms));
    table.line("frames drawn meanwhile", each(4, whole));
    table.line("verified beside the page", each(6, whole));
    table.note("Slowing is of the page's main thread only; who verifies beside it runs at full speed.");
    table.note("All of it: requests, verifying, storing, 200 summaries, showing.");
    table.print();
}
