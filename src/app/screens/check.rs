//! Checking what is on paper: a scanned link or a typed digest, against the township's key, the log as this phone saw it,
//! and the minutes that this phone holds. Without a network.

use crate::page::{Around, content, page};
use crate::state::{App, app};
use crate::words::trouble;
use browser::Enrolment;
use leptos::leptos_dom::helpers::location;
use sync::port::{PhoneStore, StoreError};
use sync::printed::{Found, Sought, typed};
use sync::slip::{Meant, Seen, SignedSlip, Slip, Verdict};
use ui::dom::{El, el, p};
use ui::format;
use ui::parts::{Keys, Look, Tone, button, field, notice, said};
use ui::signal::Var;
use ui::words::checked::{Checked as W, groups, heading, not_compared, position, verdict};
use ui::words::{Lang, names};
use wasm_bindgen_futures::spawn_local;

/// What came of it.
struct Outcome {
    verdict: Verdict,
    slip: Option<Slip>,
    /// How many records of the log this phone saw signed, where that is another number than on paper.
    seen: Option<u64>,
    /// Whether the logs were compared.
    same_log: bool,
    found: Option<Found>,
}

impl Outcome {
    const fn of(verdict: Verdict) -> Self {
        Self { verdict, slip: None, seen: None, same_log: false, found: None }
    }
}

/// The screen.
pub fn check() -> El {
    let app = app();
    let lang = app.lang();
    let outcome = Var::new(None::<Result<Outcome, StoreError>>);
    let busy = Var::new(false);
    let begin = move |text: String| {
        busy.set(true);
        spawn_local(async move {
            outcome.set(Some(judge(app, &text).await));
            busy.set(false);
        });
    };
    let scanned = location().hash().unwrap_or_default();
    if SignedSlip::is_link(&scanned) {
        begin(scanned);
    }
    let text = Var::new(String::new());
    let go = move || begin(text.get_untracked());
    let shown = move || match busy.get() {
        true => vec![p(W::Busy.in_(lang)).class("note")],
        false => outcome.with(|outcome| match outcome {
            None => vec![],
            Some(Err(error)) => vec![said(Tone::Wrong, "check.failed", trouble::store(*error, lang))],
            Some(Ok(outcome)) => told(lang, outcome),
        }),
    };
    let by_hand = el("section")
        .class("card")
        .with(
            field("check.digest", W::Type.in_(lang), text)
                .keys(Keys::Code)
                .hint(W::TypeHint.in_(lang))
                .text(),
        )
        .with(button(Look::Plain, "check.go", W::Go.in_(lang), go));
    page(Around::Below, W::Title.in_(lang), "", content().live(shown).with(by_hand), None)
}

async fn judge(app: App, text: &str) -> Result<Outcome, StoreError> {
    let Some(me) = app.me.get_untracked().filter(|me| me.state == Enrolment::Enrolled) else {
        return Ok(Outcome::of(Verdict::NoTownship));
    };
    let signed = SignedSlip::read(text);
    if signed.is_none() {
        let Some(digits) = typed(text) else { return Ok(Outcome::of(Verdict::Unreadable)) };
        let found = look(app, &Sought::Typed(digits)).await?;
        let verdict = found.as_ref().map_or(Verdict::NotHere, |found| found.verdict);
        return Ok(Outcome { found, ..Outcome::of(verdict) });
    }
    let slip = match signed.map_or(Err(Verdict::Unreadable), |signed| signed.open(&me.township.key)) {
        Ok(slip) => slip,
        Err(verdict) => return Ok(Outcome::of(verdict)),
    };
    let phone = app.phone();
    let (state, received) = (phone.store().sync_state().await?, phone.store().received().await?);
    let seen = Seen { generation: state.generation, tree: state.tree, received: &received };
    let tree = state.tree.filter(|_| state.generation == Some(slip.generation));
    let same_log = tree == Some(slip.tree);
    let found = match &slip.minutes {
        Some(minutes) => look(app, &Sought::Slip(minutes.clone())).await?,
        None => None,
    };
    let verdict = match (&slip.minutes, &found) {
        _ if slip.contradicts(&seen) => Verdict::Rewritten,
        (None, _) => Verdict::Board,
        (Some(_), Some(found)) => found.verdict,
        (Some(_), None) => Verdict::Seal,
    };
    Ok(Outcome { verdict, seen: Some(tree.map_or(0, |tree| tree.size)), slip: Some(slip), same_log, found })
}

