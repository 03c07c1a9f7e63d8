//! What the desk and its server say to each other, as JSON under `/desk/api/`. Every request but `login` and
//! `first-login` needs the session cookie; every POST needs the header `x-shouyi: desk`. A refusal is
//! [`Refusal`] with a 4xx status.

pub use crate::desk_carried::{AsideCount, Brought};
use crate::desk_devices::Whose;

use crate::slip::Verdict;
use domain::authority::Role;
use domain::place::Person;
use domain::view::{MatterSummary, MatterView, hex, maybe_hex};
use oplog::{DeviceId, MatterId, OpId, Scope};
use serde::{Deserialize, Serialize};

/// A refusal: a stable code whose words are in `ui`, and the request's id.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// `login.wrong`, `login.too-many`, `session.none`, `enrol.gone`, ….
    pub code: String,
    /// The request's id in the server's log.
    pub request: String,
    /// Seconds after which trying again makes sense; 0 where it does not.
    pub retry_s: u32,
}

/// `POST login`
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Login {
    /// The officer's name.
    pub name: String,
    /// The password.
    pub password: String,
}

/// `POST first-login`: the one-time login that the server printed, and the password to set (10 characters or more).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FirstLogin {
    /// The one-time login.
    pub once: String,
    /// The officer's name.
    pub name: String,
    /// The password to set.
    pub password: String,
}

/// `GET session`: who is signed in. `POST logout` ends it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// The officer.
    pub officer: String,
    /// What the account is for.
    pub duties: Vec<crate::desk_officers::Duty>,
    /// The township's name.
    pub township: String,
    /// The township's place.
    #[serde(with = "hex")]
    pub scope: Scope,
}

/// A place in the tree.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PlaceNode {
    /// The place.
    #[serde(with = "hex")]
    pub scope: Scope,
    /// Its name.
    pub name: String,
    /// How many matters it has itself.
    pub matters: u32,
    /// Entries of its register.
    pub people: u32,
    /// Places below.
    pub places: Vec<PlaceNode>,
}

/// `GET overview`
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Overview {
    /// The township and all below it.
    pub tree: PlaceNode,
    /// What arrived last, newest first, at most 50, of the last 24 hours.
    pub arrivals: Vec<Arrival>,
    /// Claims waiting for a decision.
    pub waiting: u32,
    /// Operations kept aside.
    pub aside: u32,
    /// Operations held.
    pub ops: u64,
    /// When the database was last found to be older than it had been, if it ever was.
    pub rolled_back: Option<RolledBack>,
    /// When the last verified backup was made, UTC milliseconds; none where there is none of this generation.
    pub backed_up_ms: Option<u64>,
    /// The server's clock, UTC milliseconds.
    pub server_ms: u64,
}

/// A database that was put back to an earlier state.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RolledBack {
    /// When the server noticed, UTC milliseconds.
    pub at_ms: u64,
    /// How many operations it held then.
    pub held: u64,
}

/// Records of one matter that arrived together.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Arrival {
    /// When, UTC milliseconds.
    pub at_ms: u64,
    /// The place.
    #[serde(with = "hex")]
    pub scope: Scope,
    /// The matter, if they belong to one.
    #[serde(with = "maybe_hex")]
    pub matter: Option<MatterId>,
    /// Its title, or empty.
    pub title: String,
    /// Who sent them.
    pub from: String,
    /// How many.
    pub ops: u32,
}

/// `GET matters?scope=CODE`: matters of a place and below, the last touched first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MatterRow {
    /// The summary.
    pub summary: MatterSummary,
    /// The place's name.
    pub place: String,
    /// When the last operation of it arrived, UTC milliseconds.
    pub received_ms: u64,
}

/// `GET matters/ID`
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MatterPage {
    /// The matter.
    pub view: MatterView,
    /// Names of its place and those above, from the township down.
    pub places: Vec<String>,
    /// Every operation with how it came.
    pub records: Vec<Record>,
}

/// How an operation came.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// The operation.
    #[serde(with = "hex")]
    pub op: OpId,
    /// Its kind's number.
    pub kind: u16,
    /// The device.
    #[serde(with = "hex")]
    pub device: DeviceId,
    /// Whose device it is.
    pub person: String,
    /// What kind of phone.
    pub phone: String,
    /// When it was signed, as claimed, UTC milliseconds.
    pub claimed_ms: u64,
    /// When it arrived, UTC milliseconds.
    pub received_ms: u64,
    /// Its arrival number.
    pub arrival: u64,
    /// `effective`, or why it has no effect: the code of `domain::authority::Standing`.
    pub standing: String,
    /// Whether signature, body hash and chain verify, checked again when this page was made.
    pub verified: bool,
}

