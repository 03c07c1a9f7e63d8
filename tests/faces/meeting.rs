//! A meeting on the phone, step by step.

use super::phone::Phone;
use crate::cdp::Done;
use serde_json::Value;

/// The head of a meeting as it is opened.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// Counted by households.
    pub households: bool,
    /// Where.
    pub venue: String,
    /// `2026-03-14`.
    pub date: String,
    /// `19:40`.
    pub time: String,
    /// Chair.
    pub chair: String,
    /// Recorder.
    pub recorder: String,
    /// Second recorder.
    pub second_recorder: String,
    /// Who reviewed the agenda.
    pub reviewed: String,
    /// Days of notice.
    pub notice_days: u32,
}

/// A mark that is not "present".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// 到
    Present,
    /// 假
    Leave,
    /// 缺
    Absent,
}

/// An entry of the proceedings.
#[derive(Clone, Debug)]
pub struct Said {
    /// `statement`, `question`, `answer`, `amendment`, `ruling`.
    pub kind: String,
    /// Who.
    pub speaker: String,
    /// What.
    pub text: String,
}

/// A ballot.
#[derive(Clone, Debug)]
pub struct Ballot {
    /// The question put.
    pub question: String,
    /// The method's Chinese name.
    pub method: String,
    /// For, against, abstain.
    pub counts: [u32; 3],
}

/// The end of a meeting.
#[derive(Clone, Debug, Default)]
pub struct Close {
    /// The text of proposal or opinion.
    pub text: String,
    /// `2026-03-14`.
    pub date: String,
    /// `21:05`.
    pub time: String,
}

impl Phone {
    /// Opens the next step's meeting; returns its name.
    pub fn open_meeting(&self, matter: &str, opening: &Opening) -> Done<String> {
        let page = &self.page;
        self.go(&format!("matter/{matter}"))?;
        page.tap("matter.open-meeting")?;
        page.wait_for("meeting.open.venue")?;
        if opening.households {
            page.tap("meeting.open.counted-by.households")?;
        }
        page.fill("meeting.open.venue", &opening.venue)?;
        page.set("meeting.open.date", &opening.date)?;
        page.set("meeting.open.time", &opening.time)?;
        page.fill("meeting.open.chair", &opening.chair)?;
        page.fill("meeting.open.recorder", &opening.recorder)?;
        self.more_of_the_head(opening)?;
        page.tap("meeting.open.start")?;
        page.wait_for("meeting.roll")?;
        let hash = page.evaluate("location.hash.split('/')[2]")?;
        Ok(hash.as_str().unwrap_or_default().to_owned())
    }

    fn more_of_the_head(&self, opening: &Opening) -> Done {
        let page = &self.page;
        let notice = if opening.notice_days > 0 { opening.notice_days.to_string() } else { String::new() };
        let more = [
            ("meeting.open.second-recorder", &opening.second_recorder),
            ("meeting.open.reviewed", &opening.reviewed),
            ("meeting.open.notice-days", &notice),
        ];
        if more.iter().all(|(_, value)| value.is_empty()) {
            return Ok(());
        }
        if page.evaluate("document.querySelector('[data-t=\"meeting.open.more\"]').parentElement.open")?
            != true
        {
            page.tap("meeting.open.more")?;
        }
        for (name, value) in more.into_iter().filter(|(_, value)| !value.is_empty()) {
            page.fill(name, value)?;
        }
        Ok(())
    }

    /// Marks everybody present, then those who are not.
    pub fn mark_roll(&self, others: &[(String, Mark)], recused: &[(String, String)]) -> Done {
        let page = &self.page;
        page.tap("meeting.roll.all-present")?;
        self.mark(others)?;
        for (name, reason) in recused {
            page.tap(&format!("[data-name={}] [data-t$=\".more\"]", Value::from(name.as_str())))?;
            page.tap("meeting.roll.sheet.mark.recused")?;
            page.fill("meeting.roll.sheet.note", reason)?;
            page.tap("meeting.roll.sheet.save")?;
        }
        Ok(())
    }

    /// Marks these, and nobody else.
    pub fn mark(&self, marks: &[(String, Mark)]) -> Done {
        for (name, mark) in marks {
            let key = match mark {
                Mark::Present => "present",
                Mark::Leave => "leave",
                Mark::Absent => "absent",
            };
            self.page.tap(&format!("[data-name={}] [data-t$=\".{key}\"]", Value::from(name.as_str())))?;
        }
        Ok(())
    }

