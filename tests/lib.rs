//! Stories, simulations and browser journeys over all rooms.
pub mod bench;
pub mod cases;
pub mod cdp;
pub mod faces;
pub mod native;
pub mod server;
pub mod simulation;
