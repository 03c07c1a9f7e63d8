//! The rule book that ships: version 1, as data. Whoever replaces it issues a whole new one.

use crate::meeting::CountedBy;
use crate::rules::{Base, Procedure, ProcedureKind, RollBody, RuleBook, Step, StepRule, Threshold, Way};
use std::sync::LazyLock;

const HALF: Threshold = Threshold { num: 1, den: 2, at_least: true, of: Base::Entitled };
const MORE_THAN_HALF: Threshold = Threshold { at_least: false, ..HALF };
const MORE_THAN_HALF_OF_PRESENT: Threshold = Threshold { of: Base::Present, ..MORE_THAN_HALF };
const TWO_THIRDS: Threshold = Threshold { num: 2, den: 3, at_least: true, of: Base::Entitled };

const PRACTICE: &str = "楚雄州党员首议和民主议事听证办法";
const BRANCH: &str = "《中国共产党支部工作条例(试行)》第十一条";
const LAW_21: &str = "《村民委员会组织法》第二十一条、第二十二条";
const LAW_26: &str = "《村民委员会组织法》第二十六条";
const LAW_28: &str = "《村民委员会组织法》第二十八条";

/// The rule book that ships, made once.
pub fn shipped() -> &'static RuleBook {
    static SHIPPED: LazyLock<RuleBook> = LazyLock::new(RuleBook::shipped);
    &SHIPPED
}

impl RuleBook {
    /// The rule book that ships, version 1.
    pub fn shipped() -> Self {
        Self { version: 1, procedures: procedures(), steps: steps(), question_overdue_days: 15 }
    }
}

fn procedures() -> Vec<Procedure> {
    use Step::*;
    let procedure = |kind, steps: &[Step]| Procedure { kind, steps: steps.to_vec() };
    vec![
        procedure(
            ProcedureKind::GroupMatter,
            &[FirstProposal, GroupAssembly, DisclosureOfResolution, CarryingOut, DisclosureOfResult],
        ),
        procedure(
            ProcedureKind::VillageMatter,
            &[
                Hearing,
                Proposal,
                Consultation,
                MemberAssembly,
                Resolution,
                DisclosureOfResolution,
                CarryingOut,
                DisclosureOfResult,
            ],
        ),
        procedure(ProcedureKind::HearingOnly, &[Hearing, WrittenAnswer, DisclosureOfResolution]),
    ]
}

fn steps() -> Vec<StepRule> {
    use CountedBy::{Households, People};
    let assembly = |counted_by| {
        way(RollBody::GroupVillagers, counted_by, 3, TWO_THIRDS, MORE_THAN_HALF_OF_PRESENT, LAW_28)
    };
    let villagers = |counted_by, quorum| {
        way(RollBody::Villagers, counted_by, 10, quorum, MORE_THAN_HALF_OF_PRESENT, LAW_21)
    };
    let hearing = Way {
        majority: None,
        ..way(RollBody::MembersAndRepresentatives, People, 3, HALF, MORE_THAN_HALF, PRACTICE)
    };
    let members = |body, notice_days, source| way(body, People, notice_days, HALF, MORE_THAN_HALF, source);
    let representatives =
        way(RollBody::Representatives, People, 0, TWO_THIRDS, MORE_THAN_HALF_OF_PRESENT, LAW_26);
    vec![
        meeting(Step::FirstProposal, vec![members(RollBody::GroupMembers, 1, BRANCH)]),
        meeting(Step::GroupAssembly, vec![assembly(People), assembly(Households)]),
        StepRule { agenda_reviewed: true, ..meeting(Step::Hearing, vec![hearing]) },
        meeting(Step::Proposal, vec![members(RollBody::PartyCommittee, 0, PRACTICE)]),
        meeting(Step::Consultation, vec![members(RollBody::BothCommittees, 0, PRACTICE)]),
        meeting(Step::MemberAssembly, vec![members(RollBody::VillageMembers, 3, BRANCH)]),
        meeting(
            Step::Resolution,
            vec![representatives, villagers(People, MORE_THAN_HALF), villagers(Households, TWO_THIRDS)],
        ),
        posting(Step::DisclosureOfResolution, 7),
        posting(Step::CarryingOut, 0),
        posting(Step::DisclosureOfResult, 7),
        posting(Step::WrittenAnswer, 0),
    ]
}

fn way(
    body: RollBody,
    counted_by: CountedBy,
    notice_days: u16,
    quorum: Threshold,
    majority: Threshold,
    source: &str,
) -> Way {
    Way {
        body,
        counted_by,
        notice_days,
        quorum: Some(quorum),
        majority: Some(majority),
        source: source.to_owned(),
    }
}

const fn meeting(step: Step, ways: Vec<Way>) -> StepRule {
    StepRule { step, ways, posted_days: 0, agenda_reviewed: false }
}

const fn posting(step: Step, posted_days: u16) -> StepRule {
    StepRule { step, ways: Vec::new(), posted_days, agenda_reviewed: false }
}
