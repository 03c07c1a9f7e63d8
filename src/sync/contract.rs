//! What every implementation of [`PhoneStore`] must do. Each story gets a store of its own, opened by name; where
//! the implementation is durable, opening the same name again shows what was kept.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test suite: it stops at the first broken promise"
)]

mod bag;
mod clock;
mod pencil;
mod tree;

pub use bag::{what_is_carried_stays_until_it_is_dropped, what_was_handed_over_only_rises};
pub use clock::a_clock_never_goes_back;
pub use pencil::Pencil;
pub use tree::{no_cursor_goes_beyond_the_tree, the_largest_tree_is_kept};

use crate::message::Generation;
use crate::port::{Batch, Draft, PhoneStore, StoreError};
use crate::receipt::{Receipt, ReceivedHead};
use domain::rules::ProcedureKind;
use domain::view::MatterSummary;
use oplog::{Clock, Digest, Head, MatterId, Op, OpId, Scope};

const TITLE: u16 = 16;
const ENTRY: u16 = 21;
const PLACE: u16 = 2;

pub fn summary(id: MatterId, ops: u32) -> MatterSummary {
    MatterSummary {
        id,
        scope: Scope::parse("532301104201001").unwrap(),
        title: "进村道路硬化".into(),
        procedure: ProcedureKind::GroupMatter,
        raised: Default::default(),
        touched: Default::default(),
        done: 0,
        of: 6,
        current: None,
        open_meeting: None,
        open_questions: 0,
        ops,
    }
}

fn batch(ops: Vec<Op>) -> Batch {
    Batch { ops, generation: Generation::named(1), ..Batch::default() }
}

fn receipt(generation: u8, head: Head, arrival: u64) -> Receipt {
    Receipt {
        township: oplog::TownshipId([9; 16]),
        generation: Generation::named(generation),
        server_ms: 77,
        tree_size: arrival,
        tree_root: Digest::default(),
        durable_upto: 0,
        heads: vec![ReceivedHead { head, arrival }],
    }
}

/// What was appended is there, whole, with head and pen; its draft is gone, and its matter waits for a summary.
pub async fn an_append_is_whole(store: &impl PhoneStore) {
    let mut pencil = Pencil::new(1);
    let draft = |key: &str, touched_ms| Draft {
        key: key.into(),
        text: "还没写完".into(),
        title: "首议".into(),
        touched_ms,
    };
    store.put_draft(&draft("matter", 5)).await.unwrap();
    store.put_draft(&draft("other", 6)).await.unwrap();
    let mut append = pencil.append(TITLE, None, "一");
    let matter = append.op.id().raised_matter();
    append.draft_done = Some("matter".into());
    store.append(&append).await.unwrap();
    assert_eq!(store.heads(None).await.unwrap(), [pencil.head()]);
    assert_eq!(store.heads(Some(pencil.scope)).await.unwrap(), [pencil.head()]);
    assert_eq!(store.heads(pencil.scope.parent()).await.unwrap(), []);
    assert_eq!(store.pen().await.unwrap(), pencil.pen);
    assert_eq!(store.stale().await.unwrap(), [matter]);
    assert_eq!(store.matter_ops(matter).await.unwrap(), [append.op.clone()]);
    assert_eq!(store.drafts().await.unwrap(), [draft("other", 6)]);
    let second = pencil.append(ENTRY, Some(matter), "二");
    store.append(&second).await.unwrap();
    let mut ops = store.matter_ops(matter).await.unwrap();
    ops.sort_by_key(|op| op.header().seq);
    assert_eq!(ops, [append.op, second.op]);
}

/// An operation that does not continue its log, or a pen that moved, is refused and nothing of it is stored (N8).
pub async fn an_append_out_of_turn_is_refused(store: &impl PhoneStore) {
    let mut pencil = Pencil::new(1);
    store.append(&pencil.append(TITLE, None, "一")).await.unwrap();
    let mut clone = Pencil::new(1);
    let first = store.stale().await.unwrap();
    let twice = clone.append(TITLE, None, "另一个一");
    assert_eq!(store.append(&twice).await, Err(StoreError::Moved));
    pencil.append(ENTRY, None, "漏了");
    let gap = pencil.append(ENTRY, None, "三");
    assert_eq!(store.append(&gap).await, Err(StoreError::Moved));
    assert_eq!(store.stale().await.unwrap(), first);
    assert_eq!(store.heads(None).await.unwrap()[0].height, 1);
    assert_eq!(store.pen().await.unwrap().dseq, 1);
}

