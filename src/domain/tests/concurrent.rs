//! Two phones, one meeting: nothing is lost, nothing is silently overwritten, a closed record stays as it was.

use super::village::{Village, qianjin, upper};
use crate::Body;
use crate::check::Refusal;
use crate::matter::Answered;
use crate::meeting::{
    Closed, Corrected, CountedBy, EntryKind, Guest, GuestsNoted, HeadChanged, Mark, Moment, RollMark,
    RollMarked, TextWritten,
};
use crate::minutes;
use crate::rules::{ProcedureKind, RollBody, Step};
use crate::story::{START_MS, Story, Writer, person_id};
use crate::view::{Disagreement, LateSays, Outcome, StepState};

/// A first proposal with eight there, and two phones.
fn opened() -> (Story, Writer, Writer) {
    let Village { township, mut recorder, second } = qianjin();
    let mut story = Story::raise(&township, &mut recorder, upper(), "修路", ProcedureKind::GroupMatter);
    story.open(&mut recorder, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "李正华");
    story.attend(&mut recorder, 8);
    (story, recorder, second)
}

#[test]
fn concurrent_marks_disagree_until_somebody_who_knows_both_settles_them() {
    let (mut story, mut one, mut other) = opened();
    let heads = story.view().heads;
    let (left, leave) = (story.marks(Mark::Absent, &["杨文学"]), story.marks(Mark::Leave, &["杨文学"]));
    story.append(&mut one, &heads, &left);
    story.append(&mut other, &heads, &leave);
    let meeting = story.now();
    let [Disagreement::Mark { name, marks }] = meeting.disagreements.as_slice() else {
        panic!("{meeting:?}")
    };
    assert_eq!((name.as_str(), marks.len(), meeting.outcome), ("杨文学", 2, Outcome::Contested));
    let refused = story.ask(&mut one, &story.closing()).unwrap_err();
    assert_eq!(refused, [Refusal::Unsettled { count: 1 }]);
    story.mark(&mut other, Mark::Leave, &["杨文学"]);
    assert!(story.now().disagreements.is_empty());
    assert_eq!(story.now().tally.did_attend, 7);
}

#[test]
fn the_same_mark_by_two_phones_is_no_disagreement() {
    let (mut story, mut one, mut other) = opened();
    let heads = story.view().heads;
    let mark = story.marks(Mark::Absent, &["杨文学"]);
    story.append(&mut one, &heads, &mark);
    story.append(&mut other, &heads, &mark);
    assert!(story.now().disagreements.is_empty());
}

#[test]
fn who_left_has_attended_and_is_not_here() {
    let (mut story, mut one, _) = opened();
    let line =
        |story: &Story| story.now().roll.iter().find(|line| line.expected.name == "杨文学").unwrap().clone();
    let at = |ms| Some(Moment { ms, offset_min: 480 });
    let mark = |mark, at| {
        let marks = vec![RollMark { person: person_id("杨文学"), mark, at, note: String::new() }];
        move |meeting| Body::RollMarked(RollMarked { meeting, marks: marks.clone() })
    };
    let meeting = story.meeting;
    story.tell(&mut one, &mark(Mark::Present, at(5))(meeting));
    assert_eq!((line(&story).arrived, line(&story).here()), (at(5), true));
    story.tell(&mut one, &mark(Mark::Left, at(9))(meeting));
    assert_eq!((line(&story).arrived, line(&story).here(), line(&story).attended), (at(5), false, true));
    assert_eq!((story.now().tally.did_attend, story.now().tally.here_now), (8, 7));
    story.tell(&mut one, &mark(Mark::Present, at(20))(meeting));
    assert_eq!((line(&story).arrived, line(&story).here()), (at(5), true));
    story.tell(&mut one, &mark(Mark::Absent, None)(meeting));
    assert_eq!((line(&story).arrived, line(&story).attended), (None, false));
}

#[test]
fn a_ballot_is_judged_by_who_was_here_when_it_was_counted() {
    let (mut story, mut one, _) = opened();
    story.count(&mut one, 7, 0, 1);
    story.mark(&mut one, Mark::Left, &["李正华", "普红梅", "杨文学", "罗有才"]);
    let meeting = story.now();
    assert_eq!((meeting.tally.here_now, meeting.tally.quorate, meeting.outcome), (4, true, Outcome::Passed));
    assert_eq!(meeting.ballots.first().unwrap().here, 8);
    story.count(&mut one, 4, 0, 0);
    assert_eq!((story.now().tally.quorate, story.now().outcome), (false, Outcome::Inquorate));
}

