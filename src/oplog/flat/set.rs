//! A set: rows that are their own keys.

use super::find;
use crate::sort;
use std::cmp::Ordering;

/// A set, ascending.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Set<T>(Vec<T>);

impl<T> Set<T> {
    /// Without a member.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many members there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members, ascending.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The members as they stand.
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T: Ord> Set<T> {
    fn find(&self, sought: &T) -> Result<usize, usize> {
        find(self.0.len(), &|at| self.0.get(at).map_or(Ordering::Greater, |held| held.cmp(sought)))
    }

    /// Whether it is a member.
    pub fn contains(&self, sought: &T) -> bool {
        self.find(sought).is_ok()
    }

    /// Takes a member in; whether it was none before.
    pub fn insert(&mut self, new: T) -> bool {
        let place = self.find(&new);
        if let Err(at) = place {
            self.0.insert(at, new);
        }
        place.is_err()
    }

    /// Takes a member out; whether it was one.
    pub fn remove(&mut self, sought: &T) -> bool {
        let place = self.find(sought);
        if let Ok(at) = place {
            self.0.remove(at);
        }
        place.is_ok()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        let mut members: Vec<T> = members.into_iter().collect();
        sort::sort_by(&mut members, T::cmp);
        members.dedup();
        Self(members)
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, members: I) {
        for member in members {
            self.insert(member);
        }
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
