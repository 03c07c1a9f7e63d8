//! The form of a meeting's head: where, when, who.

use super::super::parts::{Wrong, name, native};
use super::super::room::Trouble;
use super::fields::Fields;
use crate::words::meeting::Open as W;
use domain::check::Field;
use domain::meeting::Expected;
use std::rc::Rc;
use ui::dom::{El, div, el, p};
use ui::parts::{Keys, Line, field};
use ui::signal::Var;
use ui::words::Lang;

/// People to choose from, as they are known now.
pub type People = Rc<dyn Fn() -> Vec<Expected>>;

/// The fields of the head that show their own reasons.
pub const SHOWN: &[Field] = &[
    Field::Venue,
    Field::Chair,
    Field::Recorder,
    Field::SecondRecorder,
    Field::Convener,
    Field::AgendaReviewedBy,
    Field::NoticeHow,
];

/// The form. `no_time` says what is wrong with the time; `more` shows the further fields from the beginning.
pub fn head_form(
    fields: Fields,
    trouble: Trouble,
    lang: Lang,
    roll: People,
    people: People,
    no_time: Wrong,
    more: bool,
) -> Vec<El> {
    let line = |t: &str, word: W, value: Var<String>, of: Field| -> Line {
        field(t, word.in_(lang), value).error(trouble.at(of))
    };
    let person = |t: &str, word: W, value, of| name(line(t, word, value, of), Rc::clone(&people));
    let when = div("m-pair")
        .with(native("meeting.open.date", W::Date.in_(lang), "date", fields.date, None))
        .with(native("meeting.open.time", W::Time.in_(lang), "time", fields.time, Some(no_time)));
    let place = div("card")
        .with(line("meeting.open.venue", W::Venue, fields.venue, Field::Venue).line())
        .with(when)
        .with(p(W::EarlierHint.in_(lang)).class("hint"));
    let chair = line("meeting.open.chair", W::Chair, fields.chair, Field::Chair);
    let who = div("card").with(name(chair.hint(W::ChairHint.in_(lang)), roll)).with(person(
        "meeting.open.recorder",
        W::Recorder,
        fields.recorder,
        Field::Recorder,
    ));
    let (reviewed, how) = (Field::AgendaReviewedBy, Field::NoticeHow);
    let days = field("meeting.open.notice-days", W::NoticeDays.in_(lang), fields.notice_days);
    let how = line("meeting.open.notice-how", W::NoticeHow, fields.notice_how, how);
    let further = el("details")
        .class("card m-more")
        .with(el("summary").t("meeting.open.more").say(W::More.in_(lang)))
        .with(person("meeting.open.convener", W::Convener, fields.convener, Field::Convener))
        .with(person("meeting.open.second-recorder", W::Second, fields.second, Field::SecondRecorder))
        .with(line("meeting.open.reviewed", W::Reviewed, fields.reviewed, reviewed).line())
        .with(days.keys(Keys::Digits).line())
        .with(how.hint(W::NoticeHint.in_(lang)).line());
    vec![place, who, if more { further.at("open", "") } else { further }]
}
