//! One page: where it is, what its network and processor are like, and what it answers.
use super::clock::Deadline;
use super::pipe::Pipe;
use super::tally::Tally;
use super::trouble::{Done, Trouble};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Which of the two it pretends to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// 360×640 at 2×, touch, an Android's name.
    Phone,
    /// 1280×800, a mouse.
    Desk,
}

/// What the line is like. Zero and below mean: as fast as it goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Network {
    /// No line at all.
    pub offline: bool,
    /// Milliseconds added to each request.
    pub latency: f64,
    /// Bytes a second towards the phone.
    pub down: f64,
    /// Bytes a second from the phone.
    pub up: f64,
}

impl Network {
    /// The machine's own.
    pub const ON: Self = Self { offline: false, latency: 0.0, down: -1.0, up: -1.0 };
    /// Flight mode.
    pub const OFF: Self = Self { offline: true, latency: 0.0, down: 0.0, up: 0.0 };

    pub(super) fn params(self) -> Value {
        let (down, up) = (self.down, self.up);
        json!({ "offline": self.offline, "latency": self.latency, "downloadThroughput": down, "uploadThroughput": up })
    }
}

/// A page that is open.
pub struct Page {
    pub(super) pipe: Arc<Pipe>,
    pub(super) session: String,
    target: String,
    context: String,
    pub(super) face: Face,
    patience: Mutex<Duration>,
    tally: Mutex<Tally>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Page {
    pub(super) fn open(pipe: Arc<Pipe>, target: &str, face: Face) -> Done<Self> {
        let info = pipe.call(None, "Target.getTargetInfo", json!({ "targetId": target }))?;
        let context = info["targetInfo"]["browserContextId"].as_str().unwrap_or_default().to_owned();
        let attached =
            pipe.call(None, "Target.attachToTarget", json!({ "targetId": target, "flatten": true }))?;
        let session = attached["sessionId"].as_str().unwrap_or_default().to_owned();
        let target = target.to_owned();
        let page = Self {
            pipe,
            session,
            target,
            context,
            face,
            patience: Mutex::new(Duration::from_secs(20)),
            tally: Mutex::new(Tally::default()),
        };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            page.call(&format!("{domain}.enable"), json!({}))?;
        }
        page.call("Emulation.setTimezoneOverride", json!({ "timezoneId": "Asia/Shanghai" }))?;
        page.call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }))?;
        match face {
            Face::Phone => page.become_phone()?,
            Face::Desk => page.viewport(1280, 800, 1.0)?,
        }
        let network = page.pipe.state().networks.get(&page.context).copied();
        if let Some(network) = network {
            page.call("Network.emulateNetworkConditions", network.params())?;
        }
        Ok(page)
    }

    fn become_phone(&self) -> Done {
        self.viewport(360, 640, 2.0)?;
        self.call("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 5 }))?;
        let version = self.pipe.call(None, "Browser.getVersion", json!({}))?;
        let product =
            version["product"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
        let name = format!(
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{product} Mobile Safari/537.36"
        );
        self.call("Network.setUserAgentOverride", json!({ "userAgent": name, "acceptLanguage": "zh-CN,zh" }))
            .map(drop)
    }

    /// Calls the protocol for this page.
    pub fn call(&self, method: &str, params: Value) -> Done<Value> {
        self.pipe.call(Some(&self.session), method, params)
    }

    /// The size of the window, in CSS pixels, and how many device pixels one has.
    pub fn viewport(&self, width: u32, height: u32, scale: f64) -> Done {
        let mobile = self.face == Face::Phone;
        let params =
            json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile });
        self.call("Emulation.setDeviceMetricsOverride", params).map(drop)
    }

    /// How long steps wait before they give up.
    pub fn patience(&self, patience: Duration) {
        *lock(&self.patience) = patience;
    }

    pub(super) fn deadline(&self) -> Deadline {
        Deadline::after(*lock(&self.patience))
    }

    /// Taps and characters so far.
    pub fn tally(&self) -> Tally {
        *lock(&self.tally)
    }

    pub(super) fn count(&self, taps: u64, typed: usize) {
        *lock(&self.tally) += Tally { taps, typed: typed as u64 };
    }

    /// Goes there and waits until it is loaded.
    pub fn navigate(&self, url: &str) -> Done {
        let gone = self.call("Page.navigate", json!({ "url": url }))?;
        if let Some(error) = gone["errorText"].as_str().filter(|error| !error.is_empty()) {
            return Err(Trouble::new(format!("{url}: {error}")));
        }
        self.loaded(url)
    }

    /// Loads the same page again and waits.
    pub fn reload(&self) -> Done {
        self.evaluate("window.__before = true")?;
        self.call("Page.reload", json!({}))?;
        self.loaded("reload")
    }

    fn loaded(&self, what: &str) -> Done {
        self.wait_js(&format!("{what} to load"), "!window.__before && document.readyState === 'complete'")
    }

    /// Runs JavaScript, awaits what it promises, and gives its value.
    pub fn evaluate(&self, script: &str) -> Done<Value> {
        let params =
            json!({ "expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        evaluated(self.call("Runtime.evaluate", params)?)
    }

    /// Runs JavaScript from which the page may never come back, and does not wait.
    pub fn evaluate_and_leave(&self, script: &str) {
        self.pipe.tell(
            &self.session,
            "Runtime.evaluate",
            json!({ "expression": script, "userGesture": true }),
        );
    }

    /// The same in the service worker of this page's context.
    pub fn evaluate_in_worker(&self, script: &str) -> Done<Value> {
        let worker =
            self.pipe.state().workers.iter().rev().find(|worker| worker.context == self.context).cloned();
        let worker = worker.ok_or_else(|| Trouble::new("no service worker runs"))?;
        let params = json!({ "expression": script, "awaitPromise": true, "returnByValue": true });
        evaluated(self.pipe.call(Some(&worker.session), "Runtime.evaluate", params)?)
    }

    /// The scripts of the service workers that run in this page's context.
    pub fn workers(&self) -> Vec<String> {
        let state = self.pipe.state();
        state
            .workers
            .iter()
            .filter(|worker| worker.context == self.context)
            .map(|worker| worker.url.clone())
            .collect()
    }

    /// Flight mode on or off, for this page, every service worker of its context, and what is opened there later.
    pub fn offline(&self, offline: bool) -> Done {
        self.network(if offline { Network::OFF } else { Network::ON })
    }

    /// Another line, for this page, every service worker of its context, and what is opened there later.
    pub fn network(&self, network: Network) -> Done {
        let sessions: Vec<String> = {
            let mut state = self.pipe.state();
            state.networks.insert(self.context.clone(), network);
            let mine = state.workers.iter().filter(|worker| worker.context == self.context);
            mine.map(|worker| worker.session.clone()).collect()
        };
        for session in sessions {
            // A worker may end at any time, and another that starts is told at its start.
            let _ = self.pipe.call(Some(&session), "Network.emulateNetworkConditions", network.params());
        }
        self.call("Network.emulateNetworkConditions", network.params()).map(drop)
    }

    /// A processor slower by this factor.
    pub fn cpu(&self, factor: f64) -> Done {
        self.call("Emulation.setCPUThrottlingRate", json!({ "rate": factor })).map(drop)
    }

    /// How much an origin may store; set it before the first write (what IndexedDB may take is cached per origin).
    pub fn quota(&self, origin: &str, bytes: u64) -> Done {
        self.call("Storage.overrideQuotaForOrigin", json!({ "origin": origin, "quotaSize": bytes })).map(drop)
    }

    /// The browser clears what an origin has stored: `all`, or kinds of it as `indexeddb`.
    pub fn clear(&self, origin: &str, kinds: &str) -> Done {
        self.call("Storage.clearDataForOrigin", json!({ "origin": origin, "storageTypes": kinds })).map(drop)
    }

    /// Kills the page's process, as Android does with an app in the background.
    pub fn crash(self) {
        self.pipe.tell(&self.session, "Page.crash", json!({}));
    }

    /// Closes the page.
    pub fn close(self) -> Done {
        self.pipe.call(None, "Target.closeTarget", json!({ "targetId": self.target })).map(drop)
    }

    /// Console lines, exceptions and failed requests of the page and its service workers so far.
    pub fn log(&self) -> Vec<String> {
        let state = self.pipe.state();
        let workers = state
            .workers
            .iter()
            .filter(|worker| worker.context == self.context)
            .map(|worker| &worker.session);
        let sessions = std::iter::once(&self.session).chain(workers);
        sessions.filter_map(|session| state.logs.get(session)).flatten().cloned().collect()
    }

    /// Those of the log that no story should have: exceptions and lines of the level error, failed requests aside.
    pub fn errors(&self) -> Vec<String> {
        let bad = |line: &String| {
            (line.starts_with("exception:") || line.starts_with("error:"))
                && !line.contains("Failed to load resource")
        };
        self.log().into_iter().filter(bad).collect()
    }
}

fn evaluated(mut answer: Value) -> Done<Value> {
    if let Some(details) = answer.get("exceptionDetails") {
        let text =
            details["exception"]["description"].as_str().or(details["text"].as_str()).unwrap_or("threw");
        return Err(Trouble::new(text));
    }
    Ok(answer["result"]["value"].take())
}
