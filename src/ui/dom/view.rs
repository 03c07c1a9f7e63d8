//! An [`El`] in a `view!`, and a `view!` in an [`El`].

use super::El;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::renderer::dom::Dom;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::wasm_bindgen::JsCast;
use send_wrapper::SendWrapper;
use std::future::{Future, ready};
use web_sys::{Element, Node};

/// Puts a view into an element, for as long as the present owner lives.
pub fn insert(element: &Element, view: AnyView) {
    let mut state = view.build();
    state.mount(element, None);
    StoredValue::new_local(state);
}

/// An element in a `view!`. Nothing is ever sent to another thread; views are only asked whether they could be.
pub struct Shown(SendWrapper<El>);

impl El {
    /// It, in a `view!`.
    pub fn shown(self) -> Shown {
        Shown(SendWrapper::new(self))
    }
}

no_attrs!(Shown);

impl Render for Shown {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        if let Some(parent) = Dom::get_parent(state.0.node()) {
            Dom::insert_node(parent.unchecked_ref(), self.0.node(), Some(state.0.node()));
        }
        Dom::remove(state.0.node());
        *state = self;
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        Dom::remove(self.0.node());
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        Dom::insert_node(parent, self.0.node(), marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = Dom::get_parent(self.0.node()) else { return false };
        child.mount(parent.unchecked_ref(), Some(self.0.node()));
        true
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.0.node().clone()]
    }
}

impl RenderHtml for Shown {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    fn resolve(self) -> impl Future<Output = Self> + Send {
        ready(self)
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self {
        self
    }

    fn into_owned(self) -> Self {
        self
    }
}
