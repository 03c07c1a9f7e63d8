//! One message of every shape with every field filled, so that each field has its golden bytes.

use crate::carried::{Carried, Held};
use crate::enrol::{Assumed, Claim, ClaimAnswer, ClaimState, Claimed, Code, Enrolment, Former, Roles};
use crate::invite::{Alone, Invite};
use crate::message::{
    Answer, Aside, Deliver, Envelope, Failure, Forked, Generation, Hello, Page, Pull, Push, Pushed, Retry,
    ScopeState, Verb, Verdict, Want,
};
use crate::moving::{HalfTyped, HandOver, Moved, Moving};
use crate::pin::{Before, LockRow, Stretch, Tries};
use crate::receipt::{Receipt, ReceivedHead, SignedReceipt};
use crate::tree::TreeHead;
use domain::authority::Role;
use oplog::{DeviceId, Digest, Head, LogKey, OpId, PersonId, PublicKey, Scope, SecretKey, TownshipId};

pub const GENERATION: Generation = Generation([0xa1; 16]);
const MS: u64 = 1_773_488_400_000;

pub fn scope() -> Scope {
    Scope::parse("532301104201001").unwrap()
}

pub fn log() -> LogKey {
    LogKey { device: DeviceId([2; 16]), epoch: 3, scope: scope() }
}

pub fn head() -> Head {
    Head { log: log(), height: 300, id: OpId([4; 32]) }
}

pub fn key() -> SecretKey {
    SecretKey::from_seed(&[5; 32])
}

pub fn tree() -> TreeHead {
    TreeHead { size: 70_000, root: Digest([6; 32]) }
}

pub fn received() -> ReceivedHead {
    ReceivedHead { head: head(), arrival: 69_999 }
}

pub fn receipt() -> Receipt {
    Receipt {
        township: TownshipId::from(key().public().device()),
        generation: GENERATION,
        server_ms: MS,
        tree_size: 70_000,
        tree_root: Digest([6; 32]),
        durable_upto: 65_536,
        heads: vec![received()],
    }
}

pub fn signed_receipt() -> SignedReceipt {
    SignedReceipt::sign(&receipt(), &key())
}

pub fn envelope() -> Envelope {
    Envelope {
        township: TownshipId([1; 16]),
        device: DeviceId([2; 16]),
        session: 24,
        step: 2,
        verb: Verb::Pull,
        body: oplog::to_cbor(&pull()).into(),
        signature: [7; 64],
    }
}

pub fn scope_state() -> ScopeState {
    ScopeState { scope: scope(), digest: Digest([8; 32]), cursor: 256 }
}

pub fn hello() -> Hello {
    Hello {
        protocols: vec![2, 1],
        app: "0.1.0".into(),
        generation: Some(GENERATION),
        scopes: vec![scope_state()],
        own: vec![head()],
        vectors: vec![head()],
        unreceived: 65_536,
        tree: Some(tree()),
        proof: None,
    }
}

/// With what a township that was put back is shown.
pub fn hello_with_proof() -> Hello {
    Hello { proof: Some(signed_receipt()), ..hello() }
}

pub fn want() -> Want {
    Want { log: log(), from: 23, to: 24 }
}

pub fn forked() -> Forked {
    Forked { log: log(), seq: 255, held: OpId([9; 32]) }
}

pub fn answer() -> Answer {
    Answer {
        protocol: 1,
        generation: GENERATION,
        server_ms: MS,
        scopes: vec![scope()],
        verdicts: vec![(scope(), Verdict::Differs)],
        want: vec![want()],
        forked: vec![forked()],
        receipt: signed_receipt(),
        prefix: vec![Digest([10; 32])],
        told: None,
    }
}

pub fn answer_that_tells() -> Answer {
    Answer { told: Some(vec![b"ended".to_vec().into()]), ..answer() }
}

pub fn push() -> Push {
    Push { ops: vec![b"one".to_vec().into(), Vec::new().into()] }
}

pub fn aside() -> Aside {
    Aside { bytes: Digest([11; 32]), code: "op.signature".into() }
}

pub fn pushed() -> Pushed {
    Pushed { aside: vec![aside()], receipt: signed_receipt(), told: None }
}

pub fn pushed_that_tells() -> Pushed {
    Pushed { told: Some(vec![b"ended".to_vec().into()]), ..pushed() }
}