/// A batch is taken once however often it comes; cursors and operations go together (N4, N5).
pub async fn a_batch_taken_twice_is_taken_once(store: &impl PhoneStore) {
    let mut other = Pencil::new(2);
    let raised = other.write(TITLE, None, "一");
    let matter = raised.id().raised_matter();
    let mut first = batch(vec![raised.clone(), other.write(ENTRY, Some(matter), "二")]);
    first.cursors = vec![(other.scope, 7)];
    first.scopes = Some(vec![other.scope]);
    first.clock = Clock { ms: 5_000, count: 0 };
    let taken = store.take(&first).await.unwrap();
    assert_eq!((taken.new, taken.matters, taken.places), (2, vec![matter], false));
    let again = store.take(&first).await.unwrap();
    assert_eq!((again.new, again.matters.len(), again.gaps, again.forks), (0, 0, 0, 0));
    assert_eq!(store.heads(None).await.unwrap(), [other.head()]);
    assert_eq!(store.stale().await.unwrap(), [matter]);
    assert_eq!(store.pen().await.unwrap().clock.ms, 5_000);
    let state = store.sync_state().await.unwrap();
    assert_eq!(
        (state.generation, state.cursors, state.scopes),
        (Some(Generation::named(1)), vec![(other.scope, 7)], vec![other.scope])
    );
    store.put_summaries(&[summary(matter, 2)]).await.unwrap();
    assert_eq!(store.stale().await.unwrap(), []);
    let mut back = batch(vec![]);
    back.cursors = vec![(other.scope, 3)];
    store.take(&back).await.unwrap();
    assert_eq!(store.sync_state().await.unwrap().cursors, [(other.scope, 7)], "a cursor never goes back");
}

/// Operations about places are told apart from those of matters.
pub async fn places_and_matters_are_told_apart(store: &impl PhoneStore) {
    let mut township = Pencil::new(3);
    let (place, matter) = (township.write(PLACE, None, "前进村"), township.write(TITLE, None, "一"));
    let taken = store.take(&batch(vec![place.clone(), matter.clone()])).await.unwrap();
    assert!(taken.places);
    assert_eq!(store.place_ops().await.unwrap(), [place]);
    assert_eq!(store.matter_ops(matter.id().raised_matter()).await.unwrap(), [matter]);
}

/// What a matter shows hangs on who may do what: where that changed, every summary waits to be made anew (N18).
pub async fn new_rights_make_every_summary_old(store: &impl PhoneStore) {
    let raised = Pencil::new(2).write(TITLE, None, "一");
    let matter = raised.id().raised_matter();
    store.take(&batch(vec![raised])).await.unwrap();
    store.put_summaries(&[summary(matter, 1)]).await.unwrap();
    store.take(&batch(vec![Pencil::new(3).write(PLACE, None, "前进村")])).await.unwrap();
    assert_eq!(store.stale().await.unwrap(), [matter]);
}

/// A gap and what could not be verified are kept aside; they delay and harm nothing (N9, N14). What fills a gap lets in
/// what waited.
pub async fn what_does_not_fit_is_kept_aside(store: &impl PhoneStore) {
    let (mut honest, mut good) = (Pencil::new(2), Pencil::new(4));
    let first = honest.write(TITLE, None, "一");
    let missing = honest.write(ENTRY, None, "漏了");
    let gap = honest.write(ENTRY, None, "三");
    let fine = good.write(TITLE, None, "好的");
    let mut mixed = batch(vec![first, gap.clone(), fine.clone()]);
    mixed.aside = vec![(vec![1, 2, 3], "op.shape")];
    let taken = store.take(&mixed).await.unwrap();
    assert_eq!((taken.new, taken.gaps, taken.forks), (2, 1, 0));
    let mut aside = store.aside().await.unwrap();
    aside.sort();
    let mut expected = vec![
        (Digest::of(gap.bytes()), "log.gap".to_owned()),
        (Digest::of(&[1, 2, 3]), "op.shape".to_owned()),
    ];
    expected.sort();
    assert_eq!(aside, expected);
    assert_eq!(store.matter_ops(fine.id().raised_matter()).await.unwrap(), [fine]);
    let taken = store.take(&batch(vec![missing])).await.unwrap();
    assert_eq!((taken.new, taken.gaps), (2, 0));
    assert_eq!(store.aside().await.unwrap().len(), 1);
    assert!(store.heads(None).await.unwrap().contains(&honest.head()));
}

