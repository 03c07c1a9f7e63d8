//! What is being typed and is no operation yet: kept within a second, there again after the page was killed.
//!
//! A draft's key begins with the address of its form, so that a list can open it: `raise/12`,
//! `meeting/<matter>/<meeting>/say`, `open/<matter>`.

use crate::route::Route;
use crate::state::App;
use leptos::leptos_dom::helpers::{
    TimeoutHandle, set_timeout_with_handle, window_event_listener, window_event_listener_untyped,
};
use leptos::reactive::graph::untrack;
use leptos::reactive::owner::on_cleanup;
use leptos::tachys::html::event as ev;
use std::time::Duration;
use sync::port::{Draft, PhoneStore};
use ui::dom::{Live, later};
use ui::signal::Var;
use wasm_bindgen_futures::spawn_local;

const WAIT: Duration = Duration::from_millis(600);
const BETWEEN: char = '\u{1f}';

/// A form's draft.
#[derive(Clone, Copy)]
pub struct Kept {
    app: App,
    inner: Var<Inner>,
    /// Whether what was typed could not be kept: the form says so.
    pub failed: Var<bool>,
}

struct Inner {
    key: String,
    title: Box<dyn Live<String>>,
    text: Box<dyn Live<String>>,
    stored: String,
    timer: Option<TimeoutHandle>,
    over: bool,
}

impl Inner {
    fn unwatch(&mut self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
    }
}

/// Binds a form to the draft `key`.
///
/// - `restore` is called once, now, with what was typed before, if anything.
/// - `text` says what to keep, reading the form's signals; the empty string is nothing, and drops the draft.
/// - `title` is how a list names it.
pub fn keep(
    app: App,
    key: impl Into<String>,
    title: impl Fn() -> String + 'static,
    text: impl Fn() -> String + Clone + 'static,
    restore: impl FnOnce(&str),
) -> Kept {
    let key = key.into();
    let stored = app.draft(&key).map(|draft| draft.text).unwrap_or_default();
    if !stored.is_empty() {
        restore(&stored);
    }
    let watched = text.clone();
    let inner = Inner { key, title: Box::new(title), text: Box::new(text), stored, timer: None, over: false };
    let kept = Kept { app, inner: Var::new(inner), failed: Var::new(false) };
    later(move || {
        watched();
        kept.touched();
    });
    let hidden = window_event_listener_untyped("visibilitychange", move |_| kept.flush());
    let left = window_event_listener(ev::pagehide, move |_| kept.flush());
    on_cleanup(move || {
        hidden.remove();
        left.remove();
        kept.flush();
    });
    kept
}

impl Kept {
    /// Its key: give it to `actions::act`, which takes the draft away together with saving.
    pub fn key(self) -> String {
        self.inner.try_with_untracked(|inner| inner.key.clone()).unwrap_or_default()
    }

    fn touched(self) {
        let waits = self.inner.try_update(|inner| {
            if inner.timer.is_none() && !inner.over {
                inner.timer = set_timeout_with_handle(move || self.flush(), WAIT).ok();
            }
            inner.timer.is_some() || inner.over
        });
        // A browser that sets no timer: what is typed is kept at once instead.
        if waits == Some(false) {
            self.flush();
        }
    }

    /// What is typed now is on its way to become a record, in the same moment as its draft goes. Writing the draft
    /// first would only make the record wait.
    pub fn hold(self) {
        self.inner.try_update(|inner| {
            inner.unwatch();
            inner.stored = untrack(|| inner.text.now());
        });
    }

    /// It did not become a record: what is typed is kept as a draft, at once.
    pub fn let_go(self) {
        self.inner.update(|inner| inner.stored.clear());
        self.flush();
    }

    /// Keeps what is typed now, at once.
    pub fn flush(self) {
        let changed = self.inner.try_update(|inner| {
            inner.unwatch();
            let text = untrack(|| inner.text.now());
            if inner.over || text == inner.stored {
                return None;
            }
            inner.stored.clone_from(&text);
            let title = untrack(|| inner.title.now());
            Some(Draft { key: inner.key.clone(), text, title, touched_ms: self.app.now().ms })
        });
        if let Some(draft) = changed.flatten() {
            spawn_local(self.put(draft));
        }
    }

    async fn put(self, draft: Draft) {
        let phone = self.app.phone();
        let done = if draft.text.is_empty() {
            phone.store().drop_draft(&draft.key).await
        } else {
            phone.store().put_draft(&draft).await
        };
        self.failed.set(done.is_err());
        self.app.unkept.set(done.is_err());
        let over = self.inner.try_with_untracked(|inner| inner.over).unwrap_or(false);
        if over && !draft.text.is_empty() {
            // The form was saved or given up while this was on its way.
            phone.store().drop_draft(&draft.key).await.unwrap_or_default();
        } else if done.is_ok() {
            self.app.note_draft(draft);
        }
    }

    /// The form was recorded: its draft is gone, and the form is empty and goes on.
    pub fn taken(self) {
        self.inner.update(|inner| inner.stored.clear());
    }

    /// The form was recorded or given up for good.
    pub fn over(self) {
        let key = self.inner.try_update(|inner| {
            inner.over = true;
            inner.key.clone()
        });
        if let Some(key) = key {
            give_up(self.app, key);
        }
    }
}

/// Drops a draft that the person gave up, or that was recorded.
pub fn give_up(app: App, key: String) {
    app.forget_draft(&key);
    spawn_local(async move {
        // A draft that stays is offered again, and does no harm.
        app.phone().store().drop_draft(&key).await.unwrap_or_default();
    });
}

/// The form that a draft belongs to.
pub fn form_of(draft: &Draft) -> Route {
    Route::parse(&draft.key)
}

/// Several values as one text; all of them empty is the empty text.
pub fn pack(parts: &[&str]) -> String {
    if parts.iter().all(|part| part.is_empty()) {
        return String::new();
    }
    let clean: Vec<String> = parts.iter().map(|part| part.replace(BETWEEN, " ")).collect();
    clean.join("\u{1f}")
}

/// The values of [`pack`], in order.
pub fn unpack(text: &str) -> impl Iterator<Item = &str> {
    text.split(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_unpacked() {
        let parts = ["进村路", "", "a\nb </script>", "😀"];
        assert_eq!(unpack(&pack(&parts)).collect::<Vec<_>>(), parts);
        assert_eq!(pack(&["", ""]), "");
    }
}
