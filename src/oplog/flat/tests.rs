//! What the flat maps and sets hold is what the standard ones hold, in the same order.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

proptest! {
    #[test]
    fn a_map_holds_what_the_standard_one_holds(steps: Vec<(bool, u8, u32)>) {
        let (mut ours, mut theirs) = (Map::new(), BTreeMap::new());
        for (adds, key, value) in steps {
            if adds {
                ours.insert(key, value);
                theirs.insert(key, value);
            } else {
                prop_assert_eq!(ours.remove(&key), theirs.remove(&key));
            }
            prop_assert_eq!(ours.get(&key), theirs.get(&key));
            let other = key.wrapping_add(1);
            prop_assert_eq!(ours.contains_key(&other), theirs.contains_key(&other));
            ours.amend(other, |value| *value = value.wrapping_add(1));
            let held: &mut u32 = theirs.entry(other).or_default();
            *held = held.wrapping_add(1);
            ours.keep_first(key, value);
            theirs.entry(key).or_insert(value);
        }
        prop_assert_eq!(ours.last_key_value(), theirs.last_key_value());
        prop_assert!(ours.keys().eq(theirs.keys()) && ours.values().eq(theirs.values()));
        prop_assert!(ours.into_iter().eq(theirs));
    }

    #[test]
    fn a_set_holds_what_the_standard_one_holds(steps: Vec<(bool, u8)>) {
        let (mut ours, mut theirs) = (Set::new(), BTreeSet::new());
        for (adds, member) in steps {
            match adds {
                true => prop_assert_eq!(ours.insert(member), theirs.insert(member)),
                false => prop_assert_eq!(ours.remove(&member), theirs.remove(&member)),
            }
            prop_assert_eq!(ours.contains(&member), theirs.contains(&member));
        }
        prop_assert!(ours.iter().eq(theirs.iter()));
    }

    #[test]
    fn what_is_collected_is_as_if_put_in_one_by_one(rows: Vec<(u8, u32)>) {
        let map: Map<u8, u32> = rows.iter().copied().collect();
        prop_assert!(map.into_iter().eq(rows.iter().copied().collect::<BTreeMap<_, _>>()));
        let set: Set<(u8, u32)> = rows.iter().copied().collect();
        prop_assert!(set.into_iter().eq(rows.into_iter().collect::<BTreeSet<_>>()));
    }
}
