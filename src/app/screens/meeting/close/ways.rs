//! What stands in the way of closing, and what should be looked at before.

use super::super::parts::warned;
use super::super::room::Room;
use super::ending::Ending;
use crate::route::MeetingTab;
use crate::words::meeting::Close as W;
use domain::Body;
use domain::check::{self, Asking, Refusal, Warning};
use ui::dom::{El, div, el};
use ui::parts::{Tone, notice};
use ui::signal::{Derived, Var};
use ui::words;

/// What the rules say of closing now: what forbids it, and what should be looked at.
fn standing(room: Room, ending: Ending) -> (Vec<Refusal>, Vec<Warning>) {
    let Some(device) = room.app.device() else { return Default::default() };
    let places = room.app.places.get();
    let Some(matter) = room.held.with(crate::opened::Opened::here) else { return Default::default() };
    let Some(meeting) = matter.view.meeting(room.id) else { return Default::default() };
    let body = Body::Closed(ending.body(room, meeting));
    let asking = Asking { places: &places, device, scope: room.scope, matter: Some(&matter.view) };
    (check::check(&asking, &body).err().unwrap_or_default(), check::warnings(&asking, &body))
}

/// What stands in the way, named, before anybody signs.
pub fn ways(room: Room, ending: Ending, unsaved: Var<bool>) -> [El; 2] {
    let lang = room.lang();
    let both = Derived::new(move || {
        let (refusals, warnings) = standing(room, ending);
        let ended = ending.filled_in();
        let forbids = refusals.iter().filter(|one| ended || **one != Refusal::EndedBeforeStart);
        let mut ways: Vec<String> = forbids.map(|one| words::refusal(one, lang)).collect();
        let own = [
            (!ended, W::WayNoEnd),
            (unsaved.get(), W::WayTextChanged),
            (room.has_draft(MeetingTab::Roll, ""), W::WayRollDraft),
            (room.has_draft(MeetingTab::Say, ""), W::WayUnsaid),
        ];
        ways.extend(own.iter().filter(|(holds, _)| *holds).map(|(_, word)| word.in_(lang).to_owned()));
        (ways, warnings.iter().map(|one| words::warning(one, lang)).collect::<Vec<_>>())
    });
    let named = move || {
        let ways = both.with(|(ways, _)| ways.clone());
        let list = el("ul").class("m-list");
        let notice = notice(Tone::Act, "meeting.close.ways").with(el("b").say(W::Ways.in_(lang)));
        let some = !ways.is_empty();
        some.then(|| notice.with(list.all(ways.into_iter().map(|said| el("li").say(said)))))
    };
    let warnings = move || both.with(|(_, warnings)| warnings.clone());
    [div("inside").live_one(named), div("inside").live_one(warned(warnings))]
}
