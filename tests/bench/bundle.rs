//! A bundle of a thousand operations by the app itself: made for the township and for the village, and taken in by a neighbour.

use super::browser_phone::{enrol, number};
use super::figures::Figures;
use super::limit;
use super::native_phone::NativePhone;
use super::save::{begin_meeting, say};
use super::table::{Table, ms, times};
use super::village::GROUP;
use crate::cdp::{Browser, Done, Page, Profile, Trouble, temporary};
use crate::faces::Phone;
use crate::native::Officer;
use crate::server::Township;
use core::time::Duration;
use oplog::bundle::{Bundle, Kind};
use oplog::{Op, Scope};
use std::path::{Path, PathBuf};

/// Operations in the bundle, and how often each step is measured.
const OPS: usize = 1_000;
const ROUNDS: usize = 5;
const NEIGHBOURS: usize = 3;
/// Those beside the sentences: the matter, the meeting, the roll, and the first sentence, which picks its speaker.
pub const AROUND: usize = 4;

/// Says so many sentences by the form, one after the other, each as soon as the one before stands in the list.
pub const SPEAK: &str = r"(async (count) => {
  const one = (name) => document.querySelector(`[data-t='${name}']`);
  const listed = () => document.querySelectorAll(`[data-t='meeting.entry']`).length;
  for (let at = 0; at < count; at++) {
    const before = listed(), text = one('meeting.say.text');
    text.value = `（${at}）路基去年已经平好，今年上面补水泥，人工要我们自己出，一户先算十个工。`;
    text.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await new Promise((good) => setTimeout(good));
    one('meeting.say.save').click();
    while (listed() <= before) await new Promise((good) => setTimeout(good, 4));
  }
  return listed();
})";

/// Notes when a press or a chosen file begins it, and when the screen says that it is done.
const WATCH: &str = r"(() => {
  const note = (event) => {
    const at = event.target.closest?.('[data-t]')?.dataset.t;
    if (at === 'carry.save' || at === 'carry.file') { window.begun = performance.now(); window.ended = null; }
  };
  document.addEventListener('click', note, true);
  document.addEventListener('change', note, true);
  new MutationObserver((all) => {
    const told = all.flatMap((one) => [...one.addedNodes]).some((node) =>
      ['carry.made', 'carry.took'].includes(node.dataset?.t) ||
      node.querySelector?.(`[data-t='carry.made'],[data-t='carry.took']`));
    if (told && window.ended === null) window.ended = performance.now();
  }).observe(document, { childList: true, subtree: true });
  return 1;
})()";

/// What the machine needs for reading the same operations out of its store.
const READ: &str = r"(async () => {
  const asked = indexedDB.open('shouyi');
  const base = await new Promise((good, bad) => { asked.onsuccess = () => good(asked.result); asked.onerror = bad; });
  const begun = performance.now();
  const got = base.transaction('ops').objectStore('ops').getAll();
  await new Promise((good, bad) => { got.onsuccess = good; got.onerror = bad; });
  const time = performance.now() - begun;
  base.close();
  return time;
})()";

/// Measures and prints.
pub fn measure() -> Done {
    let township = Township::demo()?;
    let officer = Officer::first(&township)?;
    let group = Scope::parse(GROUP).map_err(Trouble::of)?;
    let browser = Browser::launch(Profile::new()?)?;
    let phone = enrol(&browser, &township, &officer, GROUP)?;
    let witness = NativePhone::enrol(township.address(), &officer, 31, group)?;
    let neighbours: Vec<Browser> =
        (0..NEIGHBOURS).map(|_| Browser::launch(Profile::new()?)).collect::<Done<_>>()?;
    let neighbours: Vec<Phone> =
        neighbours.iter().map(|browser| enrol(browser, &township, &officer, GROUP)).collect::<Done<_>>()?;
    phone.flight_mode(true)?;
    begin_meeting(&phone)?;
    say(&phone, 0)?;
    phone.page.patience(Duration::from_secs(300));
    phone.page.evaluate(&format!("({SPEAK})({})", OPS - AROUND))?;
    let folder = temporary("bundles")?;
    browser.own().downloads_to(&folder)?;
    phone.go("carry")?;
    phone.page.evaluate(WATCH)?;
    let (sealed, _) = made(&phone.page, &folder, "township")?;
    let (open, file) = made(&phone.page, &folder, "anybody")?;
    let read: Vec<f64> = (0..ROUNDS).map(|_| number(&phone.page.evaluate(READ)?)).collect::<Done<_>>()?;
    let mut taken = Vec::new();
    for neighbour in &neighbours {
        neighbour.flight_mode(true)?;
        neighbour.go("carry")?;
        neighbour.page.evaluate(WATCH)?;
        neighbour.page.put_file("carry.file", &file)?;
        taken.push(lasted(&neighbour.page)?);
    }
    let bytes = std::fs::read(&file)?;
    std::fs::remove_dir_all(folder)?;
    let bundle = Bundle::read(&bytes).map_err(|refused| Trouble::new(refused.code()))?;
    let ops = bundle.of(Kind::Operation).map(|op| Op::read(op.to_vec()));
    let ops: Vec<Op> = ops.collect::<Result<_, _>>().map_err(|refused| Trouble::new(refused.code()))?;
    if ops.len() != OPS {
        return Err(Trouble::new(format!("{} operations were packed, not {OPS}", ops.len())));
    }
    witness.sync()?;
    let key = witness.places()?.key(bundle.index.packer);
    let key = key.ok_or_else(|| Trouble::new("the packer's key is not known"))?;
    show(
        bytes.len(),
        &[sealed, open],
        (&Figures::of(read), &Figures::of(taken)),
        limit::signatures(&ops, &key)?,
    );
    Ok(())
}

/// Makes the bundle several times for these readers; how long each took, and the last file.
fn made(page: &Page, folder: &Path, reader: &str) -> Done<(Figures, PathBuf)> {
    page.tap(&format!("carry.reader.{reader}"))?;
    let mut times = Vec::new();
    let mut last = PathBuf::new();
    for _ in 0..ROUNDS {
        page.evaluate("window.ended = null, 1")?;
        page.tap("carry.save")?;
        times.push(lasted(page)?);
        let file = page.wait_download(folder)?;
        last = folder.with_extension(reader);
        std::fs::rename(file, &last)?;
    }
    Ok((Figures::of(times), last))
}

/// From the press, or the file chosen, to the words that say that it is done.
fn lasted(page: &Page) -> Done<f64> {
    page.wait_js("the words that it is done", "window.ended !== null && window.ended !== undefined")?;
    number(&page.evaluate("window.ended - window.begun")?)
}

fn show(bytes: usize, [sealed, open]: &[Figures; 2], (read, taken): (&Figures, &Figures), signatures: f64) {
    let mut table =
        Table::new(format!("a bundle of {OPS} operations, {} kB, by the app", bytes / 1000), &["p50"]);
    table.line("made for the township alone, sealed (budget 300 ms)", [ms(sealed.median())]);
    table.line("made for whoever is in the village", [ms(open.median())]);
    table.line("limit: the browser reads so many operations out of its store", [ms(read.median())]);
    table.line("ratio to it, sealed", [times(sealed.median() / read.median())]);
    table.line("taken in by a neighbour, every signature verified (budget 1,000 ms)", [ms(taken.median())]);
    table.line("limit: one native core verifies these signatures", [ms(signatures)]);
    table.line("ratio to it", [times(taken.median() / signatures)]);
    table.note("From the press, or the chosen file, to the words on the screen: reading, sealing or verifying, storing, drawing.");
    table.print();
}
