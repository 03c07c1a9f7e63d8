//! The suite on the store in memory.

use crate::memory::MemoryStore;
use core::future::Future;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// Nothing in memory ever waits, so one poll is all.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the store in memory waited"),
    }
}

macro_rules! each {
    ($($name:ident),*) => { $(#[test] fn $name() { at_once(super::$name(&MemoryStore::new())) })* };
}
each!(
    an_append_is_whole,
    an_append_out_of_turn_is_refused,
    a_clock_never_goes_back,
    a_batch_taken_twice_is_taken_once,
    places_and_matters_are_told_apart,
    new_rights_make_every_summary_old,
    what_does_not_fit_is_kept_aside,
    both_branches_of_a_fork_are_held,
    a_new_epoch_begins_its_logs_anew,
    the_largest_tree_is_kept,
    no_cursor_goes_beyond_the_tree,
    a_range_keeps_its_limits,
    only_what_is_held_is_received,
    session_numbers_only_rise,
    drafts_keep_every_sign,
    what_is_carried_stays_until_it_is_dropped,
    what_was_handed_over_only_rises
);

#[test]
fn many_operations_fit() {
    at_once(super::many_operations_fit(&MemoryStore::new(), 1_000));
}
