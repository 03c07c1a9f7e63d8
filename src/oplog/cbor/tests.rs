//! What the judge takes, and what the reader takes of that.

use super::*;
use crate::{Decode, Encode};
use proptest::prelude::*;

#[derive(Clone, Copy, PartialEq, Debug, Encode, Decode)]
#[cbor(index_only)]
enum Colour {
    #[n(0)]
    Red,
    #[n(1)]
    Green,
}

#[derive(Clone, PartialEq, Debug, Encode, Decode)]
#[cbor(transparent)]
struct Name(String);

#[derive(Clone, PartialEq, Debug, Encode, Decode)]
#[cbor(array)]
struct Row {
    #[n(0)]
    small: u8,
    #[n(1)]
    maybe: Option<u16>,
    #[n(2)]
    signed: i16,
}

#[derive(Clone, PartialEq, Debug, Encode, Decode)]
#[cbor(map)]
struct Inner {
    #[n(0)]
    name: Name,
    #[n(1)]
    maybe: Option<u32>,
}

#[derive(Clone, PartialEq, Debug, Encode, Decode)]
#[cbor(map)]
struct Outer {
    #[n(0)]
    maybe: Option<Inner>,
    #[n(1)]
    colour: Colour,
    #[n(2)]
    rows: Vec<Row>,
    #[n(4)]
    hash: [u8; 4],
    #[n(5)]
    bytes: ByteVec,
    #[n(6)]
    yes: bool,
    #[n(22)]
    last: Option<u64>,
}

fn outer() -> Outer {
    Outer {
        maybe: Some(Inner { name: Name("白".into()), maybe: None }),
        colour: Colour::Green,
        rows: vec![
            Row { small: 23, maybe: None, signed: -1 },
            Row { small: 24, maybe: Some(0x100), signed: i16::MIN },
        ],
        hash: [1, 2, 3, 4],
        bytes: vec![9; 2].into(),
        yes: true,
        last: Some(u64::MAX),
    }
}

const OUTER: &str =
    "a700a10063e799bd010102828317f6208318181901003 97fff04440102030405420909 06f5161bffffffffffffffff";

