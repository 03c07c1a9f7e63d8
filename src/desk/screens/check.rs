//! Checking what is on paper against all that the township holds.

use crate::api::{self, Failure};
use crate::desk::{Desk, Who};
use crate::hours;
use crate::parts::{fact, say_failure};
use crate::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sync::desk::{Check, Checked, CheckedMinutes};
use sync::slip::Meant;
use ui::format;
use ui::words::checked::{Checked as W, groups, heading, position, verdict};
use ui::words::desk::{Paper, fill};
use ui::words::{Lang, names};

#[component]
pub fn CheckScreen(desk: Desk) -> impl IntoView {
    let lang = desk.lang;
    let (text, checked) = (desk.to_check, desk.checked);
    let busy = RwSignal::new(false);
    let field = NodeRef::<leptos::html::Textarea>::new();
    let go = move || {
        if busy.get_untracked() || text.with_untracked(|text| text.trim().is_empty()) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let answer = api::ask("check", &Check { text: text.get_untracked() }).await;
            busy.set(false);
            match answer {
                Err(Failure::SignedOut) => desk.who.set(Who::Out { ended: true }),
                answer => checked.set(Some(answer)),
            }
            // The next scan takes the place of this one.
            if let Some(field) = field.get_untracked() {
                field.select();
            }
        });
    };
    // A scanner types the text and ends it with the key for a new line.
    let key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() {
            event.prevent_default();
            go();
        }
    };
    view! {
        <main class="d-page" id="content">
            <h1>{Paper::NavCheck.in_(lang)}</h1>
            <p class="d-quiet">{Paper::CheckLead.in_(lang)}</p>
            <div class="d-field">
                <label for="desk.check.text">{Paper::CheckField.in_(lang)}</label>
                <textarea node_ref=field id="desk.check.text" data-t="desk.check.text" rows="4" spellcheck="false" autocomplete="off"
                    prop:value=move || text.get() on:keydown=key
                    on:input=move |event| text.set(event_target_value(&event))></textarea>
            </div>
            <button type="button" class="d-button" data-t="desk.check.go" disabled=move || busy.get()
                on:click=move |_| go()>
                {Paper::CheckGo.in_(lang)}
            </button>
            {move || checked.get().map(|checked| match checked {
                Ok(checked) => told(&checked, desk).into_any(),
                Err(failure) => view! { <p class="d-wrong" role="alert">{say_failure(&failure, lang)}</p> }.into_any(),
            })}
        </main>
    }
}

/// A clock may be this much ahead without a word.
const AHEAD_MS: u64 = 10 * 60_000;

fn told(checked: &Checked, desk: Desk) -> impl IntoView + use<> {
    let lang = desk.lang;
    let class = match checked.verdict.meant() {
        Meant::Yes => "d-note green",
        Meant::No => "d-note red",
        Meant::Open => "d-note amber",
    };
    let role = if checked.verdict.meant() == Meant::No { "alert" } else { "status" };
    let at = checked.position.zip(checked.signed).map(|(at, (size, _))| position(at, size, lang));
    let when = checked
        .signed
        .filter(|(_, ms)| *ms > 0)
        .map(|(_, ms)| fill(Paper::SignedAt.in_(lang), &[&hours::full(ms, lang)]));
    let late = desk.clock_ms().saturating_add(AHEAD_MS);
    let ahead = checked.signed.filter(|(_, ms)| *ms > late).map(|_| Paper::Ahead.in_(lang).to_owned());
    let log = checked.signed.map(|_| if checked.begins { Paper::Begins } else { Paper::NotBegun }.in_(lang));
    // A log that does not begin so is what the verdict itself is about.
    let log = log.filter(|_| checked.verdict.meant() != Meant::No);
    let more = [at, when, ahead, log.map(str::to_owned)].into_iter().flatten();
    view! {
        <section class=class role=role data-t="desk.check.verdict" data-name=checked.verdict.name()>
            <h2>{heading(checked.verdict).in_(lang)}</h2>
            <p>{verdict(checked.verdict, lang)}</p>
            {more.map(|line| view! { <p>{line}</p> }).collect_view()}
        </section>
        {checked.minutes.as_ref().and_then(|minutes| facts(minutes, lang))}
    }
}

/// What to compare with the paper by eye.
fn facts(minutes: &CheckedMinutes, lang: Lang) -> Option<impl IntoView + use<>> {
    let (matter, meeting) = (&minutes.matter, minutes.matter.meeting(minutes.meeting)?);
    let counts = meeting.ballots.last().map(|ballot| {
        let counted = &ballot.counted;
        let all = [counted.votes_for, counted.against, counted.abstain].map(|count| count.to_string());
        fact(W::Counts.in_(lang), all.join(" / "))
    });
    // Of a paper that does not hold, what is to be told is the record that does.
    let holding = meeting.holding().map(|closed| closed.digest.as_str());
    let there = Route::Meeting { scope: None, matter: matter.id, meeting: minutes.meeting }.address();
    Some(view! {
        <section class="d-card" data-t="desk.check.facts">
            <p>{W::ByEye.in_(lang)}</p>
            <dl>
                {fact(W::Matter.in_(lang), matter.raised.title.clone())}
                {fact(W::When.in_(lang), format::date_time(meeting.head.started, lang))}
                {fact(W::Outcome.in_(lang), names::outcome(meeting.outcome, lang).to_owned())}
                {counts}
                {fact(W::Digest.in_(lang), groups(holding.unwrap_or(&minutes.digest)))}
            </dl>
            <p><a href=there data-t="desk.check.open">{Paper::OpenMeeting.in_(lang)}</a></p>
        </section>
    })
}
