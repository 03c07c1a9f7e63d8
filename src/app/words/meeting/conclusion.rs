//! The conclusion of a meeting as it is read aloud before signing, composed from the record and never typed.

use domain::meeting::{Counted, CountedBy, EntryKind, Method};
use domain::rules::{Base, RollBody, Step};
use domain::view::{BallotView, MeetingView, Outcome, Tally};
use ui::words::Lang;

/// The whole conclusion, one paragraph a line.
pub fn conclusion(lang: Lang, meeting: &MeetingView) -> String {
    let mut lines = vec![attendance(lang, meeting)];
    for ballot in meeting.ballots.iter().filter(|ballot| !meeting.recounted(ballot.source.op)) {
        lines.push(voted(lang, ballot));
    }
    lines.extend(result(lang, meeting));
    if !meeting.text().trim().is_empty() {
        lines.push(meeting.text().trim().to_owned());
    }
    lines.join("\n")
}

fn attendance(lang: Lang, meeting: &MeetingView) -> String {
    let tally = &meeting.tally;
    let unit = match meeting.counted_by {
        CountedBy::Households => "户",
        CountedBy::People => "人",
    };
    match lang {
        Lang::Zh => {
            let (should, did) =
                if meeting.step == Step::Hearing { ("应邀", "到会") } else { ("应到", "实到") };
            let mut line = format!(
                "{should}{} {} {unit}，{did} {} {unit}",
                who(meeting.body, meeting.counted_by),
                tally.should_attend,
                tally.did_attend
            );
            if tally.recused > 0 {
                line.push_str(&format!("，回避 {} {unit}", tally.recused));
            }
            if tally.non_voting > 0 {
                line.push_str(&format!("，列席 {} 人", tally.non_voting));
            }
            line.push('。');
            line
        }
        Lang::En => {
            let verb = if meeting.step == Step::Hearing { "were invited" } else { "should attend" };
            let mut line = format!(
                "{} {} {verb}, {} did",
                tally.should_attend,
                who_en(meeting.body, meeting.counted_by),
                tally.did_attend
            );
            if tally.recused > 0 {
                line.push_str(&format!(", {} recused", tally.recused));
            }
            if tally.non_voting > 0 {
                line.push_str(&format!(", {} attending without a vote", tally.non_voting));
            }
            line.push('.');
            line
        }
    }
}

const fn who(body: RollBody, counted_by: CountedBy) -> &'static str {
    match (body, counted_by) {
        (_, CountedBy::Households) => "",
        (RollBody::GroupMembers | RollBody::VillageMembers, _) => "党员",
        (RollBody::GroupVillagers | RollBody::Villagers, _) => "村民",
        (RollBody::Representatives, _) => "村民代表",
        (RollBody::MembersAndRepresentatives, _) => "党员和村民代表",
        (RollBody::PartyCommittee | RollBody::BothCommittees, _) => "委员",
        (RollBody::Nobody, _) => "",
    }
}

const fn who_en(body: RollBody, counted_by: CountedBy) -> &'static str {
    match (body, counted_by) {
        (_, CountedBy::Households) => "households",
        (RollBody::GroupMembers | RollBody::VillageMembers, _) => "Party members",
        (RollBody::GroupVillagers | RollBody::Villagers, _) => "villagers",
        (RollBody::Representatives, _) => "representatives",
        (RollBody::MembersAndRepresentatives, _) => "members and representatives",
        (RollBody::PartyCommittee | RollBody::BothCommittees, _) => "committee members",
        (RollBody::Nobody, _) => "people",
    }
}

fn voted(lang: Lang, ballot: &BallotView) -> String {
    let counted = &ballot.counted;
    let counts = counts(lang, counted);
    let result = ballot_result(lang, ballot.outcome);
    match lang {
        Lang::Zh => {
            let how = match counted.method {
                Method::ShowOfHands => "经举手表决",
                Method::RollCall => "经记名表决",
                Method::Secret => "经无记名投票",
            };
            format!("{how}，{counts}，{result}：{}。", trimmed(&counted.question))
        }
        Lang::En => {
            let how = match counted.method {
                Method::ShowOfHands => "By show of hands",
                Method::RollCall => "By roll call",
                Method::Secret => "By secret ballot",
            };
            format!("{how}, {counts}, {result}: {}.", trimmed(&counted.question))
        }
    }
}

fn trimmed(question: &str) -> &str {
    question.trim().trim_end_matches(['。', '.'])
}

