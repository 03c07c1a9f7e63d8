//! The phone's screens.
fn main() {}
