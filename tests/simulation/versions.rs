//! Messages as a later version would write them.

/// A message with a field that this version does not know. What is no short map stays as it is.
pub fn grown(map: &[u8]) -> Vec<u8> {
    match map.split_first() {
        Some((first, rest)) if (0xa0..0xb7).contains(first) => {
            let mut out = vec![first + 1];
            out.extend(rest);
            // Field 99, a list that names nothing.
            out.extend([0x18, 99, 0x82, 0x63, b'n', b'e', b'w', 0xf5]);
            out
        }
        _ => map.to_vec(),
    }
}
