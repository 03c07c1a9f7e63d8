//! Values that screens watch: handles as Leptos' own signals are, owned and tracked by its owners and effects.
//!
//! Leptos compiles reading, writing and comparing anew for every type of value, about two kilobytes each time; here a
//! value is boxed and what handles the box is compiled once. A handle is one number, copied freely.

use crate::dom::Live;
use leptos::reactive::computed::Memo;
use leptos::reactive::owner::{ArenaItem, LocalStorage};
use leptos::reactive::signal::ArcTrigger;
use leptos::reactive::traits::{Get, GetUntracked, Notify, Track};
use send_wrapper::SendWrapper;
use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

type Slot = Rc<RefCell<Box<dyn Any>>>;

#[derive(Clone)]
struct Held {
    value: Slot,
    watchers: ArcTrigger,
}

/// What a handle names, whatever its type.
#[derive(Clone, Copy)]
struct Place(ArenaItem<Held, LocalStorage>);

impl Place {
    #[inline(never)]
    fn new(value: Box<dyn Any>) -> Self {
        let held = Held { value: Rc::new(RefCell::new(value)), watchers: ArcTrigger::new() };
        Self(ArenaItem::new_with_storage(held))
    }

    #[inline(never)]
    fn held(self) -> Option<Slot> {
        self.0.try_get_value().map(|held| held.value)
    }

    /// As [`Self::held`]; whoever runs now runs again when the value changes.
    #[inline(never)]
    fn watched(self) -> Option<Slot> {
        let held = self.0.try_get_value()?;
        held.watchers.track();
        Some(held.value)
    }

    #[inline(never)]
    fn put(self, value: Box<dyn Any>) {
        if let Some(held) = self.0.try_get_value() {
            let before = held.value.replace(value);
            held.watchers.notify();
            drop(before);
        }
    }

    #[inline(never)]
    fn changed(self) {
        if let Some(held) = self.0.try_get_value() {
            held.watchers.notify();
        }
    }
}

/// Reading what its owner has taken away is a mistake in the screens, as it is with Leptos' own signals.
#[cold]
#[inline(never)]
#[allow(clippy::panic)]
fn gone() -> ! {
    panic!("a value was read after its screen was gone")
}

fn typed<T: 'static>(value: &dyn Any) -> &T {
    value.downcast_ref().unwrap_or_else(|| gone())
}

/// A value that is set by hand. Setting it after its owner is gone does nothing.
pub struct Var<T>(Place, PhantomData<fn() -> T>);

impl<T> Clone for Var<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Var<T> {}

impl<T: Default + 'static> Default for Var<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: 'static> Var<T> {
    /// A value that the present owner owns.
    pub fn new(value: T) -> Self {
        Self(Place::new(Box::new(value)), PhantomData)
    }

    /// Reads it; whoever runs now runs again when it changes.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let slot = self.0.watched().unwrap_or_else(|| gone());
        read(typed(slot.borrow().as_ref()))
    }

    /// Reads it without watching it.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        let slot = self.0.held().unwrap_or_else(|| gone());
        read(typed(slot.borrow().as_ref()))
    }

    /// As [`Self::with_untracked`]; none where its owner is gone.
    pub fn try_with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.0.held().map(|slot| read(typed(slot.borrow().as_ref())))
    }

    /// Watches it without reading it.
    pub fn track(self) {
        self.0.watched();
    }

    /// Puts another value in its place.
    pub fn set(self, value: T) {
        self.0.put(Box::new(value));
    }

    /// Changes it.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// As [`Self::update`]; it counts as changed only where `change` says so.
    pub fn maybe_update(self, change: impl FnOnce(&mut T) -> bool) {
        let Some(slot) = self.0.held() else { return };
        let changed = slot.borrow_mut().downcast_mut().is_some_and(change);
        if changed {
            self.0.changed();
        }
    }

    /// As [`Self::update`], with what `change` gives; none where its owner is gone.
    pub fn try_update<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let slot = self.0.held()?;
        let given = slot.borrow_mut().downcast_mut().map(change);
        self.0.changed();
        given
    }
}

impl<T: Clone + 'static> Var<T> {
    /// It; whoever runs now runs again when it changes.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// It, without watching it.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}

type Made = SendWrapper<Rc<dyn Any>>;

/// A value that follows from others. Who watches it runs again only when it comes out different.
pub struct Derived<T>(Memo<Made>, PhantomData<fn() -> T>);

impl<T> Clone for Derived<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Derived<T> {}

impl<T: PartialEq + 'static> Derived<T> {
    /// Follows what the closure reads, as long as the present owner lives.
    pub fn new(make: impl Fn() -> T + 'static) -> Self {
        Self(derived(Box::new(move || Rc::new(make()) as Rc<dyn Any>), differ::<T>), PhantomData)
    }
}

#[inline(never)]
fn derived(make: Box<dyn Live<Rc<dyn Any>>>, differ: fn(Option<&Made>, Option<&Made>) -> bool) -> Memo<Made> {
    let make = SendWrapper::new(make);
    Memo::new_with_compare(move |_| SendWrapper::new(make.now()), differ)
}

fn differ<T: PartialEq + 'static>(before: Option<&Made>, now: Option<&Made>) -> bool {
    before.and_then(|made| made.downcast_ref::<T>()) != now.and_then(|made| made.downcast_ref::<T>())
}

#[inline(never)]
fn made(memo: Memo<Made>) -> Made {
    memo.get()
}

#[inline(never)]
fn made_untracked(memo: Memo<Made>) -> Made {
    memo.get_untracked()
}

impl<T: 'static> Derived<T> {
    /// Reads it; whoever runs now runs again when it changes.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(typed(made(self.0).as_ref()))
    }

    /// Reads it without watching it.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(typed(made_untracked(self.0).as_ref()))
    }

    /// Watches it without reading it.
    pub fn track(self) {
        self.0.track();
    }
}

impl<T: Clone + 'static> Derived<T> {
    /// It; whoever runs now runs again when it changes.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// It, without watching it.
    pub fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }
}
