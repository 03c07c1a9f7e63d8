//! One Chromium process with its profile: start, contexts, pages, a hard death.
use super::clock::Deadline;
use super::page::{Face, Page};
use super::pipe::Pipe;
use super::trouble::{Done, Trouble};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const FLAGS: [&str; 16] = [
    "--remote-debugging-pipe",
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
    "--hide-scrollbars",
    "--mute-audio",
];

static NUMBER: AtomicU64 = AtomicU64::new(0);

/// The folder that survives a browser's death; the temporary ones go with the last who holds them.
#[derive(Clone, Debug)]
pub struct Profile(Arc<Folder>);

#[derive(Debug)]
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Profile {
    /// A new, empty one.
    pub fn new() -> Done<Self> {
        Ok(Self(Arc::new(Folder { path: temporary("profile")?, temporary: true })))
    }

    /// One that stays.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(Arc::new(Folder { path: path.into(), temporary: false }))
    }

    /// A copy of it, as of a phone's contents moved to another; its browser must have ended.
    pub fn copy(&self) -> Done<Self> {
        let copy = Self::new()?;
        copy_folder(self.path(), copy.path())?;
        Ok(copy)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0.path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary {
            // The browser's children may still be writing for a moment; what is left is in the temporary folder.
            let deadline = Deadline::after(Duration::from_secs(2));
            while std::fs::remove_dir_all(&self.path).is_err() && self.path.exists() && deadline.pause() {}
        }
    }
}

/// Copies a folder with all below it into another. What says that a browser runs on it is left out.
pub fn copy_folder(from: &Path, to: &Path) -> Done {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let (entry, path) = entry.map(|entry| (entry.file_name(), entry.path()))?;
        if path.is_dir() {
            copy_folder(&path, &to.join(entry))?;
        } else if path.is_file() {
            std::fs::copy(&path, to.join(entry))?;
        }
    }
    Ok(())
}