#[test]
fn concurrent_counts_of_one_ballot_contest_the_outcome_until_settled() {
    let (mut story, mut one, mut other) = opened();
    let heads = story.view().heads;
    let first = story.append(&mut one, &heads, &story.counted("同意", 7, 0, 1));
    assert_eq!(story.now().outcome, Outcome::Passed);
    let second = story.append(&mut other, &heads, &story.counted(" 同意 ", 5, 2, 1));
    let meeting = story.now();
    let [Disagreement::Ballot { question, ops }] = meeting.disagreements.as_slice() else {
        panic!("{meeting:?}")
    };
    assert_eq!(question, "同意");
    assert!(ops.contains(&first) && ops.contains(&second));
    assert_eq!(meeting.outcome, Outcome::Contested);
    assert!(!meeting.recounted(first) && !meeting.recounted(second), "of two neither is passed over");
    let settled = story.tell(&mut one, &story.counted("同意", 6, 1, 1));
    assert_eq!((story.now().outcome, story.now().ballots.len()), (Outcome::Passed, 3));
    let over = [first, second, settled].map(|ballot| story.now().recounted(ballot));
    assert_eq!(over, [true, true, false]);
}

#[test]
fn concurrent_texts_and_heads_disagree_and_guests_are_joined() {
    let (mut story, mut one, mut other) = opened();
    let heads = story.view().heads;
    let meeting = story.meeting;
    let text = |text: &str| Body::TextWritten(TextWritten { meeting, text: text.to_owned() });
    let guest = |name: &str| {
        let guests = vec![Guest { name: name.to_owned(), office: String::new() }];
        Body::GuestsNoted(GuestsNoted { meeting, guests })
    };
    let head = story.now().head;
    let venue = |venue: &str| {
        let head = crate::meeting::Head { venue: venue.to_owned(), ..head.clone() };
        Body::HeadChanged(HeadChanged { meeting, head })
    };
    other.at(START_MS + 60_000);
    for (writer, name) in [(&mut one, "甲"), (&mut other, "乙")] {
        story.append(writer, &heads, &guest(name));
        story.append(writer, &heads, &venue(name));
    }
    let view = story.now();
    assert!(matches!(view.disagreements.as_slice(), [Disagreement::Head { heads }] if heads.len() == 2));
    assert_eq!(view.head.venue, "乙");
    assert_eq!((view.guests.len(), view.tally.non_voting), (2, 2));
    assert_eq!(view.outcome, Outcome::NoBallot, "a head alone contests no outcome");
    let heads = story.view().heads;
    story.append(&mut one, &heads, &text("甲文"));
    story.append(&mut other, &heads, &text("乙文"));
    assert_eq!((story.now().disagreements.len(), story.now().outcome), (2, Outcome::Contested));
    story.tell(&mut one, &text("定稿"));
    story.tell(&mut one, &venue("活动室"));
    assert!(story.now().disagreements.is_empty());
    assert_eq!(story.now().text(), "定稿");
}

#[test]
fn what_arrives_after_the_closing_is_late_and_changes_nothing() {
    let (mut story, mut one, mut other) = opened();
    story.count(&mut one, 7, 0, 1);
    let heads = story.view().heads;
    let before = story.now();
    let closing = story.close(&mut one);
    let counted = story.counted("同意方案", 0, 8, 0);
    let late = story.append(&mut other, &heads, &counted);
    let again = story.append(&mut other, &[closing], &story.closing());
    let meeting = story.now();
    assert_eq!(
        (&meeting.roll, &meeting.ballots, meeting.outcome),
        (&before.roll, &before.ballots, Outcome::Passed)
    );
    let came: Vec<_> = meeting.late.iter().map(|one| one.source.op).collect();
    assert_eq!(came, [late, again]);
    assert!(matches!(&meeting.late[0].says, LateSays::Counted(counted) if counted.against == 8));
    let closed = meeting.closed.unwrap();
    assert!(closed.digest_matches);
    assert_eq!((closed.source.op, closed.covers as usize), (closing, before.ops.len()));
    assert_eq!(story.ask(&mut one, &counted), Err(vec![Refusal::MeetingClosed]));
}

