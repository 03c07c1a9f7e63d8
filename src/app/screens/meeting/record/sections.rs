//! The sections of the minutes: head, roll, signatures.

use super::super::roll::detail;
use super::super::room::Room;
use super::super::talk::entry::correction;
use super::of;
use crate::words::meeting::{Minutes as W, Roll, say};
use domain::meeting::{Mark, Signed};
use domain::view::{MeetingView, RollLine};
use ui::dom::{El, Say, div, el, p, svg};
use ui::format;
use ui::parts::{Tone, said};
use ui::words::{Lang, names, versions};

fn line(lang: Lang, head: &str, value: &str) -> El {
    let value = el("span").at("dir", "auto").say(value);
    el("li").with(el("b").say(head)).say(lang.pick("：", ": ")).with(value)
}

/// Where, when, who.
pub fn head_card(room: Room) -> El {
    let lang = room.lang();
    let lines = move || room.with(|meeting| head(lang, meeting));
    let right = move || of(room, Some(room.id)).iter().map(|one| correction(lang, one)).collect();
    el("section")
        .class("card")
        .with(el("h2").say(W::Head.in_(lang)))
        .with(el("ul").class("m-list").live(lines))
        .live(right)
}

fn head(lang: Lang, meeting: &MeetingView) -> Vec<El> {
    let mut all = versions::head_of(lang, meeting);
    if let (Some(closed), Some((_, time))) = (meeting.holding(), all.get_mut(1)) {
        time.push_str(&["–", &format::clock(closed.ended)].concat());
    }
    let guests: Vec<String> =
        meeting.guests.iter().map(|one| [&*one.office, " ", &one.name].concat()).collect();
    all.push((W::Guests.in_(lang), guests.join(lang.pick("、", ", "))));
    let filled = all.into_iter().filter(|(_, value)| !value.trim().is_empty());
    filled.map(|(word, value)| line(lang, word, &value)).collect()
}

/// The roll, those of one mark together.
pub fn attendance(room: Room) -> El {
    let lang = room.lang();
    let groups = move || room.with(|meeting| groups(lang, &meeting.roll));
    let sum = move || room.with(|meeting| say::attended(lang, &meeting.tally, meeting.counted_by));
    el("section")
        .class("card")
        .with(el("h2").say(W::Roll.in_(lang)))
        .with(p(Say::live(sum)))
        .with(el("ul").class("m-list").live(groups))
}

fn groups(lang: Lang, roll: &[RollLine]) -> Vec<El> {
    let marks = [Mark::Present, Mark::Proxy, Mark::Left, Mark::Leave, Mark::Absent, Mark::Recused];
    let mut out = Vec::new();
    for mark in marks.into_iter().map(Some).chain([None]) {
        let same = roll.iter().filter(|line| line.mark.as_ref().map(|mark| mark.mark) == mark);
        let names: Vec<String> = same.map(|line| name(lang, line)).collect();
        if names.is_empty() {
            continue;
        }
        let word = mark.map_or(Roll::Unmarked.in_(lang), |mark| names::mark(mark, lang));
        let head = [word, " ", &names.len().to_string()].concat();
        out.push(line(lang, &head, &names.join(lang.pick("、", ", "))));
    }
    out
}

/// The name, and what its mark says beyond the word of its group.
fn name(lang: Lang, line: &RollLine) -> String {
    match &line.mark {
        Some(mark) if mark.at.is_some() || !mark.note.is_empty() => {
            [&*line.expected.name, "（", &detail(lang, mark), "）"].concat()
        }
        _ => line.expected.name.clone(),
    }
}

/// Signatures, and whether the record is still what was signed.
pub fn seal(room: Room) -> El {
    let lang = room.lang();
    div("inside").live_one(move || {
        let closed = room.with(|meeting| meeting.holding().cloned())?;
        let (tone, word) =
            if closed.digest_matches { (Tone::Good, W::Matches) } else { (Tone::Wrong, W::Differs) };
        let read = if closed.read_aloud { [" · ", W::ReadAloud.in_(lang)].concat() } else { String::new() };
        let title = [W::Closed.in_(lang), " · ", &format::date_time(closed.ended, lang)].concat();
        let pair = div("m-pair").with(drawn(W::Chair, &closed.chair, lang)).with(drawn(
            W::Recorder,
            &closed.recorder,
            lang,
        ));
        let section = el("section").class("card").t("meeting.minutes.closed").with(el("h2").say(title));
        let covers = p([say::covers(lang, closed.covers), read].concat()).class("hint");
        let digest = [W::Digest.in_(lang), " ", &format::short(&closed.digest)].concat();
        let digest = p(digest).class("hint").t("meeting.minutes.digest");
        let seal = said(tone, "meeting.minutes.seal", word.in_(lang));
        Some(section.with(pair).with(seal).with(covers).with(digest))
    })
}

fn drawn(word: W, signed: &Signed, lang: Lang) -> El {
    let name = p("").say(word.in_(lang)).say(" ").with(el("b").say(signed.name.as_str()));
    let strokes = if signed.strokes.is_empty() {
        p(W::NotDrawn.in_(lang)).class("hint")
    } else {
        let path = svg("path").at("d", &signed.strokes);
        svg("svg").class("m-drawn").at("viewBox", "0 0 600 240").at("aria-hidden", "true").with(path)
    };
    el("div").with(name).with(strokes)
}
