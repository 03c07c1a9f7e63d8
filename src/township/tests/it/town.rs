//! A township in a temporary folder, a clock that tests move, and phones that speak to it.

use axum::Router;
use axum::body::Body as HttpBody;
use axum::http::{HeaderMap, Request, StatusCode};
use domain::Body;
use domain::authority::Role;
use domain::matter::{Category, MatterRaised, Origin};
use domain::rules::ProcedureKind;
use domain::story::{START_MS, Writer};
use http_body_util::BodyExt;
use oplog::{ByteVec, DeviceId, Head, Op, Scope, SecretKey, TownshipId, from_cbor, to_cbor};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use sync::enrol::{Claim, Code};
use sync::message::{
    Answer, Envelope, Failure, Generation, Hello, MEDIA_TYPE, Page, Pull, Push, Pushed, ScopeState, Verb,
};
use sync::receipt::Receipt;
use tower::ServiceExt;
use township::clock::{Outside, Real};
use township::data::DataDir;
use township::enrol::{Grant, confirm, keep_code, new_code};
use township::error::Trouble;
use township::hub::{Front, Hub};
use township::register;
use township::routes::router;

pub const VILLAGE: &str = "532301104201";
pub const UPPER: &str = "532301104201001";
pub const LOWER: &str = "532301104201002";

pub fn place(code: &str) -> Scope {
    Scope::parse(code).unwrap()
}

/// The tests' clock; randomness is the system's.
pub struct Moved(pub AtomicU64);

impl Outside for Moved {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
    fn fill(&self, out: &mut [u8]) -> Result<(), Trouble> {
        Real.fill(out)
    }
}

pub struct Town {
    pub dir: tempfile::TempDir,
    pub clock: Arc<Moved>,
    pub hub: Hub,
    pub app: Router,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn failure(&self) -> Failure {
        assert_eq!(self.headers["content-type"], MEDIA_TYPE);
        let failure: Failure = from_cbor(&self.body).unwrap();
        assert_eq!(self.headers["x-request-id"], failure.request.as_str());
        failure
    }

    pub fn refused(&self) -> (u16, String) {
        (self.status.as_u16(), self.failure().code)
    }

    pub fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Town {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(Moved(AtomicU64::new(START_MS + 3_600_000)));
        let text = include_str!("../../demo/township.json");
        let path = Path::new("township.json");
        let file = register::parse(text, path).unwrap();
        let outside: Arc<dyn Outside> = Arc::clone(&clock) as _;
        register::import(&DataDir::hold(dir.path()).unwrap(), &file, path, &outside, true).unwrap();
        Self::open(dir, clock)
    }

    pub fn open(dir: tempfile::TempDir, clock: Arc<Moved>) -> Self {
        let outside: Arc<dyn Outside> = Arc::clone(&clock) as _;
        let hub = DataDir::hold(dir.path()).unwrap().open(outside, Front::default()).unwrap();
        Self { app: router(hub.clone()), dir, clock, hub }
    }

    pub fn reopen(self) -> Self {
        let Self { dir, clock, .. } = self;
        Self::open(dir, clock)
    }

    pub fn later(&self, ms: u64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    pub fn township(&self) -> TownshipId {
        self.hub.shared.identity.township()
    }

    pub async fn send(&self, request: Request<HttpBody>) -> Reply {
        let (parts, body) = self.app.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Reply { status: parts.status, headers: parts.headers, body }
    }

    pub async fn post(&self, path: &str, body: Vec<u8>) -> Reply {
        let request =
            Request::post(path).header("content-type", MEDIA_TYPE).body(HttpBody::from(body)).unwrap();
        self.send(request).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(HttpBody::empty()).unwrap()).await
    }

    pub async fn code(&self) -> Code {
        let (code, row) = new_code(&*self.hub.shared.outside).unwrap();
        self.hub.writer.run(move |work| keep_code(work.tx, &row)).await.unwrap();
        code
    }

    /// A phone that was admitted with this role.
    pub async fn phone(&self, seed: u8, scope: &str, role: Role) -> Phone {
        let phone = Phone::new(seed, self.township());
        let reply = self.post("/enrol/v1/claim", to_cbor(&phone.claim(self.code().await))).await;
        assert_eq!(reply.status, 200);
        self.grant(phone.device(), scope, role, "普红梅").await;
        phone
    }

