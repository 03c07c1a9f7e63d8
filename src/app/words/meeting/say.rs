//! Sentences with numbers on the meeting screen: quorum, sums, the law's bar, times.

use super::conclusion::counts;
use domain::meeting::{Counted, CountedBy};
use domain::rules::{Base, Threshold};
use domain::view::{Disagreement, MeetingView, Source, Tally};
use oplog::OpId;
use ui::words::{Lang, names, versions};

const fn unit(lang: Lang, counted_by: CountedBy) -> &'static str {
    match (lang, counted_by) {
        (Lang::Zh, CountedBy::People) => "人",
        (Lang::Zh, CountedBy::Households) => "户",
        (Lang::En, CountedBy::People) => "people",
        (Lang::En, CountedBy::Households) => "households",
    }
}

/// `应到 11`.
pub fn should(lang: Lang, tally: &Tally) -> String {
    match lang {
        Lang::Zh => format!("应到 {}", tally.should_attend),
        Lang::En => format!("Expected {}", tally.should_attend),
    }
}

/// `实到 8`.
pub fn did(lang: Lang, tally: &Tally) -> String {
    match lang {
        Lang::Zh => format!("实到 {}", tally.did_attend),
        Lang::En => format!("Attended {}", tally.did_attend),
    }
}

/// `实到 8 人 · 已开 22 分钟`.
pub fn going(lang: Lang, tally: &Tally, counted_by: CountedBy, minutes: u64) -> String {
    let unit = unit(lang, counted_by);
    match lang {
        Lang::Zh if minutes < 60 => format!("实到 {} {unit} · 已开 {minutes} 分钟", tally.here_now),
        Lang::Zh => {
            format!("实到 {} {unit} · 已开 {} 小时 {} 分", tally.here_now, minutes / 60, minutes % 60)
        }
        Lang::En if minutes < 60 => format!("{} {unit} here · {minutes} min", tally.here_now),
        Lang::En => format!("{} {unit} here · {} h {} min", tally.here_now, minutes / 60, minutes % 60),
    }
}

/// `实到 8 人` of a meeting entered later or closed.
pub fn attended(lang: Lang, tally: &Tally, counted_by: CountedBy) -> String {
    let unit = unit(lang, counted_by);
    match lang {
        Lang::Zh => format!("应到 {} {unit} · 实到 {} {unit}", tally.should_attend, tally.did_attend),
        Lang::En => format!("{} {unit} expected · {} here", tally.should_attend, tally.did_attend),
    }
}

/// `现在在场 7 人`, where somebody who came has left.
pub fn left(lang: Lang, tally: &Tally, counted_by: CountedBy) -> Option<String> {
    (tally.here_now < tally.did_attend).then(|| match lang {
        Lang::Zh => format!("现在在场 {} {}", tally.here_now, unit(lang, counted_by)),
        Lang::En => format!("{} {} here now", tally.here_now, unit(lang, counted_by)),
    })
}

/// Whether the quorum stands, and why not.
pub fn quorum(lang: Lang, tally: &Tally, counted_by: CountedBy) -> String {
    let unit = unit(lang, counted_by);
    let Some(rule) = tally.quorum else {
        return match lang {
            Lang::Zh => "这样开会没有人数要求".to_owned(),
            Lang::En => "This meeting needs no quorum".to_owned(),
        };
    };
    let share = share(lang, rule);
    if tally.quorate {
        return match (lang, tally.majority.is_some()) {
            (Lang::Zh, true) => format!("已够{share}（{} {unit}），可以开会、可以表决", tally.quorum_least),
            (Lang::Zh, false) => format!("已够{share}（{} {unit}），可以开会", tally.quorum_least),
            (Lang::En, true) => {
                format!("Quorum stands: {} of them needed; a ballot may be taken", tally.quorum_least)
            }
            (Lang::En, false) => format!("Quorum stands: {} of them needed", tally.quorum_least),
        };
    }
    let came = if tally.majority.is_some() { tally.here_now } else { tally.did_attend };
    let missing = tally.quorum_least.saturating_sub(came);
    match lang {
        Lang::Zh => format!("还差 {missing} {unit}：要到{share}，就是 {} {unit}", tally.quorum_least),
        Lang::En => format!("{missing} more {unit} needed: {share}, that is {}", tally.quorum_least),
    }
}

/// `一半`, `三分之二`, `超过一半`.
fn share(lang: Lang, rule: Threshold) -> String {
    let name = fraction(lang, rule);
    match (lang, rule.at_least) {
        (Lang::Zh, true) => name,
        (Lang::Zh, false) => format!("{name}以上（不含{name}）"),
        (Lang::En, true) => format!("at least {name}"),
        (Lang::En, false) => format!("more than {name}"),
    }
}

