//! Ways to bend bytes, as values that proptest makes up and takes back one by one when a test fails.

use super::cbor::{Value, head};
use proptest::prelude::*;
use proptest::sample::Index;

/// One way.
#[derive(Clone, Debug)]
pub enum Bend {
    /// Turns a bit.
    Turn(Index, u8),
    /// Puts bytes in between.
    Insert(Index, Vec<u8>),
    /// Takes bytes out.
    Take(Index, usize),
    /// Cuts the rest off.
    Cut(Index),
    /// Says a piece twice.
    Twice(Index, usize),
    /// Goes on with another of the samples.
    Cross(Index, Index, Index),
    /// Promises a length, or so many items.
    Promise(Index, u8, u64),
    /// Nests so deep.
    Nest(Index, u8),
    /// Puts another value in the place of one.
    Value(Index, Value),
    /// Adds an item to a list, or a field to a map.
    Grow(Index, u8, Value),
    /// Takes the last item or field away.
    Shrink(Index),
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        (0u8..2, prop_oneof![0u64..30, Just(u64::MAX), Just(1 << 32), Just(1 << 16), any::<u64>()])
            .prop_map(|(major, number)| Value::Number(major, number)),
        prop_oneof![
            prop::collection::vec(any::<u8>(), 0..40),
            prop::sample::select(vec![8usize, 16, 32, 64]).prop_map(|len| vec![7; len])
        ]
        .prop_map(Value::Bytes),
        prop_oneof![".{0,12}", "5323011042010?0?1?"].prop_map(Value::Text),
        (20u8..23).prop_map(Value::Simple),
        Just(Value::List(Vec::new())),
        Just(Value::Map(Vec::new())),
    ]
}

fn bend() -> impl Strategy<Value = Bend> {
    let at = any::<Index>;
    prop_oneof![
        2 => (at(), 0u8..8).prop_map(|(at, bit)| Bend::Turn(at, bit)),
        1 => (at(), prop::collection::vec(any::<u8>(), 1..6)).prop_map(|(at, bytes)| Bend::Insert(at, bytes)),
        1 => (at(), 1usize..40).prop_map(|(at, len)| Bend::Take(at, len)),
        1 => at().prop_map(Bend::Cut),
        1 => (at(), 1usize..80).prop_map(|(at, len)| Bend::Twice(at, len)),
        1 => (at(), at(), at()).prop_map(|(at, other, from)| Bend::Cross(at, other, from)),
        1 => (at(), 2u8..6, prop_oneof![any::<u64>(), any::<u32>().prop_map(u64::from)])
            .prop_map(|(at, major, len)| Bend::Promise(at, major, len)),
        1 => (at(), 1u8..60).prop_map(|(at, depth)| Bend::Nest(at, depth)),
        6 => (at(), value()).prop_map(|(at, value)| Bend::Value(at, value)),
        2 => (at(), 0u8..130, value()).prop_map(|(at, key, value)| Bend::Grow(at, key, value)),
        2 => at().prop_map(Bend::Shrink),
    ]
}

/// A sample's number, and what is done to it.
pub fn bends() -> impl Strategy<Value = (Index, Vec<Bend>)> {
    (any::<Index>(), prop::collection::vec(bend(), 0..4))
}

/// Bends a sample.
pub fn bent(samples: &[Vec<u8>], which: Index, bends: &[Bend]) -> Vec<u8> {
    let mut bytes = samples[which.index(samples.len())].clone();
    for bend in bends {
        apply(&mut bytes, bend, samples);
    }
    bytes
}

fn apply(bytes: &mut Vec<u8>, bend: &Bend, samples: &[Vec<u8>]) {
    let len = bytes.len();
    let spot = |at: &Index| if len == 0 { 0 } else { at.index(len) };
    match bend {
        Bend::Turn(at, bit) => {
            if let Some(byte) = bytes.get_mut(spot(at)) {
                *byte ^= 1 << bit;
            }
        }
        Bend::Insert(at, new) => drop(bytes.splice(spot(at)..spot(at), new.iter().copied())),
        Bend::Take(at, taken) => drop(bytes.drain(spot(at)..(spot(at) + taken).min(len))),
        Bend::Cut(at) => bytes.truncate(spot(at)),
        Bend::Twice(at, piece) => {
            let piece = bytes[spot(at)..(spot(at) + piece).min(len)].to_vec();
            bytes.splice(spot(at)..spot(at), piece);
        }
        Bend::Cross(at, other, from) => {
            let other = &samples[other.index(samples.len())];
            let from = if other.is_empty() { 0 } else { from.index(other.len()) };
            bytes.truncate(spot(at));
            bytes.extend(&other[from..]);
        }
        Bend::Promise(at, major, promised) => {
            let mut new = Vec::new();
            head(&mut new, *major, *promised);
            bytes.splice(spot(at)..(spot(at) + 1).min(len), new);
        }
        Bend::Nest(at, depth) => {
            drop(bytes.splice(spot(at)..spot(at), std::iter::repeat_n(0x81, (*depth).into())));
        }
        Bend::Value(at, _) | Bend::Grow(at, ..) | Bend::Shrink(at) => in_tree(bytes, at, bend),
    }
}

/// Bends within the tree; what is no tree any more stays as it is.
fn in_tree(bytes: &mut Vec<u8>, at: &Index, bend: &Bend) {
    let Some((mut tree, rest)) = Value::read(bytes) else { return };
    let rest = rest.to_vec();
    let number = at.index(tree.count());
    let Some(spot) = tree.at(number) else { return };
    match (bend, spot) {
        (Bend::Value(_, new), spot) => *spot = new.clone(),
        (Bend::Grow(_, _, new), Value::List(items)) => items.push(new.clone()),
        (Bend::Grow(_, key, new), Value::Map(fields)) => {
            let key = u64::from(*key);
            let place = fields
                .iter()
                .position(|(known, _)| matches!(known, Value::Number(0, known) if *known >= key));
            fields.insert(place.unwrap_or(fields.len()), (Value::Number(0, key), new.clone()));
        }
        (Bend::Shrink(_), Value::List(items)) => drop(items.pop()),
        (Bend::Shrink(_), Value::Map(fields)) => drop(fields.pop()),
        _ => {}
    }
    bytes.clear();
    tree.write(bytes);
    bytes.extend(rest);
}
