//! N17: phones and townships of different versions understand each other.

use super::samples;
use crate::message::{Answer, Deliver, Failure, Hello, Page, Pull, Push, Pushed};
use crate::receipt::SignedReceipt;
use oplog::{Refused, message_from_cbor, to_cbor};
use proptest::prelude::*;

/// A map as a later version would write it: with fields behind those that are known.
fn grown(map: &[u8], fields: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let (first, rest) = map.split_first().unwrap();
    let count = (first & 0x1f) as usize + fields.len();
    assert!(first >> 5 == 5 && count < 24, "a short map");
    let mut out = vec![0xa0 | count as u8];
    out.extend(rest);
    for (key, value) in fields {
        out.extend([0x18, *key]);
        out.extend(value);
    }
    out
}

/// Values of every form that a later version might add.
fn field() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<u64>().prop_map(|value| to_cbor(&value)),
        ".{0,20}".prop_map(|value| to_cbor(&value)),
        prop::collection::vec(any::<u32>(), 0..5).prop_map(|value| to_cbor(&value)),
        any::<Option<bool>>().prop_map(|value| to_cbor(&value)),
        Just(to_cbor(&samples::hello())),
    ]
}

/// Seen to fail: a reading that refuses fields that it does not know, first case; all messages were read like that before.
fn reads<T>(sample: &T, fields: &[(u8, Vec<u8>)]) -> Result<(), TestCaseError>
where
    T: oplog::Decode + oplog::Encode + PartialEq + core::fmt::Debug,
{
    let read = message_from_cbor::<T>(&grown(&to_cbor(sample), fields));
    prop_assert_eq!(read.as_ref(), Ok(sample));
    Ok(())
}

proptest! {
    /// What a later version adds to a message is passed over; the rest is read as it is.
    #[test]
    fn fields_of_a_later_version_are_passed_over(values in prop::collection::vec(field(), 1..5)) {
        let fields: Vec<(u8, Vec<u8>)> = (100..).zip(values).collect();
        reads(&samples::hello(), &fields)?;
        reads(&samples::answer(), &fields)?;
        reads(&samples::push(), &fields)?;
        reads(&samples::pushed(), &fields)?;
        reads(&samples::deliver(), &fields)?;
        reads(&samples::carried(), &fields)?;
        reads(&samples::pull(), &fields)?;
        reads(&samples::page(), &fields)?;
        reads(&samples::failure(), &fields)?;
        reads(&samples::claimed(), &fields)?;
        reads(&samples::claim_answer(), &fields)?;
        // A receipt is believed with what a later township says in it: the signature is over the bytes as they are.
        let bytes = grown(&to_cbor(&samples::receipt()), &fields);
        let signature = samples::key().sign("shouyi/receipt/1", &bytes);
        let signed = SignedReceipt { bytes: bytes.into(), signature };
        prop_assert_eq!(signed.open(&samples::key().public()), Ok(samples::receipt()));
    }
}

/// What is not there is left out, so that a version that does not know of it reads the rest.
#[test]
fn what_is_not_there_is_left_out() {
    let without = Hello { tree: None, generation: None, ..samples::hello() };
    let bytes = to_cbor(&without);
    assert!(!bytes.windows(2).any(|two| two == [0x07, 0xf6]));
    assert_eq!(message_from_cbor(&bytes), Ok(without));
}

/// What must be there is not invented.
#[test]
fn a_message_without_a_field_that_it_needs_is_refused() {
    assert_eq!(message_from_cbor::<Hello>(&[0xa0]), Err(Refused::Shape));
    assert_eq!(message_from_cbor::<Answer>(&[0xa0]), Err(Refused::Shape));
    assert_eq!(message_from_cbor::<Push>(&[0xa0]), Err(Refused::Shape));
    assert_eq!(message_from_cbor::<Pushed>(&[0xa0]), Err(Refused::Shape));
    assert_eq!(message_from_cbor::<Deliver>(&[0xa0]), Err(Refused::Shape));
    assert_eq!(message_from_cbor::<Pull>(&[0xa0]), Err(Refused::Shape));
    assert_eq!(message_from_cbor::<Page>(&[0xa0]), Err(Refused::Shape));
    assert_eq!(message_from_cbor::<Failure>(&[0xa0]), Err(Refused::Shape));
}
