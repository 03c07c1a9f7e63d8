//! The server dies at every single step of taking in a push, one after the other; whatever it gave a receipt for is there
//! afterwards, and what it did not is brought again.

use std::collections::BTreeSet;
use std::path::Path;
use sync::desk::MatterRow;
use tests::cdp::{Done, Trouble};
use tests::native::{Handset, Officer};
use tests::server::Township;

/// How many records a push carries.
const TOGETHER: u32 = 3;

/// Broken on purpose, seen red: the writer answering before it commits (what was receipted is not there).
#[test]
fn what_was_receipted_survives_the_servers_death_at_every_step_of_a_push() -> Done {
    let dying = Path::new(env!("CARGO_BIN_EXE_dying"));
    let mut township = Township::demo()?;
    let officer = Officer::first(&township)?;
    let group = oplog::Scope::parse("532301104201001").map_err(Trouble::of)?;
    let mut phone = Handset::enrol(township.address(), &officer, 7, group)?;
    let (mut raised, mut steps) = (0, Vec::new());
    loop {
        for at in 0..TOGETHER {
            phone.raise(&format!("第{}步第{at}件", steps.len()))?;
        }
        raised += TOGETHER;
        let step = (steps.len() + 1).to_string();
        township = township.restart_as(dying, &["--die", &step])?;
        let lived = phone.sync()?.is_ok();
        // Its last line may come through the pipe after the phone saw the connection break.
        let died = match lived {
            true => None,
            false => Some(
                township.printed("where it dies", |line| line.strip_prefix("dies ").map(str::to_owned))?,
            ),
        };
        let receipted = raised - u32::try_from(phone.unreceived()?).map_err(Trouble::of)?;

        township = township.restart_as(&Township::program(), &[])?;
        let rows: Vec<MatterRow> = officer.get(&format!("matters?scope={group}"))?;
        assert!(
            rows.len() as u32 >= receipted,
            "step {step}: {receipted} were receipted, {} are there",
            rows.len()
        );
        phone.sync()?.map_err(|error| Trouble::new(format!("step {step}: {error:?}")))?;
        assert_eq!(phone.unreceived()?, 0, "step {step}");
        let rows: Vec<MatterRow> = officer.get(&format!("matters?scope={group}"))?;
        assert_eq!(rows.len() as u32, raised, "step {step}: every matter once");
        let calm = phone.sync()?.map_err(|error| Trouble::new(format!("{error:?}")))?;
        assert_eq!(
            (calm.up, calm.down, calm.requests),
            (0, 0, 1),
            "step {step}: the next session moves nothing"
        );
        match died {
            Some(step) => steps.push(step),
            None => break,
        }
    }
    let kinds: BTreeSet<&str> = steps.iter().map(String::as_str).collect();
    let every = [
        "before the transaction",
        "before a write",
        "before the commit",
        "after the commit",
        "before the answer",
    ];
    assert_eq!(kinds, every.into_iter().collect(), "every kind of step was one to die at");
    assert!(township.command("verify")?.contains("every signature, chain and summary holds"));
    println!("it died at {} steps", steps.len());
    Ok(())
}
