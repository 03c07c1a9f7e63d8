//! The bytes of every message, receipt and stored row, for ever: lines of the golden file are only ever added.

use crate::enrol::{Claim, ClaimAnswer, ClaimState, Claimed, Code};
use crate::message::{
    Answer, Aside, Envelope, Failure, Forked, Generation, Hello, Page, Pull, Push, Pushed, Retry, ScopeState,
    Verb, Verdict, Want,
};
use crate::receipt::{Receipt, ReceivedHead, SignedReceipt};
use crate::tree::TreeHead;
use domain::meeting::Moment;
use domain::rules::{ProcedureKind, Step};
use domain::view::{MatterSummary, OpenMeeting, Outcome, StepState, StepView};
use oplog::bundle::Index;
use oplog::{
    Clock, Decode, DeviceId, Digest, Encode, Head, LogKey, MatterId, OpId, PublicKey, Scope, TownshipId,
    from_cbor, to_cbor,
};

const GOLDEN: &str = include_str!("golden-1.txt");
const TOWNSHIP: TownshipId = TownshipId([2; 16]);
const DEVICE: DeviceId = DeviceId([3; 16]);
const GENERATION: Generation = Generation([4; 16]);
const TREE: TreeHead = TreeHead { size: 300, root: Digest([9; 32]) };

fn scope(code: &str) -> Scope {
    Scope::parse(code).unwrap()
}

fn log() -> LogKey {
    LogKey { device: DEVICE, epoch: 1, scope: scope("532301104201001") }
}

fn head() -> Head {
    Head { log: log(), height: 1 << 33, id: OpId([5; 32]) }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is written, and whether it is read back as the same value.
fn row<T>(name: &'static str, value: T) -> (&'static str, String)
where
    T: Encode + Decode + PartialEq,
{
    let bytes = to_cbor(&value);
    assert!(from_cbor::<T>(&bytes).is_ok_and(|read| read == value), "{name} is read back");
    for cut in 0..bytes.len() {
        assert!(from_cbor::<T>(&bytes[..cut]).is_err(), "{name} cut at {cut}");
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut bent = bytes.clone();
            bent[at] ^= 1 << bit;
            // What is taken at all is exactly what would be written.
            if let Ok(read) = from_cbor::<T>(&bent) {
                assert_eq!(hex(&to_cbor(&read)), hex(&bent), "{name} bent at {at}");
            }
        }
    }
    (name, hex(&bytes))
}

fn requests() -> Vec<(&'static str, String)> {
    let state = ScopeState { scope: scope("532301104"), digest: Digest([6; 32]), cursor: 70_000 };
    let hello = Hello {
        protocols: vec![1, 256],
        app: "守一 0.1.0".into(),
        generation: Some(GENERATION),
        scopes: vec![state],
        own: vec![head()],
        vectors: vec![head(), head()],
        unreceived: 24,
        tree: Some(TREE),
        proof: None,
    };
    let proof = SignedReceipt { bytes: to_cbor(&receipt()).into(), signature: [7; 64] };
    let shown = Hello { proof: Some(proof), ..hello.clone() };
    let bare = Hello {
        protocols: vec![],
        app: String::new(),
        generation: None,
        scopes: vec![],
        own: vec![],
        vectors: vec![],
        unreceived: 0,
        tree: None,
        proof: None,
    };
    let envelope = |verb| Envelope {
        township: TOWNSHIP,
        device: DEVICE,
        session: 500,
        step: 3,
        verb,
        body: vec![0xa0].into(),
        signature: [8; 64],
    };
    vec![
        row("hello", hello),
        row("hello-bare", bare),
        row("hello-proof", shown),
        row("envelope-hello", envelope(Verb::Hello)),
        row("envelope-push", envelope(Verb::Push)),
        row("envelope-pull", envelope(Verb::Pull)),
        row("push", Push { ops: vec![vec![1; 30].into(), vec![].into()] }),
        row("pull", Pull { generation: GENERATION, cursors: vec![(scope("532301104201"), 7)], own: true }),
    ]
}

fn receipt() -> Receipt {
    Receipt {
        township: TOWNSHIP,
        generation: GENERATION,
        server_ms: 1_773_488_400_000,
        tree_size: TREE.size,
        tree_root: TREE.root,
        durable_upto: 0,
        heads: vec![ReceivedHead { head: head(), arrival: 65_536 }],
    }
}

