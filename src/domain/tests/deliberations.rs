//! The four deliberations on the reservoir, step by step.

use super::village::{Village, qianjin, village};
use crate::fold::{self, Places};
use crate::meeting::CountedBy;
use crate::rules::{Base, ProcedureKind, RollBody, RuleBook, Step, Threshold};
use crate::story::{Story, Writer};
use crate::view::{Outcome, StepState};

fn decide(
    story: &mut Story,
    recorder: &mut Writer,
    (step, body, chair): (Step, RollBody, &str),
    present: usize,
    counts: [u32; 3],
) -> (u32, Outcome) {
    story.open(recorder, step, body, CountedBy::People, chair);
    story.attend(recorder, present);
    story.count(recorder, counts[0], counts[1], counts[2]);
    story.write(recorder, "意见");
    story.close(recorder);
    (story.now().tally.should_attend, story.now().outcome)
}

#[test]
fn the_reservoir_goes_through_the_four_deliberations() {
    let Village { township, mut recorder, .. } = qianjin();
    let by = &mut recorder;
    let mut story = Story::raise(&township, by, village(), "小坝塘除险加固", ProcedureKind::VillageMatter);
    story.open(by, Step::Hearing, RollBody::MembersAndRepresentatives, CountedBy::People, "支委0");
    story.attend(by, 60);
    story.close(by);
    let committee = (Step::Proposal, RollBody::PartyCommittee, "支委0");
    assert_eq!(decide(&mut story, by, committee, 4, [4, 0, 0]), (5, Outcome::Passed));
    let both = (Step::Consultation, RollBody::BothCommittees, "支委0");
    assert_eq!(decide(&mut story, by, both, 8, [7, 1, 0]), (9, Outcome::Passed));
    let members = (Step::MemberAssembly, RollBody::VillageMembers, "支委0");
    assert_eq!(decide(&mut story, by, members, 31, [27, 2, 2]), (46, Outcome::Passed));
    let representatives = (Step::Resolution, RollBody::Representatives, "代表0");
    assert_eq!(decide(&mut story, by, representatives, 25, [20, 3, 2]), (38, Outcome::Inquorate));
    assert_eq!(story.view().next_step().unwrap().state, StepState::Closed(Outcome::Inquorate));
    assert_eq!(decide(&mut story, by, representatives, 26, [19, 5, 2]), (38, Outcome::Passed));
    let view = story.view();
    let states: Vec<_> = view.steps.iter().map(|step| step.state).collect();
    let passed = StepState::Closed(Outcome::Passed);
    let heard = StepState::Closed(Outcome::Heard);
    let later = StepState::Later;
    assert_eq!(states, [heard, passed, passed, passed, passed, StepState::Next, later, later]);
    let summary = fold::summary(&view);
    assert_eq!((summary.done, summary.of), (5, 8));
    assert_eq!(summary.current.unwrap().step, Step::DisclosureOfResolution);
    assert_eq!(summary.ops, view.ops);
    assert!(summary.touched > summary.raised && summary.open_meeting.is_none());
}

/// The county's own rule book: two thirds for the member assembly.
fn stricter() -> RuleBook {
    let mut book = RuleBook::shipped();
    book.version = 2;
    let ways = book
        .steps
        .iter_mut()
        .filter(|rule| rule.step == Step::MemberAssembly)
        .flat_map(|rule| &mut rule.ways);
    for way in ways {
        way.quorum = Some(Threshold { num: 2, den: 3, at_least: true, of: Base::Entitled });
    }
    book
}

#[test]
fn the_countys_stricter_quorum_is_reached_by_31_of_46_and_not_by_30() {
    let quorum = stricter().step(Step::MemberAssembly).unwrap().ways.first().unwrap().quorum.unwrap();
    assert!(quorum.met(31, 46) && !quorum.met(30, 46));
}

#[test]
fn a_record_is_judged_by_the_rule_book_that_it_names() {
    let Village { mut township, mut recorder, .. } = qianjin();
    let by = &mut recorder;
    let mut story = Story::raise(&township, by, super::village::upper(), "修路", ProcedureKind::GroupMatter);
    let first = story.open(by, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "李正华");
    story.attend(by, 6);
    let mut lax = RuleBook { version: 2, ..RuleBook::shipped() };
    for rule in lax.steps.iter_mut().filter(|rule| rule.step == Step::FirstProposal) {
        rule.ways.iter_mut().for_each(|way| way.quorum = None);
    }
    township.issue(lax);
    story.places = township.places();
    assert_eq!(story.places.current_rule_book().version, 2);
    let meeting = story.view().meeting(first).unwrap().clone();
    assert_eq!((meeting.rule_book, meeting.tally.quorum_least), (1, 6));
    // A meeting under a rule book that is not held has no outcome, and says so.
    let Village { township, mut recorder, .. } = qianjin();
    let mut story =
        Story::raise(&township, &mut recorder, super::village::upper(), "修路", ProcedureKind::GroupMatter);
    recorder.by_rule_book(7);
    story.open(&mut recorder, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "李正华");
    story.attend(&mut recorder, 8);
    story.count(&mut recorder, 8, 0, 0);
    assert_eq!(story.now().outcome, Outcome::NoBallot);
    assert_eq!(story.view().loose, [story.meeting]);
}

#[test]
fn of_two_rule_books_of_one_version_the_first_stands() {
    let Village { mut township, .. } = qianjin();
    township.issue(stricter()).issue(RuleBook { question_overdue_days: 3, ..stricter() });
    let mut broken = RuleBook { version: 3, ..stricter() };
    broken.procedures.clear();
    township.issue(broken);
    let places: Places = township.places();
    assert_eq!(places.current_rule_book(), &stricter());
    assert_eq!(places.rule_book(1), Some(&RuleBook::shipped()));
    assert_eq!(places.rule_book(3), None);
}
