//! What a person sees: words, values, pictures; and waiting until something is seen.
use super::base64;
use super::find::selector;
use super::page::Page;
use super::trouble::{Done, Trouble};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

static PICTURES: AtomicU64 = AtomicU64::new(1);

impl Page {
    /// Waits until JavaScript says yes; a promise is waited for, and what it gives is judged.
    pub fn wait_js(&self, what: &str, script: &str) -> Done {
        let deadline = self.deadline();
        loop {
            let silent = match self.evaluate(&format!("Promise.resolve({script}).then((found) => !!found)")) {
                Ok(Value::Bool(true)) => return Ok(()),
                Ok(_) => None,
                // In the middle of a navigation there is nobody to ask.
                Err(trouble) => Some(trouble),
            };
            if !deadline.pause() {
                let more = silent.map(|trouble| format!(" ({trouble})")).unwrap_or_default();
                return Err(self.seen(Trouble::new(format!("waited in vain for {what}{more}"))));
            }
        }
    }

    /// Waits until the control of this name is visible.
    pub fn wait_for(&self, name: &str) -> Done {
        self.wait_js(name, &visible(name))
    }

    /// Waits until it is gone or hidden.
    pub fn wait_gone(&self, name: &str) -> Done {
        self.wait_js(&format!("{name} to go"), &format!("!({})", visible(name)))
    }

    /// Waits until the page shows these words.
    pub fn wait_text(&self, words: &str) -> Done {
        self.wait_js(
            &format!("“{words}”"),
            &format!("document.body.innerText.includes({})", Value::from(words)),
        )
    }

    /// Waits until the control shows these words.
    pub fn wait_text_in(&self, name: &str, words: &str) -> Done {
        let (css, text) = (Value::from(selector(name)), Value::from(words));
        let script = format!(
            "[...document.querySelectorAll({css})].some(e => (e.innerText || e.value || '').includes({text}))"
        );
        self.wait_js(&format!("“{words}” in {name}"), &script)
    }

    /// Whether it is visible now.
    pub fn has(&self, name: &str) -> Done<bool> {
        Ok(self.evaluate(&visible(name))? == true)
    }

    /// How many there are.
    pub fn count_of(&self, name: &str) -> Done<usize> {
        let found =
            self.evaluate(&format!("document.querySelectorAll({}).length", Value::from(selector(name))))?;
        Ok(found.as_u64().and_then(|found| usize::try_from(found).ok()).unwrap_or_default())
    }

    /// The words of the first of this name, once it is there.
    pub fn text(&self, name: &str) -> Done<String> {
        self.wait_for(name)?;
        self.read(name, "e.innerText")
    }

    /// The words of all of this name, those hidden too.
    pub fn texts(&self, name: &str) -> Done<Vec<String>> {
        let script = format!(
            "[...document.querySelectorAll({})].map(e => e.textContent.trim())",
            Value::from(selector(name))
        );
        Ok(serde_json::from_value(self.evaluate(&script)?)?)
    }

    /// What a field holds.
    pub fn value(&self, name: &str) -> Done<String> {
        self.wait_for(name)?;
        self.read(name, "e.value")
    }

