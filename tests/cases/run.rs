//! Running cases: a township of their own, the phone in flight mode while the meeting is recorded, then the desk.

use super::compare::compare;
use super::file::{Case, Meeting};
use super::register::{self, CODES, bare};
use crate::cdp::{Browser, Done, Profile, Tally, Trouble, temporary};
use crate::faces::{Ballot, Close, Desk, Mark, Matter, Opening, Phone, Said};
use crate::server::Township;
use domain::view::Outcome;
use serde_json::Value;
use std::process::Command;
use sync::desk::MatterPage;

/// How a case ended.
#[derive(Debug)]
pub struct Ended {
    /// Its name.
    pub case: String,
    /// Name of a figure, what came out, what was expected.
    pub figures: Vec<(String, Value, Value)>,
    /// Touches and typed characters from raising the matter (or opening the meeting) to the signature.
    pub tally: Tally,
}

impl Ended {
    /// Whether everything came out as expected.
    pub fn as_expected(&self) -> bool {
        self.figures.iter().all(|(_, found, expected)| found == expected)
    }
}

fn found_township(cases: &[Case]) -> Done<Township> {
    let place = cases.iter().find_map(|case| case.place.as_ref());
    let place = place.ok_or_else(|| Trouble::new("the first case names no place"))?;
    let folder = temporary("case")?;
    let file = folder.join("register.json");
    std::fs::write(&file, register::of(place, cases).to_string())?;
    let data = folder.join("data");
    let program = Township::program();
    let done =
        Command::new(&program).arg("register").arg("--data").arg(&data).arg("--file").arg(&file).output()?;
    if !done.status.success() {
        return Err(Trouble::new(String::from_utf8_lossy(&done.stderr)));
    }
    Township::at(&data, &[])
}

/// Runs a chain of cases: the first one's matter, each one's meeting.
pub fn run(cases: &[Case]) -> Done<Vec<Ended>> {
    let township = found_township(cases)?;
    let browser = Browser::launch(Profile::new()?)?;
    let desk = Desk::first(&browser.context()?, &township)?;
    let group = cases.iter().any(|case| case.place.as_ref().is_some_and(|place| place.group.is_some()));
    let scope = if group { CODES[2] } else { CODES[1] };
    let recorder =
        cases.iter().find_map(|case| case.meeting.as_ref()).map_or("", |meeting| meeting.recorder.as_str());
    let phone = Phone::enrol(&browser, township.address(), &desk, recorder, "Recorder", scope)?;
    let mut matter = String::new();
    let mut ended = Vec::new();
    for case in cases {
        let meeting = case.meeting.as_ref().ok_or_else(|| Trouble::new("a case without a meeting"))?;
        let before = phone.page.tally();
        phone.flight_mode(true)?;
        if let Some(raised) = &case.matter {
            matter = phone.raise(&form(raised))?;
        }
        record(&phone, &matter, meeting).map_err(|trouble| trouble.while_doing(&case.case))?;
        let tally = phone.page.tally() - before;
        let shown = phone.page.attribute("meeting.minutes.outcome", "data-outcome")?;
        phone.flight_mode(false)?;
        phone.received(&matter)?;
        let page: MatterPage = desk.api(&format!("matters/{matter}"))?;
        let last = page.view.meetings.last().ok_or_else(|| Trouble::new("the township has no meeting"))?;
        let mut figures = compare(&case.expect, &page.view, last);
        figures.push(("the phone shows".to_owned(), shown.into(), name(last.outcome).into()));
        figures.push((
            "verified at the township".to_owned(),
            page.records.iter().all(|record| record.verified).into(),
            true.into(),
        ));
        ended.push(Ended { case: case.case.clone(), figures, tally });
    }
    let errors = phone.page.errors();
    if errors.is_empty() { Ok(ended) } else { Err(Trouble::new(format!("the page complained: {errors:?}"))) }
}

fn name(outcome: Outcome) -> String {
    format!("{outcome:?}")
}

fn form(raised: &super::file::Matter) -> Matter {
    Matter {
        title: raised.title.clone(),
        category: raised.category.clone(),
        origin: raised.origin.clone(),
        money_fen: raised.money_fen,
        labour_days: raised.labour_days,
        households: raised.households,
    }
}

fn record(phone: &Phone, matter: &str, meeting: &Meeting) -> Done {
    let households = meeting.counted_by == "households";
    let opening = Opening {
        households,
        venue: meeting.venue.clone(),
        date: meeting.date.clone(),
        time: meeting.start.clone(),
        chair: meeting.chair.clone(),
        recorder: meeting.recorder.clone(),
        second_recorder: meeting.second_recorder.clone(),
        reviewed: meeting.agenda_reviewed_by.clone(),
        notice_days: meeting.notice_days,
    };
    phone.open_meeting(matter, &opening)?;
    phone.mark_roll(&not_present(meeting), &meeting.recused)?;
    phone.roll_done()?;
    for (kind, speaker, text) in &meeting.proceedings {
        let on_roll =
            speaker.starts_with("村民代表") || speaker.starts_with("党员") || !speaker.contains(' ');
        let speaker = if on_roll { bare(speaker).to_owned() } else { speaker.clone() };
        phone.say(&Said { kind: kind.clone(), speaker, text: text.clone() })?;
    }
    if let Some(ballot) = &meeting.ballot {
        let counts = [ballot.votes_for, ballot.against, ballot.abstain];
        phone.count(&Ballot {
            question: ballot.question.clone(),
            method: method(&ballot.method).to_owned(),
            counts,
        })?;
    }
    phone.close(&Close { text: meeting.text.clone(), date: meeting.date.clone(), time: meeting.end.clone() })
}

fn method(name: &str) -> &str {
    match name {
        "show of hands" => "举手",
        "roll call" => "记名",
        "secret" => "无记名",
        other => other,
    }
}

/// Who is not marked present, and how.
fn not_present(meeting: &Meeting) -> Vec<(String, Mark)> {
    let mark = |state: &str| match state {
        "leave" => Mark::Leave,
        "absent" => Mark::Absent,
        _ => Mark::Present,
    };
    let named = meeting.roll.full.iter().chain(&meeting.roll.probationary);
    let mut all: Vec<(String, Mark)> = named
        .map(|(name, state)| (name.clone(), mark(state)))
        .filter(|(_, mark)| *mark != Mark::Present)
        .collect();
    let away = |names: Vec<String>, present: Option<usize>| {
        names
            .into_iter()
            .skip(present.unwrap_or(usize::MAX))
            .map(|name| (name, Mark::Absent))
            .collect::<Vec<_>>()
    };
    all.extend(away(register::households(meeting), meeting.present_households));
    all.extend(away(register::invited(meeting).into_iter().map(|(name, _)| name).collect(), meeting.present));
    all
}
