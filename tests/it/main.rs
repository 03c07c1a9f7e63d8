//! Stories that need no browser.

mod killed_server;
mod rooms;
