//! Enrolling: a code is typed or comes with a link, six words are compared, the officer confirms.

use super::{moving, people};
use crate::page::{Around, content, foot, page};
use crate::route::Route;
use crate::state::{App, app};
use crate::words::enrol::{self, Enrol as W};
use crate::words::moving::Moving;
use browser::{Begun, EnrolError, Enrolment, Why};
use leptos::leptos_dom::helpers::{location, set_interval_with_handle, window};
use leptos::reactive::owner::on_cleanup;
use std::time::Duration;
use sync::enrol::{ClaimState, Code, CodeSlip};
use sync::invite::{Bent, FRAGMENT, Invite};
use sync::port::TransportError;
use ui::dom::{El, Say, div, el, p};
use ui::face::held;
use ui::parts::{Keys, Look, Tone, button, field, notice, said};
use ui::signal::Var;
use ui::words::{Lang, check_word};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

const ASK_AGAIN: Duration = Duration::from_secs(3);

/// Asks for a code, or takes an old phone's place, or waits for the officer.
pub fn enrol() -> El {
    let app = app();
    let moving = Var::new(false);
    div("inside").live_one(move || {
        Some(match app.me.with(|me| me.as_ref().map(|me| me.words)) {
            Some(words) => wait(words),
            None if moving.get() => moving::from_old_phone(app, moving),
            None => ask(None, Some(moving)),
        })
    })
}

/// The code behind `#enrol=`, taken out of the address, so that nobody sees it over a shoulder or in the history.
fn code_of_link(then: Route) -> Option<String> {
    let hash = location().hash().ok()?;
    let code = hash.strip_prefix(FRAGMENT)?.to_owned();
    window().history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&then.hash())).ok()?;
    Some(code)
}

/// Takes what came with a link: an invitation, or a code alone.
fn take_link(app: App, then: Route) {
    let Some(text) = code_of_link(then) else { return };
    let invite = Invite::parse(&text);
    app.code_from_link.set(!matches!(invite, Some(Err(_))));
    app.code.set(match &invite {
        Some(Ok(invite)) => invite.code.text(),
        Some(Err(_)) => String::new(),
        None => text,
    });
    app.invite.set(invite);
}

/// A phone whose roles have ended takes a new code. What it holds stays open meanwhile; a session brings the new roles.
pub fn again() -> El {
    let app = app();
    let lang = app.lang();
    if app.enrolled() && !app.phone().has_ended() {
        let all =
            content().with(said(Tone::Info, "enrol.already", enrol::failed(&EnrolError::Enrolled, lang)));
        return page(Around::Below, W::Title.in_(lang), "", all, None);
    }
    let claimed = Var::new(false);
    div("inside")
        .live_one(move || Some(if claimed.get() { wait_again(app) } else { ask(Some(claimed), None) }))
}

fn wait_again(app: App) -> El {
    let lang = app.lang();
    let look = move || {
        spawn_local(async move {
            app.phone().sync(Why::Timer).await;
            if !app.phone().has_ended() && app.route.get_untracked() == Route::Enrol {
                app.replace(Route::Today);
            }
        });
    };
    if let Ok(timer) = set_interval_with_handle(look, ASK_AGAIN) {
        on_cleanup(move || timer.clear());
    }
    let words = app.me.with_untracked(|me| me.as_ref().map(|me| me.words));
    let all = content().maybe(words.map(|words| six(words, lang)));
    page(
        Around::BelowWithNet,
        W::WaitTitle.in_(lang),
        "",
        all.with(said(Tone::Info, "enrol.waiting", W::Asking.in_(lang))),
        None,
    )
}

/// The six words, to be compared.
fn six(words: [u8; 6], lang: Lang) -> El {
    el("section")
        .class("card")
        .with(p(W::SixWords.in_(lang)))
        .with(words_listed(words, lang))
        .with(p(W::Same.in_(lang)).class("note"))
}

fn words_listed(words: [u8; 6], lang: Lang) -> El {
    let listed = words.map(|number| el("li").say(check_word(number, lang)));
    el("ol").class("six").t("enrol.words").all(listed)
}

