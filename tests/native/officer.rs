//! An officer at the desk, by its API.

use super::wire::agent;
use crate::cdp::{Done, Trouble};
use crate::server::Township;
use oplog::{DeviceId, Scope};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync::desk::{Confirm, FirstLogin, NewCode};
use sync::desk_devices::Whose;
use ureq::Agent;

/// Signed in.
pub struct Officer {
    agent: Agent,
    address: String,
    cookie: String,
}

impl Officer {
    /// Uses up the one-time login that the server printed.
    pub fn first(township: &Township) -> Done<Self> {
        let once = township.printed("the officer's login", |line| {
            line.strip_prefix("officer login (once): ").map(|login| login.trim().to_owned())
        })?;
        let mut officer =
            Self { agent: agent(), address: township.address().to_owned(), cookie: String::new() };
        let login = FirstLogin { once, name: "张干事".into(), password: "officer-password".into() };
        officer.cookie = officer.sign_in(&login)?;
        Ok(officer)
    }

    fn sign_in(&self, login: &FirstLogin) -> Done<String> {
        let url = format!("{}/desk/api/first-login", self.address);
        let answer = self.agent.post(url).header("x-shouyi", "desk").send_json(login).map_err(Trouble::of)?;
        let cookie = answer.headers().get("set-cookie").and_then(|value| value.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        cookie.map(str::to_owned).ok_or_else(|| Trouble::new(format!("no cookie: {}", answer.status())))
    }

    /// Reads.
    pub fn get<T: DeserializeOwned>(&self, path: &str) -> Done<T> {
        let url = format!("{}/desk/api/{path}", self.address);
        let mut answer = self.agent.get(url).header("cookie", &self.cookie).call().map_err(Trouble::of)?;
        answer
            .body_mut()
            .with_config()
            .limit(64 << 20)
            .read_json()
            .map_err(|error| Trouble::new(format!("{path}: {error}")))
    }

    /// Does.
    pub fn post<T: Serialize>(&self, path: &str, message: &T) -> Done<Vec<u8>> {
        let url = format!("{}/desk/api/{path}", self.address);
        let request = self.agent.post(url).header("cookie", &self.cookie).header("x-shouyi", "desk");
        let mut answer = request.send_json(message).map_err(Trouble::of)?;
        let bytes = answer.body_mut().read_to_vec().map_err(Trouble::of)?;
        if answer.status().is_success() {
            return Ok(bytes);
        }
        Err(Trouble::new(format!("{path}: {} {}", answer.status(), String::from_utf8_lossy(&bytes))))
    }

    /// A new one-time code, as printed.
    pub fn code(&self) -> Done<String> {
        let made: NewCode = serde_json::from_slice(&self.post("codes", &())?).map_err(Trouble::of)?;
        Ok(made.code)
    }

    /// Confirms a waiting phone as a recorder of a place.
    pub fn confirm(&self, device: DeviceId, name: &str, scope: Scope) -> Done {
        let roles = vec![domain::authority::Role::Recorder];
        let whose = Whose { name: name.into(), person: None, roles, scope };
        let confirm = Confirm { whose, instead_of: None };
        self.post(&format!("claims/{device}/confirm"), &confirm).map(drop)
    }
}
