//! Two servers begun with one identity: from one copy of the data folder, the key and the high-water mark included.

use std::mem::swap;
use tests::simulation::town::Town;
use tests::simulation::{Broken, World};

/// A phone that has seen the tree of one of them shows it to the other, which cannot have signed it and be what it is: it begins
/// a new generation, and each of them gets what the other one has from the phones that go between.
///
/// Seen to fail: the phone showing nothing; only a smaller log taken for another one.
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
    let first = world.town.borrow().generation();
    swap(&mut *world.town.borrow_mut(), &mut other);
    world.session(1)?;
    assert_eq!(
        world.town.borrow().generation(),
        first,
        "it says nothing that contradicts what the phone saw"
    );
    world.session(0)?;
    let second = world.town.borrow().generation();
    assert_ne!(second, first);
    swap(&mut *world.town.borrow_mut(), &mut other);
    world.session(1)?;
    assert_ne!(world.town.borrow().generation(), first);
    // The operator switches one off, whichever.
    for _ in 0..2 {
        world.calm()?;
        let held = |at: usize| world.said.keys().all(|id| world.phones[at].shelf.inside().holds(id));
        assert!(held(0) && held(1));
        swap(&mut *world.town.borrow_mut(), &mut other);
    }
    Ok(())
}
