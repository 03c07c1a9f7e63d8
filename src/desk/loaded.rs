//! Something that the server knows and the desk shows: asked for, kept while it is renewed, never asked for twice
//! at once.

use crate::api::{self, Failure};
use crate::desk::Who;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

/// A value of the server with the address that it comes from.
pub struct Loaded<T: Send + Sync + 'static> {
    /// What was read last.
    pub value: RwSignal<Option<T>>,
    /// Why the last reading brought nothing.
    pub failure: RwSignal<Option<Failure>>,
    path: StoredValue<Option<String>>,
    busy: StoredValue<bool>,
    again: StoredValue<bool>,
    who: RwSignal<Who>,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: DeserializeOwned + PartialEq + Send + Sync + 'static> Loaded<T> {
    /// Nothing yet, from nowhere yet.
    pub fn new(who: RwSignal<Who>) -> Self {
        Self {
            value: RwSignal::new(None),
            failure: RwSignal::new(None),
            path: StoredValue::new(None),
            busy: StoredValue::new(false),
            again: StoredValue::new(false),
            who,
        }
    }

    /// Shows what is at `path`: at once what is there already, then what the server says.
    pub fn ask(self, path: String) {
        if self.path.with_value(|known| known.as_deref() != Some(path.as_str())) {
            self.value.set(None);
            self.failure.set(None);
            self.path.set_value(Some(path));
        }
        self.refresh();
    }

    /// Reads it anew. While it is being read already, once more afterwards.
    pub fn refresh(self) {
        if self.path.with_value(Option::is_none) {
            return;
        }
        self.again.set_value(true);
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        spawn_local(async move {
            while self.again.get_value() {
                self.again.set_value(false);
                let Some(path) = self.path.get_value() else { break };
                let answer = api::get(&path).await;
                if self.path.with_value(|now| now.as_deref() == Some(path.as_str())) {
                    self.take(answer);
                }
            }
            self.busy.set_value(false);
        });
    }

    /// Reads it anew after it could not be read; until then nobody says that it failed.
    pub fn again(self) {
        self.failure.set(None);
        self.refresh();
    }

    /// Reads it anew if the server was away the last time.
    pub fn retry(self) {
        if self.failure.with_untracked(|failure| *failure == Some(Failure::Unreachable)) {
            self.refresh();
        }
    }

    /// Forgets what was read and where from.
    pub fn forget(self) {
        self.path.set_value(None);
        self.value.set(None);
        self.failure.set(None);
    }

    fn take(self, answer: Result<T, Failure>) {
        match answer {
            Ok(value) => {
                if self.failure.with_untracked(Option::is_some) {
                    self.failure.set(None);
                }
                if self.value.with_untracked(|known| known.as_ref() != Some(&value)) {
                    self.value.set(Some(value));
                }
            }
            Err(Failure::SignedOut) => self.who.set(Who::Out { ended: true }),
            Err(failure) if self.failure.with_untracked(|known| known.as_ref() == Some(&failure)) => {}
            Err(failure) => self.failure.set(Some(failure)),
        }
    }
}