    /// An attribute; empty if there is none.
    pub fn attribute(&self, name: &str, attribute: &str) -> Done<String> {
        self.wait_for(name)?;
        self.read(name, &format!("e.getAttribute({}) || ''", Value::from(attribute)))
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> Done<bool> {
        let script = format!(
            "(e => e.checked || e.getAttribute('aria-checked') === 'true' || e.getAttribute('aria-pressed') === 'true')(document.querySelector({}))",
            Value::from(selector(name))
        );
        Ok(self.evaluate(&script)? == true)
    }

    fn read(&self, name: &str, what: &str) -> Done<String> {
        let found = self
            .evaluate(&format!("(e => {what})(document.querySelector({}))", Value::from(selector(name))))?;
        Ok(found.as_str().unwrap_or_default().trim().to_owned())
    }

    /// All words of the page as they are shown.
    pub fn words(&self) -> Done<String> {
        Ok(self
            .evaluate("document.body ? document.body.innerText : ''")?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// A picture of the window.
    pub fn screenshot(&self, path: &Path) -> Done {
        self.picture(path, json!({ "format": "png" }))
    }

    /// A picture of the whole page, however long.
    pub fn screenshot_whole(&self, path: &Path) -> Done {
        self.picture(path, json!({ "format": "png", "captureBeyondViewport": true, "fromSurface": true, "clip": self.whole()? }))
    }

    /// A picture of a part of the page, in its own colours.
    pub fn picture_of(&self, part: &str) -> Done<Vec<u8>> {
        let place = self.evaluate(&format!(
            "(() => {{ const {{ x, y, width, height }} = document.querySelector({}).getBoundingClientRect(); \
             return {{ x: x + scrollX, y: y + scrollY, width, height, scale: 1 }}; }})()",
            Value::from(selector(part))
        ))?;
        let params = json!({ "format": "png", "captureBeyondViewport": true, "clip": place });
        let taken = self.call("Page.captureScreenshot", params)?;
        Ok(base64::decode(taken["data"].as_str().unwrap_or_default()))
    }

    fn whole(&self) -> Done<Value> {
        let size = self.call("Page.getLayoutMetrics", json!({}))?["cssContentSize"].take();
        Ok(json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 }))
    }

    fn picture(&self, path: &Path, params: Value) -> Done {
        let taken = self.call("Page.captureScreenshot", params)?;
        keep(path, &taken)
    }

    /// What would be printed, as a PDF of A4.
    pub fn print(&self, path: &Path) -> Done {
        let params = json!({ "printBackground": true, "preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69 });
        keep(path, &self.call("Page.printToPDF", params)?)
    }

    /// Waits for a download into the folder and gives its path.
    pub fn wait_download(&self, folder: &Path) -> Done<PathBuf> {
        let deadline = self.deadline();
        loop {
            let files: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|file| file.path()).collect();
            let done = |path: &PathBuf| path.extension().is_none_or(|end| end != "crdownload");
            if !files.is_empty() && files.iter().all(done) {
                return files.into_iter().next().ok_or_else(|| Trouble::new("no download"));
            }
            if !deadline.pause() {
                return Err(self.seen(Trouble::new("waited in vain for a download")));
            }
        }
    }

    /// Adds what the page shows, the end of its log, and where a picture lies.
    pub fn seen(&self, trouble: Trouble) -> Trouble {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/trouble");
        let number = PICTURES.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{}-{number}.png", std::process::id()));
        let picture =
            match fs::create_dir_all(&folder).map_err(Trouble::from).and_then(|()| self.screenshot(&path)) {
                Ok(()) => path.display().to_string(),
                Err(trouble) => format!("none ({trouble})"),
            };
        let place = self.evaluate("location.href").ok();
        let place = place.as_ref().and_then(Value::as_str).unwrap_or("?");
        let words: String = self.words().unwrap_or_default().chars().take(1500).collect();
        let log = self.log();
        let log = log[log.len().saturating_sub(12)..].join("\n    ");
        Trouble::new(format!(
            "{trouble}\n  at {place}\n  picture {picture}\n  log\n    {log}\n  the page shows\n{words}\n"
        ))
    }

    /// Lets the page rest; for what can't be waited for.
    pub fn rest(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

fn visible(name: &str) -> String {
    format!(
        "[...document.querySelectorAll({})].some(e => e.getClientRects().length > 0 && getComputedStyle(e).visibility !== 'hidden')",
        Value::from(selector(name))
    )
}

fn keep(path: &Path, answer: &Value) -> Done {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    Ok(fs::write(path, base64::decode(answer["data"].as_str().unwrap_or_default()))?)
}