fn bytes(hex: &str) -> Vec<u8> {
    let hex: String = hex.chars().filter(|sign| *sign != ' ').collect();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn read<T: Decode>(hex: &str) -> Result<T, Refused> {
    from_cbor(&bytes(hex))
}

/// The reader without the judge before it.
fn alone<T: Decode>(bytes: &[u8]) -> Result<(), Refused> {
    let mut value = T::EMPTY;
    read::fill(bytes, &mut value, false)
}

#[test]
fn a_shape_is_written_in_these_bytes_and_read_back() {
    assert_eq!(to_cbor(&outer()), bytes(OUTER));
    assert_eq!(read(OUTER), Ok(outer()));
    let bare = Outer { maybe: None, rows: vec![], last: None, ..outer() };
    assert_eq!(to_cbor(&bare), bytes("a5 0101 0280 044401020304 05420909 06f5"));
    assert_eq!(from_cbor(&to_cbor(&bare)), Ok(bare));
}

#[test]
fn a_shape_cut_anywhere_is_refused_also_by_the_reader_alone() {
    let whole = bytes(OUTER);
    for at in 0..whole.len() {
        let cut = &whole[..at];
        assert_eq!(from_cbor::<Outer>(cut), Err(Refused::Truncated), "{at}");
        assert_eq!(alone::<Outer>(cut), Err(Refused::Shape), "{at}");
    }
    let longer = [&whole[..], &[0]].concat();
    assert_eq!(from_cbor::<Outer>(&longer), Err(Refused::NotCanonical));
    assert_eq!(alone::<Outer>(&longer), Err(Refused::Shape));
}

#[test]
fn another_shape_is_refused() {
    let inner: &[(&str, &str)] = &[
        ("an array for the map", "82 6161 01"),
        ("text for the map", "6161"),
        ("a field missing", "a1 0101"),
        ("no field at all", "a0"),
        ("a field that is not known, behind", "a2 006161 0200"),
        ("a field that is not known, before", "a2 006161 2000"),
        ("a field that is not known, between two", "a3 006161 0101 1000"),
        ("a key that is no number", "a2 006161 616100"),
        ("null for what is absent", "a2 006161 01f6"),
        ("null for what must be there", "a1 00f6"),
        ("bytes for text", "a1 004161"),
        ("a number for text", "a1 0001"),
        ("text for a number", "a2 006161 016131"),
        ("a number of more than 32 bits", "a2 006161 011b0000000100000000"),
    ];
    for (what, hex) in inner {
        assert_eq!(canonical(&bytes(hex)), Ok(()), "{what}");
        assert_eq!(read::<Inner>(hex), Err(Refused::Shape), "{what}");
    }
    let rows: &[(&str, &str)] = &[
        ("a map for the array", "a3 0000 0100 0200"),
        ("too few items", "82 0000"),
        ("too many items", "84 00000000"),
        ("a number of more than 8 bits", "83 190100 f6 00"),
        ("a negative number", "83 20 f6 00"),
        ("a boolean", "83 f5 f6 00"),
        ("null for a number", "83 f6 f6 00"),
        ("a number of more than 16 bits", "83 00 1a00010000 00"),
        ("too high for its sign", "83 00 f6 198000"),
        ("too low for its sign", "83 00 f6 398000"),
        ("the lowest of all", "83 00 f6 3bffffffffffffffff"),
    ];
    for (what, hex) in rows {
        assert_eq!(canonical(&bytes(hex)), Ok(()), "{what}");
        assert_eq!(read::<Row>(hex), Err(Refused::Shape), "{what}");
    }
    let others: &[(&str, Result<(), Refused>)] = &[
        ("a variant that is not known", read::<Colour>("02").map(drop)),
        ("a variant of many bytes", read::<Colour>("190100").map(drop)),
        ("a variant in an array", read::<Colour>("8100").map(drop)),
        ("too few bytes", read::<[u8; 4]>("43010203").map(drop)),
        ("too many bytes", read::<[u8; 4]>("450102030405").map(drop)),
        ("numbers for bytes", read::<[u8; 4]>("8401020304").map(drop)),
        ("text for bytes", read::<ByteVec>("6161").map(drop)),
        ("a number for a boolean", read::<bool>("01").map(drop)),
        ("null for a boolean", read::<bool>("f6").map(drop)),
        ("null for a list", read::<Vec<u8>>("f6").map(drop)),
        ("a list of something else", read::<Vec<u8>>("820001").and(read::<Vec<u8>>("82006101").map(drop))),
        ("a tuple that is longer", read::<(u8, u8)>("83000000").map(drop)),
        ("a tuple that is shorter", read::<(u8, u8)>("8100").map(drop)),
    ];
    for (what, refused) in others {
        assert_eq!(*refused, Err(Refused::Shape), "{what}");
    }
}

#[test]
fn what_the_judge_would_refuse_is_refused_by_the_reader_alone() {
    let bad: &[(&str, &str)] = &[
        ("a longer integer than needed", "83 1817 f6 00"),
        ("a longer length than needed", "9803 00 f6 00"),
        ("an indefinite array", "9f 00 f6 00 ff"),
        ("undefined", "83 00 f7 00"),
        ("a tag", "83 c000 f6 00"),
    ];
    for (what, hex) in bad {
        assert_eq!(alone::<Row>(&bytes(hex)), Err(Refused::Shape), "{what}");
    }
    let inner: &[(&str, &str)] = &[
        ("a key twice", "a2 006161 006161"),
        ("keys out of order", "a2 0101 006161"),
        ("no UTF-8", "a1 0061ff"),
        ("an entry announced and not there", "a2 006161"),
        ("an entry of the map around taken for one's own", "a1 006161 0101"),
    ];
    for (what, hex) in inner {
        assert_eq!(alone::<Inner>(&bytes(hex)), Err(Refused::Shape), "{what}");
    }
}

#[test]
fn an_entry_of_one_map_is_never_taken_for_another_maps() {
    // The inner map has one entry, then the outer goes on: with the same key that the inner might have next.
    let pairs: (Inner, Inner) = read("82 a1006161 a2 006162 0105").unwrap();
    assert_eq!((pairs.0.maybe, pairs.1.maybe), (None, Some(5)));
    let nested = Outer { maybe: Some(Inner { name: Name(String::new()), maybe: None }), ..outer() };
    assert_eq!(from_cbor(&to_cbor(&nested)), Ok(nested));
}

#[test]
fn a_huge_length_reserves_nothing() {
    for hex in
        ["9bffffffffffffffff", "9affffffff", "5bffffffffffffffff", "5affffffff", "7affffffff", "baffffffff"]
    {
        let announced = bytes(hex);
        let (mut list, mut string, mut text) = (Vec::<u64>::EMPTY, ByteVec::EMPTY, String::EMPTY);
        assert!(read::fill(&announced, &mut list, false).is_err() && list.capacity() == 0, "{hex}");
        assert!(read::fill(&announced, &mut string, false).is_err() && string.capacity() == 0, "{hex}");
        assert!(read::fill(&announced, &mut text, false).is_err() && text.capacity() == 0, "{hex}");
        assert!(alone::<Outer>(&announced).is_err(), "{hex}");
    }
    // A list whose first item is refused is not gone through to its end.
    let mut long = vec![0x9a, 0, 1, 0, 0];
    long.resize(5 + 0x1_0000, 0xf6);
    let mut list = Vec::<u64>::EMPTY;
    assert_eq!(fill(&long, &mut list), Err(Refused::Shape));
    assert_eq!(list.len(), 1);
}

#[test]
fn integers_are_read_up_to_their_last() {
    assert_eq!(read::<u8>("18ff"), Ok(u8::MAX));
    assert_eq!(read::<u8>("190100"), Err(Refused::Shape));
    assert_eq!(read::<u16>("19ffff"), Ok(u16::MAX));
    assert_eq!(read::<u16>("1a00010000"), Err(Refused::Shape));
    assert_eq!(read::<u32>("1affffffff"), Ok(u32::MAX));
    assert_eq!(read::<u32>("1b0000000100000000"), Err(Refused::Shape));
    assert_eq!(read::<u64>("1bffffffffffffffff"), Ok(u64::MAX));
    assert_eq!(read::<i16>("397fff"), Ok(i16::MIN));
    assert_eq!(read::<i16>("197fff"), Ok(i16::MAX));
}

#[test]
fn only_the_deterministic_form_is_taken() {
    let good: &[&[u8]] =
        &[&[0x00], &[0x18, 0x18], &[0x82, 0x01, 0x02], &[0xa2, 0x00, 0x01, 0x01, 0x02], &[0xf6]];
    for bytes in good {
        assert_eq!(canonical(bytes), Ok(()), "{bytes:02x?}");
    }
    let bad: &[(&str, &[u8])] = &[
        ("a longer integer than needed", &[0x18, 0x17]),
        ("an indefinite array", &[0x9f, 0xff]),
        ("keys out of order", &[0xa2, 0x01, 0x00, 0x00, 0x00]),
        ("a key twice", &[0xa2, 0x01, 0x00, 0x01, 0x00]),
        ("trailing bytes", &[0x00, 0x00]),
        ("a float", &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("a tag", &[0xc0, 0x00]),
        ("no UTF-8", &[0x61, 0xff]),
        ("undefined", &[0xf7]),
    ];
    for (what, bytes) in bad {
        assert_eq!(canonical(bytes), Err(Refused::NotCanonical), "{what}");
    }
    assert_eq!(canonical(&[]), Err(Refused::Truncated));
    // Four thousand million announced, nothing there: no memory is reserved for it.
    assert_eq!(canonical(&[0x9a, 0xff, 0xff, 0xff, 0xff]), Err(Refused::Truncated));
    assert_eq!(canonical(&[0x81; 200]), Err(Refused::NotCanonical));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _: Result<(), Refused> = canonical(&bytes);
    }

    /// Whatever the reader takes, with or without the judge before it, is exactly what would be written.
    #[test]
    fn what_is_taken_is_what_would_be_written(bytes in proptest::collection::vec(any::<u8>(), 0..40), at: usize, with: u8) {
        let mut bent = to_cbor(&outer());
        let at = at % bent.len();
        bent[at] = with;
        for bytes in [bytes, bent] {
            let mut value = Outer::EMPTY;
            let alone = read::fill(&bytes, &mut value, false);
            prop_assert_eq!(alone.is_ok(), from_cbor::<Outer>(&bytes).is_ok());
            if alone.is_ok() {
                prop_assert_eq!(to_cbor(&value), bytes);
            }
        }
    }

    #[test]
    fn what_is_written_is_judged_well_and_read(
        rows in proptest::collection::vec(any::<(u8, Option<u16>, i16)>(), 0..300),
        hash: [u8; 4],
        bytes: Vec<u8>,
        name: Option<(String, Option<u32>)>,
        yes: bool,
        last: Option<u64>,
    ) {
        let written = Outer {
            maybe: name.map(|(name, maybe)| Inner { name: Name(name), maybe }),
            colour: if yes { Colour::Red } else { Colour::Green },
            rows: rows.into_iter().map(|(small, maybe, signed)| Row { small, maybe, signed }).collect(),
            hash,
            bytes: bytes.into(),
            yes,
            last,
        };
        let bytes = to_cbor(&written);
        prop_assert_eq!(canonical(&bytes), Ok(()));
        prop_assert_eq!(from_cbor(&bytes), Ok(written));
    }
}
