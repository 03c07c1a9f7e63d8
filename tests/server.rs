//! The real server, started on a folder of its own, killed and started again.
use crate::cdp::{Deadline, Done, Trouble};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

/// A township that serves. Dropped, it dies by SIGKILL; a temporary folder goes with it.
pub struct Township {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    folder: PathBuf,
    temporary: bool,
    address: String,
    program: PathBuf,
    more: Vec<String>,
}

impl Township {
    /// The demo township, in a new folder, on a free port.
    pub fn demo() -> Done<Self> {
        let folder = crate::cdp::temporary("township")?;
        Self::start(Self::program(), &folder, true, "127.0.0.1:0", &["--demo".to_owned()])
    }

    /// On a folder that stays, with more of `township serve`'s arguments.
    pub fn at(folder: &Path, more: &[&str]) -> Done<Self> {
        let more: Vec<String> = more.iter().map(|&arg| arg.to_owned()).collect();
        Self::start(Self::program(), folder, false, "127.0.0.1:0", &more)
    }

    /// The server's binary, as `cargo xtask build` leaves it.
    pub fn program() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/release/township")
    }

    fn start(program: PathBuf, folder: &Path, temporary: bool, listen: &str, more: &[String]) -> Done<Self> {
        let mut child = Command::new(&program)
            .arg("serve")
            .arg("--data")
            .arg(folder)
            .args(["--listen", listen])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| {
                Trouble::new(format!("{}: {error}; `cargo xtask build` makes it", program.display()))
            })?;
        let lines = Arc::new(Mutex::new(Vec::new()));
        collect(child.stdout.take(), &lines);
        collect(child.stderr.take(), &lines);
        let (folder, more) = (folder.to_path_buf(), more.to_vec());
        let mut township = Self { child, lines, folder, temporary, address: String::new(), program, more };
        township.address = township.printed("its address", |line| origin(line).map(str::to_owned))?;
        Ok(township)
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The folder of its data.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Everything printed so far.
    pub fn lines(&self) -> Vec<String> {
        lock(&self.lines).clone()
    }

    /// Waits until a printed line gives what is sought.
    pub fn printed<T>(&self, what: &str, find: impl Fn(&str) -> Option<T>) -> Done<T> {
        let deadline = Deadline::after(PATIENCE);
        loop {
            if let Some(found) = lock(&self.lines).iter().find_map(|line| find(line)) {
                return Ok(found);
            }
            if !deadline.pause() {
                let lines = self.lines().join("\n");
                return Err(Trouble::new(format!("the server did not print {what}; it printed:\n{lines}")));
            }
        }
    }

    /// SIGKILL, as when the power goes.
    pub fn kill(&mut self) -> Done {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts again on the same data and port; what it printed before is forgotten.
    pub fn restart(self) -> Done<Self> {
        self.restart_after(|_| Ok(()))
    }

    /// The same, with something done to the data folder while nothing serves.
    pub fn restart_after(self, between: impl FnOnce(&Path) -> Done) -> Done<Self> {
        let mut old = self;
        old.kill()?;
        between(&old.folder)?;
        old.start_again()
    }

    /// Another program in its place, on the same data and port, with these arguments more.
    pub fn restart_as(self, program: &Path, more: &[&str]) -> Done<Self> {
        let mut old = self;
        old.kill()?;
        old.program = program.to_owned();
        old.more = more.iter().map(|&arg| arg.to_owned()).collect();
        old.start_again()
    }

    fn start_again(self) -> Done<Self> {
        let mut old = self;
        let listen = old.address.trim_start_matches("https://").trim_start_matches("http://").to_owned();
        let temporary = std::mem::replace(&mut old.temporary, false);
        Self::start(old.program.clone(), &old.folder, temporary, &listen, &old.more)
    }

    /// What one of its commands prints about this data, also beside the running server.
    pub fn command(&self, command: &str) -> Done<String> {
        let done = Command::new(Self::program()).arg(command).arg("--data").arg(&self.folder).output()?;
        match done.status.success() {
            true => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
            false => Err(Trouble::new(format!("{command}: {}", String::from_utf8_lossy(&done.stderr)))),
        }
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Township {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.kill();
        if self.temporary {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

fn lock(lines: &Mutex<Vec<String>>) -> MutexGuard<'_, Vec<String>> {
    lines.lock().unwrap_or_else(PoisonError::into_inner)
}

fn collect(output: Option<impl Read + Send + 'static>, lines: &Arc<Mutex<Vec<String>>>) {
    let (Some(output), lines) = (output, Arc::clone(lines)) else { return };
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            lock(&lines).push(line);
        }
    });
}

/// The origin of the first address in a line, if it has a port.
fn origin(line: &str) -> Option<&str> {
    let start = line.find("http://").or_else(|| line.find("https://"))?;
    let address = line.get(start..)?;
    let host = address.find("://")? + 3;
    let end = address.get(host..)?.find(|c: char| !c.is_ascii_alphanumeric() && !".:[]-".contains(c));
    let origin = end.map_or(address, |end| address.get(..host + end).unwrap_or(address));
    let port = origin.rsplit(':').next()?;
    port.parse::<u16>().ok().map(|_| origin)
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn an_address_is_found_in_a_sentence() {
        assert_eq!(origin("the desk: http://127.0.0.1:8080/desk/#a"), Some("http://127.0.0.1:8080"));
        assert_eq!(origin("https://[::1]:443"), Some("https://[::1]:443"));
        assert_eq!(origin("see http://example.org/ for more"), None);
    }
}
