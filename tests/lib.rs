//! Stories, simulations and browser journeys over all rooms.
pub mod cdp;
pub mod native;
pub mod server;
