//! The shipped rule book against the page that it is taken from, and exactness of shares.

use crate::meeting::CountedBy::{self, Households, People};
use crate::rules::RollBody::{
    BothCommittees, GroupMembers, GroupVillagers, MembersAndRepresentatives, Nobody, PartyCommittee,
    Representatives, VillageMembers, Villagers,
};
use crate::rules::{Base, ProcedureKind, RollBody, RuleBook, RuleBookFault, Step, Threshold};
use proptest::prelude::*;

/// Of those entitled, at least.
const fn least(num: u32, den: u32) -> Option<Threshold> {
    Some(Threshold { num, den, at_least: true, of: Base::Entitled })
}

const fn more(num: u32, den: u32, of: Base) -> Option<Threshold> {
    Some(Threshold { num, den, at_least: false, of })
}

type Row = (Step, RollBody, CountedBy, u16, Option<Threshold>, Option<Threshold>);

const OF_ENTITLED: Option<Threshold> = more(1, 2, Base::Entitled);
const OF_PRESENT: Option<Threshold> = more(1, 2, Base::Present);

const WAYS: [Row; 10] = [
    (Step::FirstProposal, GroupMembers, People, 1, least(1, 2), OF_ENTITLED),
    (Step::GroupAssembly, GroupVillagers, People, 3, least(2, 3), OF_PRESENT),
    (Step::GroupAssembly, GroupVillagers, Households, 3, least(2, 3), OF_PRESENT),
    (Step::Hearing, MembersAndRepresentatives, People, 3, least(1, 2), None),
    (Step::Proposal, PartyCommittee, People, 0, least(1, 2), OF_ENTITLED),
    (Step::Consultation, BothCommittees, People, 0, least(1, 2), OF_ENTITLED),
    (Step::MemberAssembly, VillageMembers, People, 3, least(1, 2), OF_ENTITLED),
    (Step::Resolution, Representatives, People, 0, least(2, 3), OF_PRESENT),
    (Step::Resolution, Villagers, People, 10, OF_ENTITLED, OF_PRESENT),
    (Step::Resolution, Villagers, Households, 10, least(2, 3), OF_PRESENT),
];

#[test]
fn every_way_has_the_numbers_of_its_source() {
    let book = RuleBook::shipped();
    let ways = book.steps.iter().flat_map(|rule| rule.ways.iter().map(|way| (rule.step, way)));
    let rows: Vec<Row> = ways
        .clone()
        .map(|(step, way)| (step, way.body, way.counted_by, way.notice_days, way.quorum, way.majority))
        .collect();
    assert_eq!(rows, WAYS);
    assert!(ways.clone().all(|(_, way)| !way.source.is_empty()));
}

#[test]
fn the_procedures_have_their_steps_in_order() {
    use Step::*;
    let book = RuleBook::shipped();
    assert_eq!((book.version, book.question_overdue_days), (1, 15));
    let steps = |kind| book.procedure(kind).unwrap().steps.clone();
    let group = [FirstProposal, GroupAssembly, DisclosureOfResolution, CarryingOut, DisclosureOfResult];
    assert_eq!(steps(ProcedureKind::GroupMatter), group);
    let village = [Hearing, Proposal, Consultation, MemberAssembly, Resolution];
    assert_eq!(steps(ProcedureKind::VillageMatter)[..5], village);
    assert_eq!(steps(ProcedureKind::VillageMatter)[5..], group[2..]);
    assert_eq!(steps(ProcedureKind::HearingOnly), [Hearing, WrittenAnswer, DisclosureOfResolution]);
    for step in [DisclosureOfResolution, DisclosureOfResult] {
        assert_eq!(book.step(step).unwrap().posted_days, 7);
    }
    let reviewed: Vec<Step> =
        book.steps.iter().filter(|rule| rule.agenda_reviewed).map(|rule| rule.step).collect();
    assert_eq!(reviewed, [Hearing]);
    assert_eq!(book.check(), Ok(()));
}

