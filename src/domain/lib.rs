//! What records mean.
