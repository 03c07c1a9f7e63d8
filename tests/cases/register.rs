//! The register that a case presumes: those it names, and as many others as it counts.

use super::file::{Case, Meeting, Place};
use serde_json::{Value, json};

/// Region codes of the township, village and group of every case.
pub const CODES: [&str; 3] = ["532301104", "532301104201", "532301104201001"];

const SURNAMES: [&str; 12] = ["李", "杨", "普", "罗", "周", "张", "鲁", "毕", "起", "者", "白", "王"];
const GIVEN: [&str; 8] = ["文华", "正林", "秀英", "光荣", "家福", "永昌", "红梅", "自强"];

/// The name of the `at`-th person that no case names.
pub fn filler(at: usize) -> String {
    let surname = SURNAMES.get(at % SURNAMES.len()).unwrap_or(&"李");
    let given = GIVEN.get(at / SURNAMES.len() % GIVEN.len()).unwrap_or(&"文华");
    format!("{surname}{given}{}", ["", "二", "三"].get(at / 96).unwrap_or(&""))
}

/// A name without the office in brackets, and without the title before it.
pub fn bare(name: &str) -> &str {
    let name = name.split(['(', '（']).next().unwrap_or(name).trim();
    name.rsplit(' ').next().unwrap_or(name)
}

fn group_people(cases: &[Case]) -> Vec<Value> {
    let mut people = Vec::new();
    for meeting in cases.iter().filter_map(|case| case.meeting.as_ref()) {
        let full = meeting.roll.full.iter().map(|(name, _)| json!({ "name": name, "membership": "full" }));
        let new = meeting.roll.probationary.iter();
        let new = new.map(|(name, _)| json!({ "name": name, "membership": "probationary" }));
        people.extend(full.chain(new));
        people.extend(households(meeting).into_iter().map(|head| json!({ "name": head, "household": true })));
    }
    people
}

/// The heads of the households of an assembly, the chair's first.
pub fn households(meeting: &Meeting) -> Vec<String> {
    let count = meeting.entitled_households.unwrap_or(0);
    let chair = std::iter::once(bare(&meeting.chair).to_owned());
    chair.chain((0..).map(filler).filter(|name| *name != meeting.chair)).take(count).collect()
}

/// Those invited to a hearing: the chair, whoever speaks as member or representative, and others.
pub fn invited(meeting: &Meeting) -> Vec<(String, bool)> {
    let mut all = vec![(bare(&meeting.chair).to_owned(), true)];
    for (_, speaker, _) in &meeting.proceedings {
        let name = bare(speaker).to_owned();
        let member = speaker.starts_with("党员");
        if (member || speaker.starts_with("村民代表")) && !all.iter().any(|(known, _)| *known == name) {
            all.push((name, member));
        }
    }
    let taken: Vec<String> = all.iter().map(|(name, _)| name.clone()).collect();
    let others =
        (0..).map(filler).filter(|name| !taken.contains(name)).zip([true, false].into_iter().cycle());
    all.extend(others.take(meeting.invited.unwrap_or(0).saturating_sub(taken.len())));
    all
}

fn village_people(cases: &[Case]) -> Vec<Value> {
    let hearings =
        cases.iter().filter_map(|case| case.meeting.as_ref()).filter(|meeting| meeting.invited.is_some());
    let line = |(name, member): (String, bool)| match member {
        true => json!({ "name": name, "membership": "full" }),
        false => json!({ "name": name, "representative": true }),
    };
    hearings.flat_map(|meeting| invited(meeting).into_iter().map(line)).collect()
}

/// The file for `township register`.
pub fn of(place: &Place, cases: &[Case]) -> Value {
    let mut places =
        vec![json!({ "code": CODES[1], "name": place.village, "people": village_people(cases) })];
    if let Some(group) = &place.group {
        places.push(json!({ "code": CODES[2], "name": group, "people": group_people(cases) }));
    }
    json!({ "township": place.township, "code": CODES[0], "places": places })
}
