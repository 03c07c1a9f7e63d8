//! What recorders state differently of a head or of a whole meeting, and what the chair said of it: the same on the phone, at
//! the desk and on paper.

use super::{Lang, late, names};
use crate::format;
use domain::meeting::Head;
use domain::view::{HeadView, LateSays, MeetingView, SettlementView, Settling};

/// The fields of a head in order, each with its name; what was not stated is empty.
pub fn head(lang: Lang, head: &Head) -> [(&'static str, String); 8] {
    let days = head.notice_days.to_string();
    let days = match (head.notice_days, lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => ["提前 ", &days, " 天 "].concat(),
        (_, Lang::En) => [&days, " days before "].concat(),
    };
    [
        (lang.pick("地点", "Where"), head.venue.clone()),
        (lang.pick("时间", "Time"), format::date_time(head.started, lang)),
        (lang.pick("主持", "Chair"), head.chair.clone()),
        (lang.pick("记录", "Recorder"), head.recorder.clone()),
        (lang.pick("第二记录人", "Second recorder"), head.second_recorder.clone()),
        (lang.pick("召集", "Convener"), head.convener.clone()),
        (lang.pick("议题审过", "Agenda reviewed by"), head.agenda_reviewed_by.clone()),
        (lang.pick("通知", "Notice"), [&*days, &head.notice_how].concat()),
    ]
}

/// The fields of a meeting's head; where recorders state several heads, a field that differs with all that they state.
pub fn head_of(lang: Lang, meeting: &MeetingView) -> Vec<(&'static str, String)> {
    let mut rows: Vec<(&'static str, Vec<String>)> = Vec::new();
    for one in meeting.heads() {
        for (at, (name, value)) in head(lang, one).into_iter().enumerate() {
            match rows.get_mut(at) {
                Some((_, values)) if values.contains(&value) => {}
                Some((_, values)) => values.push(value),
                None => rows.push((name, vec![value])),
            }
        }
    }
    let several = |values: Vec<String>| match values.len() {
        1 => values.concat(),
        _ => {
            let values: Vec<&str> = values.iter().map(|value| said(lang, value)).collect();
            [
                values.join(lang.pick("；另一份：", "; another: ")).as_str(),
                lang.pick("（还没定）", " (not settled)"),
            ]
            .concat()
        }
    };
    rows.into_iter().map(|(name, values)| (name, several(values))).collect()
}

/// For each of several heads what it states that not all of them do.
pub fn heads(lang: Lang, heads: &[HeadView]) -> Vec<Vec<String>> {
    apart(heads.iter().map(|one| head_lines(lang, &one.head)).collect())
}

/// For each of several records of one meeting what it states that not all of them do.
pub fn records(lang: Lang, versions: &[MeetingView]) -> Vec<Vec<String>> {
    apart(versions.iter().map(|version| record(lang, version)).collect())
}

/// What a record is called: whose phone it was signed on, and what came out of it.
pub fn title(lang: Lang, who: &str, version: &MeetingView) -> String {
    let outcome = names::outcome(version.computed, lang);
    match lang {
        Lang::Zh => [who, "手机上签的一份：", outcome].concat(),
        Lang::En => ["Signed on ", who, "’s phone: ", outcome].concat(),
    }
}

/// What the chair said of closings that differ, and what became of it; `who` is whose phone the chosen one was signed on.
pub fn settlement(lang: Lang, who: &str, one: &SettlementView) -> String {
    let (name, when) = (one.chair.name.as_str(), format::date_time(one.source.at, lang));
    let said = match lang {
        Lang::Zh => [name, " ", &when, " 签名定下：", who, "手机上签的那一份算数。"].concat(),
        Lang::En => [name, " signed on ", &when, ": the one signed on ", who, "’s phone holds."].concat(),
    };
    let reason = match one.reason.trim() {
        "" => String::new(),
        reason => [lang.pick("原因：", " Because: "), reason, lang.pick("。", ".")].concat(),
    };
    let effect = match one.effect {
        Settling::Holds => "",
        Settling::Differs => lang.pick(
            "（两次定的不一样，请主持人再定一次。）",
            " (Two words of the chair differ; it must be settled once more.)",
        ),
        Settling::PassedOver => {
            lang.pick("（不作数：另一次定的算数。）", " (No effect: another one counts.)")
        }
        Settling::NotTheChair => {
            lang.pick("（不作数：签的人不是那一份的主持人。）", " (No effect: not the chair of that record.)")
        }
        Settling::NotAll => lang.pick(
            "（不作数：签的时候还没看到全部签过名的记录，请主持人再定一次。）",
            " (No effect: not all the signed records were there to be seen; it must be settled once more.)",
        ),
    };
    [&*said, &reason, effect].concat()
}

fn said(lang: Lang, value: &str) -> &str {
    match value.trim() {
        "" => lang.pick("没写", "not stated"),
        value => value,
    }
}

fn head_lines(lang: Lang, of: &Head) -> Vec<String> {
    let line = |(name, value): (&str, String)| [name, lang.pick("：", ": "), said(lang, &value)].concat();
    head(lang, of).into_iter().map(line).collect()
}

/// All that a record states, a line each.
fn record(lang: Lang, of: &MeetingView) -> Vec<String> {
    let mut lines = head_lines(lang, &of.head);
    if let Some(closed) = &of.closed {
        lines.push([lang.pick("散会：", "Ended: "), &format::date_time(closed.ended, lang)].concat());
    }
    let mut says = vec![LateSays::Guests(of.guests.clone()), LateSays::Text(of.text().to_owned())];
    for mark in of.roll.iter().filter_map(|line| line.mark.as_ref()) {
        says.push(LateSays::Marks(vec![mark.clone()]));
    }
    for ballot in &of.ballots {
        says.push(LateSays::Counted(ballot.counted.clone()));
    }
    for one in &of.entries {
        says.push(LateSays::Spoken(one.speaker.clone(), one.kind, one.text.clone()));
    }
    for says in &says {
        lines.push(late(lang, of, says));
    }
    lines
}

/// The lines that not all state.
fn apart(all: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let common = |line: &String| all.iter().all(|lines| lines.contains(line));
    all.iter().map(|lines| lines.iter().filter(|line| !common(line)).cloned().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::meeting::Moment;
    use domain::view::Source;
    use oplog::{DeviceId, OpId};

    /// Broken on purpose, seen red: what all state shown too; what one left empty left out.
    #[test]
    fn of_two_heads_what_differs_is_named_on_both_sides() {
        let one = Head { venue: "活动室".into(), chair: "李正华".into(), ..Head::default() };
        let other = Head {
            venue: "村小学".into(),
            second_recorder: "周发祥".into(),
            started: Moment { ms: 1_773_488_400_000, offset_min: 480 },
            ..one.clone()
        };
        let source = Source { op: OpId([1; 32]), device: DeviceId([1; 16]), at: Moment::default() };
        let view = |head: &Head| HeadView { source: source.clone(), head: head.clone() };
        let [first, second] = &heads(Lang::Zh, &[view(&one), view(&other)])[..] else { panic!() };
        assert_eq!((first[0].as_str(), second[0].as_str()), ("地点：活动室", "地点：村小学"));
        assert_eq!((first[2].as_str(), second[2].as_str()), ("第二记录人：没写", "第二记录人：周发祥"));
        assert_eq!((first.len(), second.len()), (3, 3), "the chair is the same: {first:?} {second:?}");
        assert!(heads(Lang::Zh, &[view(&one), view(&one)]).concat().is_empty());
    }
}
