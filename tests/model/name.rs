//! What a state of the small world is told apart by.

use oplog::{Digest, Head};
use sync::port::PhoneStore;
use tests::simulation::phone::Phone;
use tests::simulation::shelf::now;

/// What a phone holds and believes, beside a server in this generation.
pub fn name_store(key: &mut Vec<u8>, phone: &Phone, generation: sync::message::Generation) {
    let store = phone.shelf.inside();
    let state = now(store.sync_state());
    let heads: Vec<Head> = now(store.heads(None));
    let (pen, tip) = now(store.tip(phone.device(), phone.scope));
    let mut received: Vec<(Head, bool)> =
        now(store.received()).iter().map(|one| (one.head, one.generation == generation)).collect();
    received.sort_unstable();
    let known = (state.generation == Some(generation), state.cursors, state.scopes, state.tree);
    let aside = now(store.aside());
    key.extend(format!("|{heads:?} {pen:?} {tip:?} {received:?} {known:?} {aside:?}").into_bytes());
    store.look(|ops| ops.for_each(|op| key.extend(op.id().0)));
}

/// What a bundle holds, without who packed it when.
pub fn bundle_name(bag: &[u8]) -> Vec<u8> {
    let bundle = oplog::bundle::Bundle::read(bag);
    let frames = bundle.iter().flat_map(|bundle| &bundle.frames);
    frames.flat_map(|(kind, bytes)| [vec![*kind as u8], Digest::of(bytes).0.to_vec()].concat()).collect()
}
