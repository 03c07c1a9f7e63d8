//! The bytes of every kind of body, and of canonical minutes, for ever: rows are only ever added.

use super::samples;
use crate::fold;
use crate::meeting::{CountedBy, EntryKind};
use crate::rules::{ProcedureKind, RollBody, Step};
use crate::story::{Story, Township, household, member, probationary, scope};
use crate::{Body, Kind, minutes};
use oplog::Digest;

/// Kind, schema, bytes in hexadecimal.
const BODIES: &[(u16, u16, &str)] = &[
    (1, 1, "a20069e7b4abe6baaae995870158200707070707070707070707070707070707070707070707070707070707070707"),
    (2, 1, "a10069e5898de8bf9be69d91"),
    (
        3,
        1,
        "a400020181a20001018202060281a400060181a600070101020a03840203f50004840102f401056fe7acace4ba8ce58d81e4b880e69da1020703f5030f",
    ),
    (
        4,
        1,
        "a10081ac0048297adfcef256eb780169e591a8e5b08fe78795026d7a686f75207869616f2079616e030204f505f406f507f508f509f50a69e69d91e4b8bbe4bbbb0bf5",
    ),
    (
        5,
        1,
        "a500582008080808080808080808080808080808080808080808080808080808080808080169e699aee7baa2e6a2850248ad07cef30cbedd1f038200010469e591a8e6ada3e6988e",
    ),
    (6, 1, "a30050090909090909090909090909090909090166e4b8a2e5a4b10269e591a8e6ada3e6988e"),
    (
        16,
        1,
        "a900781be4bfaee8b7af20f09f988020e280ae6162633c2f7363726970743e010b02020369e69d8ee6ada3e58d8e0469312e32e585ace9878c051a011bd040061901a407182a0800",
    ),
    (
        17,
        1,
        "a5000001a90069e6b4bbe58aa8e5aea401821b0000019cec2566801901e00269e69d8ee6ada3e58d8e0369e69d8ee6ada3e58d8e0469e699aee7baa2e6a2850569e591a8e6ada3e6988e0669e699aee58589e88da307030866e5b9bfe692ad0282a4004879727d23783c88770169e69d8ee6ada3e58d8e026c6c69207a68656e67206875610300a40048297adfcef256eb780169e591a8e5b08fe78795026c6c69207a68656e6720687561030103000400",
    ),
    (
        18,
        1,
        "a2005820111111111111111111111111111111111111111111111111111111111111111101a90069e6b4bbe58aa8e5aea401821b0000019cec2566801901e00269e69d8ee6ada3e58d8e0369e69d8ee6ada3e58d8e0469e699aee7baa2e6a2850569e591a8e6ada3e6988e0669e699aee58589e88da307030866e5b9bfe692ad",
    ),
    (
        19,
        1,
        "a200582011111111111111111111111111111111111111111111111111111111111111110186a4004879727d23783c8877010002821b0000019cec2566801901e00366e59ba0e69585a4004879727d23783c8877010102821b0000019cec2566801901e00366e59ba0e69585a4004879727d23783c8877010202821b0000019cec2566801901e00366e59ba0e69585a4004879727d23783c8877010302821b0000019cec2566801901e00366e59ba0e69585a4004879727d23783c8877010402821b0000019cec2566801901e00366e59ba0e69585a4004879727d23783c8877010502821b0000019cec2566801901e00366e59ba0e69585",
    ),
    (
        20,
        1,
        "a200582011111111111111111111111111111111111111111111111111111111111111110181a20069e699aee58589e88da3016fe79b91e5a794e4bc9ae4b8bbe4bbbb",
    ),
    (
        21,
        1,
        "a7005820111111111111111111111111111111111111111111111111111111111111111101020269e69d8ee6ada3e58d8e034879727d23783c88770469e5858de5b7a5e38082055820222222222222222222222222222222222222222222222222222222222222222206821b0000019cec2566801901e0",
    ),
    (
        22,
        1,
        "a90058201111111111111111111111111111111111111111111111111111111111111111016ce5908ce6848fe696b9e6a1880202030704181805190100061a000100000769e7bd97e69c89e6898d0866e69da8e4b8bd",
    ),
    (
        23,
        1,
        "a2005820111111111111111111111111111111111111111111111111111111111111111101781be5bbbae8aeae3ae6af8fe688b7e68a95e5b7a53130e4b8aae38082",
    ),
    (
        24,
        1,
        "a7005820111111111111111111111111111111111111111111111111111111111111111101825820111111111111111111111111111111111111111111111111111111111111111158202222222222222222222222222222222222222222222222222222222222222222025820333333333333333333333333333333333333333333333333333333333333333303821b0000019cec2566801901e004a20069e69d8ee6ada3e58d8e016a4d3020304c313020313005a20069e699aee7baa2e6a285016a4d3020304c313020313006f5",
    ),
    (
        25,
        1,
        "a5005820111111111111111111111111111111111111111111111111111111111111111101582022222222222222222222222222222222222222222222222222222222222222220269e4b880e799bee585830366e8aeb0e994990469e69d8ee6ada3e58d8e",
    ),
    (
        26,
        1,
        "a300582022222222222222222222222222222222222222222222222222222222222222220169e5bca0e7bb8de6988e026fe585ace5bc80e68b9be6a087e38082",
    ),
];

