//! What the township answers to a phone's requests: bytes in, message out. No HTTP and no waiting of its own, so that the
//! server's routes and a simulation run the very same code.

mod deliver;
mod hello;
mod open;
mod pull;
mod push;
mod put_back;
mod told;

pub use deliver::deliver;
pub use hello::{durable, hello};
pub use open::new_row;
pub use pull::pull;
pub use push::push;
pub use told::told;
