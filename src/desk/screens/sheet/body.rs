//! Head, proceedings, ballots, conclusion and corrections on paper.

use super::super::meeting::{
    ballots::{law, recounted},
    came::not_covered,
    differ::why,
    head,
    here::Here,
};
use domain::meeting::EntryKind;
use domain::view::{BallotView, Entry};
use leptos::prelude::*;
use ui::format;
use ui::words;
use ui::words::desk::{Matters, Meeting, Sheet, fill};
use ui::words::{names, versions};

/// The head as a table of four columns.
pub fn head(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, meeting, tally) = (here.lang, &here.meeting.head, &here.meeting.tally);
    let attendance = fill(
        Sheet::AttendanceLine.in_(lang),
        &[&tally.should_attend, &tally.did_attend, &tally.recused, &tally.non_voting],
    );
    let wide = |name: Sheet, value: String| {
        (!value.is_empty()).then(|| view! { <tr><th>{name.in_(lang)}</th><td colspan="3">{value}</td></tr> })
    };
    // Of two heads neither is printed as the one that holds.
    let stated = match here.meeting.heads().len() {
        0 | 1 => view! {
            {wide(Sheet::Time, head::time(here))}
            {wide(Sheet::Venue, meeting.venue.clone())}
            <tr>
                <th>{Sheet::Chair.in_(lang)}</th><td>{meeting.chair.clone()}</td>
                <th>{Sheet::Recorder.in_(lang)}</th><td>{head::recorders(here)}</td>
            </tr>
            {wide(Sheet::Convener, meeting.convener.clone())}
            {wide(Sheet::Notice, head::notice(here))}
            {wide(Sheet::Reviewed, meeting.agenda_reviewed_by.clone())}
        }
        .into_any(),
        _ => {
            let rows = versions::head_of(lang, here.meeting).into_iter();
            let rows =
                rows.map(|(name, value)| view! { <tr><th>{name}</th><td colspan="3">{value}</td></tr> });
            rows.collect_view().into_any()
        }
    };
    view! {
        <table class="p-head">
            <colgroup><col class="p-name"/><col/><col class="p-name"/><col/></colgroup>
            <tbody>
                {wide(Sheet::Matter, here.matter.raised.title.clone())}
                {wide(Sheet::Place, here.places.join(" "))}
                {stated}
                {wide(Sheet::Attendance, attendance)}
            </tbody>
        </table>
    }
}

/// Who said what when.
pub fn proceedings(here: &Here<'_>) -> impl IntoView + use<> {
    let lang = here.lang;
    let lines = here.meeting.entries.iter().map(|entry| said(here, entry)).collect_view();
    let none = here.meeting.entries.is_empty().then(|| view! { <p>{Meeting::NoEntries.in_(lang)}</p> });
    view! { <section><h2>{Sheet::Proceedings.in_(lang)}</h2>{none}{lines}</section> }
}

fn said(here: &Here<'_>, entry: &Entry) -> impl IntoView + use<> {
    let lang = here.lang;
    let open = (entry.kind == EntryKind::Question && entry.answered_by.is_none())
        .then(|| format!("（{}）", Sheet::Unanswered.in_(lang)));
    let later = entry.later_answer.as_ref().map(|answer| {
        let by = fill(Meeting::AnsweredLater.in_(lang), &[&answer.by]);
        let on = format::date(answer.source.at, lang);
        view! { <p class="p-later"><b>{by}" "{on}</b>{lang.pick("：", ": ")}{answer.text.clone()}</p> }
    });
    view! {
        <p class="p-said">
            <b>{format::clock(entry.at)}" "{entry.speaker.clone()}"（"{names::entry(entry.kind, lang)}"）"</b>
            {entry.text.clone()}{open}
        </p>
        {later}
    }
}

