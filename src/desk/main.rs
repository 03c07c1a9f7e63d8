//! The township's screens.
fn main() {}
