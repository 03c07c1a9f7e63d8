//! The township's tree over all operation ids in the order of arrival (RFC 6962, SHA-256), as its frontier: the
//! roots of the full subtrees, the largest first.

use oplog::{Digest, OpId};
use sha2::{Digest as _, Sha256};

/// The frontier: as many roots as the size has binary ones.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tree {
    size: u64,
    roots: Vec<[u8; 32]>,
}

impl Tree {
    /// How many leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf.
    pub fn push(&mut self, id: &OpId) {
        let mut node: [u8; 32] = Sha256::new().chain_update([0]).chain_update(id.0).finalize().into();
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.roots.pop() {
                node = join(&left, &node);
            }
        }
        self.roots.push(node);
        self.size += 1;
    }

    /// The root over all leaves; SHA-256 of nothing for the empty tree.
    pub fn root(&self) -> Digest {
        let joined = self.roots.iter().rev().copied().reduce(|right, left| join(&left, &right));
        Digest(joined.unwrap_or_else(|| Sha256::digest([]).into()))
    }

    /// As it is stored.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.size.to_be_bytes().into_iter().chain(self.roots.iter().flatten().copied()).collect()
    }

    /// From what was stored; none for bytes that are no frontier.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (size, rest) = bytes.split_first_chunk::<8>()?;
        let size = u64::from_be_bytes(*size);
        let (roots, left) = rest.as_chunks::<32>();
        (left.is_empty() && roots.len() == size.count_ones() as usize)
            .then(|| Self { size, roots: roots.to_vec() })
    }
}

fn join(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962 §2.1, as it is written there.
    fn by_definition(leaves: &[OpId]) -> [u8; 32] {
        match leaves {
            [] => Sha256::digest([]).into(),
            [one] => Sha256::new().chain_update([0]).chain_update(one.0).finalize().into(),
            many => {
                let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
                join(&by_definition(left), &by_definition(right))
            }
        }
    }

    #[test]
    fn the_frontier_gives_the_root_of_the_definition() {
        let leaves: Vec<OpId> = (0..40u8).map(|n| OpId([n; 32])).collect();
        let mut tree = Tree::default();
        for n in 0..leaves.len() {
            assert_eq!(tree.root().0, by_definition(&leaves[..n]), "{n} leaves");
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
}
