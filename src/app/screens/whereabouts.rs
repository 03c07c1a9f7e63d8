//! Where the records of a matter are, as a path: this phone, the township, its backup.

use super::matter::not_here;
use crate::opened::{OpenMatter, Opened};
use crate::page::{Around, content, foot, page};
use crate::route::Route;
use crate::state::{App, app};
use crate::words::carry::Carry;
use crate::words::matters::{Matters as W, here, some};
use browser::Kept;
use oplog::flat::Map;
use oplog::{LogKey, MatterId};
use sync::port::{PhoneStore, Received};
use ui::dom::{El, Say, el, later};
use ui::format::near;
use ui::parts::{Look, Stop, StopState, Tone, button, path as stops_of, said};
use ui::signal::Var;
use wasm_bindgen_futures::spawn_local;

/// Where the records are.
pub fn whereabouts(id: MatterId) -> El {
    let app = app();
    let lang = app.lang();
    let opened = app.matter(id);
    let receipts = Var::new(Map::<LogKey, Received>::new());
    later(move || {
        app.unreceived.track();
        spawn_local(async move {
            // Without the times of the receipts the path is shown all the same.
            if let Ok(all) = app.phone().store().received().await {
                receipts.set(all.into_iter().map(|received| (received.head.log, received)).collect());
            }
        });
    });
    let title =
        move || opened.with(Opened::here).map(|matter| matter.view.raised.title.clone()).unwrap_or_default();
    let all = content().live(move || match opened.get() {
        Opened::Here(matter) => path(app, &matter, &receipts.get()),
        other => vec![not_here(app, &other)],
    });
    let by_hand = move || {
        let some = app.unreceived.get() > 0;
        some.then(|| button(Look::Plain, "where.carry", Carry::Title.in_(lang), move || app.go(Route::Carry)))
    };
    let action =
        foot()
            .live_one(by_hand)
            .with(button(Look::Main, "where.sync", W::SyncNow.in_(lang), move || app.sync_now()));
    page(Around::BelowWithNet, W::WhereTitle.in_(lang), Say::live(title), all, Some(action))
}

fn path(app: App, matter: &OpenMatter, receipts: &Map<LogKey, Received>) -> Vec<El> {
    let lang = app.lang();
    let (all, now) = (matter.ops.len(), app.now());
    let kept: Vec<Kept> = matter.ops.iter().map(|op| app.kept(op)).collect();
    let received = kept.iter().filter(|kept| kept.at_township()).count();
    let handed = kept.iter().filter(|kept| matches!(kept, Kept::Handed | Kept::Carried)).count();
    let backed = kept.iter().filter(|kept| **kept == Kept::BackedUp).count();
    let when = matter.ops.iter().filter_map(|op| receipts.get(&op.header().log())).map(|r| r.server_ms).max();
    let when = when.map(|ms| near(app.moment(ms), now, lang));
    let state = |count: usize| match count {
        count if count == all => StopState::Done,
        0 => StopState::Later,
        _ => StopState::Here,
    };
    let note = |count: usize, when: Option<&str>| match count {
        0 => W::NotYet.in_(lang).to_owned(),
        count => some(count, all, when, lang),
    };
    let mut stops = vec![
        Stop {
            state: StopState::Done,
            title: W::OnThisPhone.in_(lang).to_owned(),
            note: here(all, &near(matter.view.touched, now, lang), lang),
        },
        Stop {
            state: state(received),
            title: W::AtTownship.in_(lang).to_owned(),
            note: note(received, when.as_deref()),
        },
        Stop { state: state(backed), title: W::BackedUp.in_(lang).to_owned(), note: note(backed, None) },
    ];
    if handed > 0 {
        let note =
            [handed.to_string().as_str(), lang.pick(" 条", ""), " ", Carry::HandedNote.in_(lang)].concat();
        let stop = Stop { state: StopState::Here, title: Carry::Handed.in_(lang).to_owned(), note };
        stops.insert(1, stop);
    }
    let told = match received == all {
        true => said(Tone::Good, "where.safe", W::AllSafe.in_(lang)),
        false => said(Tone::Act, "where.risk", W::WhereRisk.in_(lang)),
    };
    vec![el("section").class("card").with(stops_of("where.path", stops)), told]
}
