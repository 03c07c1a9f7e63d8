//! The township's server: it receives what phones bring, verifies it again, keeps it, and shows it to the desk.
//!
//! Never in here: rules of its own (they are in `domain`), or SQL outside of [`archive::sqlite`].

pub mod accounts;
pub mod admit;
pub mod archive;
pub mod audit;
pub mod audit_log;
pub mod authority;
pub mod backup;
pub mod carried;
pub mod check;
pub mod checkpoint;
pub mod cli;
pub mod clock;
pub mod codes;
pub mod config;
pub mod data;
pub mod devices;
pub mod enrol;
pub mod error;
pub mod exchange;
pub mod high_water;
pub mod hub;
pub mod merkle;
pub mod officers;
pub mod pinyin;
pub mod qr;
pub mod readings;
pub mod register;
pub mod routes;
pub mod serve;
pub mod slips;
pub mod throttle;
mod unseal;
pub mod verify;
pub mod work;
pub mod writer;