fn fraction(lang: Lang, rule: Threshold) -> String {
    const DIGITS: [&str; 11] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let digit = |number: u32| usize::try_from(number).ok().and_then(|place| DIGITS.get(place)).copied();
    match (lang, rule.num, rule.den) {
        (Lang::Zh, 1, 2) => "半数".to_owned(),
        (Lang::En, 1, 2) => "half".to_owned(),
        (Lang::Zh, num, den) => match (digit(den), digit(num)) {
            (Some(den), Some(num)) => format!("{den}分之{num}"),
            _ => format!("{num}/{den}"),
        },
        (Lang::En, num, den) => format!("{num}/{den}"),
    }
}

/// `还有 3 人没点`; none where everybody is marked.
pub fn unmarked(lang: Lang, count: u32, counted_by: CountedBy) -> Option<String> {
    let unit = unit(lang, counted_by);
    (count > 0).then(|| match lang {
        Lang::Zh => format!("还有 {count} {unit}没点"),
        Lang::En => format!("{count} {unit} not marked yet"),
    })
}

/// `7 + 0 + 1 = 8，与实到 8 人相符`, or what does not add up; and whether it does.
pub fn sum(lang: Lang, counted: &Counted, secret: bool, here: u32, counted_by: CountedBy) -> (String, bool) {
    let unit = unit(lang, counted_by);
    let mut left = format!("{} + {} + {}", counted.votes_for, counted.against, counted.abstain);
    if secret || counted.void > 0 {
        left.push_str(&format!(" + {}", counted.void));
    }
    let Some(cast) = counted.cast() else {
        return (if lang == Lang::Zh { "票数太大" } else { "The counts are too large" }.to_owned(), false);
    };
    let (more, less) = (cast.saturating_sub(here), here.saturating_sub(cast));
    let right = match (lang, more, less) {
        (Lang::Zh, 0, 0) => format!("与实到 {here} {unit}相符"),
        (Lang::En, 0, 0) => format!("as many as the {here} {unit} here"),
        (Lang::Zh, 0, _) => format!("比实到 {here} {unit}少 {less} 票"),
        (Lang::En, 0, _) => format!("{less} fewer than the {here} {unit} here"),
        (Lang::Zh, ..) => format!("比实到 {here} {unit}多 {more} 票，请重数"),
        (Lang::En, ..) => format!("{more} more than the {here} {unit} here; please count again"),
    };
    let comma = if lang == Lang::Zh { "，" } else { ", " };
    (format!("{left} = {cast}{comma}{right}"), cast == here)
}

/// What the rule book asks for and whether these votes reach it; `passes` is the rule book's own answer.
pub fn law(
    lang: Lang,
    rule: Threshold,
    votes_for: u32,
    base: u32,
    least: u32,
    passes: bool,
    by: CountedBy,
) -> String {
    let unit = unit(lang, by);
    let of = match (lang, rule.of) {
        (Lang::Zh, Base::Entitled) => "应到",
        (Lang::Zh, Base::Present) => "实到",
        (Lang::En, Base::Entitled) => "entitled",
        (Lang::En, Base::Present) => "present",
    };
    let name = fraction(lang, rule);
    match (lang, passes, rule.at_least) {
        (Lang::Zh, true, false) => format!("赞成 {votes_for}，超过{of} {base} {unit}的{name}"),
        (Lang::Zh, true, true) => format!("赞成 {votes_for}，达到{of} {base} {unit}的{name}"),
        (Lang::Zh, false, false) => {
            format!("赞成 {votes_for}，没有超过{of} {base} {unit}的{name}，至少要 {least} 票")
        }
        (Lang::Zh, false, true) => {
            format!("赞成 {votes_for}，没有达到{of} {base} {unit}的{name}，至少要 {least} 票")
        }
        (Lang::En, true, false) => format!("{votes_for} in favour: more than {name} of {base} {unit} {of}"),
        (Lang::En, true, true) => format!("{votes_for} in favour: at least {name} of {base} {unit} {of}"),
        (Lang::En, false, false) => {
            format!("{votes_for} in favour: not more than {name} of {base} {unit} {of}; {least} needed")
        }
        (Lang::En, false, true) => {
            format!("{votes_for} in favour: below {name} of {base} {unit} {of}; {least} needed")
        }
    }
}

