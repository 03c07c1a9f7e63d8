//! The tree of places: names found by code, and counts.

use oplog::Scope;
use sync::desk::PlaceNode;

/// The node of a place.
pub fn find(tree: &PlaceNode, scope: Scope) -> Option<&PlaceNode> {
    if tree.scope == scope {
        return Some(tree);
    }
    tree.places.iter().filter(|place| place.scope.covers(&scope)).find_map(|place| find(place, scope))
}

/// The name of a place, or its code where it has none.
pub fn name(tree: &PlaceNode, scope: Scope) -> String {
    find(tree, scope)
        .map(|place| &place.name)
        .filter(|name| !name.is_empty())
        .cloned()
        .unwrap_or_else(|| scope.to_string())
}

/// The name with that of the village above: 前进村 · 上白村民小组.
pub fn path(tree: &PlaceNode, scope: Scope) -> String {
    let above = scope.parent().filter(|parent| *parent != tree.scope);
    match above {
        Some(above) => format!("{} · {}", name(tree, above), name(tree, scope)),
        None => name(tree, scope),
    }
}

/// How many matters a place and those below it have.
pub fn matters(place: &PlaceNode) -> u32 {
    place.places.iter().map(matters).fold(place.matters, u32::saturating_add)
}

/// Villages, and groups of all villages.
pub fn extent(tree: &PlaceNode) -> (usize, usize) {
    (tree.places.len(), tree.places.iter().map(|village| village.places.len()).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(code: &str, name: &str, matters: u32, places: Vec<PlaceNode>) -> Option<PlaceNode> {
        Some(PlaceNode { scope: Scope::parse(code).ok()?, name: name.into(), matters, people: 0, places })
    }

    #[test]
    fn a_place_is_named_with_the_village_above_it() {
        let tree = (|| {
            let groups = vec![
                node("532301104201001", "上白村民小组", 2, vec![])?,
                node("532301104201002", "", 1, vec![])?,
            ];
            node("532301104", "紫溪镇", 0, vec![node("532301104201", "前进村", 1, groups)?])
        })();
        let Some(tree) = tree else { panic!("codes") };
        let named = |code| Scope::parse(code).map(|scope| path(&tree, scope)).unwrap_or_default();
        assert_eq!(named("532301104"), "紫溪镇");
        assert_eq!(named("532301104201"), "前进村");
        assert_eq!(named("532301104201001"), "前进村 · 上白村民小组");
        assert_eq!(named("532301104201002"), "前进村 · 532301104201002");
        assert_eq!((matters(&tree), extent(&tree)), (4, (1, 2)));
    }
}