/// What came after the signatures, in its own words.
pub fn late(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let all = &here.meeting.late;
    (!all.is_empty()).then(|| {
        let lines = all.iter().map(|late| {
            let said = words::late(here.lang, here.meeting, &late.says);
            view! { <p class="p-later"><b>{format::date(late.source.at, here.lang)}</b>" "{said}</p> }
        });
        view! { <section><h2>{not_covered(here)}</h2>{lines.collect_view()}</section> }
    })
}

/// Every ballot as a small table that is never torn apart.
pub fn ballots(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, all) = (here.lang, &here.meeting.ballots);
    let none = all.is_empty().then(|| {
        let words =
            if here.meeting.tally.majority.is_none() { Meeting::DecidesNothing } else { Meeting::NoBallot };
        view! { <p>{words.in_(lang)}</p> }
    });
    let all = all.iter().map(|ballot| one(here, ballot)).collect_view();
    view! { <section><h2>{Sheet::Ballot.in_(lang)}</h2>{none}{all}</section> }
}

fn one(here: &Here<'_>, ballot: &BallotView) -> impl IntoView + use<> {
    let (lang, counted) = (here.lang, &ballot.counted);
    let known = |name: &str| if name.is_empty() { "—".to_owned() } else { name.to_owned() };
    let tellers = fill(Sheet::Tellers.in_(lang), &[&known(&counted.teller), &known(&counted.scrutineer)]);
    let method = format!("{} · {tellers}", names::method(counted.method, lang));
    view! {
        <table class="p-ballot">
            <colgroup><col class="p-name"/><col/><col class="p-name"/><col/></colgroup>
            <tbody>
                <tr><th>{Sheet::Question.in_(lang)}</th><td colspan="3">{counted.question.clone()}</td></tr>
                <tr>
                    <th>{Meeting::For.in_(lang)}</th><td>{counted.votes_for}</td>
                    <th>{Meeting::Against.in_(lang)}</th><td>{counted.against}</td>
                </tr>
                <tr>
                    <th>{Meeting::Abstain.in_(lang)}</th><td>{counted.abstain}</td>
                    <th>{Meeting::Void.in_(lang)}</th><td>{counted.void}</td>
                </tr>
                <tr><th>{Sheet::Method.in_(lang)}</th><td colspan="3">{method}</td></tr>
                <tr><td colspan="4">{recounted(here, ballot).map_or_else(|| law(here, ballot), str::to_owned)}</td></tr>
            </tbody>
        </table>
    }
}

/// The outcome, the text, and what is still to be answered.
pub fn conclusion(here: &Here<'_>) -> impl IntoView + use<> {
    let (lang, meeting) = (here.lang, here.meeting);
    let outcome = fill(Sheet::Outcome.in_(lang), &[&names::outcome(meeting.outcome, lang)]);
    let text = match meeting.text() {
        "" => Meeting::NoText.in_(lang).to_owned(),
        text => text.to_owned(),
    };
    let open = here.matter.open_questions.iter().filter(|question| question.meeting == meeting.id);
    let open: Vec<_> = open
        .map(|question| {
            view! { <p class="p-said">{Matters::Unanswered.in_(lang)}"："{question.by.clone()}"："{question.text.clone()}</p> }
        })
        .collect();
    view! {
        <section class="p-whole">
            <h2>{Sheet::Conclusion.in_(lang)}</h2>
            <p><b>{outcome}</b>"　"{fill(Meeting::OutcomeBy.in_(lang), &[&meeting.rule_book])}</p>
            <p class="p-said">{text}</p>
            {open}
        </section>
    }
}

/// What was corrected after closing.
pub fn corrections(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let (lang, all) = (here.lang, &here.meeting.corrections);
    let rows = all.iter().map(|correction| {
        view! {
            <tr>
                <td>{here.original(correction.target)}</td>
                <td>{correction.text.clone()}<br/>{why(here, correction)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    (!all.is_empty()).then(|| view! {
        <section>
            <h2>{Sheet::Corrections.in_(lang)}</h2>
            <table class="p-head">
                <thead><tr><th>{Meeting::Original.in_(lang)}</th><th>{Meeting::Right.in_(lang)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    })
}
