//! The same set gives the same view, whatever the order, the repetition and the batches in which it came.

use super::village::{Village, qianjin, upper};
use crate::authority::Role;
use crate::fold::{self, Places};
use crate::meeting::{CountedBy, EntryKind, Mark};
use crate::rules::{ProcedureKind, RollBody, Step};
use crate::story::{Story, adult};
use oplog::Op;
use proptest::prelude::*;
use std::sync::LazyLock;

/// A matter on which two phones wrote, partly without knowing of each other, with a closing, a late entry, an
/// unknown kind, a body of the wrong shape and somebody who had no power.
fn tangled() -> (Places, Vec<Op>) {
    let Village { township, mut recorder, mut second } = qianjin();
    let (one, other) = (&mut recorder, &mut second);
    let mut story = Story::raise(&township, one, upper(), "修路", ProcedureKind::GroupMatter);
    story.open(one, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "李正华");
    story.attend(one, 8);
    let heads = story.view().heads;
    for (at, name) in ["李正华", "普红梅", "杨文学"].into_iter().enumerate() {
        let writer = if at % 2 == 0 { &mut *one } else { &mut *other };
        let said = story.spoken(EntryKind::Question, name, "怎么办?", None);
        let question = story.append(writer, &heads, &said);
        let answer = story.spoken(EntryKind::Answer, "李正华", "免工", Some(question));
        story.append(writer, &[], &answer);
    }
    let (absent, leave) = (story.marks(Mark::Absent, &["罗有才"]), story.marks(Mark::Leave, &["罗有才"]));
    story.append(one, &heads, &absent);
    story.append(other, &heads, &leave);
    story.append(one, &heads, &story.counted("同意", 7, 0, 0));
    story.append(other, &heads, &story.counted("同意", 6, 1, 0));
    let heads = story.view().heads;
    story.append(one, &heads, &story.closing());
    story.append(other, &heads, &story.counted("同意", 7, 0, 0));
    let stranger = &mut township.device(77);
    story.append(stranger, &heads, &story.counted("同意", 0, 7, 0));
    let matter = Some(story.matter);
    story.ops.push(one.append_bytes(upper(), matter, &heads, (999, 1), &[0xa0]));
    story.ops.push(other.append_bytes(upper(), matter, &heads, (21, 1), &[0xa0]));
    (story.places, story.ops)
}

fn governed() -> Vec<Op> {
    let Village { mut township, mut recorder, .. } = qianjin();
    township.register(upper(), [adult("李正华"), adult("新来的")]);
    township.revoke(super::village::village(), recorder.device());
    township.recorder(upper(), 5, "罗有才");
    township.grant(upper(), recorder.key(), "杨晓芬", &[Role::Member]);
    township.writer.new_epoch();
    township.place(upper(), "上白").revoke(upper(), recorder.device());
    // What is not the township's own has no say.
    let named = crate::place::PlaceNamed { name: "假".to_owned() };
    township.ops.push(recorder.append(upper(), None, &[], &crate::Body::PlaceNamed(named)));
    township.ops
}

static TANGLED: LazyLock<(Places, Vec<Op>)> = LazyLock::new(tangled);
static GOVERNED: LazyLock<Vec<Op>> = LazyLock::new(governed);

/// Some order of all of them, with some of them twice.
pub(super) fn arrival(len: usize) -> impl Strategy<Value = Vec<usize>> {
    let all = (0..len).chain(0..len / 2).collect::<Vec<_>>();
    Just(all).prop_shuffle()
}

proptest! {
    #[test]
    fn a_matter_is_its_set(order in arrival(TANGLED.1.len())) {
        let (places, ops) = &*TANGLED;
        let whole = fold::matter(ops, places);
        prop_assert!(whole.is_some());
        prop_assert_eq!(fold::matter(order.iter().map(|at| &ops[*at]), places), whole);
    }

    /// Seen to fail: `Places::fold` taking operations as they come.
    #[test]
    fn the_places_are_their_set(order in arrival(GOVERNED.len())) {
        let whole = Places::fold(&*GOVERNED);
        prop_assert!(whole.township_key.is_some());
        prop_assert_eq!(Places::fold(order.iter().map(|at| &GOVERNED[*at])), whole);
    }

    /// What a phone shows between two batches never stops the rest from being what it is, and never panics.
    #[test]
    fn any_part_of_a_matter_can_be_shown(order in arrival(TANGLED.1.len()), taken in 0usize..60) {
        let (places, ops) = &*TANGLED;
        let part: Vec<&Op> = order.iter().take(taken).map(|at| &ops[*at]).collect();
        let view = fold::matter(part.iter().copied(), places);
        prop_assert_eq!(fold::matter(part.iter().rev().copied(), places), view.clone());
        if let Some(view) = view {
            prop_assert!(view.ops as usize <= part.len());
            fold::summary(&view);
        }
    }
}

#[test]
fn the_tangle_is_sorted_out() {
    let (places, ops) = &*TANGLED;
    let view = fold::matter(ops, places).unwrap();
    assert_eq!((view.unknown.len(), view.loose.len(), view.ops as usize), (1, 2, ops.len()));
    let meeting = view.meetings.first().unwrap();
    assert_eq!((meeting.entries.len(), meeting.ballots.len(), meeting.late.len()), (6, 2, 1));
    assert!(
        meeting
            .entries
            .iter()
            .filter(|entry| entry.kind == EntryKind::Question)
            .all(|one| one.answered_by.is_some())
    );
    let places = Places::fold(&*GOVERNED);
    assert_eq!(places.name_of(&upper()), "上白");
}
