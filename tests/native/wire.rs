//! The way from a native phone to a real server.

use crate::cdp::{Done, Trouble};
use std::time::Duration;
use sync::message::{Failure, MEDIA_TYPE, Verb};
use sync::port::{Transport, TransportError};
use ureq::Agent;

/// An agent that hands every status to the caller.
pub fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(60)))
        .build()
        .into()
}

/// Posts a message and reads the answer, or the refusal.
pub fn post(agent: &Agent, address: &str, path: &str, message: &[u8]) -> Result<Vec<u8>, TransportError> {
    let sent = agent.post(format!("{address}{path}")).header("content-type", MEDIA_TYPE).send(message);
    let mut answer = sent.map_err(|_| TransportError::Offline)?;
    let bytes =
        answer.body_mut().with_config().limit(16 << 20).read_to_vec().map_err(|_| TransportError::Offline)?;
    if answer.status().is_success() {
        return Ok(bytes);
    }
    match oplog::from_cbor::<Failure>(&bytes) {
        Ok(failure) => Err(TransportError::Refused(failure)),
        Err(_) => Err(TransportError::NotTheTownship),
    }
}

/// The transport of a session.
pub struct Wire {
    agent: Agent,
    address: String,
}

impl Wire {
    /// To the server at this origin.
    pub fn to(address: &str) -> Self {
        Self { agent: agent(), address: address.to_owned() }
    }

    /// Asks something outside of sessions.
    pub fn ask(&self, path: &str, message: &[u8]) -> Done<Vec<u8>> {
        post(&self.agent, &self.address, path, message)
            .map_err(|error| Trouble::new(format!("{path}: {error:?}")))
    }
}

impl Transport for Wire {
    async fn call(&self, verb: Verb, envelope: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        post(&self.agent, &self.address, verb.path(), &envelope)
    }
}
