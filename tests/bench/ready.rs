//! Sessions that are ready before the clock starts: hello, push, hello, each signed, packed and framed as the phone sends
//! it, so that the load costs the measured machine almost nothing. What the township answered is judged afterwards.

use super::native_phone::{Key, NativePhone, at_once};
use super::wire::{pack, plain};
use crate::cdp::{Done, Trouble};
use oplog::{ByteVec, Decode, Head, Op, PublicKey, message_from_cbor, to_cbor};
use std::io::{Read, Write};
use std::net::TcpStream;
use sync::digest::of_heads;
use sync::limits::{MAX_BATCH, PROTOCOLS};
use sync::message::{Answer, Envelope, Hello, MEDIA_TYPE, Push, Pushed, ScopeState, Verb, Verdict};
use sync::port::{DeviceKey, PhoneStore};

/// The app packs what is longer.
const WORTH_PACKING: usize = 1024;

/// One session: its requests as they go over the wire, and what must be durable after it.
pub struct Ready {
    requests: Vec<(Verb, Vec<u8>)>,
    head: Head,
    /// How many operations it brings, and their bytes.
    pub ops: usize,
    /// Their bytes.
    pub bytes: usize,
}

/// What the township answered to one session.
pub struct Answered {
    answers: Vec<(Verb, Vec<u8>, bool)>,
    head: Head,
}

/// Makes the phone's sessions ready, so many operations in each, one after the other.
pub fn ready(phone: &NativePhone, ops: &[Op], each: usize) -> Done<Vec<Ready>> {
    let store = |error| Trouble::new(format!("{error:?}"));
    let state = at_once(phone.shelf.sync_state())?.map_err(store)?;
    let mut out = Vec::new();
    for (number, some) in ops.chunks(each).enumerate() {
        phone.shelf.load(some);
        let heads = at_once(phone.shelf.heads(None))?.map_err(store)?;
        let own: Vec<Head> =
            heads.iter().filter(|head| head.log.device == phone.writer.device()).copied().collect();
        let cursor = |scope| state.cursors.iter().find(|(held, _)| *held == scope).map_or(0, |(_, at)| *at);
        let scopes = state.scopes.iter().map(|scope| {
            let (digest, cursor) = (of_heads(*scope, &heads), cursor(*scope));
            ScopeState { scope: *scope, digest, cursor }
        });
        let mut hello = Hello {
            protocols: PROTOCOLS.to_vec(),
            app: "0.1.0".to_owned(),
            generation: state.generation,
            scopes: scopes.collect(),
            own,
            vectors: Vec::new(),
            unreceived: some.len() as u32,
            tree: state.tree,
            proof: None,
        };
        let session = state.session + 1 + number as u64;
        let mut requests = vec![(Verb::Hello, to_cbor(&hello))];
        for ops in batches(some) {
            requests.push((Verb::Push, to_cbor(&Push { ops })));
        }
        hello.unreceived = 0;
        requests.push((Verb::Hello, to_cbor(&hello)));
        let framed = requests.into_iter().enumerate().map(|(step, (verb, body))| {
            Ok((verb, frame(verb, &envelope(phone, session, step as u32, verb, body)?)))
        });
        let own_head = |op: &Op| Head { log: op.header().log(), height: op.header().seq + 1, id: op.id() };
        let head = some.last().map(own_head).ok_or_else(|| Trouble::new("a session without operations"))?;
        let bytes = some.iter().map(|op| op.bytes().len()).sum();
        out.push(Ready { requests: framed.collect::<Done<_>>()?, head, ops: some.len(), bytes });
    }
    Ok(out)
}

/// Cut as the phone cuts.
fn batches(ops: &[Op]) -> Vec<Vec<ByteVec>> {
    let (mut out, mut bytes) = (vec![Vec::new()], 0);
    for op in ops {
        if bytes >= MAX_BATCH {
            out.push(Vec::new());
            bytes = 0;
        }
        bytes += op.bytes().len();
        if let Some(batch) = out.last_mut() {
            batch.push(op.bytes().to_vec().into());
        }
    }
    out
}

fn envelope(phone: &NativePhone, session: u64, step: u32, verb: Verb, body: Vec<u8>) -> Done<Vec<u8>> {
    let (township, device) = (phone.writer.township(), phone.writer.device());
    let body = body.into();
    let mut envelope = Envelope { township, device, session, step, verb, body, signature: [0; 64] };
    let key: &Key = &phone.key;
    envelope.signature =
        at_once(key.sign(&envelope.to_sign()))?.map_err(|_| Trouble::new("the key would not sign"))?;
    Ok(to_cbor(&envelope))
}

