//! QR pictures of links: for the terminal and for the desk.

use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};

/// In half blocks, for a terminal; empty where the text is too long for a QR.
pub fn blocks(text: &str) -> String {
    QRBuilder::new(text).ecl(ECL::M).build().map(|qr| qr.to_str()).unwrap_or_default()
}

/// As SVG; empty where the text is too long for a QR.
pub fn svg(text: &str) -> String {
    QRBuilder::new(text).ecl(ECL::M).build().map(|qr| SvgBuilder::default().to_str(&qr)).unwrap_or_default()
}

/// As SVG without a background, dense (15 % of it may be lost), with the modules of a side; none where the text is too long.
pub fn dense(text: &str) -> Option<(String, u32)> {
    let qr = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let side = u32::try_from(qr.size).ok()?;
    Some((SvgBuilder::default().to_str(&qr), side))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a camera reads of the modules, each four pixels wide.
    fn read(text: &str) -> Option<String> {
        let qr = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
        let side = (qr.size + 8) * 4;
        let dark = |x: usize, y: usize| {
            let (x, y) = ((x / 4).checked_sub(4)?, (y / 4).checked_sub(4)?);
            (x < qr.size && y < qr.size).then(|| qr[y][x].value())
        };
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            if dark(x, y) == Some(true) { 0 } else { 255 }
        });
        image.detect_grids().first()?.decode().ok().map(|(_, text)| text)
    }

    #[test]
    fn what_is_drawn_is_read() {
        for length in [20, 100, 300, 600, 700, 800, 900, 1_000, 1_100, 1_200, 1_300, 1_500] {
            let text = "https://shouyi.example.cn/#check/".to_owned() + &"aB3_-".repeat(length / 5);
            assert_eq!(read(&text).as_deref(), Some(text.as_str()), "{length}");
        }
    }
}
