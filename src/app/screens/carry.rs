//! Records that travel by hand: handing one's own over, taking others' along, bringing receipts back.

use crate::page::{Around, content, page};
use crate::route::Route;
use crate::state::{App, app};
use crate::words::carry::{Carry as W, brought, mine, not_carried, whose};
use crate::words::nearby::Near;
use browser::Reader;
use browser::files::{self, Unreadable};
use oplog::Digest;
use sync::carried::{Carried, MAX_BUNDLE};
use sync::port::PhoneStore;
use sync::session::carry::{CarryError, Packed};
use ui::dom::{El, Say, el, later, p};
use ui::format::near;
use ui::parts::{Look, Shape, State, Tone, badge, button, options, said};
use ui::signal::Var;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

/// What is said below a card: how it is meant, and the words.
type Told = Var<Option<(Tone, String)>>;

/// The screen.
pub fn carry() -> El {
    let app = app();
    let lang = app.lang();
    let near = button(Look::Plain, "carry.near", Near::Title.in_(lang), move || app.go(Route::Near));
    let near = el("section").class("card").with(p(Near::Sub.in_(lang)).class("note")).with(near);
    let all = content().with(my_own(app)).with(near).with(others(app));
    page(Around::BelowWithNet, W::Title.in_(lang), W::Sub.in_(lang), all, None)
}

fn card(app: App, heading: W) -> El {
    el("section").class("card").with(el("h2").say(heading.in_(app.lang())))
}

