//! The phone in the browser: enrolling and raising matters. Meetings are in `meeting`.

use super::desk::Desk;
use crate::cdp::{Browser, Done, Page, Trouble};

/// What is typed into the form of a new matter.
#[derive(Clone, Debug, Default)]
pub struct Matter {
    /// Title.
    pub title: String,
    /// The category's Chinese name.
    pub category: String,
    /// The origin's Chinese name.
    pub origin: String,
    /// Money in fen.
    pub money_fen: u64,
    /// Labour in days.
    pub labour_days: u32,
    /// Households.
    pub households: u32,
}

/// An enrolled phone.
pub struct Phone {
    /// Its page.
    pub page: Page,
    address: String,
}

impl Phone {
    /// Opens the address with a code and is confirmed by the officer.
    pub fn enrol(
        browser: &Browser,
        address: &str,
        desk: &Desk,
        name: &str,
        role: &str,
        scope: &str,
    ) -> Done<Self> {
        Self::enrol_on(browser.phone()?, address, desk, name, role, scope)
    }

    /// The same on a page that is open already. A PIN is for those stories that are about it.
    pub fn enrol_on(
        page: Page,
        address: &str,
        desk: &Desk,
        name: &str,
        role: &str,
        scope: &str,
    ) -> Done<Self> {
        Self::enrol_up_to_pin(&page, address, desk, (name, role, scope))?;
        page.tap("pin.later")?;
        Self::enrolled(page, address)
    }

    /// The same with a PIN, set in the step that follows.
    pub fn enrol_with_pin(
        page: Page,
        address: &str,
        desk: &Desk,
        name: &str,
        scope: &str,
        pin: &str,
    ) -> Done<Self> {
        Self::enrol_up_to_pin(&page, address, desk, (name, "Recorder", scope))?;
        page.fill("pin.new", pin)?;
        page.fill("pin.again", pin)?;
        page.tap("pin.set")?;
        Self::enrolled(page, address)
    }

    fn enrol_up_to_pin(
        page: &Page,
        address: &str,
        desk: &Desk,
        (name, role, scope): (&str, &str, &str),
    ) -> Done {
        let code = desk.code()?;
        page.navigate(&format!("{address}/#enrol={code}"))?;
        page.tap("enrol.go")?;
        page.wait_for("enrol.words")?;
        let script = "[...document.querySelectorAll('[data-t=\"enrol.words\"] li')].map((e) => e.textContent.trim()).join(' ')";
        let words = page.evaluate(script)?;
        desk.confirm(words.as_str().unwrap_or_default(), name, role, scope)
    }

    fn enrolled(page: Page, address: &str) -> Done<Self> {
        page.wait_for("today.record")?;
        page.wait_js("the worker to keep the app", "navigator.serviceWorker.ready.then((r) => !!r.active)")?;
        page.wait_gone("today.no-grant")?;
        Ok(Self { page, address: address.to_owned() })
    }

    /// The same phone after its browser was started again.
    pub fn reopened(browser: &Browser, address: &str) -> Done<Self> {
        let page = browser.phone()?;
        Ok(Self { page, address: address.to_owned() })
    }

    /// Opens the app as the icon on the home screen does.
    pub fn open(&self) -> Done {
        self.page.navigate(&format!("{}/?src=pwa", self.address))?;
        self.page.wait_js("the gate to open", "document.getElementById('gate').hidden")
    }

    /// Opens the lock.
    pub fn unlock(&self, pin: &str) -> Done {
        self.page.fill("lock.pin", pin)?;
        self.page.tap("lock.open")
    }

    /// Switches the network off or on.
    pub fn flight_mode(&self, on: bool) -> Done {
        self.page.offline(on)
    }

    /// Raises a matter; returns its name as the address shows it.
    pub fn raise(&self, matter: &Matter) -> Done<String> {
        let page = &self.page;
        self.go("today")?;
        page.tap("today.raise")?;
        page.fill("raise.title", &matter.title)?;
        page.tap_text(&matter.category)?;
        page.tap_text(&matter.origin)?;
        let yuan = format!("{}.{:02}", matter.money_fen / 100, matter.money_fen % 100);
        page.fill("raise.money", yuan.trim_end_matches(".00"))?;
        if matter.labour_days > 0 {
            page.fill("raise.labour-days", &matter.labour_days.to_string())?;
        }
        page.fill("raise.households", &matter.households.to_string())?;
        page.tap("raise.save")?;
        page.wait_for("matter.title")?;
        self.at("matter")
    }

    /// Goes to a screen by its address, as the phone's own back and forward do.
    pub fn go(&self, hash: &str) -> Done {
        self.page.evaluate(&format!("location.hash = {}; 1", serde_json::Value::from(format!("#{hash}"))))?;
        Ok(())
    }

    /// The name behind `#screen/` in the address.
    pub fn at(&self, screen: &str) -> Done<String> {
        let hash = self.page.evaluate("location.hash")?;
        let hash = hash.as_str().unwrap_or_default();
        let name = hash.strip_prefix('#').and_then(|hash| hash.strip_prefix(screen));
        let name = name.and_then(|rest| rest.strip_prefix('/')).and_then(|rest| rest.split('/').next());
        name.map(str::to_owned)
            .ok_or_else(|| self.page.seen(Trouble::new(format!("the phone is at {hash}, not at {screen}"))))
    }

    /// Asks for a session now, as the line under the head does.
    pub fn upload(&self) -> Done {
        self.go("today")?;
        self.page.wait_for("today.record")?;
        self.page.tap("net.sync")
    }

    /// Asks for a session, and waits until a matter that others wrote is here.
    pub fn holds(&self, matter: &str) -> Done {
        self.upload()?;
        self.go(&format!("matter/{matter}"))?;
        self.page.wait_for("matter.title")
    }

    /// Waits, without touching anything, until the records of a matter are received.
    pub fn received(&self, matter: &str) -> Done {
        self.go(&format!("where/{matter}"))?;
        self.page.wait_for("where.safe")
    }
}
