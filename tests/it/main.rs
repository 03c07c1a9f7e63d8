//! Stories that need no browser.

mod rooms;