/// `赞成 7 票，弃权 1 票`.
pub fn counts(lang: Lang, counted: &Counted) -> String {
    let named = [
        (counted.votes_for, "赞成", "for"),
        (counted.against, "反对", "against"),
        (counted.abstain, "弃权", "abstaining"),
        (counted.void, "废票", "void"),
    ];
    let parts: Vec<String> = named
        .iter()
        .enumerate()
        .filter(|(place, (count, _, _))| *place == 0 || *count > 0)
        .map(|(_, (count, zh, en))| match lang {
            Lang::Zh => format!("{zh} {count} 票"),
            Lang::En => format!("{count} {en}"),
        })
        .collect();
    parts.join(if lang == Lang::Zh { "，" } else { ", " })
}

/// What a ballot gave, in a sentence.
pub const fn ballot_result(lang: Lang, outcome: Outcome) -> &'static str {
    match (outcome, lang) {
        (Outcome::Passed, Lang::Zh) => "通过",
        (Outcome::Passed, Lang::En) => "passed",
        (Outcome::Rejected, Lang::Zh) => "未通过",
        (Outcome::Rejected, Lang::En) => "not passed",
        (Outcome::Inquorate, Lang::Zh) => "人数不足，不算数",
        (Outcome::Inquorate, Lang::En) => "without a quorum, of no effect",
        (Outcome::Heard | Outcome::NoBallot, Lang::Zh) => "只作意见参考",
        (Outcome::Heard | Outcome::NoBallot, Lang::En) => "as an opinion only",
        (Outcome::Contested, Lang::Zh) => "两份计票不一致",
        (Outcome::Contested, Lang::En) => "with two different counts",
    }
}

fn result(lang: Lang, meeting: &MeetingView) -> Option<String> {
    let tally = &meeting.tally;
    Some(match (meeting.outcome, lang) {
        (Outcome::Passed, _) => return None,
        (Outcome::Rejected, _) => short_of(lang, tally)?,
        (Outcome::Inquorate, Lang::Zh) => {
            format!("至少要到 {}，没有达到，这次不作决定，可以另行召集。", tally.quorum_least)
        }
        (Outcome::Inquorate, Lang::En) => format!(
            "At least {} had to be here; no decision was taken, and it may be convened again.",
            tally.quorum_least
        ),
        (Outcome::Heard, _) => heard(lang, meeting),
        (Outcome::NoBallot, Lang::Zh) => "没有表决，这次没有形成决定。".to_owned(),
        (Outcome::NoBallot, Lang::En) => "No ballot was taken; there is no decision.".to_owned(),
        (Outcome::Contested, Lang::Zh) => "两份记录说法不一，要由主持人先定下来。".to_owned(),
        (Outcome::Contested, Lang::En) => "Two records differ; the chair must settle it first.".to_owned(),
    })
}

fn short_of(lang: Lang, tally: &Tally) -> Option<String> {
    let majority = tally.majority?;
    Some(match (lang, majority.of) {
        (Lang::Zh, Base::Entitled) => {
            format!("应到 {}，赞成至少要 {} 票才通过。", tally.majority_base, tally.majority_least)
        }
        (Lang::Zh, Base::Present) => {
            format!("到会 {}，赞成至少要 {} 票才通过。", tally.majority_base, tally.majority_least)
        }
        (Lang::En, Base::Entitled) => {
            format!(
                "Of {} entitled, at least {} in favour would pass.",
                tally.majority_base, tally.majority_least
            )
        }
        (Lang::En, Base::Present) => {
            format!(
                "Of {} present, at least {} in favour would pass.",
                tally.majority_base, tally.majority_least
            )
        }
    })
}

fn heard(lang: Lang, meeting: &MeetingView) -> String {
    let questions: Vec<_> =
        meeting.entries.iter().filter(|entry| entry.kind == EntryKind::Question).collect();
    let open: Vec<&str> = questions
        .iter()
        .filter(|entry| entry.answered_by.is_none())
        .map(|entry| trimmed(&entry.text))
        .collect();
    let answered = questions.len() - open.len();
    match lang {
        Lang::Zh => {
            let mut line = format!("会上提问 {} 个，答复了 {answered} 个", questions.len());
            if open.is_empty() {
                line.push('。');
            } else {
                line.push_str(&format!("，还有 {} 个没有答复：", open.len()));
                line.push_str(&open.iter().map(|text| format!("“{text}”")).collect::<String>());
                line.push('。');
            }
            line.push_str("听证只听取意见，不作决定。");
            line
        }
        Lang::En => {
            let mut line = format!("{} questions were asked, {answered} answered", questions.len());
            if open.is_empty() {
                line.push('.');
            } else {
                line.push_str(&format!(", {} still open: ", open.len()));
                let quoted: Vec<String> = open.iter().map(|text| format!("“{text}”")).collect();
                line.push_str(&quoted.join(", "));
                line.push('.');
            }
            line.push_str(" A hearing consults; it decides nothing.");
            line
        }
    }
}
