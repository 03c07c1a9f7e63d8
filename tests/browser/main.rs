//! Journeys through a real browser; first, that the driver itself does what it says.
mod driver;
mod little_server;
mod shell;
