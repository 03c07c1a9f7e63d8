//! Base 64 (RFC 4648), as notes have it (§4, padded) and as links have it (§5, not padded).

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Base64 {
    /// `+/` and `=`.
    Note,
    /// `-_` and no padding.
    Link,
}

impl Base64 {
    const fn digit(self, value: u32) -> u8 {
        let value = value as u8 & 63;
        match (value, self) {
            (0..26, _) => b'A' + value,
            (26..52, _) => b'a' + value - 26,
            (52..62, _) => b'0' + value - 52,
            (62, Self::Note) => b'+',
            (62, Self::Link) => b'-',
            (_, Self::Note) => b'/',
            (_, Self::Link) => b'_',
        }
    }

    /// Writes bytes.
    pub fn encode(self, bytes: &[u8]) -> String {
        let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
        for three in bytes.chunks(3) {
            let number = three.iter().fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
            let number = number << (8 * (3 - three.len()));
            for at in 0..4 {
                if at <= three.len() {
                    out.push(self.digit(number >> (18 - 6 * at)) as char);
                } else if self == Self::Note {
                    out.push('=');
                }
            }
        }
        out
    }

    /// Reads what [`Base64::encode`] writes, and nothing else: no other alphabet, no spaces, no bits left over.
    pub fn decode(self, text: &str) -> Option<Vec<u8>> {
        let digits = match self {
            Self::Note if !text.len().is_multiple_of(4) => return None,
            Self::Note => text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text),
            Self::Link => text,
        };
        let mut out = Vec::with_capacity(digits.len() * 3 / 4);
        let (mut number, mut bits) = (0u32, 0);
        for sign in digits.bytes() {
            let value = (0..64).find(|value| self.digit(*value) == sign)?;
            (number, bits) = (number << 6 | value, bits + 6);
            if bits >= 8 {
                bits -= 8;
                out.push((number >> bits) as u8);
                number &= (1 << bits) - 1;
            }
        }
        // One way to write it: a lonely digit, bits left over and padding in the wrong place are none.
        let whole = bits < 6 && number == 0;
        let padded = self == Self::Link || text.len() == out.len().div_ceil(3) * 4;
        (whole && padded).then_some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::Base64::{self, Link, Note};
    use proptest::prelude::*;

    /// RFC 4648 §10, and the signs in which the two differ.
    #[test]
    fn known_answers() {
        let table = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ];
        for (plain, written) in table {
            assert_eq!(Note.encode(plain.as_bytes()), written);
            assert_eq!(Note.decode(written).as_deref(), Some(plain.as_bytes()));
            assert_eq!(Link.encode(plain.as_bytes()), written.trim_end_matches('='));
        }
        assert_eq!(Note.encode(&[0xfb, 0xff]), "+/8=");
        assert_eq!(Link.encode(&[0xfb, 0xff]), "-_8");
    }

    /// Seen to fail: without looking at the bits left over.
    #[test]
    fn there_is_one_way_to_write_it() {
        for wrong in ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zm9v=", "Zm 9v", "Zm9v\n", "-_8="] {
            assert_eq!(Note.decode(wrong), None, "{wrong}");
        }
        for wrong in ["Zg==", "Zh", "Z", "+/8", "Zm9vZ"] {
            assert_eq!(Link.decode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(bytes: Vec<u8>) {
            for sort in [Base64::Note, Base64::Link] {
                prop_assert_eq!(sort.decode(&sort.encode(&bytes)), Some(bytes.clone()));
            }
        }

        #[test]
        fn what_is_read_would_be_written(text in "[A-Za-z0-9+/=_-]{0,24}") {
            for sort in [Base64::Note, Base64::Link] {
                if let Some(bytes) = sort.decode(&text) {
                    prop_assert_eq!(sort.encode(&bytes), text.as_str());
                }
            }
        }
    }
}
