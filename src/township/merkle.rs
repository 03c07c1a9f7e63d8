//! The township's tree over all operation ids in the order of arrival (RFC 9162 §2.1, SHA-256): its frontier, and the proofs
//! that one tree begins another and that an operation is in it.
//!
//! Beside the frontier the roots of all full subtrees of 256, 65,536, … leaves are kept, so that a proof reads a few
//! short runs of rows, whatever the size.

mod nodes;

use crate::archive::{self, Archive, ArchiveError, Read, View};
use oplog::{Digest, OpId};
use sync::tree::{TreeHead, empty, join, leaf};

pub use nodes::{Node, Nodes};

/// Two to this power leaves, or tiles of the level below, make a tile.
const TILE: u32 = 8;

/// The frontier: as many roots as the size has binary ones, the largest subtree first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tree {
    size: u64,
    roots: Vec<Digest>,
}

/// A full subtree that is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tile {
    /// 1 for 256 leaves, 2 for 65,536, ….
    pub level: u32,
    /// Its number from the left.
    pub index: u64,
    /// Its root.
    pub root: Digest,
}

impl Node {
    /// As a tile, where it is one.
    pub fn tile(self) -> Option<Tile> {
        let Self { height, index, root } = self;
        (height > 0 && height.is_multiple_of(TILE)).then_some(Tile { level: height / TILE, index, root })
    }
}

impl Tree {
    /// How many leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf, and tells which tiles it completes.
    pub fn push(&mut self, id: &OpId) -> Vec<Tile> {
        let mut done = Vec::new();
        self.grow(id, &mut |node| done.extend(node.tile()));
        done
    }

    /// Appends a leaf, and tells which subtrees it completes, itself the first.
    pub fn grow(&mut self, id: &OpId, done: &mut dyn FnMut(Node)) {
        let mut root = leaf(id);
        done(Node { height: 0, index: self.size, root });
        for height in 1..=self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                root = join(&left, &root);
            }
            done(Node { height, index: self.size >> height, root });
        }
        self.roots.push(root);
        self.size += 1;
    }

    /// The root over all leaves; SHA-256 of nothing for the empty tree.
    pub fn root(&self) -> Digest {
        self.roots.iter().rev().copied().reduce(|right, left| join(&left, &right)).unwrap_or_else(empty)
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        TreeHead { size: self.size, root: self.root() }
    }

    /// As it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.size.to_be_bytes().into_iter().chain(self.roots.iter().flat_map(|root| root.0)).collect()
    }

    /// From what was stored; none for bytes that are no frontier.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, rest) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let (roots, left) = rest.as_chunks::<32>();
        (left.is_empty() && roots.len() == size.count_ones() as usize)
            .then(|| Self { size, roots: roots.iter().copied().map(Digest).collect() })
    }
}

/// Makes the tiles of a database that has none yet: one of an earlier version of this program.
///
/// # Errors
/// Those of the archive.
pub fn complete(archive: &dyn Archive, size: u64) -> Read<()> {
    let wanted = size >> TILE;
    // They are made in one transaction, this one or that of their last leaf: the last says that all are there.
    let last = archive::read(archive, |view| view.tiles(1, wanted.saturating_sub(1), wanted))?;
    if wanted == 0 || !last.is_empty() {
        return Ok(());
    }
    archive::write(archive, |tx| {
        let mut tree = Tree::default();
        while tree.size() < size {
            let ids = tx.ids(tree.size(), size.min(tree.size() + 4_096))?;
            if ids.is_empty() {
                return Err(ArchiveError::Corrupt);
            }
            for id in ids {
                tree.push(&id).iter().try_for_each(|tile| tx.put_tile(tile))?;
            }
        }
        Ok(())
    })
}