/// Asks for a code; of a phone whose roles have ended `again` says when it was taken. `moving` leads to
/// the page for whoever has an old phone.
fn ask(again: Option<Var<bool>>, moving: Option<Var<bool>>) -> El {
    let app = app();
    let (lang, typed) = (app.lang(), app.code);
    let then = if again.is_some() { Route::Enrol } else { Route::Today };
    if app.route.get_untracked() == Route::Enrol {
        // A link's address; once enrolled, today's page comes.
        app.route.set(then);
    }
    take_link(app, then);
    let (busy, pressed, failed) = (Var::new(false), Var::new(false), Var::new(None::<EnrolError>));
    let wrong = move || match typed.with(|typed| Code::parse(typed).err()) {
        Some(CodeSlip::Missing(n)) if n > 0 && !pressed.get() => None,
        found => found.map(|found| enrol::slip(found, lang)),
    };
    let left = move || match typed.with(|typed| Code::parse(typed)) {
        Err(CodeSlip::Missing(n)) if (1..28).contains(&n) => enrol::slip(CodeSlip::Missing(n), lang),
        Ok(_) => String::new(),
        _ => W::Hint.in_(lang).to_owned(),
    };
    let go = move || {
        pressed.set(true);
        let Ok(code) = typed.with_untracked(|typed| Code::parse(typed)) else { return };
        busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let claimed = app.phone().claim(code, invited(app, code).as_ref()).await;
            busy.set(false);
            if let (Some(again), Ok(_)) = (again, &claimed) {
                match app.enrolled() {
                    true => again.set(true),
                    false => app.replace(Route::Today),
                }
            }
            failed.set(claimed.err());
        });
    };
    let why = move || {
        let invite = Code::parse(&typed.get()).ok().and_then(|code| invited(app, code));
        failed.with(|why| match (why, invite) {
            (Some(EnrolError::Net(way)), Some(invite)) if !matches!(way, TransportError::Refused(_)) => {
                Some(alone(app, invite, failed))
            }
            (Some(why), _) => Some(said(Tone::Wrong, "enrol.failed", enrol::failed(why, lang))),
            (None, _) => None,
        })
    };
    let link = app.invite.with_untracked(|invite| invite.as_ref().map(|invite| of_link(invite, lang)));
    let ask = if app.code_from_link.get_untracked() { W::FromLink } else { W::Ask };
    let card = el("section")
        .class("card")
        .live_one(why)
        .maybe(link)
        .with(p(ask.in_(lang)))
        .with(
            field("enrol.code", W::Code.in_(lang), typed)
                .keys(Keys::Code)
                .hint(Say::live(left))
                .error(wrong)
                .line(),
        )
        .with(p(Say::live(move || groups(&typed.get()))).class("groups note").t("enrol.groups"));
    let came = app.invite.with_untracked(|invite| matches!(invite, Some(Ok(_))));
    let first = || {
        std::iter::once(other_language(app)).chain((!came || held::last().is_some()).then(|| before(lang)))
    };
    let all = content()
        .all(again.is_none().then(first).into_iter().flatten())
        .with(card)
        .maybe((!came).then(|| p(W::NeedsNet.in_(lang)).class("note")))
        .maybe(
            moving.map(|moving| {
                button(Look::Plain, "move.from", Moving::From.in_(lang), move || moving.set(true))
            }),
        )
        .maybe(again.is_none().then(|| people::people(app.phone().store_name().to_owned(), Some(app), lang)));
    let around = if again.is_some() { Around::Below } else { Around::Nothing };
    let label = move || if busy.get() { W::Busy } else { W::Go }.in_(lang).to_owned();
    let go = button(Look::Main, "enrol.go", Say::live(label), go).flag("disabled", move || busy.get());
    page(around, W::Title.in_(lang), "", all, Some(foot().with(go)))
}

/// What came with the link of this code.
fn invited(app: App, code: Code) -> Option<Invite> {
    let invite = app.invite.get_untracked()?.ok()?;
    Some(invite).filter(|invite| invite.code == code)
}

/// Whose code the link says that it is, or what is wrong with the link.
fn of_link(invite: &Result<Invite, Bent>, lang: Lang) -> El {
    match invite {
        Ok(invite) => notice(Tone::Info, "enrol.invited")
            .with(p(W::Invited.in_(lang)))
            .with(p("").with(el("b").say(enrol::invited(invite, lang))))
            .with(p(W::NotYou.in_(lang)).class("note")),
        Err(Bent::Link) => said(Tone::Wrong, "enrol.bent", W::Bent.in_(lang)),
        Err(Bent::Newer) => said(Tone::Wrong, "enrol.bent", W::Newer.in_(lang)),
    }
}

/// The township can't be asked: one may begin all the same.
fn alone(app: App, invite: Invite, failed: Var<Option<EnrolError>>) -> El {
    let lang = app.lang();
    let begin = move || {
        let invite = invite.clone();
        spawn_local(async move {
            match app.phone().begin(&invite).await {
                Ok(()) => app.replace(Route::Today),
                Err(error) => failed.set(Some(error)),
            }
        });
    };
    notice(Tone::Act, "enrol.alone").with(p(W::Alone.in_(lang))).with(button(
        Look::Main,
        "enrol.begin",
        W::BeginNow.in_(lang),
        begin,
    ))
}