/// A device that signed twice at one position: both branches are held, in whatever order they come (N9), and its log is
/// received only where every branch is (N6).
pub async fn both_branches_of_a_fork_are_held(store: &impl PhoneStore) {
    let (mut honest, mut copy) = (Pencil::new(2), Pencil::new(2));
    let first = honest.write(TITLE, None, "一");
    assert_eq!(copy.write(TITLE, None, "一"), first);
    let (left, right) = (honest.write(ENTRY, None, "左"), copy.write(ENTRY, None, "右"));
    let after = copy.write(ENTRY, None, "右之后");
    let taken = store.take(&batch(vec![first.clone(), left.clone(), after.clone()])).await.unwrap();
    assert_eq!((taken.new, taken.gaps, taken.forks), (2, 1, 0));
    let taken = store.take(&batch(vec![right.clone()])).await.unwrap();
    assert_eq!((taken.new, taken.gaps, taken.forks), (2, 0, 1));
    assert_eq!(store.aside().await.unwrap(), []);
    let mut heads = store.heads(Some(honest.scope)).await.unwrap();
    heads.sort_unstable();
    assert_eq!(heads, [honest.head(), copy.head()]);
    let again = store.take(&batch(vec![right.clone(), after.clone(), left.clone()])).await.unwrap();
    assert_eq!((again.new, again.gaps, again.forks), (0, 0, 0));
    let mut range = store.range(honest.log(), 1, 3, usize::MAX).await.unwrap();
    range.sort_by_key(|op| (op.header().seq, op.id() != left.id()));
    assert_eq!(range, [left, right, after]);

    assert_eq!(
        store.put_receipt(&receipt(1, honest.head(), 2)).await.unwrap(),
        0,
        "the other branch is not named"
    );
    assert_eq!(store.received().await.unwrap(), []);
    let mut both = receipt(1, honest.head(), 2);
    both.heads.push(ReceivedHead { head: copy.head(), arrival: 4 });
    assert_eq!(store.put_receipt(&both).await.unwrap(), 2);
    assert_eq!(store.received().await.unwrap()[0].head.height, 3);
}

/// A new epoch begins above the old one and above all that is known; nothing can be appended to the old one (N8).
pub async fn a_new_epoch_begins_its_logs_anew(store: &impl PhoneStore) {
    let mut pencil = Pencil::new(1);
    store.append(&pencil.append(TITLE, None, "一")).await.unwrap();
    store.new_epoch(0).await.unwrap();
    let pen = store.pen().await.unwrap();
    assert_eq!((pen.epoch, pen.dseq), (1, 0));
    assert_eq!(store.append(&pencil.append(ENTRY, None, "旧的")).await, Err(StoreError::Moved));
    store.new_epoch(7).await.unwrap();
    assert_eq!(store.pen().await.unwrap().epoch, 7);
    assert_eq!(store.heads(None).await.unwrap().len(), 1);
}

/// Ranges give what is asked, in order, up to the limit and one more.
pub async fn a_range_keeps_its_limits(store: &impl PhoneStore) {
    let mut pencil = Pencil::new(1);
    let mut ops = Vec::new();
    for at in 0..10 {
        let append = pencil.append(TITLE, None, &format!("第{at}"));
        store.append(&append).await.unwrap();
        ops.push(append.op);
    }
    let log = pencil.log();
    assert_eq!(store.range(log, 0, 10, usize::MAX).await.unwrap(), ops);
    assert_eq!(store.range(log, 3, 5, usize::MAX).await.unwrap(), ops[3..5]);
    assert_eq!(store.range(log, 8, 99, usize::MAX).await.unwrap(), ops[8..]);
    assert_eq!(store.range(log, 10, 20, usize::MAX).await.unwrap(), []);
    assert_eq!(store.range(log, 0, 10, 1).await.unwrap(), ops[..1]);
    let two = ops[0].bytes().len() + 1;
    assert_eq!(store.range(log, 0, 10, two).await.unwrap(), ops[..2]);
    assert_eq!(store.range(Pencil::new(8).log(), 0, 10, usize::MAX).await.unwrap(), []);
}

