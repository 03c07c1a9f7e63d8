//! The way of a measured native phone: packed as the app packs, and counted.

use crate::cdp::{Done, Trouble};
use flate2::Compression;
use flate2::read::{GzDecoder, GzEncoder};
use std::cell::Cell;
use std::io::Read;
use std::time::Duration;
use sync::message::{Failure, MEDIA_TYPE, Verb};
use sync::port::{Transport, TransportError};
use ureq::Agent;

/// The app packs what is longer.
const WORTH_PACKING: usize = 1024;

/// What went over the wire: bodies, without HTTP's own lines.
#[derive(Clone, Copy, Debug, Default)]
pub struct Traffic {
    /// Requests.
    pub requests: u32,
    /// Those of them that bring operations.
    pub pushes: u32,
    /// Bytes up as sent.
    pub up: u64,
    /// Bytes up before packing.
    pub up_plain: u64,
    /// Bytes down as sent.
    pub down: u64,
    /// Bytes down after unpacking.
    pub down_plain: u64,
}

/// A way to a server.
pub struct Wire {
    agent: Agent,
    address: String,
    traffic: Cell<Traffic>,
}

impl Wire {
    /// To the server at this origin.
    pub fn to(address: &str) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)));
        Self { agent: config.build().into(), address: address.to_owned(), traffic: Cell::default() }
    }

    /// What went over it since this was last asked.
    pub fn take_traffic(&self) -> Traffic {
        self.traffic.take()
    }

    /// Asks something outside of sessions.
    pub fn ask(&self, path: &str, message: &[u8]) -> Done<Vec<u8>> {
        self.post(path, message).map_err(|error| Trouble::new(format!("{path}: {error:?}")))
    }

    fn post(&self, path: &str, message: &[u8]) -> Result<Vec<u8>, TransportError> {
        let packed = if message.len() > WORTH_PACKING { pack(message) } else { None };
        let request = self.agent.post(format!("{}{path}", self.address));
        let mut request = request.header("content-type", MEDIA_TYPE).header("accept-encoding", "gzip");
        if packed.is_some() {
            request = request.header("content-encoding", "gzip");
        }
        let sent = packed.as_deref().unwrap_or(message);
        let mut answer = request.send(sent).map_err(|_| TransportError::Offline)?;
        let unpack = answer.headers().get("content-encoding").is_some_and(|value| value == "gzip");
        let came = answer
            .body_mut()
            .with_config()
            .limit(16 << 20)
            .read_to_vec()
            .map_err(|_| TransportError::Offline)?;
        let mut traffic = self.traffic.get();
        traffic.requests += 1;
        traffic.up += sent.len() as u64;
        traffic.up_plain += message.len() as u64;
        traffic.down += came.len() as u64;
        let bytes = if unpack { plain(&came).ok_or(TransportError::NotTheTownship)? } else { came };
        traffic.down_plain += bytes.len() as u64;
        self.traffic.set(traffic);
        if answer.status().is_success() {
            return Ok(bytes);
        }
        match oplog::from_cbor::<Failure>(&bytes) {
            Ok(failure) => Err(TransportError::Refused(failure)),
            Err(_) => Err(TransportError::NotTheTownship),
        }
    }
}

/// Packed, if that makes it shorter.
pub fn pack(message: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    GzEncoder::new(message, Compression::default()).read_to_end(&mut out).ok()?;
    Some(out).filter(|out| out.len() < message.len())
}

/// Unpacked.
pub fn plain(packed: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut out).ok()?;
    Some(out)
}

impl Transport for Wire {
    async fn call(&self, verb: Verb, envelope: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        if verb == Verb::Push {
            let traffic = self.traffic.get();
            self.traffic.set(Traffic { pushes: traffic.pushes + 1, ..traffic });
        }
        self.post(verb.path(), &envelope)
    }
}
