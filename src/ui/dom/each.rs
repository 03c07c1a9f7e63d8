//! Rows that stay in the page while others come and go.

use super::{El, Live, follow};
use leptos::reactive::graph::untrack;
use leptos::reactive::owner::Owner;
use leptos::tachys::renderer::dom::Dom;
use web_sys::{Element, Node};

/// A row: its key, and how it is made when it is new.
pub struct Row {
    key: String,
    make: Box<dyn FnOnce() -> El>,
}

/// A row of this key.
pub fn row(key: impl Into<String>, make: impl FnOnce() -> El + 'static) -> Row {
    Row { key: key.into(), make: Box::new(make) }
}

struct Shown {
    key: String,
    el: El,
    owner: Owner,
}

impl Shown {
    fn of(row: Row, parent: &Owner) -> Self {
        let owner = parent.with(Owner::new);
        let el = owner.with(|| untrack(row.make));
        Self { key: row.key, el, owner }
    }

    fn gone(self) {
        Dom::remove(&self.el.0);
        self.owner.cleanup();
    }
}

pub(super) fn keep(element: &Element, rows: Box<dyn Live<Vec<Row>>>) {
    let end: Node = Dom::create_placeholder().into();
    Dom::insert_node(element, &end, None);
    let parent = element.clone();
    // Rows belong to whoever made the list, not to one run of what follows it.
    let home = Owner::current().unwrap_or_default();
    let mut shown: Vec<Shown> = Vec::new();
    follow(move || {
        let mut before = std::mem::take(&mut shown);
        for row in rows.now() {
            let known = before.iter().position(|old| old.key == row.key);
            shown.push(known.map_or_else(|| Shown::of(row, &home), |at| before.remove(at)));
        }
        before.into_iter().for_each(Shown::gone);
        let mut next = end.clone();
        for row in shown.iter().rev() {
            // What stands in its place already keeps its focus and its place in the scroll.
            if Dom::next_sibling(&row.el.0).as_ref() != Some(&next) {
                Dom::insert_node(&parent, &row.el.0, Some(&next));
            }
            next = Node::clone(&row.el.0);
        }
    });
}
