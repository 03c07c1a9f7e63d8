//! N17: messages as a later version would write them; some phones and some townships of the simulation are of one. Seen to
//! fail: a reading that refuses fields that it does not know, seed 0.

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