const MINUTES: &str = "ae00010158206aafa5d8bd47c1ca3e497a263a8160d93385115208d4985fb976647bc4a753a1020003000400050106a90069e6b4bbe58aa8e5aea401821b0000019cec2566801901e002600363e794b20469e699aee7baa2e6a28505600669e699aee58589e88da3070a08600783a6004860548ffe9ff783e00163e794b202000300056007f5a60048a510b82e02657e0a0163e4b99902000300056007f5a600488346104c1bbf1d420163e4b89902010300056007f508800982a5005820a794c9c63420b42b008e3d959c8612b40669169581d581991d7b91cc8008932201010263e4b9990367e992b1e591a23f04821b0000019cec2576201901e0a6005820e2a42421c2b692c88e0d36c1149f5cbce908c343b42c31f3fcd467f74790690701020263e794b20366e69c89e3808204821b0000019cec257a081901e0055820a794c9c63420b42b008e3d959c8612b40669169581d581991d7b91cc800893220a81ac0058201b2c600e08e1874fa46db31cfb9e3808b3885e097403021c687a98b6b685165f016ce5908ce6848fe696b9e6a188020003020400050006000760086009020af50b000b69e5908ce6848fe380820ca80002010202000301040105f5060207020d00";

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

#[test]
fn every_kind_is_written_as_it_always_was() {
    let mut missing = Vec::new();
    for kind in Kind::ALL {
        let body = samples::of(*kind);
        let row = (kind.number(), kind.schema(), hex(&body.encode()));
        let known = BODIES
            .iter()
            .any(|(number, schema, golden)| (*number, *schema, *golden) == (row.0, row.1, &row.2));
        if !known {
            missing.push(row);
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_golden_body_is_read_and_written_back() {
    for (number, schema, golden) in BODIES {
        let body = Body::decode(*number, *schema, &bytes(golden)).unwrap().unwrap();
        assert_eq!(hex(&body.encode()), *golden);
        assert_eq!(body.kind().number(), *number);
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
    for (number, schema, golden) in BODIES {
        let golden = bytes(golden);
        for at in 0..golden.len() {
            let mut bent = golden.clone();
            bent[at] ^= 1;
            if let Ok(Some(body)) = Body::decode(*number, *schema, &bent) {
                assert_eq!(body.encode(), bent);
            }
            assert!(Body::decode(*number, *schema, &golden[..at]).is_err());
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
    assert_eq!(hex(&canonical), MINUTES);
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
