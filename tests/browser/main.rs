//! Journeys through a real browser; first, that the driver itself does what it says.
mod driver;
mod fixtures;
mod journey;
mod little_server;
mod paper;
mod shell;
