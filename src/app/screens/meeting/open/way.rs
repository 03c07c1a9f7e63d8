//! How the step is held, and whom the roll expects then.

use crate::words::meeting::{Open as W, say, why};
use domain::meeting::{CountedBy, Expected};
use domain::rules::{RollBody, Way};
use ui::dom::{El, div, el, p};
use ui::parts::{Shape, Tone, options, said};
use ui::signal::Var;
use ui::words::Lang;

/// What is counted, where the rule book leaves the choice.
pub fn way_choice(ways: &[Way], chosen: Var<Option<usize>>, lang: Lang) -> Option<El> {
    let option = |(at, way): (usize, &Way)| {
        let key = match (way.body, way.counted_by) {
            (RollBody::Representatives, _) => "representatives",
            (_, CountedBy::Households) => "households",
            (_, CountedBy::People) => "people",
        };
        (at, key, why::way(lang, way.body, way.counted_by).to_owned())
    };
    let all: Vec<_> = ways.iter().enumerate().map(option).collect();
    let word = W::CountedBy.in_(lang);
    (all.len() > 1)
        .then(|| div("card").with(options(Shape::Chips, "meeting.open.counted-by", word, all, chosen)))
}

/// How many are expected, and who.
pub fn roll_count(
    expected: impl Fn() -> Vec<Expected> + 'static,
    counted_by: impl Fn() -> CountedBy + 'static,
    lang: Lang,
) -> impl Fn() -> Option<El> {
    move || {
        let roll = expected();
        if roll.is_empty() {
            return Some(said(Tone::Act, "meeting.open.expected", W::NoRegister.in_(lang)));
        }
        let entitled = roll.iter().filter(|line| line.capacity.entitled()).count();
        let words = say::expected(lang, entitled, roll.len() - entitled, counted_by());
        let names: Vec<&str> = roll.iter().map(|line| line.name.as_str()).collect();
        let summary = el("summary").t("meeting.open.expected").say(words);
        let who = p(names.join("、")).class("m-quiet");
        Some(el("details").class("card m-more").with(summary).with(who))
    }
}
