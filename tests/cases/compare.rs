//! What came out beside what must come out.

use domain::rules::Step;
use domain::view::{MatterView, MeetingView, Outcome};
use serde_json::{Map, Value, json};

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Rejected => "rejected",
        Outcome::Inquorate => "inquorate",
        Outcome::Heard => "heard",
        Outcome::NoBallot => "no ballot",
        Outcome::Contested => "contested",
    }
}

fn step(step: Step) -> &'static str {
    match step {
        Step::FirstProposal => "first proposal",
        Step::GroupAssembly => "group assembly",
        Step::Hearing => "hearing",
        Step::Proposal => "proposal",
        Step::Consultation => "consultation",
        Step::MemberAssembly => "member assembly",
        Step::Resolution => "resolution",
        Step::DisclosureOfResolution => "disclosure of the resolution",
        Step::CarryingOut => "carrying out",
        Step::DisclosureOfResult => "disclosure of the result",
        Step::WrittenAnswer => "written answer",
    }
}

/// What the township shows for each thing that a case may expect; none for names that are no figure of a meeting.
fn found(name: &str, matter: &MatterView, meeting: &MeetingView) -> Option<Value> {
    let tally = &meeting.tally;
    let rules = domain::rules::RuleBook::shipped();
    let questions =
        || meeting.entries.iter().filter(|entry| entry.kind == domain::meeting::EntryKind::Question);
    Some(match name {
        "should_attend" => json!(tally.should_attend),
        "did_attend" => json!(tally.did_attend),
        "recused" => json!(tally.recused),
        "non_voting_attendees" => json!(tally.non_voting),
        "quorate" => json!(tally.quorate),
        "passes_with_more_than" => json!(tally.majority?.share_text(tally.majority_base)),
        "needs_at_least" => json!(tally.quorum?.share_text(tally.should_attend)),
        "outcome" => json!(outcome(meeting.outcome)),
        "decides" => json!(tally.majority.is_some()),
        "next_step" => json!(matter.next_step().map(|next| step(next.step))),
        "post_at_least_days" => json!(rules.step(matter.next_step()?.step)?.posted_days),
        "questions" => json!(questions().count()),
        "answered" => json!(questions().filter(|entry| entry.answered_by.is_some()).count()),
        "open_questions" => json!(matter.open_questions.iter().map(|open| &open.text).collect::<Vec<_>>()),
        "open_question_overdue_after_days" => json!(rules.question_overdue_days),
        _ => return None,
    })
}

/// One line a figure: name, what came out, what was expected.
pub fn compare(
    expect: &Map<String, Value>,
    matter: &MatterView,
    meeting: &MeetingView,
) -> Vec<(String, Value, Value)> {
    let figures = expect.iter().filter(|(name, _)| name.as_str() != "why");
    figures
        .map(|(name, expected)| {
            let found = found(name, matter, meeting).unwrap_or_else(|| json!("nothing here computes this"));
            (name.clone(), found, expected.clone())
        })
        .collect()
}
