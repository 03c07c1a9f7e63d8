//! The app in a real browser, enrolled by a native officer.

use crate::cdp::{Browser, Done, Trouble};
use crate::faces::Phone;
use crate::native::Officer;
use crate::server::Township;
use oplog::Scope;
use serde_json::Value;
use sync::desk::WaitingPhone;

/// The PIN: everything that is measured is sealed at rest.
pub const PIN: &str = "739154";

/// Enrols the app as a recorder; it holds its places and works without network afterwards.
pub fn enrol(browser: &Browser, township: &Township, officer: &Officer, group: &str) -> Done<Phone> {
    let scope = Scope::parse(group).map_err(Trouble::of)?;
    let phone = Phone::reopened(browser, township.address())?;
    let page = &phone.page;
    page.navigate(&format!("{}/#enrol={}", township.address(), officer.code()?))?;
    page.tap("enrol.go")?;
    page.wait_for("enrol.words")?;
    let waiting: Vec<WaitingPhone> = officer.get("claims")?;
    let waiting = waiting.first().ok_or_else(|| Trouble::new("no phone waits at the desk"))?;
    officer.confirm(waiting.device, "普红梅", scope)?;
    page.fill("pin.new", PIN)?;
    page.fill("pin.again", PIN)?;
    page.tap("pin.set")?;
    page.wait_for("today.record")?;
    page.wait_gone("today.no-grant")?;
    page.evaluate("navigator.serviceWorker.ready.then((kept) => !!kept.active)")?;
    Ok(phone)
}

/// A number that a script gives.
pub fn number(value: &Value) -> Done<f64> {
    value.as_f64().ok_or_else(|| Trouble::new(format!("no number: {value}")))
}

/// Numbers that a script gives.
pub fn numbers(value: &Value) -> Done<Vec<f64>> {
    value.as_array().ok_or_else(|| Trouble::new(format!("no list: {value}")))?.iter().map(number).collect()
}
