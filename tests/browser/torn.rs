//! A browser killed while it writes leaves the file of its store with a torn record at its end, and would go on behind it.

use crate::world::{Handset, World, no_complaints, road};
use std::fs;
use std::path::Path;
use std::time::Duration;
use tests::cdp::{Browser, Done, Profile, Trouble};
use tests::faces::{Matter, Phone};

/// Takes the last bytes of the file that the browser was writing.
fn tear(profile: &Path) -> Done {
    let mut torn = 0;
    for store in fs::read_dir(profile.join("Default/IndexedDB"))? {
        for file in fs::read_dir(store?.path())? {
            let path = file?.path();
            if path.extension().is_some_and(|end| end == "log") {
                let file = fs::OpenOptions::new().write(true).open(&path)?;
                file.set_len(file.metadata()?.len().saturating_sub(5))?;
                torn += 1;
            }
        }
    }
    if torn == 1 { Ok(()) } else { Err(Trouble::new(format!("{torn} files are written at once"))) }
}

fn reopened(profile: Profile, address: &str) -> Done<Handset> {
    let browser = Browser::launch_with(profile, &[])?;
    let phone = Phone::reopened(&browser, address)?;
    phone.flight_mode(true)?;
    phone.open()?;
    Ok(Handset { browser, phone })
}

/// Broken on purpose, seen red: `boot.js` that does not turn the leaf; the phone then asks to be enrolled.
#[test]
fn a_kill_in_the_middle_of_a_write_costs_that_write_alone() -> Done {
    let world = World::new()?;
    let Handset { browser, phone } = world.recorder("普红梅")?;
    phone.flight_mode(true)?;
    let before = phone.raise(&road())?;
    phone.go("today")?;
    phone.page.tap("today.raise")?;
    phone.page.fill("raise.title", "修水")?;
    // Typed words are kept a second later.
    phone.page.rest(Duration::from_millis(1_500));
    let profile = browser.kill()?;
    tear(profile.path())?;

    let Handset { browser, phone } = reopened(profile, &world.address())?;
    let after = phone.raise(&Matter { title: "修水池".into(), ..road() })?;
    assert_eq!(phone.page.evaluate("performance.getEntriesByName('shouyi.leaf').length")?, 1);
    let Handset { browser, phone } = reopened(browser.kill()?, &world.address())?;
    for matter in [&before, &after] {
        phone.go(&format!("matter/{matter}"))?;
        phone.page.wait_for("matter.title")?;
    }
    phone.flight_mode(false)?;
    phone.received(&after)?;
    no_complaints(&phone.page);
    drop(browser);
    Ok(())
}
