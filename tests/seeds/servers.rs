//! Two servers begun with one identity: from one copy of the data folder, the key and the high-water mark included.

use std::mem::swap;
use tests::simulation::town::Town;
use tests::simulation::{Broken, World};

/// A phone that has seen the tree of one of them believes the other in nothing; once one is switched off and the other
/// begins a new generation, both halves come together.
///
/// Seen to fail: the session's `witness` without its look at the prefix; the phone believed both.
#[test]
fn two_servers_with_one_identity_are_noticed_and_lose_nothing() -> Result<(), Broken> {
    let mut world = World::new(1, false);
    for at in [0, 1, 0, 1] {
        world.saved(at)?;
        world.session(at)?;
    }
    let mut other = {
        let town = world.town.borrow();
        Town::at(&town.moment(), town.clock.clone())
    };
    world.saved(0)?;
    world.saved(1)?;
    world.session(0)?;
    swap(&mut *world.town.borrow_mut(), &mut other);
    world.session(1)?;
    let refused = world.session(0).unwrap_err();
    assert!(refused.seen.contains("Rewritten"), "{refused:?}");
    swap(&mut *world.town.borrow_mut(), &mut other);
    let refused = world.session(1).unwrap_err();
    assert!(refused.seen.contains("Rewritten"), "{refused:?}");
    // The operator switches one off; the other begins anew, as after a restore.
    world.town.borrow_mut().forget_mark();
    world.calm()?;
    let held = |at: usize| world.said.keys().all(|id| world.phones[at].shelf.inside().holds(id));
    assert!(held(0) && held(1));
    Ok(())
}
