//! Operations from a screen to a camera: a bundle of the app, shown as codes, on a film of fifteen pictures a second that the
//! camera of another phone plays.

use super::browser_phone::{enrol, number};
use super::bundle::{AROUND, SPEAK};
use super::save::{begin_meeting, say};
use super::table::{Table, ms, times};
use super::village::GROUP;
use crate::cdp::{Browser, Done, Film, Picture, Profile, Trouble, temporary};
use crate::native::Officer;
use crate::server::Township;
use core::time::Duration;
use sync::fountain::{BLOCK, Fountain};

/// Operations that pass over.
const OPS: usize = 100;
/// How long a code stands, as the app shows them.
const STANDS_MS: usize = 100;

/// Notes when the camera is opened, and when the screen says that all is there.
const WATCH: &str = r"(() => {
  window.begun = window.ended = undefined;
  document.addEventListener('click', (event) => {
    if (event.target.closest?.('[data-t]')?.dataset.t === 'near.look') window.begun = performance.now();
  }, true);
  new MutationObserver(() => {
    if (document.querySelector(`[data-t='near.told']`)) window.ended ??= performance.now();
  }).observe(document, { childList: true, subtree: true });
  return 1;
})()";

/// Measures and prints.
pub fn measure() -> Done {
    let township = Township::demo()?;
    let officer = Officer::first(&township)?;
    let folder = temporary("nearby")?;
    let mut film = Film::new(folder.join("camera.y4m"))?;
    let flags = film.flags();
    let (browser, other) = (
        Browser::launch(Profile::new()?)?,
        Browser::launch_with(Profile::new()?, &flags.each_ref().map(String::as_str))?,
    );
    let phone = enrol(&browser, &township, &officer, GROUP)?;
    let neighbour = enrol(&other, &township, &officer, GROUP)?;
    phone.flight_mode(true)?;
    neighbour.flight_mode(true)?;
    begin_meeting(&phone)?;
    say(&phone, 0)?;
    phone.page.patience(Duration::from_secs(120));
    phone.page.evaluate(&format!("({SPEAK})({})", OPS - AROUND))?;
    browser.own().downloads_to(&folder.join("file"))?;
    std::fs::create_dir_all(folder.join("file"))?;
    phone.go("carry")?;
    phone.page.tap("carry.reader.anybody")?;
    phone.page.tap("carry.save")?;
    let file = std::fs::read(phone.page.wait_download(&folder.join("file"))?)?;
    let bytes = file.len();
    let mut fountain = Fountain::new(vec![file]).ok_or_else(|| Trouble::new("too much for codes"))?;
    let blocks = fountain.blocks();
    let drawn = (0..blocks * 3 / 2).map(|_| codes::draw(&fountain.frame()).unwrap_or_default());
    let pictures: Vec<Picture> = drawn.map(|pixels| Picture::of(&pixels, codes::SIDE)).collect();
    film.play(&pictures, STANDS_MS)?;
    neighbour.go("near")?;
    neighbour.page.evaluate(WATCH)?;
    neighbour.page.tap("near.take")?;
    neighbour.page.tap("near.look")?;
    neighbour.page.patience(Duration::from_secs(120));
    neighbour.page.wait_text_in("near.told", "收进来了")?;
    let took = number(&neighbour.page.evaluate("window.ended - window.begun")?)?;
    std::fs::remove_dir_all(folder)?;
    let least = (blocks * STANDS_MS) as f64;
    let a_second = |time: f64| format!("{:.1}/s", OPS as f64 / time * 1000.0);
    let mut table = Table::new(
        format!(
            "{OPS} operations, {} kB, from a screen to a camera of 640×480 at 15 pictures a second",
            bytes / 1000
        ),
        &["time", "operations"],
    );
    table.line("from the camera's opening to the words that all is there", [ms(took), a_second(took)]);
    table.line(
        format!("limit: {blocks} codes of {BLOCK} bytes, ten a second, none missed"),
        [ms(least), a_second(least)],
    );
    table.line("ratio to it", [times(took / least)]);
    table.print();
    Ok(())
}
