//! The data section: mostly text, and tables of addresses that rise by a few bytes a line. In a block of such a table each
//! word of 32 bits becomes its difference from the one so many words before.

use std::io::Write;
use wasmparser::{BinaryReader, DataSectionReader};

/// Bytes that share one distance.
const BLOCK: usize = 512;
/// Distances that are tried, in words; 0 for a block that stays as it is.
const DISTANCES: std::ops::RangeInclusive<usize> = 0..=6;

/// Appends what stands before the first byte that goes to memory, after its length, and then the blocks, each after its
/// distance.
///
/// # Errors
/// Where it is no data section.
pub fn apart(content: &[u8], out: &mut Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
    let first = DataSectionReader::new(BinaryReader::new(content, 0))?.into_iter().next().transpose()?;
    let before = first.map_or(content.len(), |first| first.range.end - first.data.len());
    out.push(u8::try_from(before)?);
    out.extend(&content[..before]);
    for (at, block) in (before..content.len()).step_by(BLOCK).zip(content[before..].chunks(BLOCK)) {
        let fits = |distance: &usize| at - before >= distance * 4;
        let tried =
            DISTANCES.filter(fits).map(|distance| (distance, differences(content, at, block, distance)));
        let smallest = tried.min_by_key(|(_, bytes)| packed(bytes));
        if let Some((distance, bytes)) = smallest {
            out.push(distance as u8);
            out.extend(bytes);
        }
    }
    Ok(())
}

fn differences(content: &[u8], at: usize, block: &[u8], distance: usize) -> Vec<u8> {
    let (words, rest) = block.as_chunks::<4>();
    let before = content[at - distance * 4..].as_chunks::<4>().0;
    let change = |(word, before): (&[u8; 4], &[u8; 4])| {
        u32::from_le_bytes(*word).wrapping_sub(u32::from_le_bytes(*before)).to_le_bytes()
    };
    match distance {
        0 => block.to_vec(),
        _ => words.iter().zip(before).flat_map(change).chain(rest.iter().copied()).collect(),
    }
}

/// What the block comes to by itself.
fn packed(bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4_096, 9, 16);
    // Into memory nothing fails.
    let written = writer.write_all(bytes).and_then(|()| writer.flush());
    drop(writer);
    written.map_or(usize::MAX, |()| out.len())
}