    pub async fn grant(&self, device: DeviceId, scope: &str, role: Role, name: &str) {
        let grant = Grant {
            scope: place(scope),
            roles: vec![role],
            name: name.into(),
            person: None,
            officer: "李".into(),
        };
        assert!(self.hub.writer.run(move |work| confirm(work, device, grant)).await.unwrap());
    }
}

pub struct Phone {
    /// The generation that it says it knows.
    pub generation: Option<Generation>,
    pub key: SecretKey,
    pub pen: Writer,
    pub session: u64,
    pub step: u32,
    township: TownshipId,
}

impl Phone {
    pub fn new(seed: u8, township: TownshipId) -> Self {
        Self {
            key: SecretKey::from_seed(&[seed; 32]),
            pen: Writer::new(seed, township),
            generation: None,
            session: 1,
            step: 0,
            township,
        }
    }

    pub fn device(&self) -> DeviceId {
        self.key.public().device()
    }

    pub fn claim(&self, code: Code) -> Claim {
        let mut claim = Claim { code, key: self.key.public(), label: "Redmi 9A".into(), signature: [0; 64] };
        let message = claim.to_sign();
        claim.signature = self.key.sign(&context(&message).0, context(&message).1);
        claim
    }

    pub fn envelope(&mut self, verb: Verb, body: Vec<u8>) -> Vec<u8> {
        let mut envelope = Envelope {
            township: self.township,
            device: self.device(),
            session: self.session,
            step: self.step,
            verb,
            body: body.into(),
            signature: [0; 64],
        };
        let message = envelope.to_sign();
        envelope.signature = self.key.sign(&context(&message).0, context(&message).1);
        self.step += 1;
        to_cbor(&envelope)
    }

    pub async fn ask(&mut self, town: &Town, verb: Verb, body: Vec<u8>) -> Reply {
        let envelope = self.envelope(verb, body);
        town.post(verb.path(), envelope).await
    }

    pub async fn push(&mut self, town: &Town, ops: &[Vec<u8>]) -> (Pushed, Receipt) {
        let push = Push { ops: ops.iter().map(|op| ByteVec::from(op.clone())).collect() };
        let reply = self.ask(town, Verb::Push, to_cbor(&push)).await;
        assert_eq!(reply.status, 200, "{:?}", reply.failure());
        let pushed: Pushed = from_cbor(&reply.body).unwrap();
        let receipt = pushed.receipt.open(&town.hub.shared.identity.public()).unwrap();
        (pushed, receipt)
    }

    pub async fn hello(
        &mut self,
        town: &Town,
        scopes: Vec<ScopeState>,
        own: Vec<Head>,
        vectors: Vec<Head>,
    ) -> (Answer, Receipt) {
        let hello = Hello {
            protocols: vec![1],
            app: "0.1.0".into(),
            generation: self.generation,
            scopes,
            own,
            vectors,
            unreceived: 3,
            tree: None,
            proof: None,
        };
        let reply = self.ask(town, Verb::Hello, to_cbor(&hello)).await;
        assert_eq!(reply.status, 200, "{:?}", reply.failure());
        let answer: Answer = from_cbor(&reply.body).unwrap();
        let receipt = answer.receipt.open(&town.hub.shared.identity.public()).unwrap();
        (answer, receipt)
    }

    pub async fn pull(&mut self, town: &Town, generation: Generation, cursors: &[(Scope, u64)]) -> Page {
        let reply = self
            .ask(town, Verb::Pull, to_cbor(&Pull { generation, cursors: cursors.to_vec(), own: true }))
            .await;
        assert_eq!(reply.status, 200, "{:?}", reply.failure());
        from_cbor(&reply.body).unwrap()
    }

    pub fn raise(&mut self, scope: &str, title: &str) -> Op {
        let raised = MatterRaised {
            title: title.into(),
            category: Category::Labour,
            origin: Origin::Suggested,
            raised_by: "李正华".into(),
            description: String::new(),
            money_fen: 1,
            labour_days: 2,
            households: 3,
            procedure: ProcedureKind::GroupMatter,
        };
        self.pen.append(place(scope), None, &[], &Body::MatterRaised(raised))
    }
}

/// A message that carries its context, taken apart for the signer.
fn context(message: &[u8]) -> (String, &[u8]) {
    let at = message.iter().position(|byte| *byte == 0).unwrap();
    (String::from_utf8(message[..at].to_vec()).unwrap(), &message[at + 1..])
}

pub fn bytes(ops: &[Op]) -> Vec<Vec<u8>> {
    ops.iter().map(|op| op.bytes().to_vec()).collect()
}
