//! The four cases, with the figures that they must give.

use super::village::{FULL, Village, lower, qianjin, upper};
use crate::meeting::{CountedBy, EntryKind, Mark};
use crate::rules::{ProcedureKind, RollBody, Step};
use crate::story::{Story, Township, Writer, adult, member, probationary, scope};
use crate::view::{MatterView, Outcome, StepState};

const MEMBERS: (Step, RollBody, CountedBy) = (Step::FirstProposal, RollBody::GroupMembers, CountedBy::People);

fn next(view: &MatterView) -> Option<Step> {
    view.next_step().map(|step| step.step)
}

fn road(village: &mut Village) -> Story {
    let Village { township, recorder, .. } = village;
    let mut story = Story::raise(township, recorder, upper(), "进村道路硬化", ProcedureKind::GroupMatter);
    let (step, body, counted_by) = MEMBERS;
    story.open(recorder, step, body, counted_by, "李正华");
    story.mark(recorder, Mark::Present, FULL.get(..8).unwrap());
    story.mark(recorder, Mark::Leave, &["杨丽", "罗建国"]);
    story.mark(recorder, Mark::Absent, &["李自强", "杨志勇"]);
    story.mark(recorder, Mark::Present, &["周小燕"]);
    story.say(recorder, EntryKind::Statement, "李正华", "今晚先由我们党员议一议进村路的事。");
    let question = story.say(recorder, EntryKind::Question, "李秀兰", "几户老人家里没有劳力,怎么办?");
    story.answer(recorder, question, "李正华", "独居老人和低保户免工。");
    story.say(recorder, EntryKind::Amendment, "杨文学", "把学校门口三百米排在第一段。");
    story.count(recorder, 7, 0, 1);
    story.write(recorder, "建议:每户投工10个。");
    story.close(recorder);
    story
}

#[test]
fn first_proposal_on_the_road_passes_with_7_of_11() {
    let mut village = qianjin();
    let story = road(&mut village);
    let meeting = story.now();
    let tally = &meeting.tally;
    assert_eq!((tally.should_attend, tally.did_attend, tally.non_voting, tally.recused), (11, 8, 1, 0));
    assert!(tally.quorate);
    assert_eq!((tally.quorum_least, tally.majority_least), (6, 6));
    assert_eq!(tally.majority.unwrap().share_text(tally.majority_base), "11/2");
    assert_eq!(meeting.outcome, Outcome::Passed);
    assert!(meeting.closed.unwrap().digest_matches);
    let view = story.view();
    assert_eq!(next(&view), Some(Step::GroupAssembly));
    assert!(view.open_questions.is_empty() && view.loose.is_empty() && meeting.late.is_empty());
}

#[test]
fn group_assembly_on_the_road_by_households_passes_with_24_of_29() {
    let mut village = qianjin();
    let mut story = road(&mut village);
    let recorder = &mut village.recorder;
    story.open(recorder, Step::GroupAssembly, RollBody::GroupVillagers, CountedBy::Households, "张国富");
    story.attend(recorder, 29);
    let question = story.say(recorder, EntryKind::Question, "村民 李自忠", "折钱的标准高了,镇上才一百元。");
    story.answer(recorder, question, "张国富", "改成一百元,党员先交。");
    story.count(recorder, 24, 3, 2);
    story.write(recorder, "同意。");
    story.close(recorder);
    let meeting = story.now();
    let tally = &meeting.tally;
    assert_eq!((tally.should_attend, tally.did_attend), (42, 29));
    assert_eq!(tally.quorum.unwrap().share_text(tally.should_attend), "28 of 42");
    assert_eq!(tally.majority.unwrap().share_text(tally.majority_base), "29/2");
    assert!(tally.quorate);
    assert_eq!(meeting.outcome, Outcome::Passed);
    assert_eq!(next(&story.view()), Some(Step::DisclosureOfResolution));
    let book = story.places.current_rule_book();
    assert_eq!(book.step(Step::DisclosureOfResolution).unwrap().posted_days, 7);
}