/// The proof that the tree of `size` leaves begins with the tree of `old` (RFC 9162 §2.1.4.1). Empty where there is nothing
/// to show. What `nodes` knows is not read again.
///
/// # Errors
/// Those of the archive; [`ArchiveError::Corrupt`] where `old` is larger than `size`.
pub fn prefix_proof(view: &dyn View, nodes: &Nodes, old: u64, size: u64) -> Read<Vec<Digest>> {
    if old > size {
        return Err(ArchiveError::Corrupt);
    }
    let mut proof = Vec::new();
    if old == 0 || old == size {
        return Ok(proof);
    }
    let (mut from, mut to, mut complete) = (0, size, true);
    // From the root down to the edge of the old tree; what is beside the way is the proof, the lowest first.
    while old != to {
        let middle = from + split(to - from);
        if old <= middle {
            proof.push(range_root(view, nodes, middle, to)?);
            to = middle;
        } else {
            proof.push(range_root(view, nodes, from, middle)?);
            (from, complete) = (middle, false);
        }
    }
    if !complete {
        proof.push(range_root(view, nodes, from, to)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The proof that a leaf (from 0) is in the tree of `size` leaves (RFC 9162 §2.1.3.1).
///
/// # Errors
/// Those of the archive; [`ArchiveError::Corrupt`] where there is no such leaf.
pub fn inclusion_proof(view: &dyn View, nodes: &Nodes, at: u64, size: u64) -> Read<Vec<Digest>> {
    if at >= size {
        return Err(ArchiveError::Corrupt);
    }
    let (mut from, mut to, mut proof) = (0, size, Vec::new());
    while to - from > 1 {
        let middle = from + split(to - from);
        if at < middle {
            proof.push(range_root(view, nodes, middle, to)?);
            to = middle;
        } else {
            proof.push(range_root(view, nodes, from, middle)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The largest power of two below `count`.
const fn split(count: u64) -> u64 {
    if count < 2 { 0 } else { 1 << (63 - (count - 1).leading_zeros()) }
}

/// The root over the leaves from `from` to before `to`.
fn range_root(view: &dyn View, nodes: &Nodes, from: u64, to: u64) -> Read<Digest> {
    let count = to - from;
    if !count.is_power_of_two() {
        let middle = from + split(count);
        return Ok(join(&range_root(view, nodes, from, middle)?, &range_root(view, nodes, middle, to)?));
    }
    let height = count.trailing_zeros();
    if let Some(root) = nodes.get(height, from >> height) {
        return Ok(root);
    }
    let level = height / TILE;
    let width = 1u64 << (level * TILE);
    let row: Vec<Digest> = if level == 0 {
        view.ids(from, to)?.iter().map(leaf).collect()
    } else {
        view.tiles(level, from / width, to / width)?
    };
    if row.len() as u64 != count / width {
        return Err(ArchiveError::Corrupt);
    }
    let root = all(row);
    nodes.keep([Node { height, index: from >> height, root }]);
    Ok(root)
}

/// The root over a full row of nodes.
fn all(mut row: Vec<Digest>) -> Digest {
    while row.len() > 1 {
        row = row
            .chunks(2)
            .filter_map(|pair| match pair {
                [left, right] => Some(join(left, right)),
                _ => None,
            })
            .collect();
    }
    row.first().copied().unwrap_or_else(empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::memory::Memory;
    use crate::archive::{read, write};
    use sync::tree::{is_in, is_prefix};

    /// RFC 9162 §2.1.1, as it is written there.
    fn by_definition(leaves: &[OpId]) -> Digest {
        match leaves {
            [] => empty(),
            [one] => leaf(one),
            many => {
                let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
                join(&by_definition(left), &by_definition(right))
            }
        }
    }

    fn leaves(count: u64) -> Vec<OpId> {
        (0..count).map(|n| OpId(*Digest::of(&n.to_be_bytes()).as_bytes())).collect()
    }

    #[test]
    fn the_frontier_gives_the_root_of_the_definition() {
        let leaves = leaves(40);
        let mut tree = Tree::default();
        for n in 0..leaves.len() {
            assert_eq!(tree.root(), by_definition(&leaves[..n]), "{n} leaves");
            assert_eq!(Tree::from_bytes(&tree.to_bytes()), Some(tree.clone()));
            tree.push(&leaves[n]);
        }
        assert_eq!(tree.size(), 40);
    }

    #[test]
    fn known_answers() {
        let mut tree = Tree::default();
        assert_eq!(tree.root().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        tree.push(&OpId([0; 32]));
        // SHA-256 of 33 zero bytes.
        assert_eq!(tree.root().hex(), "7f9c9e31ac8256ca2f258583df262dbc7d6f68f2a03043d5c99a4ae5a7396ce9");
    }

    #[test]
    fn bytes_that_are_no_frontier_are_refused() {
        assert_eq!(Tree::from_bytes(&[0; 7]), None);
        assert_eq!(Tree::from_bytes(&[0, 0, 0, 0, 0, 0, 0, 1]), None);
    }

    #[test]
    fn every_tree_is_shown_to_begin_every_later_one_and_no_other() {
        let leaves = leaves(700);
        let archive = Memory::default();
        let mut heads = vec![Tree::default().head()];
        let mut tree = Tree::default();
        for id in &leaves {
            let done = tree.push(id);
            write(&archive, |tx| done.iter().try_for_each(|tile| tx.put_tile(tile))).unwrap();
            archive.note_id(id);
            heads.push(tree.head());
        }
        // Once read from the archive, once from what the writer passed on its way, once from what was read before.
        let (none, all) = (Nodes::default(), Nodes::default());
        let mut again = Tree::default();
        leaves.iter().for_each(|id| again.grow(id, &mut |node| all.keep([node])));
        for nodes in [&none, &all, &none] {
            shown(&archive, nodes, &leaves, &heads);
        }
    }

    fn shown(archive: &Memory, nodes: &Nodes, leaves: &[OpId], heads: &[TreeHead]) {
        let sizes = [0, 1, 2, 3, 4, 5, 7, 8, 127, 128, 255, 256, 257, 300, 511, 512, 513, 640, 699, 700];
        read(archive, |view| {
            for (old, new) in sizes.iter().flat_map(|old| sizes.iter().map(move |new| (*old, *new))) {
                if old > new {
                    assert!(prefix_proof(view, nodes, old as u64, new as u64).is_err());
                    continue;
                }
                let proof = prefix_proof(view, nodes, old as u64, new as u64)?;
                assert!(is_prefix(&heads[old], &heads[new], &proof), "{old} in {new}");
                assert!(!is_prefix(&heads[new], &heads[old], &proof) || old == new);
                let other = TreeHead { root: Digest([7; 32]), ..heads[old] };
                assert!(!is_prefix(&other, &heads[new], &proof), "another {old} in {new}");
                for at in 0..proof.len() {
                    let mut bent = proof.clone();
                    bent[at].0[0] ^= 1;
                    assert!(!is_prefix(&heads[old], &heads[new], &bent));
                }
            }
            for size in sizes.into_iter().skip(1) {
                for at in [0, size / 3, size / 2, size - 1] {
                    let proof = inclusion_proof(view, nodes, at as u64, size as u64)?;
                    assert!(is_in(&leaves[at], at as u64, &heads[size], &proof), "{at} of {size}");
                    assert!(!is_in(&leaves[at], (at + 1) as u64, &heads[size], &proof));
                    assert!(!is_in(&OpId([9; 32]), at as u64, &heads[size], &proof));
                }
            }
            Ok(())
        })
        .unwrap();
    }
}
