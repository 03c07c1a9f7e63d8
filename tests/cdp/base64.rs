//! Pictures and files arrive in base64.

/// The bytes; what is not of the alphabet (line ends, padding) is skipped.
pub fn decode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = (bits << 6) | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn known_words() {
        let decoded = ["TWFu", "TWE=", "TQ==", ""].map(super::decode);
        assert_eq!(decoded, [b"Man".to_vec(), b"Ma".to_vec(), b"M".to_vec(), vec![]]);
    }
}