#[test]
fn differing_closings_are_contested_until_a_third_that_knows_both() {
    let (mut story, mut one, mut other) = opened();
    story.count(&mut one, 7, 0, 1);
    let heads = story.view().heads;
    let Body::Closed(closing) = story.closing() else { panic!() };
    let longer = Body::Closed(Closed {
        ended: Moment { ms: START_MS + 9_000_000, offset_min: 480 },
        ..closing.clone()
    });
    story.append(&mut one, &heads, &Body::Closed(closing));
    story.append(&mut other, &heads, &longer);
    let meeting = story.now();
    assert!(matches!(meeting.disagreements.as_slice(), [Disagreement::Close { ops }] if ops.len() == 2));
    assert_eq!((meeting.outcome, meeting.computed), (Outcome::Contested, Outcome::Passed));
    assert_eq!(story.view().next_step().unwrap().state, StepState::Closed(Outcome::Contested));
    let third = story.close(&mut one);
    let meeting = story.now();
    assert_eq!((meeting.outcome, meeting.disagreements.len(), meeting.late.len()), (Outcome::Passed, 0, 0));
    assert_eq!(
        meeting.versions.len(),
        2,
        "the third signs what the first one does; both that differ are kept"
    );
    let closed = meeting.closed.unwrap();
    assert!(closed.digest_matches && closed.source.op == third);
}

#[test]
fn a_digest_of_other_minutes_contests_the_outcome() {
    let (mut story, mut one, _) = opened();
    story.count(&mut one, 7, 0, 1);
    let Body::Closed(mut closing) = story.closing() else { panic!() };
    closing.minutes = oplog::Digest::of(b"other minutes");
    let heads = story.view().heads;
    story.append(&mut one, &heads, &Body::Closed(closing));
    let meeting = story.now();
    assert_eq!((meeting.outcome, meeting.closed.unwrap().digest_matches), (Outcome::Contested, false));
}

#[test]
fn corrections_stand_beside_the_original() {
    let (mut story, mut one, mut other) = opened();
    let said = story.say(&mut one, EntryKind::Statement, "李正华", "一百二十元");
    let meeting = story.meeting;
    let correction = |text: &str| {
        let (text, reason, by) = (text.to_owned(), "记错".to_owned(), "李正华".to_owned());
        Body::Corrected(Corrected { meeting, target: said, text, reason, by })
    };
    assert_eq!(story.ask(&mut one, &correction("一百元")), Err(vec![Refusal::MeetingNotClosed]));
    story.close(&mut one);
    let digest = minutes::digest(&story.now());
    let heads = story.view().heads;
    story.append(&mut one, &heads, &correction("一百元"));
    story.append(&mut other, &heads, &correction("九十元"));
    let view = story.now();
    assert_eq!(view.corrections.len(), 2);
    assert_eq!(view.entries.first().unwrap().text, "一百二十元");
    assert_eq!(minutes::digest(&view), digest);
    let stray = Body::Corrected(Corrected {
        meeting,
        target: view.closed.unwrap().source.op,
        text: "x".to_owned(),
        reason: "y".to_owned(),
        by: "z".to_owned(),
    });
    assert!(story.ask(&mut one, &stray).is_ok(), "the closing too may be corrected");
}

#[test]
fn an_open_question_is_answered_once_after_the_hearing() {
    let (_, mut recorder, mut story) = super::cases::hearing();
    let question = story.now().entries.last().unwrap().source.op;
    let body =
        Body::Answered(Answered { question, by: "张绍明".to_owned(), text: "公开招标".to_owned() });
    assert_eq!(story.ask(&mut recorder, &body), Err(vec![Refusal::MeetingNotClosed]));
    story.close(&mut recorder);
    assert_eq!(story.view().open_questions.len(), 1);
    let answer = story.tell(&mut recorder, &body);
    assert!(story.view().open_questions.is_empty());
    let entry = story.now().entries.last().unwrap().clone();
    assert_eq!((entry.answered_by, entry.later_answer.unwrap().text.as_str()), (Some(answer), "公开招标"));
    assert!(story.now().closed.unwrap().digest_matches, "the minutes that were signed don't change");
    assert_eq!(story.ask(&mut recorder, &body), Err(vec![Refusal::QuestionAnswered]));
    let second = story.append(&mut recorder, &[], &body);
    assert_eq!(story.view().loose, [second]);
}

#[test]
fn of_two_answers_the_first_in_display_order_counts_and_both_are_kept() {
    let (mut story, mut one, mut other) = opened();
    let question = story.say(&mut one, EntryKind::Question, "李秀兰", "怎么办?");
    let heads = story.view().heads;
    let answer = |text| story.spoken(EntryKind::Answer, "李正华", text, Some(question));
    let (yes, no) = (answer("免工"), answer("不免"));
    other.at(START_MS + 1_000_000);
    one.at(START_MS + 2_000_000);
    let later = story.append(&mut one, &heads, &yes);
    let earlier = story.append(&mut other, &heads, &no);
    let entries = story.now().entries;
    assert_eq!(entries.first().unwrap().answered_by, Some(earlier));
    assert_eq!(entries.iter().map(|entry| entry.source.op).collect::<Vec<_>>(), [question, earlier, later]);
}