/// Looks through the matters held; the one that agrees is found before one that differs a little.
async fn look(app: App, sought: &Sought) -> Result<Option<Found>, StoreError> {
    let (phone, places) = (app.phone(), app.places_now());
    let mut near = None;
    for matter in app.summaries.get_untracked().iter() {
        match sought.find(&phone.store().matter_ops(matter.id).await?, &places) {
            Some(found) if found.verdict == Verdict::Differs => near = Some(found),
            Some(found) => return Ok(Some(found)),
            None => {}
        }
    }
    Ok(near)
}

fn told(lang: Lang, outcome: &Outcome) -> Vec<El> {
    let Outcome { verdict: of, slip, found, .. } = outcome;
    let tone = match of.meant() {
        Meant::Yes => Tone::Good,
        Meant::No => Tone::Wrong,
        Meant::Open => Tone::Act,
    };
    let word = el("b").t("check.verdict").say(heading(*of).in_(lang));
    let mut all = vec![notice(tone, "check.told").with(p("").with(word)).with(p(verdict(*of, lang)))];
    all.extend(found.as_ref().and_then(|found| facts(lang, found)));
    if let Some(slip) = slip {
        let (done, left) = sorted(outcome, slip, lang);
        for (word, lines) in [(W::WasChecked, done), (W::WasNot, left)] {
            let lines = lines.into_iter().map(|line| el("li").say(line));
            let list = el("ul").class("m-list").all(lines);
            all.push(el("section").class("card").with(el("h2").say(word.in_(lang))).with(list));
        }
    }
    all
}

/// What was checked, and what was not.
fn sorted(outcome: &Outcome, slip: &Slip, lang: Lang) -> (Vec<String>, Vec<String>) {
    let say = |word: W| word.in_(lang).to_owned();
    let (mut done, mut left) = (vec![say(W::Seal)], Vec::new());
    let at = slip.minutes.as_ref().map(|minutes| minutes.at + 1);
    done.extend(at.map(|at| position(at, slip.tree.size, lang)));
    match (outcome.same_log, outcome.seen) {
        (true, _) => done.push(say(W::Log)),
        (false, seen) => left.push(not_compared(seen.unwrap_or(0), slip.tree.size, lang)),
    }
    if at.is_some() {
        let worked_out = matches!(outcome.verdict, Verdict::Genuine | Verdict::NotHolding | Verdict::Differs);
        if worked_out { &mut done } else { &mut left }.push(say(W::Minutes));
        left.push(say(W::Paper));
    }
    (done, left)
}

/// What to compare with the paper by eye.
fn facts(lang: Lang, found: &Found) -> Option<El> {
    let meeting = found.matter.meeting(found.meeting)?;
    // Of a paper that does not hold, what is to be told is the record that does.
    let digest = meeting.holding().map_or_else(|| found.digest.hex(), |closed| closed.digest.clone());
    let line = |word: W, value: String| {
        el("div").with(el("dt").say(word.in_(lang))).with(el("dd").at("dir", "auto").say(value))
    };
    let counts = meeting.ballots.last().map(|ballot| {
        let counted = &ballot.counted;
        let all = [counted.votes_for, counted.against, counted.abstain].map(|count| count.to_string());
        line(W::Counts, all.join(" / "))
    });
    let list = el("dl")
        .with(line(W::Matter, found.matter.raised.title.clone()))
        .with(line(W::When, format::date_time(meeting.head.started, lang)))
        .with(line(W::Outcome, names::outcome(meeting.outcome, lang).to_owned()))
        .maybe(counts)
        .with(line(W::Digest, groups(&digest)));
    Some(el("section").class("card").t("check.facts").with(p(W::ByEye.in_(lang))).with(list))
}
