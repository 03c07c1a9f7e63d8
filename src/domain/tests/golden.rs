//! The bytes of every kind of body, and of canonical minutes, for ever: files are only ever added.

use super::samples;
use crate::fold;
use crate::meeting::{CountedBy, EntryKind};
use crate::rules::{ProcedureKind, RollBody, Step};
use crate::story::{Story, Township, household, member, probationary, scope};
use crate::{Body, Kind, minutes};
use oplog::Digest;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

/// Number, schema and bytes of every body for which there is a file `body-<number>-<schema>.hex`.
fn bodies() -> Vec<(u16, u16, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/golden");
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let Some((number, schema)) = name.strip_prefix("body-").and_then(|name| name.split_once('-')) else {
            continue;
        };
        let golden = std::fs::read_to_string(&path).unwrap();
        found.push((number.parse().unwrap(), schema.parse().unwrap(), bytes(golden.trim())));
    }
    found
}

/// No kind is without its bytes. Seen to fail: the file of kind 25 taken away.
#[test]
fn every_kind_is_written_as_it_always_was() {
    let golden = bodies();
    for kind in Kind::ALL {
        let row = (kind.number(), kind.schema(), samples::of(*kind).encode());
        assert!(golden.contains(&row), "body-{}-{}.hex: {}", row.0, row.1, hex(&row.2));
    }
}

#[test]
fn every_golden_body_is_read_and_written_back() {
    for (number, schema, golden) in bodies() {
        let body = Body::decode(number, schema, &golden).unwrap().unwrap();
        assert_eq!(body.encode(), golden);
        assert_eq!(body.kind().number(), number);
    }
}

#[test]
fn kinds_have_their_numbers_and_others_are_unknown() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_number(kind.number()), Some(*kind));
        assert_eq!(Body::decode(kind.number(), kind.schema() + 1, &[0xa0]), Ok(None));
    }
    assert_eq!(Body::decode(999, 1, &[0xa0]), Ok(None));
    assert!(Body::decode(16, 1, &[0xa0]).is_err());
}

#[test]
fn a_body_with_a_bent_byte_is_never_taken_for_another() {
    for (number, schema, golden) in bodies() {
        for at in 0..golden.len() {
            let mut bent = golden.clone();
            bent[at] ^= 1;
            if let Ok(Some(body)) = Body::decode(number, schema, &bent) {
                assert_eq!(body.encode(), bent);
            }
            assert!(Body::decode(number, schema, &golden[..at]).is_err());
        }
    }
}

/// A small first proposal that always gives the same minutes.
fn proposal() -> Story {
    let place = scope("532301104201001");
    let mut township = Township::new(1);
    township.register(place, [member("甲"), member("乙"), probationary("丙"), household("甲")]);
    let mut recorder = township.recorder(place, 2, "乙");
    let by = &mut recorder;
    let mut story = Story::raise(&township, by, place, "修路", ProcedureKind::GroupMatter);
    story.open(by, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "甲");
    story.attend(by, 3);
    let question = story.say(by, EntryKind::Question, "乙", "钱呢?");
    story.answer(by, question, "甲", "有。");
    story.count(by, 2, 0, 0);
    story.write(by, "同意。");
    story
}

#[test]
fn the_minutes_are_written_as_they_always_were() {
    let story = proposal();
    let canonical = minutes::canonical(&story.now());
    oplog::canonical(&canonical).unwrap();
    assert_eq!(hex(&canonical), include_str!("../golden/minutes-1.hex").trim());
    assert_eq!(minutes::digest(&story.now()), Digest::of(&canonical));
}

#[test]
fn the_minutes_do_not_hang_on_what_else_is_held() {
    let story = proposal();
    let mut reversed = story.ops.clone();
    reversed.reverse();
    let view = fold::matter(&reversed, &story.places).unwrap();
    assert_eq!(minutes::canonical(view.meeting(story.meeting).unwrap()), minutes::canonical(&story.now()));
}
