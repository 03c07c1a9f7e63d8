//! The session between a phone and the township: messages with their limits, receipts, ports, and the one
//! function that runs a session over them.
//!
//! `session::run` is an async function over three ports (store, transport, signer). Every `await` in it is an
//! event that comes in after a command that went out; a simulation polls it by hand and drops it to kill the
//! phone.
//!
//! Never in here: fetch, storage, sleep, a clock, randomness, `Send` bounds.

pub mod base64;
pub mod carried;
pub mod checkpoint;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod desk;
mod desk_carried;
pub mod desk_codes;
pub mod desk_devices;
pub mod desk_log;
pub mod desk_officers;
pub mod digest;
pub mod enrol;
pub mod fountain;
pub mod invite;
pub mod kept;
pub mod limits;
pub mod memory;
pub mod message;
pub mod moving;
#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs, reason = "tests")]
mod moving_tests;
pub mod pin;
pub mod port;
pub mod printed;
pub mod receipt;
pub mod saving;
pub mod session;
pub mod slip;
pub mod strand;
pub mod tree;

#[cfg(test)]
mod checkpoint_tests;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod invite_tests;
#[cfg(test)]
mod printed_tests;
#[cfg(test)]
mod slip_tests;
#[cfg(test)]
mod twice_tests;
#[cfg(test)]
mod wire_tests;