    /// Goes to a tab of a meeting: `roll`, `say`, `ballot`, `close`, or to its `minutes`.
    pub fn at_meeting(&self, matter: &str, meeting: &str, tab: &str) -> Done {
        // Whoever comes to the roll of a meeting that has begun is brought to where it stopped; from there it is a tap.
        let first = if tab == "roll" { "say" } else { tab };
        self.go(&format!("meeting/{matter}/{meeting}/{first}"))?;
        match tab {
            "minutes" => self.page.wait_for("meeting.minutes.outcome"),
            _ => {
                self.page.wait_for(&format!("[data-t=\"meeting.tab.{first}\"][aria-current]"))?;
                self.page.tap(&format!("meeting.tab.{tab}"))?;
                self.page.wait_for(&format!("[data-t=\"meeting.tab.{tab}\"][aria-current]"))
            }
        }
    }

    /// Records the marks and goes on to the proceedings.
    pub fn roll_done(&self) -> Done {
        self.page.tap("meeting.roll.done")?;
        self.page.wait_for("meeting.say.text")
    }

    /// Takes down an entry.
    pub fn say(&self, said: &Said) -> Done {
        let page = &self.page;
        let before = page.count_of("meeting.entry")?;
        page.tap(&format!("meeting.say.kind.{}", said.kind))?;
        self.speaker(&said.speaker)?;
        page.fill("meeting.say.text", &said.text)?;
        page.tap("meeting.say.save")?;
        page.wait_js(
            "the entry to be saved",
            &format!("document.querySelectorAll('[data-t=\"meeting.entry\"]').length > {before}"),
        )
    }

    fn speaker(&self, name: &str) -> Done {
        let page = &self.page;
        let chip = format!("meeting.say.speaker.{name}");
        if page.has(&chip)? {
            return page.tap(&chip);
        }
        page.tap("meeting.say.speaker.other")?;
        page.fill("meeting.say.who.search", name)?;
        page.wait_js(
            "somebody to be found",
            "document.querySelector('[data-t=\"meeting.say.who.pick\"],[data-t=\"meeting.say.who.free\"]')",
        )?;
        let pick = format!("[data-t=\"meeting.say.who.pick\"][data-name={}]", Value::from(name));
        if page.has(&pick)? { page.tap(&pick) } else { page.tap("meeting.say.who.free") }
    }

    /// Counts a ballot.
    pub fn count(&self, ballot: &Ballot) -> Done {
        let page = &self.page;
        page.tap("meeting.tab.ballot")?;
        page.fill("meeting.ballot.question", &ballot.question)?;
        page.tap_text(&ballot.method)?;
        self.votes(ballot.counts)
    }

    /// Counts the first ballot's question again.
    pub fn recount(&self, counts: [u32; 3]) -> Done {
        self.page.tap("meeting.tab.ballot")?;
        self.page.tap("meeting.ballot.again")?;
        self.votes(counts)
    }

    fn votes(&self, counts: [u32; 3]) -> Done {
        let page = &self.page;
        page.wait_for("meeting.ballot.save")?;
        let before = page.count_of("meeting.ballot.counted")?;
        for (name, count) in ["for", "against", "abstain"].into_iter().zip(counts) {
            page.fill(&format!("meeting.ballot.{name}.count"), &count.to_string())?;
        }
        page.tap("meeting.ballot.save")?;
        let script =
            format!("document.querySelectorAll('[data-t=\"meeting.ballot.counted\"]').length > {before}");
        page.wait_js("the count to be saved", &script)
    }

    /// Writes the text of the proposal or decision.
    pub fn write_text(&self, text: &str) -> Done {
        let page = &self.page;
        page.tap("meeting.tab.close")?;
        page.fill("meeting.text", text)?;
        page.tap("meeting.text.save")?;
        page.wait_for("meeting.text.kept")
    }

    /// Writes the text and signs.
    pub fn close(&self, close: &Close) -> Done {
        let page = &self.page;
        match close.text.as_str() {
            "" => page.tap("meeting.tab.close")?,
            text => self.write_text(text)?,
        }
        page.set("meeting.close.date", &close.date)?;
        page.set("meeting.close.time", &close.time)?;
        page.tap("meeting.close.read-aloud")?;
        page.tap("meeting.close.sign")?;
        // Where another phone's closing came at the same moment, both are shown and neither holds yet.
        let script = "document.querySelector('[data-t=\"meeting.minutes.closed\"]') || document.body.innerText.includes('记的不一样')";
        page.wait_js("the minutes to be closed", script)
    }
}
