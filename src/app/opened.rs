//! The matter on the screen: being read, here, or not.

use domain::view::MatterView;
use oplog::{MatterId, Op};
use std::sync::Arc;
use sync::port::StoreError;
use ui::signal::Var;

/// A matter with the operations that it follows from.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenMatter {
    /// All operations held of it.
    pub ops: Vec<Op>,
    /// What follows from them.
    pub view: MatterView,
}

/// The matter on the screen.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Opened {
    /// Being read.
    #[default]
    Opening,
    /// Not on this phone.
    Missing,
    /// The store failed.
    Failed(StoreError),
    /// Here it is.
    Here(Arc<OpenMatter>),
}

impl Opened {
    /// The matter, once it is here.
    pub fn here(&self) -> Option<Arc<OpenMatter>> {
        if let Self::Here(matter) = self { Some(Arc::clone(matter)) } else { None }
    }
}

/// The matter of a name as it stands on the screen; a handle, copied freely.
#[derive(Clone, Copy)]
pub struct Showing {
    opened: Var<(Option<MatterId>, Opened)>,
    id: MatterId,
}

impl Showing {
    /// The one of this name, whenever it is what is opened.
    pub const fn of(id: MatterId, opened: Var<(Option<MatterId>, Opened)>) -> Self {
        Self { opened, id }
    }

    /// Reads it and follows it.
    pub fn with<R>(self, read: impl FnOnce(&Opened) -> R) -> R {
        self.opened.with(|(open, state)| read(if *open == Some(self.id) { state } else { &Opened::Opening }))
    }

    /// Reads it without following it.
    pub fn with_untracked<R>(self, read: impl FnOnce(&Opened) -> R) -> R {
        self.opened.with_untracked(|(open, state)| {
            read(if *open == Some(self.id) { state } else { &Opened::Opening })
        })
    }

    /// It, followed.
    pub fn get(self) -> Opened {
        self.with(Opened::clone)
    }
}