fn told(t: &'static str, told: Told) -> impl Fn() -> Option<El> + 'static {
    move || told.get().map(|(tone, words)| said(tone, t, words))
}

fn my_own(app: App) -> El {
    let lang = app.lang();
    let reader = Var::new(Some(Reader::Township));
    let (made, state) = (Var::new(None::<Packed>), Told::default());
    let count = Say::live(move || match app.unreceived.get() {
        0 => W::NothingMine.in_(lang).to_owned(),
        count => mine(count, lang),
    });
    let who = vec![
        (Reader::Township, "township", W::TownOnly.in_(lang).to_owned()),
        (Reader::Anybody, "anybody", W::Anybody.in_(lang).to_owned()),
    ];
    let give_to = move |reader: Reader, send: bool| {
        spawn_local(async move {
            made.set(None);
            match app.phone().pack(reader, app.my_name()).await {
                Err(error) => state.set(Some((Tone::Wrong, not_carried(error, lang)))),
                Ok(packed) => gave(app, packed, send, made, state).await,
            }
        });
    };
    let give = move |send| give_to(reader.get_untracked().unwrap_or(Reader::Township), send);
    let noted = move || {
        spawn_local(async move {
            if let Some(packed) = made.get_untracked() {
                note(app, &packed, made, state).await;
            }
        });
    };
    let actions = move || {
        let mut all = Vec::new();
        if app.unreceived.get() > 0 {
            all.push(options(Shape::List, "carry.reader", W::Reader.in_(lang), who.clone(), reader));
            let save = if files::may_send() {
                all.push(button(Look::Main, "carry.send", W::Send.in_(lang), move || give(true)));
                Look::Plain
            } else {
                Look::Main
            };
            all.push(button(save, "carry.save", W::SaveFile.in_(lang), move || give(false)));
        }
        all
    };
    let beginner = move || give_to(Reader::Beginner, files::may_send());
    let fresh = move || {
        let known = app.enrolled()
            && app.places.with(|places| places.places.values().any(|place| !place.people.is_empty()));
        let make = || button(Look::Plain, "carry.beginner", W::Beginner.in_(lang), beginner);
        known.then(|| el("div").with(p(W::BeginnerNote.in_(lang)).class("note")).with(make()))
    };
    let there = move || made.with(Option::is_some);
    card(app, W::Mine)
        .with(p(count).t("carry.mine"))
        .live(actions)
        .live_one(fresh)
        .live_one(told("carry.made", state))
        .live_one(move || there().then(|| button(Look::Plain, "carry.gave", W::GaveIt.in_(lang), noted)))
}

/// What was made leaves the phone: sent, which the browser tells, or saved, which only the person knows the end of.
async fn gave(app: App, packed: Packed, send: bool, made: Var<Option<Packed>>, state: Told) {
    let lang = app.lang();
    let name = file_name(app, "");
    if send {
        if files::send(&name, &packed.file).await {
            note(app, &packed, made, state).await;
        }
    } else if files::save(&name, &packed.file) {
        state.set(Some((Tone::Info, W::Made.in_(lang).to_owned())));
        made.set(Some(packed));
    } else {
        state.set(Some((Tone::Wrong, W::NotMade.in_(lang).to_owned())));
    }
}

async fn note(app: App, packed: &Packed, made: Var<Option<Packed>>, state: Told) {
    let lang = app.lang();
    state.set(Some(match app.phone().handed_over(&packed.heads).await {
        Ok(()) => {
            made.set(None);
            (Tone::Good, W::Gave.in_(lang).to_owned())
        }
        Err(error) => (Tone::Wrong, not_carried(CarryError::Store(error), lang)),
    }));
}

/// 首议-普红梅-2026-3-14-9-30.shouyi
fn file_name(app: App, what: &str) -> String {
    let when = ui::format::date_time(app.now(), ui::words::Lang::Zh);
    let when: Vec<&str> =
        when.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    ["首议", what, "-", &app.my_name(), "-", &when.join("-"), ".shouyi"].concat()
}

fn others(app: App) -> El {
    let lang = app.lang();
    let (all, state) = (Var::new(Vec::<Carried>::new()), Told::default());
    later(move || {
        app.watch_receipts();
        spawn_local(async move {
            match app.phone().carried().await {
                Ok(carried) => all.set(carried),
                Err(error) => state.set(Some((Tone::Wrong, not_carried(CarryError::Store(error), lang)))),
            }
        });
    });
    let choose = el("input").at("type", "file").at("id", "carry.file").t("carry.file").class("unseen");
    let input = choose.node().clone().unchecked_into();
    let take = choose.on("change", move |_| {
        let input: web_sys::HtmlInputElement = Clone::clone(&input);
        spawn_local(async move {
            let said = match files::chosen(&input, MAX_BUNDLE).await {
                Ok(None) => return,
                Ok(Some(file)) => match app.phone().take_in(file).await {
                    Ok(done) => (Tone::Good, brought(&done, lang)),
                    Err(error) => (Tone::Wrong, not_carried(error, lang)),
                },
                Err(Unreadable::TooLong) => (Tone::Wrong, W::TooLong.in_(lang).to_owned()),
                Err(Unreadable::NotGiven) => (Tone::Wrong, W::NotGiven.in_(lang).to_owned()),
            };
            state.set(Some(said));
        });
    });
    let label = el("label").at("for", "carry.file").class("btn plain").t("carry.take").say(W::Take.in_(lang));
    card(app, W::Others)
        .with(p(W::TakeNote.in_(lang)).class("note"))
        .with(take)
        .with(label)
        .live_one(told("carry.took", state))
        .live(move || all.get().iter().map(|carried| one(app, carried, state)).collect())
}

/// One that is carried: whose it is, how far it is, what can be done.
fn one(app: App, carried: &Carried, state: Told) -> El {
    let (lang, id) = (app.lang(), carried.id);
    let known = app
        .places
        .with(|places| places.grants_of(carried.packer).first().map(|(_, grant)| grant.name.clone()));
    let when = near(app.moment(carried.packed_ms), app.now(), lang);
    let tone = if carried.arrived { State::Town } else { State::Here };
    let how = match (carried.arrived, &carried.refused, carried.delivered()) {
        (true, ..) => W::Arrived,
        (_, Some(_), _) => W::Refused,
        (.., true) => W::Partly,
        _ => W::Waits,
    };
    let code = carried.refused.as_ref().map(|code| p(code.as_str()).class("note"));
    let torn = carried.torn.then(|| p(W::Torn.in_(lang)).class("note"));
    let sealed = carried.sealed.then(|| p(W::Sealed.in_(lang)).class("note"));
    let (sure, arrived) = (Var::new(false), carried.arrived);
    let drop_it = move || match arrived || sure.get_untracked() {
        true => dropped(app, id, state),
        false => sure.set(true),
    };
    let doubt = move || sure.get().then(|| said(Tone::Act, "carry.really", W::Really.in_(lang)));
    let back = carried.delivered().then(|| {
        button(Look::Plain, "carry.back", W::GiveBack.in_(lang), move || passed(app, id, true, state))
    });
    let on = (!carried.arrived)
        .then(|| button(Look::Quiet, "carry.on", W::PassOn.in_(lang), move || passed(app, id, false, state)));
    let label = Say::live(move || if sure.get() { W::YesDrop } else { W::Drop }.in_(lang).to_owned());
    el("div")
        .class("carried")
        .t("carry.one")
        .with(p("").with(el("b").say(whose(known.as_deref(), &carried.name, &when, lang))))
        .with(p("").with(badge(tone, how.in_(lang))))
        .maybe(code)
        .maybe(sealed)
        .maybe(torn)
        .maybe(back)
        .maybe(on)
        .live_one(doubt)
        .with(button(Look::Quiet, "carry.drop", label, drop_it))
}

fn dropped(app: App, id: Digest, state: Told) {
    spawn_local(async move {
        if let Err(error) = app.phone().drop_carried(&id).await {
            state.set(Some((Tone::Wrong, not_carried(CarryError::Store(error), app.lang()))));
        }
    });
}

/// Gives a file away: the receipts for its packer, or the file as it came for another carrier.
fn passed(app: App, id: Digest, back: bool, state: Told) {
    spawn_local(async move {
        let phone = app.phone();
        let file = match back {
            true => phone.pack_back(&id).await,
            false => phone.store().carried_file(&id).await.map(Option::unwrap_or_default).map_err(Into::into),
        };
        let file = match file {
            Ok(file) => file,
            Err(error) => return state.set(Some((Tone::Wrong, not_carried(error, app.lang())))),
        };
        let name = file_name(app, if back { "回执" } else { "转交" });
        // Who gave up sending it may save it instead.
        if !(files::may_send() && files::send(&name, &file).await) {
            let said = match files::save(&name, &file) {
                true => (Tone::Info, W::Saved),
                false => (Tone::Wrong, W::NotMade),
            };
            state.set(Some((said.0, said.1.in_(app.lang()).to_owned())));
        }
    });
}