/// A new folder below the machine's temporary one.
pub fn temporary(name: &str) -> Done<PathBuf> {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("shouyi-{name}-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&path)?;
    Ok(path)
}

/// A running browser. Dropped, it dies as hard as by `kill`.
pub struct Browser {
    child: Child,
    pipe: Arc<Pipe>,
    profile: Profile,
}

/// A browser context: its own cookies, storage and service workers.
#[derive(Clone)]
pub struct Context {
    pipe: Arc<Pipe>,
    /// None is the profile's own.
    id: Option<String>,
}

impl Browser {
    /// Starts on a profile.
    pub fn launch(profile: Profile) -> Done<Self> {
        Self::launch_with(profile, &[])
    }

    /// Starts with more flags, such as a fake microphone's.
    pub fn launch_with(profile: Profile, flags: &[&str]) -> Done<Self> {
        let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/lib/chromium/chromium".to_owned());
        if !Path::new(&program).exists() {
            return Err(Trouble::new(format!(
                "no browser at {program}: `cargo xtask test` installs Chromium, or set CHROMIUM"
            )));
        }
        let mut args: Vec<String> = FLAGS.iter().chain(flags).map(|&flag| flag.to_owned()).collect();
        args.push(format!("--user-data-dir={}", profile.path().display()));
        args.push("about:blank".to_owned());
        let (child, pipe) = Pipe::start(&program, &args)?;
        let browser = Self { child, pipe, profile };
        let workers = json!([{ "type": "service_worker" }, { "exclude": true }]);
        let params =
            json!({ "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true, "filter": workers });
        browser
            .pipe
            .call(None, "Target.setAutoAttach", params)
            .map_err(|trouble| trouble.while_doing("starting the browser"))?;
        Ok(browser)
    }

    /// The profile's own context: what it stores survives the process.
    pub fn own(&self) -> Context {
        Context { pipe: Arc::clone(&self.pipe), id: None }
    }

    /// A separate one, gone with the process.
    pub fn context(&self) -> Done<Context> {
        let made = self.pipe.call(None, "Target.createBrowserContext", json!({}))?;
        let id = made["browserContextId"].as_str().map(str::to_owned);
        Ok(Context { pipe: Arc::clone(&self.pipe), id })
    }

    /// A phone's page in the profile's own context.
    pub fn phone(&self) -> Done<Page> {
        self.own().page(Face::Phone)
    }

    /// A desk's page in the profile's own context.
    pub fn desk(&self) -> Done<Page> {
        self.own().page(Face::Desk)
    }

    /// SIGKILL: no time to save anything. The profile is given back for another start, once all its processes have ended: as
    /// long as one holds a store's lock, a successor takes the store for broken, throws it away and begins an empty one.
    pub fn kill(mut self) -> Done<Profile> {
        let mut dying = self.processes()?;
        self.child.kill()?;
        self.child.wait()?;
        let deadline = Deadline::after(Duration::from_secs(20));
        loop {
            // One that was just being started when the list was made.
            dying.extend(self.processes()?);
            dying.retain(|process| !has_ended(process));
            if dying.is_empty() {
                return Ok(self.profile.clone());
            }
            if !deadline.pause() {
                return Err(Trouble::new("the browser did not die"));
            }
        }
    }

    /// The folders in `/proc` of this profile's processes. One that is dying has no command line any more, yet its files.
    fn processes(&self) -> Done<Vec<PathBuf>> {
        let flag = format!("--user-data-dir={}", self.profile.path().display());
        let ours = |process: &PathBuf| {
            let line = std::fs::read(process.join("cmdline")).unwrap_or_default();
            line.split(|byte| matches!(byte, 0 | b' ')).any(|part| part == flag.as_bytes())
        };
        Ok(std::fs::read_dir("/proc")?.flatten().map(|entry| entry.path()).filter(ours).collect())
    }

    /// Kills and starts again on the same profile.
    pub fn kill_and_relaunch(self) -> Done<Self> {
        Self::launch(self.kill()?)
    }

    /// Closes as a person would; everything is written.
    pub fn close(mut self) -> Done<Profile> {
        self.pipe.call(None, "Browser.close", json!({}))?;
        let deadline = Deadline::after(Duration::from_secs(10));
        while self.child.try_wait()?.is_none() {
            if !deadline.pause() {
                return Err(Trouble::new("the browser did not close"));
            }
        }
        Ok(self.profile.clone())
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

/// Whether a process is gone, or waits for nothing but to be counted: its files are closed then.
fn has_ended(process: &Path) -> bool {
    let stat = std::fs::read_to_string(process.join("stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_none_or(|(_, rest)| rest.starts_with(['Z', 'X']))
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Context {
    /// Opens an empty page.
    pub fn page(&self, face: Face) -> Done<Page> {
        let mut params = json!({ "url": "about:blank" });
        if let Some(id) = &self.id {
            params["browserContextId"] = id.as_str().into();
        }
        let made = self.pipe.call(None, "Target.createTarget", params)?;
        let target = made["targetId"].as_str().unwrap_or_default();
        Page::open(Arc::clone(&self.pipe), target, face)
    }

    /// Puts downloads into a folder instead of asking.
    pub fn downloads_to(&self, folder: &Path) -> Done {
        let mut params = json!({ "behavior": "allow", "downloadPath": folder });
        if let Some(id) = &self.id {
            params["browserContextId"] = id.as_str().into();
        }
        self.pipe.call(None, "Browser.setDownloadBehavior", params).map(drop)
    }

    /// Grants permissions (`notifications`, `audioCapture`, `videoCapture`, …) to an origin.
    pub fn grant(&self, origin: &str, permissions: &[&str]) -> Done {
        let mut params = json!({ "origin": origin, "permissions": permissions });
        if let Some(id) = &self.id {
            params["browserContextId"] = id.as_str().into();
        }
        self.pipe.call(None, "Browser.grantPermissions", params).map(drop)
    }
}
