//! What the closing does not cover: it came afterwards, or another closing signed it. Shown behind, not folded in.

use super::super::room::Room;
use crate::words::meeting::Minutes as W;
use ui::dom::{El, el};
use ui::words;

/// The late additions.
pub fn late(room: Room) -> impl Fn() -> Option<El> {
    let lang = room.lang();
    move || {
        room.with(|meeting| {
            let lines = meeting.late.iter().map(|late| words::late(lang, meeting, &late.says));
            let lines: Vec<El> = lines.map(|words| el("li").at("dir", "auto").say(words)).collect();
            (!lines.is_empty()).then(|| {
                let section = el("section").class("card").t("meeting.minutes.late");
                let title = if meeting.versions.is_empty() { W::Late } else { W::NotCovered };
                section.with(el("h2").say(title.in_(lang))).with(el("ul").class("m-list").all(lines))
            })
        })
    }
}
