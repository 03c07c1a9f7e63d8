//! The server as phones and the desk meet it: real routes over a real database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod admission;
mod arrivals;
mod audit;
mod backups;
mod carried;
mod desk;
mod devices;
mod duties;
mod enrolment;
mod killed;
mod log;
mod many;
mod moving;
mod officers;
mod paper;
mod put_back;
mod restore;
mod sessions;
mod town;
mod wire;
