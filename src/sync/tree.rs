//! The township's tree over all operation ids in the order of arrival (RFC 9162 §2.1, SHA-256): how its nodes are hashed,
//! and how a phone sees that a later tree has everything of an earlier one in the same order.

use oplog::{Digest, OpId};
use sha2::{Digest as _, Sha256};

/// The hash of a leaf.
pub fn leaf(id: &OpId) -> Digest {
    Digest(Sha256::new().chain_update([0]).chain_update(id.0).finalize().into())
}

/// The hash of an inner node.
pub fn join(left: &Digest, right: &Digest) -> Digest {
    Digest(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

/// The root of the tree without leaves.
pub fn empty() -> Digest {
    Digest(Sha256::digest([]).into())
}

/// How large a tree is, and its root.
#[derive(Clone, Copy, PartialEq, Eq, Debug, oplog::Encode, oplog::Decode)]
#[cbor(array)]
pub struct TreeHead {
    /// How many operations.
    #[n(0)]
    pub size: u64,
    /// The root over them.
    #[n(1)]
    pub root: Digest,
}

/// Whether `proof` shows that the tree `new` begins with the tree `old` (RFC 9162 §2.1.4.2).
pub fn is_prefix(old: &TreeHead, new: &TreeHead, proof: &[Digest]) -> bool {
    if old.size > new.size {
        return false;
    }
    if old.size == new.size {
        return old.root == new.root && proof.is_empty();
    }
    if old.size == 0 {
        return old.root == empty() && proof.is_empty();
    }
    let mut path = proof.iter();
    // Where the old size is a power of two, the old root itself is the first node.
    let first = if old.size.is_power_of_two() { Some(&old.root) } else { path.next() };
    let Some(first) = first else { return false };
    let (mut of_old, mut of_new) = (*first, *first);
    let (mut at, mut last) = (old.size - 1, new.size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    for node in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            of_old = join(node, &of_old);
            of_new = join(node, &of_new);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            of_new = join(&of_new, node);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && of_old == old.root && of_new == new.root
}

/// Whether `proof` shows that the operation is the one at `at` (from 0) in a tree (RFC 9162 §2.1.3.2).
pub fn is_in(id: &OpId, at: u64, tree: &TreeHead, proof: &[Digest]) -> bool {
    if at >= tree.size {
        return false;
    }
    let (mut place, mut last, mut node) = (at, tree.size - 1, leaf(id));
    for beside in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            node = join(beside, &node);
            while place & 1 == 0 && place != 0 {
                (place, last) = (place >> 1, last >> 1);
            }
        } else {
            node = join(&node, beside);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    last == 0 && node == tree.root
}