#[test]
fn first_proposal_on_the_fishpond_is_rejected_with_3_of_6() {
    let Village { mut township, mut recorder, .. } = qianjin();
    let recorder = &mut recorder;
    let mut story =
        Story::raise(&township, recorder, lower(), "集体鱼塘对外承包", ProcedureKind::GroupMatter);
    let (step, body, counted_by) = MEMBERS;
    story.open(recorder, step, body, counted_by, "罗有发");
    story.mark(recorder, Mark::Present, &["罗有发", "周正明", "普连英", "李国清", "杨永福"]);
    story.mark(recorder, Mark::Absent, &["罗桂芳"]);
    story.mark(recorder, Mark::Leave, &["李学明"]);
    story.mark(recorder, Mark::Recused, &["杨永福"]);
    story.count(recorder, 3, 1, 0);
    story.write(recorder, "未形成首议意见。");
    story.close(recorder);
    let meeting = story.now();
    let tally = &meeting.tally;
    assert_eq!((tally.should_attend, tally.did_attend, tally.recused), (6, 4, 1));
    assert!(tally.quorate);
    assert_eq!(tally.majority.unwrap().share_text(tally.majority_base), "6/2");
    assert_eq!(meeting.outcome, Outcome::Rejected);
    let view = story.view();
    assert_eq!(view.next_step().unwrap().state, StepState::Closed(Outcome::Rejected));
    // The same step may be convened again.
    story.open(recorder, step, body, counted_by, "罗有发");
    assert_eq!(story.view().next_step().unwrap().state, StepState::Open);
    township.place(lower(), "下白");
}

/// 45 invited, 33 there, three questions and two answers.
pub(super) fn hearing() -> (Township, Writer, Story) {
    let place = scope("532301104201");
    let mut township = Township::new(9);
    let invited = (0..20).map(|at| member(&format!("党员{at}")));
    let representatives = (0..25)
        .map(|at| crate::place::Person { representative: true, ..adult(&format!("村民代表{at}")) });
    township
        .place(place, "前进村")
        .register(place, invited.chain(representatives).chain([probationary("预备")]));
    let mut recorder = township.recorder(place, 2, "杨晓芬");
    let mut story = Story::raise(
        &township,
        &mut recorder,
        place,
        "小坝塘除险加固工程集资方案",
        ProcedureKind::VillageMatter,
    );
    let body = RollBody::MembersAndRepresentatives;
    story.open(&mut recorder, Step::Hearing, body, CountedBy::People, "党员0(村党总支书记)");
    story.attend(&mut recorder, 33);
    let share = story.say(&mut recorder, EntryKind::Question, "村民代表 罗正荣", "按户摊还是按田摊?");
    story.answer(&mut recorder, share, "村主任 张绍明", "按受益田亩。");
    let rent = story.say(&mut recorder, EntryKind::Question, "党员 李秀兰", "为什么不先用集体的钱?");
    story.answer(&mut recorder, rent, "村主任 张绍明", "改成先用集体五万。");
    story.say(&mut recorder, EntryKind::Question, "村民代表 普开学", "施工队怎么定?去年修路就没有招标。");
    story.write(&mut recorder, "多数意见:先用集体收入五万元。");
    (township, recorder, story)
}

#[test]
fn hearing_on_the_reservoir_is_heard_and_leaves_one_question_open() {
    let (_, mut recorder, mut story) = hearing();
    assert!(story.view().open_questions.is_empty(), "the meeting is still open");
    story.close(&mut recorder);
    let meeting = story.now();
    assert_eq!(
        (meeting.tally.should_attend, meeting.tally.did_attend, meeting.tally.non_voting),
        (45, 33, 0)
    );
    assert!(meeting.tally.quorate && meeting.tally.majority.is_none());
    assert_eq!(meeting.outcome, Outcome::Heard);
    let view = story.view();
    let open: Vec<_> = view.open_questions.iter().map(|question| question.text.as_str()).collect();
    assert_eq!(open, ["施工队怎么定?去年修路就没有招标。"]);
    assert_eq!(view.open_questions.first().unwrap().since, meeting.closed.unwrap().ended);
    assert_eq!(next(&view), Some(Step::Proposal));
    assert_eq!(story.places.current_rule_book().question_overdue_days, 15);
}
