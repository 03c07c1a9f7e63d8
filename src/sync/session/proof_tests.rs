//! A phone shows the township what it signed, where the township seems to have forgotten it.

use super::SessionError;
use super::paper::Paper;
use super::tests::{Phone, at_once};
use crate::message::Generation;
use crate::port::{Batch, PhoneStore};
use crate::tree::TreeHead;
use oplog::Digest;

fn tree(size: u64, root: u8) -> TreeHead {
    TreeHead { size, root: Digest([root; 32]) }
}

/// A phone that has seen a tree of nine, and has something to say.
fn begun() -> (Paper, Phone) {
    let paper = Paper::new();
    let mut phone = Phone::enrolled(1, &paper);
    paper.tree.set(tree(9, 1));
    phone.sync(&paper).unwrap();
    phone.raise("进村道路");
    (paper, phone)
}

/// Smaller, other or longer without a proof: the receipt that was kept is shown once, and where the township begins a new
/// generation over it the same session goes on to the end. Seen to fail: the second hello left out; it shown in every
/// session (the calm one costs two requests); a tree of another generation not counted as a reason to show it.
#[test]
fn a_township_that_forgot_is_shown_its_own_word_once() {
    for forgotten in [tree(8, 1), tree(9, 2), tree(12, 1)] {
        let (paper, phone) = begun();
        paper.notices.set(true);
        paper.tree.set(forgotten);
        let report = phone.sync(&paper).unwrap();
        assert_eq!(report.up, 1, "it was said in the same session");
        let shown: Vec<_> = paper.shown.take().iter().map(|one| one.open(&paper.key()).unwrap()).collect();
        let named: Vec<_> = shown.iter().map(|one| (one.generation, one.tree_size, one.tree_root)).collect();
        assert_eq!(named, [(Generation::named(1), 9, tree(9, 1).root)]);
        assert_eq!(phone.sync(&paper).unwrap().requests, 1);
        assert!(paper.shown.take().is_empty());
    }
    // One that already is in another generation may not know of the one before.
    let (paper, phone) = begun();
    paper.book.borrow_mut().generation = Generation::named(7);
    phone.sync(&paper).unwrap();
    assert_eq!(paper.shown.take().len(), 1);
}

/// It is not asked for ever, and it is believed in nothing.
#[test]
fn a_township_that_insists_has_rewritten_its_log() {
    let (paper, phone) = begun();
    paper.tree.set(tree(8, 1));
    paper.calls.set(0);
    assert_eq!(phone.sync(&paper), Err(SessionError::Rewritten));
    assert_eq!((paper.calls.get(), paper.shown.take().len()), (2, 1));
}

/// Whoever has seen nothing has nothing to show.
#[test]
fn a_phone_that_has_seen_no_tree_asks_once() {
    let paper = Paper::new();
    let phone = Phone::enrolled(1, &paper);
    let known = Batch { generation: Generation::named(1), ..Batch::default() };
    at_once(phone.store.take(&known)).unwrap();
    paper.book.borrow_mut().generation = Generation::named(2);
    phone.sync(&paper).unwrap();
    assert!(paper.shown.take().is_empty());
}