/// `以上 6 条已存本机`.
pub fn entries_kept(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("以上 {count} 条已存本机"),
        Lang::En if count == 1 => "This entry is saved on this phone".to_owned(),
        Lang::En => format!("These {count} entries are saved on this phone"),
    }
}

/// `还能写 120 字`, or how many too many.
pub fn room(lang: Lang, used: usize, limit: usize) -> String {
    match (lang, used <= limit) {
        (Lang::Zh, true) => format!("还能写 {} 字", limit - used),
        (Lang::Zh, false) => format!("多了 {} 字，请分成两条记", used - limit),
        (Lang::En, true) => format!("{} characters left", limit - used),
        (Lang::En, false) => format!("{} characters too many; please make two entries of it", used - limit),
    }
}

/// `应到 11 人` under the form that opens a meeting, with those who have no vote.
pub fn expected(lang: Lang, entitled: usize, others: usize, counted_by: CountedBy) -> String {
    let unit = unit(lang, counted_by);
    match (lang, others) {
        (Lang::Zh, 0) => format!("应到 {entitled} {unit}"),
        (Lang::Zh, _) => format!("应到 {entitled} {unit}，另有 {others} 人不计票"),
        (Lang::En, 0) => format!("{entitled} {unit} expected"),
        (Lang::En, _) => format!("{entitled} {unit} expected, and {others} without a vote"),
    }
}

/// `还有 3 个问题没答复`.
pub fn open_questions(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("还有 {count} 个问题没答复"),
        Lang::En if count == 1 => "One question is not answered yet".to_owned(),
        Lang::En => format!("{count} questions are not answered yet"),
    }
}

/// What two recorders state differently, every version of it, and where the chair settles it.
pub fn disagreement(
    lang: Lang,
    meeting: &MeetingView,
    disagreement: &Disagreement,
    who: &dyn Fn(&Source) -> String,
) -> String {
    use Disagreement as D;
    let counted = |op| meeting.ballots.iter().find(|ballot| ballot.source.op == op);
    let (what, versions, settle): (String, Vec<String>, _) = match disagreement {
        D::Head { heads } => {
            let comma = lang.pick("，", ", ");
            let mut stated = Vec::new();
            for (one, lines) in heads.iter().zip(versions::heads(lang, heads)) {
                stated.push([&*who(&one.source), comma, &lines.join(comma)].concat());
            }
            (
                lang.pick("会议的时间、地点或人员", "time, place or people of the meeting").to_owned(),
                stated,
                ("在“结论”里选对的一份", "Choose the right one under “Close”"),
            )
        }
        D::Mark { name, marks } => (
            match lang {
                Lang::Zh => [name, "的签到"].concat(),
                Lang::En => ["the mark of ", name].concat(),
            },
            marks.iter().map(|mark| names::mark(mark.mark, lang).to_owned()).collect(),
            ("在“签到”里给他再点一次", "Mark this person again on the roll"),
        ),
        D::Ballot { question, ops } => (
            match lang {
                Lang::Zh => ["“", question, "”的票数"].concat(),
                Lang::En => ["the count of “", question, "”"].concat(),
            },
            ops.iter().filter_map(|op| counted(*op)).map(|one| counts(lang, &one.counted)).collect(),
            ("在“表决”里再数一遍", "Count it again under “Ballot”"),
        ),
        D::Text { ops } => (
            lang.pick("意见的文字", "the text").to_owned(),
            versions_of_text(meeting, ops),
            ("在“结论”里选定一段", "Choose one under “Close”"),
        ),
        D::Close { .. } => (
            lang.pick("两份签了名的记录", "two signed records").to_owned(),
            Vec::new(),
            ("请主持人在下面定一份", "The chair settles it below"),
        ),
    };
    let (one, other, end) =
        lang.pick(("：一份记“", "”，另一份记“", "”"), (": one says “", "”, another “", "”"));
    let versions = match versions.is_empty() {
        true => String::new(),
        false => [one, &versions.join(other), end].concat(),
    };
    [&*what, &*versions, lang.pick("。", ". "), lang.pick(settle.0, settle.1), lang.pick("。", ".")].concat()
}

/// The texts that these operations wrote, in display order.
pub fn versions_of_text(meeting: &MeetingView, ops: &[OpId]) -> Vec<String> {
    let text = |op| meeting.texts.iter().find(|text| text.source.op == op);
    ops.iter().filter_map(|op| text(*op)).map(|text| text.text.clone()).collect()
}

/// The number of what is covered by the signatures.
pub fn covers(lang: Lang, count: u32) -> String {
    match lang {
        Lang::Zh => format!("签名时共 {count} 条记录"),
        Lang::En => format!("{count} records were signed"),
    }
}
