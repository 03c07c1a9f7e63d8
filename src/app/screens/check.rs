//! Checking what is on paper: a scanned link or a typed digest, against the township's key, the log as this phone saw it,
//! and the minutes that this phone holds. Without a network; where there is one, the township proves that its log is one.

mod judge;

use crate::page::{Around, content, page};
use crate::state::app;
use crate::words::trouble;
use domain::meeting::Moment;
use judge::{Outcome, judge};
use leptos::leptos_dom::helpers::{location, window};
use sync::port::StoreError;
use sync::printed::Found;
use sync::slip::{Meant, SignedSlip, Slip, Verdict};
use sync::tree::is_prefix;
use ui::dom::{El, el, p};
use ui::format;
use ui::parts::{Keys, Look, Tone, button, field, notice, said};
use ui::signal::Var;
use ui::words::checked::{Checked as W, groups, heading, position, verdict};
use ui::words::{Lang, names};
use wasm_bindgen_futures::spawn_local;

/// China's offset from UTC, in minutes: the paper has the township's clock.
const OFFICE_MIN: i16 = 480;

/// The screen.
pub fn check() -> El {
    let app = app();
    let lang = app.lang();
    let outcome = Var::new(None::<Result<Outcome, StoreError>>);
    let busy = Var::new(false);
    let begin = move |text: String| {
        busy.set(true);
        // What comes of it stands above.
        window().scroll_to_with_x_and_y(0.0, 0.0);
        spawn_local(async move {
            let judged = judge(app, &text).await;
            let logs = judged.as_ref().ok().and_then(Outcome::two_logs);
            outcome.set(Some(judged));
            busy.set(false);
            // Nobody waits for the network: what comes of it is told once it is there.
            let Some((old, new)) = logs else { return };
            let Some(nodes) = browser::net::proof(old.size, new.size).await else { return };
            outcome.update(|outcome| {
                // Another paper may have been scanned meanwhile.
                if let Some(Ok(outcome)) = outcome
                    && outcome.two_logs() == logs
                {
                    outcome.same_log = is_prefix(&old, &new, &nodes);
                    if !outcome.same_log && outcome.verdict.meant() == Meant::Yes {
                        outcome.verdict = Verdict::Unproven;
                    }
                }
            });
        });
    };
    let scanned = location().hash().unwrap_or_default();
    // What an address may not have, the browser wrote in another way.
    let scanned = js_sys::decode_uri_component(&scanned).map_or(scanned, String::from);
    if SignedSlip::is_link(&scanned) {
        begin(scanned);
    }
    let text = Var::new(String::new());
    let go = move || begin(text.get_untracked());
    let shown = move || match busy.get() {
        true => vec![p(W::Busy.in_(lang)).class("note")],
        false => outcome.with(|outcome| match outcome {
            None => vec![p(W::Scan.in_(lang)).class("note")],
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
    let signed = Moment { ms: slip.at_ms, offset_min: OFFICE_MIN };
    let seal = [W::Seal.in_(lang), lang.pick("，", ", "), &format::date_time(signed, lang)].concat();
    let (mut done, mut left) = (vec![seal], Vec::new());
    let at = slip.minutes.as_ref().map(|minutes| minutes.at + 1);
    done.extend(at.map(|at| position(at, slip.tree.size, lang)));
    match outcome.same_log {
        true => done.push(say(W::Log)),
        false => left.push(say(W::LogOpen)),
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
