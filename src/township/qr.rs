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
