//! The phone's machine: IndexedDB, device keys, Web Locks, fetch, quota, the service worker's registration.
//!
//! [`Phone`] is what the screens use. Below it, [`Store`] keeps the operations, [`keys`] signs, [`net`] reaches the
//! township, and `sync::session` runs over the three.
//!
//! Never in here: rules of meetings, words for people, layout.

mod auto;
pub mod broadcast;
mod carrying;
pub mod clock;
mod enrol;
pub mod files;
pub mod install;
pub mod keys;
pub mod locks;
pub mod net;
mod phone;
pub mod quota;
mod saving;
mod status;
pub mod store;
mod syncing;
pub mod timer;
pub mod worker;

pub use carrying::Reader;
pub use enrol::EnrolError;
pub use phone::{AtFirst, Enrolment, Me, OpenError, Phone, Township};
pub use saving::{Intention, Saved};
pub use status::{Begun, Change, Kept, Listener, Safety, SyncOutcome, SyncStatus, Why};
pub use store::Store;
pub use sync::saving::SaveError;
