//! What the journeys begin with: a township that serves, an officer at the desk, phones in browsers of their own.

use std::path::{Path, PathBuf};
use tests::cdp::{Browser, Done, Page, Profile};
use tests::faces::{Desk, Matter, Opening, Phone, Said};
use tests::server::Township;

/// 上白村民小组.
pub const GROUP: &str = "532301104201001";

/// A township, and its officer signed in.
pub struct World {
    /// The server.
    pub township: Township,
    /// The officer's screen.
    pub desk: Desk,
    // The desk's own browser: those of phones are killed.
    office: Browser,
}

/// A phone with the browser that it lives in.
pub struct Handset {
    /// The browser; its profile is the phone's storage.
    pub browser: Browser,
    /// Its first window.
    pub phone: Phone,
}

impl World {
    /// The demo township.
    pub fn new() -> Done<Self> {
        Self::of(Township::demo()?)
    }

    /// This township.
    pub fn of(township: Township) -> Done<Self> {
        let office = Browser::launch(Profile::new()?)?;
        let desk = Desk::first(&office.own(), &township)?;
        Ok(Self { township, desk, office })
    }

    /// The server stops, something is done to its data, and it starts again at the same address.
    pub fn restarted_after(self, between: impl FnOnce(&Path) -> Done) -> Done<Self> {
        Ok(Self { township: self.township.restart_after(between)?, ..self })
    }

    /// A folder into which the officer's browser puts what it downloads.
    pub fn office_downloads(&self) -> Done<PathBuf> {
        let folder = tests::cdp::temporary("downloads")?;
        self.office.own().downloads_to(&folder)?;
        Ok(folder)
    }

    /// The address that phones use.
    pub fn address(&self) -> String {
        self.township.address().to_owned()
    }

    /// A recorder of the group, enrolled in a browser of its own.
    pub fn recorder(&self, name: &str) -> Done<Handset> {
        self.recorder_with(name, &[])
    }

    /// The same in a browser with these flags.
    pub fn recorder_with(&self, name: &str, flags: &[&str]) -> Done<Handset> {
        let browser = Browser::launch_with(Profile::new()?, flags)?;
        let phone = Phone::enrol(&browser, &self.address(), &self.desk, name, "Recorder", GROUP)?;
        Ok(Handset { browser, phone })
    }
}

/// The road of the seed's first case.
pub fn road() -> Matter {
    Matter {
        title: "进村道路硬化投工投劳方案".into(),
        category: "投工投劳".into(),
        origin: "党员群众建议".into(),
        money_fen: 18_600_000,
        labour_days: 420,
        households: 42,
    }
}

/// Its first proposal's head.
pub fn evening() -> Opening {
    Opening {
        venue: "上白村活动室".into(),
        date: "2026-03-14".into(),
        time: "19:40".into(),
        chair: "李正华".into(),
        recorder: "普红梅".into(),
        notice_days: 1,
        ..Opening::default()
    }
}

/// An entry.
pub fn said(kind: &str, speaker: &str, text: &str) -> Said {
    Said { kind: kind.into(), speaker: speaker.into(), text: text.into() }
}

/// The page has thrown nothing and complained of nothing.
pub fn no_complaints(page: &Page) {
    assert!(page.errors().is_empty(), "{:?}", page.errors());
}

/// Keeps pictures of the screen, in ordinary and in large letters, where `JOURNEY_PICTURES` names a folder: for people who look
/// at what a journey shows.
pub fn picture(page: &Page, name: &str) -> Done {
    let Some(folder) = std::env::var_os("JOURNEY_PICTURES").map(PathBuf::from) else { return Ok(()) };
    for (large, end) in [(true, "-large"), (false, "")] {
        page.evaluate(&format!("document.documentElement.toggleAttribute('data-large', {large}); 1"))?;
        page.screenshot(&folder.join(format!("{name}{end}.png")))?;
    }
    Ok(())
}

/// A digest as people compare it.
pub fn short(digest: &str) -> String {
    let digits: Vec<char> = digest.chars().take(16).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