/// `GET phones`
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Phone {
    /// The device.
    #[serde(with = "hex")]
    pub device: DeviceId,
    /// Whose it is.
    pub person: String,
    /// What kind of phone.
    pub label: String,
    /// Places and roles granted.
    pub grants: Vec<PhoneGrant>,
    /// When it was admitted, UTC milliseconds.
    pub admitted_ms: u64,
    /// Its last session that ended, UTC milliseconds.
    pub last_sync_ms: Option<u64>,
    /// How many of its operations had no receipt when it last said so.
    pub unreceived: u32,
    /// The app's version.
    pub app: String,
    /// How many operations of it are held.
    pub ops: u64,
    /// How far its clock was ahead of the server's at the last session, in milliseconds.
    pub clock_ahead_ms: i64,
    /// Whether another copy of it, or an earlier state, was found: it began a new epoch, or signed twice at one position.
    pub copied: bool,
}

/// Roles in a place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PhoneGrant {
    /// The place.
    #[serde(with = "hex")]
    pub scope: Scope,
    /// Its name.
    pub place: String,
    /// The roles.
    pub roles: Vec<Role>,
}

/// `POST codes`: a new one-time code.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewCode {
    /// As typed, in groups.
    pub code: String,
    /// The address with the code in its fragment.
    pub link: String,
    /// The link as an SVG picture.
    pub qr_svg: String,
    /// When it expires, UTC milliseconds.
    pub expires_ms: u64,
}

/// `GET claims`: phones that wait for a decision.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WaitingPhone {
    /// The device.
    #[serde(with = "hex")]
    pub device: DeviceId,
    /// What kind of phone.
    pub label: String,
    /// The numbers of the six words.
    pub words: [u8; 6],
    /// When it asked, UTC milliseconds.
    pub asked_ms: u64,
    /// When it expires, UTC milliseconds.
    pub expires_ms: u64,
    /// For whom its code was made, where it was made for somebody.
    #[serde(default)]
    pub made_for: Option<Whose>,
}

/// `POST claims/DEVICE/confirm`; `POST claims/DEVICE/refuse` has no body.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Confirm {
    /// Whose it is, with which roles.
    #[serde(flatten)]
    pub whose: Whose,
    /// A phone of the same person that is gone: its roles end.
    #[serde(default, with = "maybe_hex")]
    pub instead_of: Option<DeviceId>,
}

/// `GET people?scope=CODE`: the register of one place.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Register {
    /// The entries.
    pub people: Vec<Person>,
}

/// `GET aside`: operations kept aside.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AsideRow {
    /// BLAKE3-256 of the bytes.
    pub bytes: String,
    /// How many bytes.
    pub len: u32,
    /// Why.
    pub code: String,
    /// Who sent it.
    pub from: String,
    /// When, UTC milliseconds.
    pub at_ms: u64,
}

/// `GET events`: server-sent events, each `data:` one of these.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Event {
    /// Operations arrived.
    Arrived(Arrival),
    /// Claims changed.
    Claims,
    /// A phone's session ended.
    Synced {
        /// The device.
        #[serde(with = "hex")]
        device: DeviceId,
    },
    /// Something was kept aside.
    Aside,
    /// The database was found to be older than it was, while the server runs.
    RolledBack,
    /// Sessions were ended or accounts changed.
    Sessions,
}

/// `GET matters/ID/meetings/OP/slip`: what is printed beside the minutes of a closed meeting, and `GET days/DAY`: what is
/// printed for the notice board.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Printed {
    /// The address of the phone app with the slip in its fragment.
    pub link: String,
    /// The link as an SVG picture.
    pub qr_svg: String,
    /// Modules of a side of the picture, without the margin.
    pub qr_modules: u32,
    /// The digest of the minutes, in hexadecimal; of the notice board the root.
    pub digest: String,
    /// Which of the log's records the closing is, from 1; 0 on the notice board.
    pub position: u64,
    /// How many records the log had.
    pub size: u64,
    /// When the checkpoint was signed, UTC milliseconds.
    pub at_ms: u64,
    /// The checkpoint as a signed note.
    pub note: String,
    /// What an outsider's program knows the township's key by.
    pub verifier: String,
}

/// `GET days`: the days of which a checkpoint is kept, the latest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Day {
    /// Days since 1970 by China's clock.
    pub day: u32,
    /// When its last checkpoint was signed, UTC milliseconds.
    pub at_ms: u64,
}

/// `POST check`: a scanned link, a checkpoint, or digits of a digest.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Check {
    /// As scanned or typed.
    pub text: String,
}

/// The answer to [`Check`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Checked {
    /// What came of it.
    pub verdict: Verdict,
    /// How many records the log had, and when that was signed (UTC milliseconds; 0 where it does not say); none for a typed
    /// digest.
    pub signed: Option<(u64, u64)>,
    /// Which of them the closing is, from 1.
    pub position: Option<u64>,
    /// Whether the log of now was proven to begin with that one; not where the database was put back in between.
    pub begins: bool,
    /// The minutes, where they were found.
    pub minutes: Option<CheckedMinutes>,
}

/// The minutes that a check found, to be compared by eye with the paper.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CheckedMinutes {
    /// The matter.
    pub matter: MatterView,
    /// The meeting.
    #[serde(with = "hex")]
    pub meeting: OpId,
    /// The digest that its closing signs, in hexadecimal.
    pub digest: String,
}
