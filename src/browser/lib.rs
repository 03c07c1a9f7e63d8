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
mod door;
mod enrol;
pub mod files;
mod former;
pub mod install;
pub mod keys;
mod lock;
pub mod locks;
mod moving;
pub mod nearby;
pub mod net;
pub mod people;
mod phone;
pub mod quota;
mod saving;
mod status;
pub mod store;
mod syncing;
pub mod timer;
pub mod worker;

pub use carrying::Reader;
pub use door::{Door, FIRST, Lost};
pub use enrol::EnrolError;
pub use lock::{Pin, PinError};
pub use moving::{ForNewPhone, NotMoved};
pub use phone::{AtFirst, Enrolment, Me, OpenError, Phone, Township};
pub use saving::{Intention, Saved};
pub use status::{Begun, Change, Kept, Listener, Safety, SyncOutcome, SyncStatus, Why};
pub use store::Store;
pub use sync::saving::SaveError;
