//! Roots of full subtrees, kept in memory: what the writer passes on its way up is what the next proofs are made of. A
//! full subtree never changes, so nothing here grows old; what is not here is read from the archive.

use oplog::Digest;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How many are kept: some megabytes.
const MOST: usize = 1 << 16;
/// Higher ones are few and stay longest.
const LOW: u32 = 8;

/// A full subtree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Node {
    /// 0 for a leaf, 1 for two leaves, ….
    pub height: u32,
    /// Its number from the left among those of its height.
    pub index: u64,
    /// Its root.
    pub root: Digest,
}

/// The roots that are kept. Only of leaves that are durable.
#[derive(Default)]
pub struct Nodes(Mutex<HashMap<(u32, u64), Digest>>);

impl Nodes {
    /// The root of a full subtree, if it is here.
    pub fn get(&self, height: u32, index: u64) -> Option<Digest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(height, index)).copied()
    }

    /// Keeps these; where there are too many, the low ones make room.
    pub fn keep(&self, nodes: impl IntoIterator<Item = Node>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for node in nodes {
            if kept.len() >= MOST {
                kept.retain(|(height, _), _| *height >= LOW);
            }
            if kept.len() >= MOST {
                kept.clear();
            }
            kept.insert((node.height, node.index), node.root);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seen to fail: nothing dropped; the low ones kept and the high ones dropped.
    #[test]
    fn the_low_ones_make_room() {
        let nodes = Nodes::default();
        let node = |height, index| Node { height, index, root: Digest([height as u8; 32]) };
        nodes.keep([node(LOW, 0), node(LOW - 1, 0)]);
        nodes.keep((1..MOST as u64).map(|index| node(0, index)));
        assert_eq!(nodes.get(LOW, 0), Some(Digest([LOW as u8; 32])));
        assert_eq!(nodes.get(LOW - 1, 0), None);
        assert_eq!(nodes.get(0, MOST as u64 - 1), Some(Digest([0; 32])));
        nodes.keep((1..=MOST as u64).map(|index| node(LOW, index)));
        assert_eq!(nodes.get(LOW, 0), None);
        assert!(nodes.0.lock().unwrap().len() <= MOST);
    }
}
