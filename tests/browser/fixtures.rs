//! The project's own cases, each through the real screens on a township of its own.

use std::path::Path;
use tests::cases::{read, run};
use tests::cdp::Done;

fn comes_out_as_expected(name: &str) -> Done {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).with_extension("json");
    let ended = run(&read(&file)?)?;
    for case in ended {
        assert!(case.as_expected(), "{}: {:?}", case.case, case.figures);
        println!("{}: {}", case.case, case.tally);
    }
    Ok(())
}

#[test]
fn a_first_proposal_that_is_rejected() -> Done {
    comes_out_as_expected("first-proposal-tie")
}

#[test]
fn a_first_proposal_and_the_assembly_by_households_after_it() -> Done {
    comes_out_as_expected("group-assembly-well")
}

#[test]
fn a_hearing_that_leaves_a_question_open() -> Done {
    comes_out_as_expected("hearing-forest")
}