/// A phone that records before the township has admitted it: how far that is, and what to do.
pub fn not_yet(app: App) -> Option<El> {
    let lang = app.lang();
    let (how, words) = app.me.with(|me| match me.as_ref().map(|me| (&me.state, me.words)) {
        Some((Enrolment::Begun(how), words)) => Some((how.clone(), words)),
        _ => None,
    })?;
    let all = notice(Tone::Act, "enrol.not-yet").with(el("b").say(W::NotYet.in_(lang)));
    let all = match how {
        Begun::NotAsked => all.with(p(W::NotAsked.in_(lang))),
        Begun::Waiting => all.with(p(W::Asked.in_(lang))).with(words_listed(words, lang)),
        Begun::Ended(code) => all.with(p(enrol::ended(&code, lang))).with(p(W::Kept.in_(lang))).with(button(
            Look::Plain,
            "today.code",
            crate::words::today::Today::NewCode.in_(lang),
            move || app.go(Route::Enrol),
        )),
    };
    let none = app.places.with(|places| places.places.values().all(|place| place.people.is_empty()));
    Some(all.maybe(none.then(|| p(W::NoRegisterYet.in_(lang)).t("enrol.no-register"))))
}

/// Whoever was enrolled before and sees this page has lost the store: what is gone, what comes back, what to do.
fn before(lang: Lang) -> El {
    match held::last() {
        Some(lost) => said(Tone::Wrong, "enrol.emptied", enrol::emptied(lost, lang)),
        None => p(W::Again.in_(lang)).class("note").t("enrol.again"),
    }
}

/// What is typed, as it is printed: in groups of four.
fn groups(typed: &str) -> String {
    let signs = typed.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase);
    let mut out = String::new();
    for (at, sign) in signs.take(32).enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(' ');
        }
        out.push(sign);
    }
    out
}

fn other_language(app: App) -> El {
    let other = app.lang().pick(Lang::En, Lang::Zh);
    let change =
        button(Look::Quiet, "enrol.lang", W::English.in_(app.lang()), move || app.face.lang.set(other));
    div("right").with(change)
}

type Decided = Var<Option<Result<ClaimState, EnrolError>>>;

fn wait(words: [u8; 6]) -> El {
    let app = app();
    let lang = app.lang();
    let state: Decided = Var::new(None);
    ask_state(app, state);
    if let Ok(timer) = set_interval_with_handle(move || ask_state(app, state), ASK_AGAIN) {
        on_cleanup(move || timer.clear());
    }
    let forget = move || {
        spawn_local(async move {
            // A claim that can't be forgotten stays on the screen, where it can be tried again.
            app.phone().forget_claim().await.unwrap_or_default();
        });
    };
    let other = button(Look::Plain, "enrol.other", W::Other.in_(lang), forget);
    let all = content()
        .with(six(words, lang))
        .live_one(move || Some(state.with(|state| how_it_stands(state.as_ref(), lang))))
        .maybe(app.phone().may_begin().then(|| at_once(app, state)))
        .with(other);
    page(Around::Nothing, W::WaitTitle.in_(lang), "", all, None)
}

/// Whoever has the link need not wait for the officer.
fn at_once(app: App, state: Decided) -> El {
    let lang = app.lang();
    let begin = move || {
        spawn_local(async move {
            if let Err(error) = app.phone().begin_at_once().await {
                state.set(Some(Err(error)));
            }
        });
    };
    let begin = button(Look::Plain, "enrol.begin", W::BeginNow.in_(lang), begin);
    div("inside").with(p(W::BeginNote.in_(lang)).class("note")).with(begin)
}

fn how_it_stands(state: Option<&Result<ClaimState, EnrolError>>, lang: Lang) -> El {
    match state {
        None | Some(Ok(ClaimState::Waiting)) => said(Tone::Info, "enrol.waiting", W::Asking.in_(lang)),
        Some(Ok(ClaimState::Confirmed)) => said(Tone::Good, "enrol.done", W::Done.in_(lang)),
        Some(Ok(ended)) => said(Tone::Wrong, "enrol.ended", enrol::decided(*ended, lang)),
        Some(Err(EnrolError::Net(_))) => said(Tone::Act, "enrol.offline", W::Offline.in_(lang)),
        Some(Err(error)) => said(Tone::Wrong, "enrol.failed", enrol::failed(error, lang)),
    }
}

/// Asks once; a confirmed phone fetches its places at once.
fn ask_state(app: App, state: Decided) {
    spawn_local(async move {
        let answer = app.phone().claim_state().await;
        let confirmed = answer == Ok(ClaimState::Confirmed);
        state.set(Some(answer));
        if confirmed {
            app.phone().sync(Why::Asked).await;
        }
    });
}
