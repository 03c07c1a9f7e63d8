//! The pipe to one Chromium: messages are JSON ended by NUL; a thread reads, answers go to who asked, events into the state.
use super::page::Network;
use super::trouble::{Done, Trouble};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

// The shell moves the pipes to where Chromium wants them and becomes Chromium: the child's id is then the browser's own.
const SHELL: &str = r#"exec 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null; exec "$0" "$@""#;
const PATIENCE: Duration = Duration::from_secs(60);

/// A service worker that runs.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Its session.
    pub session: String,
    /// Whose it is.
    pub context: String,
    /// Its script.
    pub url: String,
}

/// What the reading thread knows.
#[derive(Default)]
pub struct State {
    /// The service workers that run.
    pub workers: Vec<Worker>,
    /// The network of each context, given to workers before their first line.
    pub networks: HashMap<String, Network>,
    /// Console lines and exceptions by session.
    pub logs: HashMap<String, Vec<String>>,
}

/// The pipe.
pub struct Pipe {
    out: Mutex<ChildStdin>,
    next: AtomicU64,
    waiting: Mutex<Option<HashMap<u64, Sender<Value>>>>,
    state: Mutex<State>,
}

/// A poisoned lock means that a test has failed already; its data is still good enough to say why.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pipe {
    /// Starts the program with the pipe at descriptors 3 and 4.
    pub fn start(program: &str, args: &[String]) -> Done<(Child, Arc<Self>)> {
        let mut child = Command::new("/bin/sh")
            .args(["-c", SHELL, program])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Trouble::new("the browser's pipes are missing"));
        };
        let pipe = Arc::new(Self {
            out: Mutex::new(input),
            next: AtomicU64::new(1),
            waiting: Mutex::new(Some(HashMap::new())),
            state: Mutex::new(State::default()),
        });
        let reader = Arc::clone(&pipe);
        std::thread::spawn(move || reader.read(output));
        Ok((child, pipe))
    }

    /// The state, to read or to change.
    pub fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Asks and waits for the answer; without a session it goes to the browser itself.
    pub fn call(&self, session: Option<&str>, method: &str, params: Value) -> Done<Value> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (sender, receiver) = mpsc::channel();
        match lock(&self.waiting).as_mut() {
            Some(waiting) => waiting.insert(id, sender),
            None => return Err(Trouble::new(format!("{method}: the browser has ended"))),
        };
        self.send(id, session, method, params)?;
        let mut answer = match receiver.recv_timeout(PATIENCE) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(Trouble::new(format!("{method}: the browser has ended")));
            }
            Err(RecvTimeoutError::Timeout) => {
                return Err(Trouble::new(format!("{method}: no answer from the browser in {PATIENCE:?}")));
            }
        };
        match answer.get("error") {
            Some(error) => {
                Err(Trouble::new(format!("{method}: {}", error["message"].as_str().unwrap_or("refused"))))
            }
            None => Ok(answer["result"].take()),
        }
    }

    /// Asks without waiting.
    pub fn tell(&self, session: &str, method: &str, params: Value) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        // A session that has just ended can't be told anything; that is no trouble.
        let _ = self.send(id, Some(session), method, params);
    }

    fn send(&self, id: u64, session: Option<&str>, method: &str, params: Value) -> Done {
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = serde_json::to_vec(&message)?;
        bytes.push(0);
        let mut out = lock(&self.out);
        out.write_all(&bytes)
            .and_then(|()| out.flush())
            .map_err(|_| Trouble::new(format!("{method}: the browser has ended")))
    }

    fn read(&self, output: ChildStdout) {
        let mut input = BufReader::with_capacity(1 << 16, output);
        let mut bytes = Vec::new();
        while input.read_until(0, &mut bytes).is_ok_and(|length| length > 0) {
            if bytes.last() == Some(&0) {
                bytes.pop();
            }
            if let Ok(message) = serde_json::from_slice::<Value>(&bytes) {
                self.take(message);
            }
            bytes.clear();
        }
        // Whoever still waits is told that nothing comes any more.
        lock(&self.waiting).take();
    }

    fn take(&self, message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let sender = lock(&self.waiting).as_mut().and_then(|waiting| waiting.remove(&id));
            if let Some(sender) = sender {
                let _ = sender.send(message);
            }
            return;
        }
        let session = message["sessionId"].as_str().unwrap_or_default();
        let params = &message["params"];
        match message["method"].as_str().unwrap_or_default() {
            "Target.attachedToTarget" => self.attached(params),
            "Runtime.executionContextCreated" => self.started(session),
            "Target.detachedFromTarget" => {
                let gone = params["sessionId"].as_str().unwrap_or_default();
                self.state().workers.retain(|worker| worker.session != gone);
            }
            "Page.javascriptDialogOpening" => {
                self.log(session, format!("dialog: {}", params["message"].as_str().unwrap_or_default()));
                self.tell(session, "Page.handleJavaScriptDialog", json!({ "accept": true }));
            }
            "Runtime.consoleAPICalled" => {
                let words = params["args"].as_array().into_iter().flatten().map(|arg| {
                    arg["value"].as_str().map_or_else(
                        || {
                            arg["description"]
                                .as_str()
                                .map_or_else(|| arg["value"].to_string(), str::to_owned)
                        },
                        str::to_owned,
                    )
                });
                let kind = params["type"].as_str().unwrap_or("log");
                self.log(session, format!("{kind}: {}", words.collect::<Vec<_>>().join(" ")));
            }
            "Runtime.exceptionThrown" => {
                let details = &params["exceptionDetails"];
                let text = details["exception"]["description"]
                    .as_str()
                    .or(details["text"].as_str())
                    .unwrap_or_default();
                self.log(session, format!("exception: {text}"));
            }
            "Log.entryAdded" => {
                let entry = &params["entry"];
                let (level, text) =
                    (entry["level"].as_str().unwrap_or("log"), entry["text"].as_str().unwrap_or_default());
                self.log(session, format!("{level}: {text} {}", entry["url"].as_str().unwrap_or_default()));
            }
            "Inspector.targetCrashed" => {
                self.log(session, "exception: the page's process has died".to_owned())
            }
            _ => {}
        }
    }

    /// A service worker waits for us before its first line, so that being offline can't leak past it.
    fn attached(&self, params: &Value) {
        let info = &params["targetInfo"];
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let session = word(&params["sessionId"]);
        if info["type"] == "service_worker" {
            let worker = Worker {
                session: session.clone(),
                context: word(&info["browserContextId"]),
                url: word(&info["url"]),
            };
            let network = {
                let mut state = self.state();
                state.workers.push(worker.clone());
                state.networks.get(&worker.context).copied()
            };
            self.tell(&session, "Network.enable", json!({}));
            if let Some(network) = network {
                self.tell(&session, "Network.emulateNetworkConditions", network.params());
            }
            self.tell(&session, "Runtime.enable", json!({}));
        }
        if params["waitingForDebugger"] == true {
            self.tell(&session, "Runtime.runIfWaitingForDebugger", json!({}));
        }
    }

    /// Conditions that a worker was given before its process had it are lost without a word; so it is told again.
    fn started(&self, session: &str) {
        let network = {
            let state = self.state();
            let worker = state.workers.iter().find(|worker| worker.session == session);
            worker.and_then(|worker| state.networks.get(&worker.context).copied())
        };
        if let Some(network) = network {
            self.tell(session, "Network.emulateNetworkConditions", network.params());
        }
    }

    fn log(&self, session: &str, line: String) {
        self.state().logs.entry(session.to_owned()).or_default().push(line);
    }
}