fn frame(verb: Verb, message: &[u8]) -> Vec<u8> {
    let packed = if message.len() > WORTH_PACKING { pack(message) } else { None };
    let coding = if packed.is_some() { "content-encoding: gzip\r\n" } else { "" };
    let body = packed.as_deref().unwrap_or(message);
    let mut out = format!(
        "POST {} HTTP/1.1\r\nhost: township\r\ncontent-type: {MEDIA_TYPE}\r\naccept-encoding: gzip\r\n{coding}content-length: {}\r\n\r\n",
        verb.path(),
        body.len()
    )
    .into_bytes();
    out.extend_from_slice(body);
    out
}

/// A line that is kept, as a phone keeps it during a session.
pub struct Line(TcpStream);

impl Line {
    /// To the server at this origin.
    pub fn to(address: &str) -> Done<Self> {
        let stream = TcpStream::connect(address.trim_start_matches("http://"))?;
        stream.set_nodelay(true)?;
        Ok(Self(stream))
    }

    /// Holds a session; whatever is not answered with 200 ends it.
    pub fn hold(&mut self, session: &Ready) -> Done<Answered> {
        let mut answers = Vec::with_capacity(session.requests.len());
        for (verb, request) in &session.requests {
            self.0.write_all(request)?;
            let (body, packed) = self.answer()?;
            answers.push((*verb, body, packed));
        }
        Ok(Answered { answers, head: session.head })
    }

    fn answer(&mut self) -> Done<(Vec<u8>, bool)> {
        let mut bytes = Vec::with_capacity(4096);
        let mut piece = [0; 4096];
        loop {
            let came = self.0.read(&mut piece)?;
            bytes.extend_from_slice(piece.get(..came).unwrap_or_default());
            let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
            if let Some(end) = head {
                let head = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).to_ascii_lowercase();
                let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
                let length = field("content-length: ").and_then(|text| text.trim().parse::<usize>().ok());
                let length = length.ok_or_else(|| Trouble::new("an answer without a length"))?;
                if !head.starts_with("http/1.1 200") {
                    return Err(Trouble::new(format!("the township refused: {head}")));
                }
                let packed = field("content-encoding: gzip").is_some();
                let mut body = bytes.split_off(end + 4);
                while body.len() < length {
                    let came = self.0.read(&mut piece)?;
                    if came == 0 {
                        return Err(Trouble::new("an answer broke off"));
                    }
                    body.extend_from_slice(piece.get(..came).unwrap_or_default());
                }
                return Ok((body, packed));
            }
            if came == 0 {
                return Err(Trouble::new("the township hung up"));
            }
        }
    }
}

impl Answered {
    /// How many requests were answered.
    pub fn requests(&self) -> usize {
        self.answers.len()
    }

    /// Fails unless the township signed that it holds all that the session brought, kept nothing aside, and was in sync
    /// at the end.
    pub fn must_be_received(&self, township: &PublicKey) -> Done {
        let mut received = false;
        let mut in_sync = false;
        for (verb, bytes, packed) in &self.answers {
            match verb {
                Verb::Hello => {
                    let answer: Answer = read(bytes, *packed)?;
                    in_sync = answer.verdicts.iter().all(|(_, verdict)| *verdict == Verdict::InSync);
                }
                Verb::Push | Verb::Pull | Verb::Deliver => {
                    let pushed: Pushed = read(bytes, *packed)?;
                    let receipt = pushed.receipt.open(township).map_err(Trouble::of)?;
                    received |=
                        pushed.aside.is_empty() && receipt.heads.iter().any(|held| held.head == self.head);
                }
            }
        }
        if received && in_sync { Ok(()) } else { Err(Trouble::new("a session's operations have no receipt")) }
    }
}

fn read<T: Decode>(bytes: &[u8], packed: bool) -> Done<T> {
    let unpacked = if packed { plain(bytes) } else { Some(bytes.to_vec()) };
    let bytes = unpacked.ok_or_else(|| Trouble::new("an answer cannot be unpacked"))?;
    message_from_cbor(&bytes).map_err(Trouble::of)
}
