//! Stories, simulations and browser journeys over all rooms.