fn broken(fault: impl Fn(&mut RuleBook)) -> Result<(), RuleBookFault> {
    let mut book = RuleBook::shipped();
    fault(&mut book);
    book.check()
}

#[test]
fn a_rule_book_that_contradicts_itself_is_refused_with_its_reason() {
    use RuleBookFault as F;
    let first = Step::FirstProposal;
    let quorum = |book: &mut RuleBook, quorum: Threshold| book.steps[0].ways[0].quorum = Some(quorum);
    let half = least(1, 2).unwrap();
    assert_eq!(broken(|book| book.version = 0), Err(F::Version));
    assert_eq!(broken(|book| quorum(book, Threshold { den: 0, ..half })), Err(F::Denominator(first)));
    assert_eq!(broken(|book| quorum(book, Threshold { num: 3, ..half })), Err(F::ShareTooLarge(first)));
    let all = Threshold { num: 2, at_least: false, ..half };
    assert_eq!(broken(|book| quorum(book, all)), Err(F::ShareTooLarge(first)));
    assert_eq!(broken(|book| quorum(book, Threshold { at_least: true, ..all })), Ok(()));
    assert_eq!(
        broken(|book| quorum(book, Threshold { of: Base::Present, ..half })),
        Err(F::QuorumOfPresent(first))
    );
    assert_eq!(broken(|book| drop(book.steps.remove(0))), Err(F::StepWithoutRule(first)));
    assert_eq!(broken(|book| book.steps.push(book.steps[0].clone())), Err(F::StepTwice(first)));
    assert_eq!(broken(|book| book.steps[0].ways[0].body = Nobody), Err(F::Way(first)));
    assert_eq!(broken(|book| book.steps[1].ways[1].counted_by = People), Err(F::Way(Step::GroupAssembly)));
    let group = ProcedureKind::GroupMatter;
    assert_eq!(broken(|book| drop(book.procedures.remove(0))), Err(F::ProcedureMissing(group)));
    assert_eq!(
        broken(|book| book.procedures.push(book.procedures[0].clone())),
        Err(F::ProcedureTwice(group))
    );
    assert_eq!(broken(|book| book.procedures[0].steps.clear()), Err(F::ProcedureSteps(group)));
    assert_eq!(broken(|book| book.procedures[0].steps.push(first)), Err(F::ProcedureSteps(group)));
}

#[test]
fn shares_are_written_as_people_write_them() {
    assert_eq!(OF_ENTITLED.unwrap().share_text(11), "11/2");
    assert_eq!(OF_ENTITLED.unwrap().share_text(6), "6/2");
    assert_eq!(least(2, 3).unwrap().share_text(42), "28 of 42");
    assert_eq!(least(2, 3).unwrap().share_text(38), "26 of 38");
    assert_eq!(more(2, 3, Base::Entitled).unwrap().share_text(5), "10/3");
}

proptest! {
    /// Against arithmetic without division: count/base compared with num/den by cross products in 128 bits.
    #[test]
    fn shares_are_exact(
        num in any::<u32>(), den in 1u32.., at_least in any::<bool>(), count in any::<u32>(), base in any::<u32>(),
    ) {
        let share = Threshold { num, den, at_least, of: Base::Entitled };
        let (have, need) = (u128::from(count) * u128::from(den), u128::from(base) * u128::from(num));
        prop_assert_eq!(share.met(count, base), have > need || (at_least && have == need));
    }

    #[test]
    fn the_least_count_meets_the_share_and_one_less_does_not(
        num in 0u32..20, den in 1u32..20, at_least in any::<bool>(), base in 0u32..100_000,
    ) {
        let share = Threshold { num, den, at_least, of: Base::Entitled };
        let least = share.least(base);
        prop_assert!(share.met(least, base));
        prop_assert!(least == 0 || !share.met(least - 1, base));
    }
}