/// Only the operation that is held can be receipted, and only in the present generation (N6).
pub async fn only_what_is_held_is_received(store: &impl PhoneStore) {
    let mut pencil = Pencil::new(1);
    for words in ["一", "二"] {
        store.append(&pencil.append(TITLE, None, words)).await.unwrap();
    }
    store.take(&batch(vec![])).await.unwrap();
    let head = pencil.head();
    let lying = Head { id: OpId([7; 32]), ..head };
    let beyond = Head { height: 3, ..head };
    let older_id = store.range(pencil.log(), 0, 1, 1).await.unwrap()[0].id();
    for wrong in [lying, beyond, Head { height: 0, ..head }, Head { id: older_id, ..head }] {
        assert_eq!(store.put_receipt(&receipt(1, wrong, 2)).await.unwrap(), 0, "{wrong:?}");
    }
    assert_eq!(store.received().await.unwrap(), []);
    assert_eq!(store.put_receipt(&receipt(1, head, 2)).await.unwrap(), 1);
    assert_eq!(store.put_receipt(&receipt(1, Head { height: 1, id: older_id, ..head }, 1)).await.unwrap(), 1);
    let received = store.received().await.unwrap();
    assert_eq!(
        (received.len(), received[0].head, received[0].arrival, received[0].server_ms),
        (1, head, 2, 77)
    );
    // The township was restored: what the old database had received counts no longer.
    store.take(&Batch { generation: Generation::named(2), ..Batch::default() }).await.unwrap();
    assert_eq!(store.received().await.unwrap(), []);
    assert_eq!(store.put_receipt(&receipt(2, Head { height: 1, id: older_id, ..head }, 1)).await.unwrap(), 1);
    assert_eq!(store.received().await.unwrap()[0].head.height, 1);
}

/// Session numbers rise and follow what the township says.
pub async fn session_numbers_only_rise(store: &impl PhoneStore) {
    let first = store.next_session(0).await.unwrap();
    let second = store.next_session(0).await.unwrap();
    assert!(second > first);
    assert_eq!(store.next_session(50).await.unwrap(), 50);
    assert_eq!(store.next_session(7).await.unwrap(), 51);
    let scope = Scope::parse("532301104201").unwrap();
    assert_eq!(store.sync_state().await.unwrap().last_good_ms, None);
    store.session_ended(&[scope], 1_790_000_000_000).await.unwrap();
    let state = store.sync_state().await.unwrap();
    assert_eq!((state.scopes, state.last_good_ms, state.session), (vec![scope], Some(1_790_000_000_000), 51));
}

/// Drafts keep every sign and come back the last touched first.
pub async fn drafts_keep_every_sign(store: &impl PhoneStore) {
    let odd = "李𠮷 👩‍🌾 \u{202e}右到左\u{0} </script> \r\n末".to_owned();
    let draft = |key: &str, touched_ms| Draft {
        key: key.into(),
        text: odd.clone(),
        title: "草稿".into(),
        touched_ms,
    };
    store.put_draft(&draft("a", 1)).await.unwrap();
    store.put_draft(&draft("b", 2)).await.unwrap();
    store.put_draft(&draft("a", 1_790_000_000_123)).await.unwrap();
    assert_eq!(store.drafts().await.unwrap(), [draft("a", 1_790_000_000_123), draft("b", 2)]);
    store.drop_draft("a").await.unwrap();
    store.drop_draft("never there").await.unwrap();
    assert_eq!(store.drafts().await.unwrap(), [draft("b", 2)]);
}

/// Ten thousand operations go in and come out in the same order.
pub async fn many_operations_fit(store: &impl PhoneStore, count: usize) {
    let mut other = Pencil::new(2);
    let raised = other.write(TITLE, None, "一");
    let matter = raised.id().raised_matter();
    let mut ops = vec![raised];
    ops.extend((1..count).map(|at| other.write(ENTRY, Some(matter), &format!("第{at}句"))));
    for page in ops.chunks(500) {
        assert_eq!(store.take(&batch(page.to_vec())).await.unwrap().new as usize, page.len());
    }
    assert_eq!(store.heads(None).await.unwrap(), [other.head()]);
    assert_eq!(store.range(other.log(), 0, count as u64, usize::MAX).await.unwrap(), ops);
    assert_eq!(store.matter_ops(matter).await.unwrap().len(), count);
}

/// Stamps the suite: `contract_suite!(attribute; |name| opening)` makes one test a promise.
#[macro_export]
macro_rules! contract_suite {
    (#[$test:meta] $open:expr) => {
        $crate::contract_suite!(@each #[$test] $open;
            an_append_is_whole, an_append_out_of_turn_is_refused, a_clock_never_goes_back, a_batch_taken_twice_is_taken_once,
            places_and_matters_are_told_apart, new_rights_make_every_summary_old, what_does_not_fit_is_kept_aside, both_branches_of_a_fork_are_held,
            a_new_epoch_begins_its_logs_anew, the_largest_tree_is_kept, no_cursor_goes_beyond_the_tree, a_range_keeps_its_limits,
            only_what_is_held_is_received, session_numbers_only_rise, drafts_keep_every_sign,
            what_is_carried_stays_until_it_is_dropped, what_was_handed_over_only_rises);
    };
    (@each #[$test:meta] $open:expr; $($name:ident),*) => {
        $(#[$test]
        async fn $name() {
            let store = ($open)(stringify!($name)).await;
            $crate::contract::$name(&store).await;
        })*
    };
}

#[cfg(test)]
mod memory;
