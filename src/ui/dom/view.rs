//! An [`El`] in a `view!`, and a `view!` in an [`El`].

use super::El;
use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::no_attrs;
use leptos::tachys::renderer::dom::Dom;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use leptos::wasm_bindgen::JsCast;
use std::future::{Future, ready};
use web_sys::{Element, Node};

/// Puts a view into an element, for as long as the present owner lives.
pub fn insert(element: &Element, view: AnyView) {
    let mut state = view.build();
    state.mount(element, None);
    StoredValue::new_local(state);
}

no_attrs!(El);

impl Render for El {
    type State = Self;

    fn build(self) -> Self {
        self
    }

    fn rebuild(self, state: &mut Self) {
        if let Some(parent) = Dom::get_parent(state.node()) {
            Dom::insert_node(parent.unchecked_ref(), self.node(), Some(state.node()));
        }
        Dom::remove(state.node());
        *state = self;
    }
}

impl Mountable for El {
    fn unmount(&mut self) {
        Dom::remove(self.node());
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        Dom::insert_node(parent, self.node(), marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = Dom::get_parent(self.node()) else { return false };
        child.mount(parent.unchecked_ref(), Some(self.node()));
        true
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.node().clone()]
    }
}

impl RenderHtml for El {
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
