//! Stories that need no browser.

mod dying_server;
mod killed_server;
mod rooms;
