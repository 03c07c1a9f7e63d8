//! What recorders state differently, and what was corrected after closing.

use super::came::came;
use super::here::{Here, counts};
use crate::hours;
use domain::view::{CorrectionView, Disagreement};
use leptos::prelude::*;
use oplog::OpId;
use ui::words::desk::{Meeting, fill};
use ui::words::{names, versions};

/// What the chair must settle.
pub fn disagreements(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let lang = here.lang;
    // What two signed records state differently stands with these.
    let contested = here.meeting.contested_closing();
    let all = here.meeting.disagreements.iter();
    let all: Vec<&Disagreement> = all.filter(|_| !contested).collect();
    let lines = all.iter().map(|one| view! { <li>{said(here, one)}</li> }).collect_view();
    (!all.is_empty()).then(|| {
        view! {
            <section class="d-note amber" role="alert" data-t="desk.meeting.disagreements">
                <h2>{Meeting::Disagreements.in_(lang)}</h2>
                <p>{Meeting::DisagreementsNote.in_(lang)}</p>
                <ul>{lines}</ul>
            </section>
        }
    })
}

fn said(here: &Here<'_>, of: &Disagreement) -> String {
    let (lang, meeting) = (here.lang, here.meeting);
    let versus = |values: Vec<String>| values.join(Meeting::Versus.in_(lang));
    match of {
        Disagreement::Head { heads } => {
            let lines = versions::heads(lang, heads);
            let comma = lang.pick("，", ", ");
            let stated = heads.iter().zip(lines);
            let stated =
                stated.map(|(one, lines)| format!("{}{comma}{}", here.who(one.source.op), lines.join(comma)));
            fill(Meeting::DifferHead.in_(lang), &[&versus(stated.collect())])
        }
        Disagreement::Text { ops } => {
            let text = |op| meeting.texts.iter().find(|text| text.source.op == op);
            let texts =
                ops.iter().filter_map(|op| text(*op)).map(|text| format!("“{}”", text.text)).collect();
            fill(Meeting::DifferText.in_(lang), &[&versus(texts)])
        }
        Disagreement::Close { .. } => Meeting::SettleTitle.in_(lang).to_owned(),
        Disagreement::Mark { name, marks } => {
            let marks = marks.iter().map(|mark| names::mark(mark.mark, lang).to_owned()).collect();
            fill(Meeting::DifferMark.in_(lang), &[name, &versus(marks)])
        }
        Disagreement::Ballot { question, ops } => {
            let ballots = meeting.ballots.iter().filter(|ballot| ops.contains(&ballot.source.op));
            let counted = ballots.map(|ballot| counts(&ballot.counted, lang)).collect();
            fill(Meeting::DifferBallot.in_(lang), &[question, &versus(counted)])
        }
    }
}

/// The corrections of one record, where the record itself is shown.
pub fn beside(here: &Here<'_>, target: OpId) -> impl IntoView + use<> {
    let lang = here.lang;
    here.corrections(target)
        .map(|correction| {
            view! {
                <p class="d-corrected">
                    <b>{Meeting::Right.in_(lang)}</b>" "{correction.text.clone()}
                    <small>" "{why(here, correction)}</small>
                </p>
            }
        })
        .collect_view()
}

/// 更正: original and correction side by side.
pub fn corrections(here: &Here<'_>) -> Option<impl IntoView + use<>> {
    let (lang, all) = (here.lang, &here.meeting.corrections);
    let rows = all.iter().map(|correction| row(here, correction)).collect_view();
    (!all.is_empty()).then(|| {
        view! {
            <section class="d-part" data-t="desk.meeting.corrections">
                <h2>{Meeting::Corrections.in_(lang)}</h2>
                <p class="d-quiet">{Meeting::CorrectionsNote.in_(lang)}</p>
                <table class="d-table">
                    <thead><tr>
                        <th scope="col">{Meeting::Original.in_(lang)}</th>
                        <th scope="col">{Meeting::Right.in_(lang)}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}

fn row(here: &Here<'_>, correction: &CorrectionView) -> impl IntoView + use<> {
    view! {
        <tr>
            <td class="d-said">{here.original(correction.target)}</td>
            <td>
                <span class="d-said">{correction.text.clone()}</span>
                <small class="d-quiet">{why(here, correction)}</small>
                {came(here, correction.source.op)}
            </td>
        </tr>
    }
}

/// Who asked for it, when, why.
pub fn why(here: &Here<'_>, correction: &CorrectionView) -> String {
    let lang = here.lang;
    let mut said = vec![hours::moment(correction.source.at, here.now_ms, lang)];
    if !correction.by.is_empty() {
        said.push(fill(Meeting::AskedBy.in_(lang), &[&correction.by]));
    }
    if !correction.reason.is_empty() {
        said.push(fill(Meeting::Because.in_(lang), &[&correction.reason]));
    }
    said.join(" · ")
}