pub fn deliver() -> Deliver {
    Deliver { ephemeral: [16; 32], from: 24, frames: vec![b"sealed".to_vec().into()] }
}

pub fn carried() -> Carried {
    Carried {
        id: Digest([17; 32]),
        packer: DeviceId([2; 16]),
        packed_ms: MS,
        taken_ms: MS + 1,
        heads: vec![head()],
        sealed: true,
        torn: false,
        receipts: vec![signed_receipt()],
        aside: 24,
        arrived: true,
        refused: Some("body.shape".into()),
        name: "普红梅".into(),
        told: None,
        tried_ms: None,
    }
}

pub fn carried_that_tells() -> Carried {
    Carried { told: Some(vec![b"ended".to_vec().into()]), tried_ms: Some(MS + 2), ..carried() }
}

pub const STRETCH: Stretch = Stretch { salt: [18; 16], memory: 19_456, passes: 2 };
pub const TRIES: Tries = Tries { failed: 24, since_ms: MS };

pub fn before() -> Before {
    Before { number: 1, key: vec![19; 60].into() }
}

pub fn lock() -> LockRow {
    LockRow {
        number: 2,
        key: vec![20; 60].into(),
        pin: Some(STRETCH),
        before: vec![before()],
        plain: true,
        later: true,
        tries: TRIES,
    }
}

pub fn pull() -> Pull {
    Pull { generation: GENERATION, cursors: vec![(scope(), 256)], own: true }
}

pub fn page() -> Page {
    Page {
        generation: GENERATION,
        ops: vec![b"one".to_vec().into()],
        cursors: vec![(scope(), 4_294_967_296)],
        more: true,
    }
}

pub fn failure() -> Failure {
    Failure { code: "sync.replayed".into(), request: "7f3a".into(), retry: Retry::NextSession, session: 25 }
}

pub const CODE: Code = Code([12; 16]);

pub fn claim() -> Claim {
    Claim { code: CODE, key: key().public(), label: "红米 9A".into(), signature: [13; 64] }
}

pub fn claimed() -> Claimed {
    Claimed { key: PublicKey([14; 32]), township: TownshipId([15; 16]), name: "紫溪镇".into() }
}

pub fn claim_answer() -> ClaimAnswer {
    ClaimAnswer { state: ClaimState::Confirmed, former: None }
}

pub fn former() -> Former {
    Former { label: "红米 9A".into(), last_ms: Some(MS), unreceived: 3, brought_ms: Some(MS + 1) }
}

pub fn claim_answer_with_former() -> ClaimAnswer {
    ClaimAnswer { former: Some(vec![former()]), ..claim_answer() }
}

pub fn hand_over() -> HandOver {
    let township = TownshipId([18; 16]);
    HandOver { township, old: DeviceId([2; 16]), heir: key().public(), at_ms: MS, signature: [19; 64] }
}

pub fn moving() -> Moving {
    let label = "红米 9A".into();
    Moving { hand_over: hand_over(), key: key().public(), label, by_heir: [20; 64], by_new: [21; 64] }
}

pub fn roles() -> Roles {
    Roles { scope: scope(), place: "上白村民小组".into(), roles: vec![Role::Member, Role::Recorder] }
}

pub fn assumed() -> Assumed {
    Assumed { name: "普红梅".into(), person: Some(PersonId([23; 8])), roles: vec![roles()] }
}

pub fn enrolment() -> Enrolment {
    Enrolment {
        code: Some(CODE),
        township: key().public(),
        name: "紫溪镇".into(),
        confirmed: false,
        assumed: Some(assumed()),
        moving: Some(moving()),
        alone: Some(alone()),
    }
}

pub fn half_typed() -> HalfTyped {
    HalfTyped { key: "raise/7".into(), text: "title=路".into(), title: "路".into(), touched_ms: MS }
}

pub fn moved() -> Moved {
    Moved {
        hand_over: hand_over(),
        heir: [22; 32],
        township: key().public(),
        township_name: "紫溪镇".into(),
        assumed: assumed(),
        drafts: vec![half_typed()],
    }
}

pub fn held() -> Held {
    Held { heads: vec![head()], carried: vec![head()], received: vec![head()] }
}

pub fn invite() -> Invite {
    Invite { code: CODE, ..crate::invite_tests::invite() }
}

pub fn alone() -> Alone {
    Alone { invite: invite(), begun: true, asked: true, ended: Some("enrol.used".into()) }
}
