//! Journeys through a real browser; first, that the driver itself does what it says.
mod beside;
mod carried;
mod cloned;
mod driver;
mod evicted;
mod fixtures;
mod frozen;
mod full;
mod journey;
mod little_server;
mod paper;
mod printing;
mod restored;
mod scanned;
mod shell;
mod two_recorders;
mod world;
