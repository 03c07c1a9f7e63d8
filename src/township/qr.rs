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
