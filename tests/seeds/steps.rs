//! Every fault at every point at which it can happen, one after the other (N18).

use tests::simulation::air::Lost;
use tests::simulation::shelf::Fault;
use tests::simulation::town::Kill;
use tests::simulation::{Broken, World};

/// Two phones that have something of each other, and something that is still to come.
fn begun() -> Result<World, Broken> {
    let mut world = World::new(3, false);
    for at in [0, 1] {
        world.saved(at)?;
        world.session(at)?;
    }
    world.saved(1)?;
    world.session(1)?;
    Ok(world)
}

/// The phone goes on afterwards, and all is well in the end.
fn mended(mut world: World) -> Result<(), Broken> {
    world.phones[0].shelf.heal();
    world.saved(0)?;
    world.calm()
}

#[test]
fn a_phone_killed_at_every_wait_opens_again_as_it_was() -> Result<(), Broken> {
    for waits in 0.. {
        let mut world = begun()?;
        let killed = world.cut_short(0, waits)?;
        mended(world)?;
        if !killed {
            assert!(waits > 40, "a save and a session wait often: {waits}");
            break;
        }
    }
    Ok(())
}

#[test]
fn a_storage_that_fails_at_every_write_loses_nothing() -> Result<(), Broken> {
    for fault in [Fault::Full, Fault::Aborted, Fault::LostBefore, Fault::LostAfter] {
        for write in 1..12 {
            let mut world = begun()?;
            world.phones[0].shelf.fail_at(write, fault);
            world.cut_short(0, u32::MAX)?;
            mended(world)?;
        }
    }
    Ok(())
}

#[test]
fn a_server_that_dies_at_every_commit_or_has_no_room_for_it_loses_nothing() -> Result<(), Broken> {
    for kill in [Kill::Before, Kill::After, Kill::Full] {
        for write in 1.. {
            let mut world = begun()?;
            world.town.borrow().kill_at(write, kill);
            world.cut_short(0, u32::MAX)?;
            let unharmed = world.town.borrow().unharmed();
            mended(world)?;
            if unharmed {
                assert!(write > 3, "a session commits often: {write}");
                break;
            }
        }
    }
    Ok(())
}

#[test]
fn every_request_and_every_answer_may_be_lost() -> Result<(), Broken> {
    for lost in [Lost::Request, Lost::Answer] {
        for call in 0.. {
            let mut world = begun()?;
            world.phones[0].air.cut.set(Some((call, lost)));
            world.cut_short(0, u32::MAX)?;
            let unharmed = world.phones[0].air.cut.take().is_some();
            mended(world)?;
            if unharmed {
                assert!(call > 3, "a session asks often: {call}");
                break;
            }
        }
    }
    Ok(())
}

/// Cut at every byte, a bundle gives what is before the cut, and the whole one gives the rest.
#[test]
fn a_bundle_torn_at_every_byte_harms_nobody() -> Result<(), Broken> {
    let mut world = begun()?;
    world.saved(0)?;
    world.saved(0)?;
    let bundle = world.packed(0)?;
    for cut in 0..=bundle.len() {
        world.taken_in(1, bundle[..cut].to_vec())?;
    }
    let held = |id| world.phones[1].shelf.inside().holds(id);
    let theirs = world.phones[0].scope == world.phones[1].scope;
    assert!(theirs && world.said.keys().all(held), "the last one was whole");
    world.calm()
}
