//! The officer's desk in the browser.

use crate::cdp::{Context, Done, Face, Page, Trouble};
use crate::server::Township;
use serde::de::DeserializeOwned;

/// A desk whose officer is signed in.
pub struct Desk {
    /// Its page.
    pub page: Page,
}

impl Desk {
    /// Uses up the one-time login that the server printed.
    pub fn first(context: &Context, township: &Township) -> Done<Self> {
        let once = township.printed("the officer's login", |line| {
            line.strip_prefix("officer login (once): ").map(|login| login.trim().to_owned())
        })?;
        let page = context.page(Face::Desk)?;
        page.navigate(&format!("{}/desk/", township.address()))?;
        page.wait_js(
            "the sign-in",
            "document.querySelector('[data-t=\"desk.first.once\"],[data-t=\"desk.login.to-first\"]')",
        )?;
        if page.has("desk.login.to-first")? {
            page.tap("desk.login.to-first")?;
        }
        page.fill("desk.first.once", &once)?;
        page.fill("desk.first.name", "张干事")?;
        page.fill("desk.first.password", "officer-password")?;
        page.tap("desk.first.go")?;
        page.wait_for("desk.officer")?;
        Ok(Self { page })
    }

    /// A new one-time code.
    pub fn code(&self) -> Done<String> {
        self.page.tap("desk.nav.enrol")?;
        self.page.wait_for("desk.enrol.new")?;
        let script = "document.querySelector('[data-t=\"desk.enrol.code\"]')?.textContent.trim() ?? ''";
        let before = self.page.evaluate(script)?;
        self.page.tap("desk.enrol.new")?;
        self.page.wait_js("a new code", &format!("({script}) !== {before}"))?;
        let code = self.page.evaluate(script)?;
        code.as_str().map(str::to_owned).ok_or_else(|| Trouble::new("the desk shows no code"))
    }

    /// Confirms the phone that shows these words.
    pub fn confirm(&self, words: &str, name: &str, role: &str, scope: &str) -> Done {
        self.page.tap("desk.nav.enrol")?;
        let card = format!("[data-title=\"{words}\"]");
        self.page.wait_for(&card)?;
        let script = format!("document.querySelector({}).dataset.t", serde_json::Value::from(card));
        let found = self.page.evaluate(&script)?;
        let card = found.as_str().ok_or_else(|| Trouble::new("a waiting phone without a name"))?;
        self.page.choose(&format!("{card}.scope"), scope)?;
        self.page.fill(&format!("{card}.name"), name)?;
        self.page.tap(&format!("{card}.role.{role}"))?;
        self.page.tap(&format!("{card}.confirm"))?;
        self.page.wait_for("desk.claim.decided")
    }

    /// Opens the card of somebody's phone, in which roles are changed or ended.
    pub fn manage(&self, person: &str) -> Done {
        self.page.tap("desk.nav.phones")?;
        self.page.wait_for("desk.phones")?;
        self.page.tap(&format!("[data-t=\"desk.phone.manage\"][data-name=\"{person}\"]"))?;
        self.page.wait_for("desk.manage")
    }

    /// Ends the roles of somebody's phone.
    pub fn stop(&self, person: &str, reason: &str) -> Done {
        self.manage(person)?;
        self.page.fill("desk.manage.0.reason", reason)?;
        self.page.tap("desk.manage.stop")?;
        self.page.tap("desk.manage.stop.yes")?;
        self.page.wait_text_in("desk.phones.decided", "已停用")
    }

    /// Opens the page of a meeting.
    pub fn meeting(&self, matter: &str, meeting: &str) -> Done {
        let address = serde_json::Value::from(format!("#/matters/all/{matter}/{meeting}"));
        self.page.evaluate(&format!("location.hash = {address}; 1"))?;
        self.page.wait_for("desk.meeting")
    }

    /// Opens the table of phones; what it says of this person's.
    pub fn phone(&self, person: &str) -> Done<String> {
        self.page.tap("desk.nav.phones")?;
        self.page.text(&format!("[data-t=\"desk.phones\"] [data-name=\"{person}\"]"))
    }

    /// Reads what the desk's own screens read.
    pub fn api<T: DeserializeOwned>(&self, path: &str) -> Done<T> {
        let url = serde_json::Value::from(format!("/desk/api/{path}"));
        let text = self.page.evaluate(&format!("fetch({url}).then((answer) => answer.text())"))?;
        let text = text.as_str().unwrap_or_default();
        serde_json::from_str(text).map_err(|error| Trouble::new(format!("{path}: {error}: {text}")))
    }
}
