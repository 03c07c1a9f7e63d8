//! What came after the signatures, in one sentence: the same on the phone, at the desk and on paper.

use super::{Lang, names};
use domain::view::{LateSays, MeetingView};

/// What a late addition to this meeting says.
pub fn late(lang: Lang, meeting: &MeetingView, says: &LateSays) -> String {
    let (colon, comma) = (lang.pick("：", ": "), lang.pick("、", ", "));
    match says {
        LateSays::Spoken(speaker, kind, text) => {
            [speaker, " · ", names::entry(*kind, lang), colon, text].concat()
        }
        LateSays::Counted(counted) => {
            let counts = [
                (lang.pick("赞成", "for"), counted.votes_for),
                (lang.pick("反对", "against"), counted.against),
                (lang.pick("弃权", "abstaining"), counted.abstain),
                (lang.pick("废票", "void"), counted.void),
            ];
            let counts = counts.map(|(word, count)| [word, " ", &count.to_string()].concat());
            [&counted.question, colon, &counts.join(comma)].concat()
        }
        LateSays::Text(text) => [lang.pick("意见", "Text"), colon, text].concat(),
        LateSays::Marks(marks) => {
            let name = |person| meeting.roll.iter().find(|line| line.expected.person == person);
            let marks: Vec<String> = marks
                .iter()
                .map(|mark| {
                    let name = name(mark.person).map_or("?", |line| line.expected.name.as_str());
                    [name, " ", names::mark(mark.mark, lang)].concat()
                })
                .collect();
            [lang.pick("签到", "Roll"), colon, &marks.join(comma)].concat()
        }
        LateSays::Guests(guests) => {
            let guests: Vec<&str> = guests.iter().map(|guest| guest.name.as_str()).collect();
            [lang.pick("列席", "Attending"), colon, &guests.join(comma)].concat()
        }
        LateSays::Other => lang.pick("另一条记录", "Another record").to_owned(),
    }
}
