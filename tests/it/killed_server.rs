//! The server is killed by SIGKILL in the middle of pushes; whatever it gave a receipt for is there afterwards.

use std::time::Duration;
use sync::desk::MatterRow;
use tests::cdp::{Done, Trouble};
use tests::native::{Handset, Officer};
use tests::server::Township;

const KILLS: u32 = 20;
/// As often it is tried at most until one kill has hit a push: on a busy machine the moment may be missed.
const MOST: u32 = 5 * KILLS;

/// Kills the server after a moment that differs from round to round, while the phone pushes.
fn kill_while_pushing(township: Township, phone: &Handset, round: u32) -> Done<Township> {
    let pid = township.id();
    let killer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(u64::from(round % KILLS) * 2));
        std::process::Command::new("kill").args(["-9", &pid.to_string()]).status()
    });
    // Cut or done: both are fine, what counts is what was receipted.
    drop(phone.sync()?);
    killer.join().map_err(|_| Trouble::new("the killer died"))?.map_err(Trouble::of)?;
    township.restart()
}

#[test]
fn what_was_receipted_survives_twenty_kills_of_the_server() -> Done {
    let mut township = Township::demo()?;
    let officer = Officer::first(&township)?;
    let group = oplog::Scope::parse("532301104201001").map_err(Trouble::of)?;
    let mut phone = Handset::enrol(township.address(), &officer, 7, group)?;
    let (mut interrupted, mut round) = (0, 0);
    while round < KILLS || (interrupted == 0 && round < MOST) {
        for at in 0..40 {
            phone.raise(&format!("第{round}轮第{at}件"))?;
        }
        township = kill_while_pushing(township, &phone, round)?;
        let (_, received) = phone.standing()?;
        interrupted += u32::from(phone.unreceived()? > 0);
        let receipted: u64 = received
            .iter()
            .filter(|received| received.head.log.device == phone.writer.device())
            .map(|received| received.head.height)
            .sum();
        let rows: Vec<MatterRow> = officer.get(&format!("matters?scope={group}"))?;
        assert!(
            rows.len() as u64 >= receipted,
            "round {round}: {receipted} were receipted, {} are there",
            rows.len()
        );
        round += 1;
    }
    let report = phone.sync()?.map_err(|error| Trouble::new(format!("{error:?}")))?;
    assert_eq!(phone.unreceived()?, 0, "{report:?}");
    let rows: Vec<MatterRow> = officer.get(&format!("matters?scope={group}"))?;
    assert_eq!(rows.len() as u32, round * 40, "every matter once");
    let calm = phone.sync()?.map_err(|error| Trouble::new(format!("{error:?}")))?;
    assert_eq!((calm.up, calm.down, calm.requests), (0, 0, 1), "the next session moves nothing");
    println!("{interrupted} of {round} sessions were cut before their receipts came");
    assert!(interrupted > 0, "no kill hit a push: the test proves nothing");
    Ok(())
}
