//! What the judge takes, and what the reader takes of that.

use super::*;
use proptest::prelude::*;

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
}