fn answers() -> Vec<(&'static str, String)> {
    let signed = SignedReceipt { bytes: to_cbor(&receipt()).into(), signature: [7; 64] };
    let answer = Answer {
        protocol: 1,
        generation: GENERATION,
        server_ms: u64::MAX,
        scopes: vec![scope("532301104"), scope("532301104201")],
        verdicts: vec![
            (scope("532301104"), Verdict::InSync),
            (scope("532301104201"), Verdict::Differs),
            (scope("532301104202"), Verdict::NotGranted),
        ],
        want: vec![Want { log: log(), from: 23, to: 24 }],
        forked: vec![Forked { log: log(), seq: 255, held: OpId([1; 32]) }],
        receipt: signed.clone(),
        prefix: vec![Digest([2; 32])],
        told: None,
    };
    let aside = Aside { bytes: Digest([1; 32]), code: "op.signature".into() };
    let page = Page {
        generation: GENERATION,
        ops: vec![vec![5; 300].into()],
        cursors: vec![(scope("532301104"), 1 << 40)],
        more: false,
    };
    let failure =
        |retry| Failure { code: "sync.replayed".into(), request: "7f".into(), retry, session: 1_000 };
    vec![
        row("receipt", receipt()),
        row("answer", answer),
        row("pushed", Pushed { aside: vec![aside], receipt: signed, told: None }),
        row("page", page),
        row("failure-later", failure(Retry::Later)),
        row("failure-never", failure(Retry::Never)),
        row("failure-next", failure(Retry::NextSession)),
    ]
}

fn enrolment() -> Vec<(&'static str, String)> {
    let key = PublicKey([1; 32]);
    let claim = Claim { code: Code([0xab; 16]), key, label: "红米 9A".into(), signature: [3; 64] };
    let states = [
        ("claim-waiting", ClaimState::Waiting),
        ("claim-confirmed", ClaimState::Confirmed),
        ("claim-refused", ClaimState::Refused),
        ("claim-expired", ClaimState::Expired),
    ];
    let mut rows =
        vec![row("claim", claim), row("claimed", Claimed { key, township: TOWNSHIP, name: "紫溪镇".into() })];
    rows.extend(states.map(|(name, state)| row(name, ClaimAnswer { state, former: None })));
    rows
}

fn summary(state: Option<StepState>, open: bool) -> MatterSummary {
    let at = Moment { ms: 1_773_488_400_000, offset_min: -480 };
    MatterSummary {
        id: MatterId([6; 16]),
        scope: scope("532301104201001"),
        title: "修路".into(),
        procedure: ProcedureKind::VillageMatter,
        raised: at,
        touched: at,
        done: 1,
        of: 200,
        current: state.map(|state| StepView { step: Step::Hearing, state }),
        open_meeting: open.then_some(OpenMeeting { id: OpId([7; 32]), step: Step::Hearing, started: at }),
        open_questions: 300,
        ops: 70_000,
    }
}

fn stored() -> Vec<(&'static str, String)> {
    let clock = Clock { ms: 1_773_488_400_000, count: 2 };
    let index = Index {
        township: TOWNSHIP,
        packer: DEVICE,
        packed_ms: 9,
        heads: vec![head()],
        frames: 100_000,
        ephemeral: None,
        name: None,
    };
    let outcome = |outcome| summary(Some(StepState::Closed(outcome)), false);
    vec![
        row("summary", summary(None, false)),
        row("summary-later", summary(Some(StepState::Later), false)),
        row("summary-next", summary(Some(StepState::Next), false)),
        row("summary-open", summary(Some(StepState::Open), true)),
        row("summary-passed", outcome(Outcome::Passed)),
        row("summary-contested", outcome(Outcome::Contested)),
        row("head", head()),
        row("pen", (1u32, 2u64, clock)),
        row(
            "sync",
            (Some(GENERATION), vec![(log().scope, 5u64)], vec![log().scope], 7u64, Some(8u64), Some(TREE)),
        ),
        row("sync-first", (None::<Generation>, Vec::<(Scope, u64)>::new(), 0u64, None::<u64>)),
        row("received", (head(), 1u64, 2u64, GENERATION, 3u64)),
        row("draft", ("key".to_string(), "一户出十个工".to_string(), String::new(), 5u64)),
        row("enrolled", (Code([1; 16]), PublicKey([2; 32]), "紫溪镇".to_string(), true)),
        row("bundle-index", index),
    ]
}

#[test]
fn every_message_is_written_as_it_always_was() {
    let rows = [requests(), answers(), enrolment(), stored()].concat();
    let lines: Vec<String> = rows.iter().map(|(name, hex)| format!("{name} {hex}")).collect();
    let missing: Vec<&String> =
        lines.iter().filter(|line| !GOLDEN.lines().any(|known| known == *line)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    assert_eq!(GOLDEN.lines().count(), lines.len(), "none has gone");
}
