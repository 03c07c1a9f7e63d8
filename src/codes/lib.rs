//! Codes that a screen shows and a camera reads: QR codes of one size (ISO/IEC 18004, version 15, level L), which a cheap
//! camera still tells apart when the code fills most of its picture.
//!
//! Never in here: what the bytes mean, the camera, the screen.

use qrcodegen_no_heap::{Mask, QrCode, QrCodeEcc, Version};
use quircs::Quirc;

/// The most bytes in a code.
pub const MOST: usize = 520;
/// How many squares a drawn code has in a row, the margin of four included.
pub const SIDE: usize = 85;

const VERSION: Version = Version::new(15);
/// Any would do: what is signed, sealed or packed looks like noise. To find the best costs eight drawings.
const MASK: Mask = Mask::new(0);
const MARGIN: i32 = 4;
/// How many squares the code itself has in a row.
const ACROSS: i32 = 77;

/// Draws bytes: one pixel a square, [`SIDE`] in a row, each red, green, blue, opaque. None where they are more than [`MOST`].
pub fn draw(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut data = vec![0; VERSION.buffer_len()];
    let mut out = data.clone();
    data.get_mut(..bytes.len())?.copy_from_slice(bytes);
    let (ecc, mask) = (QrCodeEcc::Low, Some(MASK));
    let code =
        QrCode::encode_binary(&mut data, bytes.len(), &mut out, ecc, VERSION, VERSION, mask, false).ok()?;
    let mut pixels = Vec::with_capacity(SIDE * SIDE * 4);
    // Outside of the code it is light.
    for y in -MARGIN..ACROSS + MARGIN {
        for x in -MARGIN..ACROSS + MARGIN {
            let light = if code.get_module(x, y) { 0 } else { 255 };
            pixels.extend([light, light, light, 255]);
        }
    }
    Some(pixels)
}

/// The bytes of the first code in a picture that can be read: pixels as [`draw`] gives them, `width` in a row. A picture
/// comes from anybody, and the reader may stop at one by a fault: it runs where that ends nothing else.
pub fn read(pixels: &[u8], width: usize) -> Option<Vec<u8>> {
    let (pixels, _) = pixels.as_chunks::<4>();
    let height = pixels.len().checked_div(width).filter(|height| *height > 0)?;
    // Rec. 601, in 256ths.
    let grey = |[red, green, blue, _]: &[u8; 4]| {
        let sum = 77 * u32::from(*red) + 150 * u32::from(*green) + 29 * u32::from(*blue);
        u8::try_from(sum >> 8).unwrap_or(u8::MAX)
    };
    let grey: Vec<u8> = pixels.iter().take(width * height).map(grey).collect();
    let mut eye = Quirc::new();
    let mut found = eye.identify(width, height, &grey).flatten();
    found.find_map(|code| code.decode().ok()).map(|read| read.payload)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::*;

    /// The drawing as a camera sees it: each square so many pixels wide, on a grey table, turned by quarters.
    fn seen(drawn: &[u8], zoom: usize, turns: usize) -> (Vec<u8>, usize) {
        let (inner, margin) = (SIDE * zoom, 20);
        let width = inner + 2 * margin;
        let at = |x: usize, y: usize| {
            let inside = |place: usize| (margin..margin + inner).contains(&place);
            if !inside(x) || !inside(y) {
                return [120, 110, 100, 255];
            }
            let (x, y) = ((x - margin) / zoom, (y - margin) / zoom);
            let (x, y) = (0..turns).fold((x, y), |(x, y), _| (y, SIDE - 1 - x));
            let from = (y * SIDE + x) * 4;
            [drawn[from], drawn[from + 1], drawn[from + 2], 255].map(|value| value / 2 + 60)
        };
        (
            (0..width).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| at(x, y)).collect(),
            width,
        )
    }

    fn noise(length: usize, seed: u32) -> Vec<u8> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        };
        (0..length).map(|_| next()).collect()
    }

    /// The reader misses one now and then, whatever it looks like to people; it never reads what was not drawn.
    #[test]
    fn what_is_drawn_is_read_from_any_side() {
        let mut missed = 0;
        for (seed, length) in (0..).zip([0, 1, 100, 500, 519, MOST, MOST, MOST]) {
            let bytes = noise(length, seed);
            let drawn = draw(&bytes).unwrap();
            assert_eq!(drawn.len(), SIDE * SIDE * 4);
            for turns in 0..4 {
                let (picture, width) = seen(&drawn, 4, turns);
                match read(&picture, width) {
                    Some(read) => assert_eq!(read, bytes, "{length} bytes, {turns} turns"),
                    None => missed += 1,
                }
            }
        }
        assert!(missed <= 3, "{missed} of 32 missed");
        assert_eq!(draw(&[0; MOST + 1]), None);
    }

    #[test]
    fn a_picture_without_a_code_gives_nothing() {
        assert_eq!(read(&[], 0), None);
        assert_eq!(read(&[7; 400], 0), None);
        assert_eq!(read(&[7; 3], 1), None);
        assert_eq!(read(&vec![255; 640 * 480 * 4], 640), None);
        let noise: Vec<u8> =
            (0_u32..200 * 200 * 4).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(read(&noise, 200), None);
        let drawn = draw(b"cut").unwrap();
        assert_eq!(read(&drawn[..drawn.len() / 2], SIDE), None);
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(48))]
        /// Something lies over the code, the camera shakes: what is read is what was drawn, or nothing is.
        #[test]
        fn what_lies_over_a_code_makes_nothing_up(
            spots: Vec<(u16, u16, u8, u8)>, squeeze in 200_usize..500, seed: [u8; 32]
        ) {
            let bytes = seed.repeat(16);
            let (mut picture, width) = seen(&draw(&bytes).unwrap(), 4, 0);
            for (x, y, size, grey) in spots {
                let (x, y, size) = (usize::from(x) % width, usize::from(y) % width, usize::from(size) % 48);
                for (x, y) in (y..y + size).flat_map(|y| (x..x + size).map(move |x| (x, y))) {
                    picture.get_mut((y * width + x) * 4..).into_iter().flatten().take(3).for_each(|part| *part = grey);
                }
            }
            // Read as a picture of its own width, and of any other.
            let read = [super::read(&picture, width), super::read(&picture, squeeze)];
            proptest::prop_assert!(read.iter().flatten().all(|read| *read == bytes));
        }
    }
}
