//! Two recorders closed one meeting with different records: what the chair says of it, and who is not listened to.

use super::sets::arrival;
use super::village::{FULL, Village, qianjin, upper};
use crate::Body;
use crate::check::{Field, Refusal};
use crate::fold;
use crate::meeting::{
    Closed, ClosingSettled, Corrected, CountedBy, EntryKind, Head, HeadChanged, Mark, Moment, TextWritten,
};
use crate::minutes;
use crate::rules::{ProcedureKind, RollBody, Step};
use crate::story::{START_MS, Story, Writer};
use crate::view::{Outcome, Settling, StepState};
use Settling::{Differs, Holds, NotAll, NotTheChair, PassedOver};
use oplog::{Op, OpId};
use proptest::prelude::*;
use std::sync::LazyLock;

/// What two phones took down without knowing of each other, closed on each: 普红梅's by which it passes, and 周发祥's, in which
/// 杨文学 was on leave, by which it does not.
struct Evening {
    story: Story,
    pu: Writer,
    zhou: Writer,
    passes: OpId,
    fails: OpId,
}

/// What one phone writes and closes that knows only of these operations.
fn alone(story: &mut Story, by: &mut Writer, known: &[Op], bodies: &[Body]) -> OpId {
    let (places, scope) = (story.places.clone(), story.scope);
    let mut own = Story { places, ops: known.to_vec(), matter: story.matter, scope, meeting: story.meeting };
    for body in bodies {
        own.tell(by, body);
    }
    let closing = own.close(by);
    story.ops.extend(own.ops.into_iter().skip(known.len()));
    closing
}

/// The evening; `head` may state another head on 周发祥's phone.
fn evening(head: impl Fn(&mut Head)) -> Evening {
    let Village { township, recorder: mut pu, second: mut zhou } = qianjin();
    let mut story = Story::raise(&township, &mut pu, upper(), "修路", ProcedureKind::GroupMatter);
    story.open(&mut pu, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "李正华");
    story.attend(&mut pu, 8);
    let (known, meeting) = (story.ops.clone(), story.meeting);
    let text = |text: &str| Body::TextWritten(TextWritten { meeting, text: text.to_owned() });
    let said = |text: &str| story.spoken(EntryKind::Statement, "张国富", text, None);
    let mut changed = story.now().head;
    head(&mut changed);
    let hers = [said("一户出十个工"), story.counted("同意", 7, 0, 1), text("每户10个工")];
    let his = [
        Body::HeadChanged(HeadChanged { meeting, head: changed }),
        story.marks(Mark::Leave, &["杨文学"]),
        said("老人家怎么办"),
        story.counted("同意", 3, 4, 0),
        text("每户12个工"),
    ];
    let passes = alone(&mut story, &mut pu, &known, &hers);
    let fails = alone(&mut story, &mut zhou, &known, &his);
    Evening { story, pu, zhou, passes, fails }
}

impl Evening {
    /// On 普红梅's phone or on the other one somebody says which closing holds, knowing of `deps` beside what he names.
    fn says(&mut self, on_hers: bool, chair: &str, passes: bool, deps: &[OpId]) -> OpId {
        let body = self.word(chair, passes);
        let by = if on_hers { &mut self.pu } else { &mut self.zhou };
        self.story.append(by, deps, &body)
    }

    fn word(&self, chair: &str, passes: bool) -> Body {
        let (holds, over) = if passes { (self.passes, self.fails) } else { (self.fails, self.passes) };
        self.story.settling(chair, holds, &[over])
    }

    /// A third phone closes with another end, knowing of `deps` alone.
    fn closes_again(&mut self, seed: u8, deps: &[OpId]) -> OpId {
        let last = self.story.ops.iter().find(|op| op.id() == self.passes).unwrap();
        let Ok(Some(Body::Closed(closed))) = Body::of(last) else { panic!("no closing") };
        let ended = Moment { ms: START_MS + 9_000_000, offset_min: 480 };
        let third = &mut Writer::new(seed, self.pu.township());
        let grant = crate::authority::Granted {
            key: third.key(),
            name: "三".into(),
            person: None,
            roles: vec![crate::authority::Role::Recorder],
            officer: String::new(),
        };
        self.story.places.keys.insert(third.device(), third.key());
        self.story.places.grants.insert((upper(), third.device()), grant);
        self.story.append(third, deps, &Body::Closed(Closed { ended, ..closed }))
    }
}

const CHAIR: &str = "李正华";

/// Each story: what is said, whether the closing that passes holds (none: it is still contested), what became of each word.
///
/// Broken on purpose, seen red: whoever signs taken for the chair; a word taken that does not know every closing; the last
/// word instead of the first taken where one knows the other; a word of two that differ taken; the name compared with
/// what stands behind it in brackets.
#[test]
fn whose_word_about_closings_counts() {
    type Tale = (&'static str, fn(&mut Evening), Option<bool>, &'static [Settling]);
    let tales: [Tale; 15] = [
        ("nobody says anything", |_| {}, None, &[]),
        ("the chair says the first", |it| _ = it.says(true, CHAIR, true, &[]), Some(true), &[Holds]),
        ("the chair says the second", |it| _ = it.says(true, CHAIR, false, &[]), Some(false), &[Holds]),
        ("on the other phone", |it| _ = it.says(false, CHAIR, true, &[]), Some(true), &[Holds]),
        ("with an office", |it| _ = it.says(true, "李正华（书记）", true, &[]), Some(true), &[Holds]),
        ("another member", |it| _ = it.says(true, "普红梅", true, &[]), None, &[NotTheChair]),
        (
            "another member, then the chair",
            |it| {
                let first = it.says(true, "普红梅", true, &[]);
                it.says(false, CHAIR, false, &[first]);
            },
            Some(false),
            &[NotTheChair, Holds],
        ),
        (
            "the chair, who has not seen the other closing",
            |it| {
                let alone = it.story.settling(CHAIR, it.passes, &[]);
                it.story.append(&mut it.pu, &[], &alone);
            },
            None,
            &[NotAll],
        ),
        (
            "of a closing that nobody holds",
            |it| {
                let unknown = it.story.settling(CHAIR, OpId([9; 32]), &[it.passes, it.fails]);
                it.story.append(&mut it.pu, &[], &unknown);
            },
            None,
            &[NotAll],
        ),
        (
            "two words on two phones that say the same",
            |it| {
                it.says(true, CHAIR, true, &[]);
                it.says(false, CHAIR, true, &[]);
            },
            Some(true),
            &[Holds, Holds],
        ),
        (
            "two words on two phones that differ",
            |it| {
                it.says(true, CHAIR, true, &[]);
                it.says(false, CHAIR, false, &[]);
            },
            None,
            &[Differs, Differs],
        ),
        (
            "and a third that knows both",
            |it| {
                let both = [it.says(true, CHAIR, true, &[]), it.says(false, CHAIR, false, &[])];
                it.says(true, CHAIR, false, &both);
            },
            Some(false),
            &[PassedOver, PassedOver, Holds],
        ),
        (
            "another word once it was settled",
            |it| {
                let first = it.says(true, CHAIR, true, &[]);
                it.says(false, CHAIR, false, &[first]);
            },
            Some(true),
            &[Holds, PassedOver],
        ),
        (
            "a third closing that the chair did not see",
            |it| {
                it.says(true, CHAIR, true, &[]);
                let before = it.story.ops[2].id();
                it.closes_again(66, &[before]);
            },
            None,
            &[NotAll],
        ),
        (
            "a third closing once it was settled",
            |it| {
                let word = it.says(true, CHAIR, false, &[]);
                it.closes_again(66, &[word]);
            },
            Some(false),
            &[Holds],
        ),
    ];
    for (told, tell, holds, effects) in tales {
        let mut it = evening(|_| {});
        tell(&mut it);
        let meeting = it.story.now();
        let holding = meeting.holding().map(|closed| closed.source.op == it.passes);
        assert_eq!(holding, holds, "{told}");
        let found: Vec<Settling> = meeting.settlements.iter().map(|one| one.effect).collect();
        assert_eq!(found, effects, "{told}");
        let outcome = match holds {
            None => Outcome::Contested,
            Some(true) => Outcome::Passed,
            Some(false) => Outcome::Rejected,
        };
        assert_eq!(meeting.outcome, outcome, "{told}");
        assert_eq!(meeting.contested_closing(), holds.is_none(), "{told}");
        let without = effects.iter().filter(|one| **one == NotAll).count();
        assert_eq!(it.story.view().loose.len(), without, "{told}");
        for closing in [it.passes, it.fails] {
            let version = meeting.version(closing).and_then(|version| version.closed.clone());
            assert!(
                version.is_some_and(|closed| closed.digest_matches),
                "{told}: both stay, as they were signed"
            );
        }
    }
}

/// The record is the chosen one, whole and alone; what the other one signed is not lost.
///
/// Broken on purpose, seen red: what both cover taken for what was signed; the versions dropped once it was settled.
#[test]
fn what_was_settled_is_the_chosen_record() {
    let mut it = evening(|_| {});
    let before = it.story.now();
    assert_eq!(before.versions.len(), 2);
    assert!(!before.disagreements.is_empty() && before.holding().is_none());
    assert_eq!(it.story.view().next_step().unwrap().state, StepState::Closed(Outcome::Contested));
    let marks = it.story.marks(Mark::Leave, &["杨文学"]);
    assert_eq!(it.story.ask(&mut it.pu, &marks), Err(vec![Refusal::MeetingClosed]));
    let word = it.word(CHAIR, true);
    let word = it.story.tell(&mut it.zhou, &word);
    let meeting = it.story.now();
    let chosen = before.version(it.passes).unwrap();
    assert_eq!(
        (&meeting.roll, &meeting.ballots, meeting.text()),
        (&chosen.roll, &chosen.ballots, "每户10个工")
    );
    assert_eq!(meeting.holding().unwrap().digest, minutes::digest(&meeting).hex());
    assert!(meeting.disagreements.is_empty() && meeting.holding().unwrap().digest_matches);
    assert_eq!(meeting.settled().map(|one| (one.source.op, one.reason.as_str())), Some((word, "当场数过")));
    assert_eq!(meeting.versions, before.versions, "both stay as they were");
    assert_eq!(meeting.late.len(), 5, "and what the other one signed is told");
    assert_eq!(it.story.view().next_step().unwrap().step, Step::GroupAssembly);
    assert_eq!(it.story.view().steps[0].state, StepState::Closed(Outcome::Passed));
    for target in [word, it.fails, it.passes] {
        let (text, reason, by) = ("x".to_owned(), "y".to_owned(), "z".to_owned());
        let right = Corrected { meeting: it.story.meeting, target, text, reason, by };
        it.story.tell(&mut it.pu, &Body::Corrected(right));
    }
    assert_eq!(it.story.now().corrections.len(), 3);
}

/// Where the two differ in who was the chair, each record is its own chair's to choose.
///
/// Broken on purpose, seen red: the chair of the opening asked for.
#[test]
fn where_the_chair_is_disputed_each_record_has_its_own() {
    for (name, passes, effect) in [
        (CHAIR, true, Holds),
        (CHAIR, false, NotTheChair),
        (FULL[1], true, NotTheChair),
        (FULL[1], false, Holds),
    ] {
        let mut it = evening(|head| head.chair = FULL[1].to_owned());
        it.says(true, name, passes, &[]);
        let found: Vec<Settling> = it.story.now().settlements.iter().map(|one| one.effect).collect();
        assert_eq!(found, [effect], "{name} {passes}");
    }
}

/// Every reason against it, one thing broken at a time.
///
/// Broken on purpose, seen red: each of the conditions in `check::settle` left out.
#[test]
fn why_a_word_about_closings_is_refused() {
    let mut it = evening(|_| {});
    let Body::ClosingSettled(sound) = it.word(CHAIR, true) else { panic!() };
    type Bend = fn(&mut ClosingSettled);
    let breaks: [(Bend, Vec<Refusal>); 9] = [
        (|body| body.reason.clear(), vec![]),
        (|body| body.chair.name = "李正华(书记)".into(), vec![]),
        (|body| body.chair.strokes.clear(), vec![Refusal::Empty(Field::ChairSignature)]),
        (|body| body.chair.name = "普红梅".into(), vec![Refusal::NotTheChair { chair: CHAIR.into() }]),
        (|body| body.over.clear(), vec![Refusal::ClosingsWrong]),
        (|body| body.over.push(body.holds), vec![Refusal::ClosingsWrong]),
        (|body| body.holds = OpId([9; 32]), vec![Refusal::ClosingsWrong]),
        (|body| body.meeting = OpId([9; 32]), vec![Refusal::MeetingUnknown]),
        (
            |body| body.reason = "因".repeat(20_001),
            vec![Refusal::TooLong { field: Field::Reason, chars: 20_001, most: 20_000 }],
        ),
    ];
    for (bend, expected) in breaks {
        let mut body = sound.clone();
        bend(&mut body);
        let view = it.story.view();
        let asking = crate::check::Asking {
            places: &it.story.places,
            device: it.pu.device(),
            scope: upper(),
            matter: Some(&view),
        };
        let reasons = crate::check::check(&asking, &Body::ClosingSettled(body)).err().unwrap_or_default();
        assert_eq!(reasons, expected);
    }
    // Something that the chosen one signs has not arrived.
    let whole = it.story.ops.clone();
    it.story.ops.remove(4);
    let word = Body::ClosingSettled(sound.clone());
    assert_eq!(it.story.ask(&mut it.pu, &word), Err(vec![Refusal::VersionIncomplete]));
    it.story.ops = whole;
    it.story.tell(&mut it.pu, &word);
    assert_eq!(it.story.ask(&mut it.zhou, &word), Err(vec![Refusal::NothingToSettle]));
}

/// All of it at once: two closings, a third, words of the chair that differ and that don't know of each other, somebody
/// else's, and one that ends it.
fn tangled() -> Evening {
    let mut it = evening(|_| {});
    it.says(true, "普红梅", false, &[]);
    let one = it.says(true, CHAIR, true, &[]);
    let other = it.says(false, CHAIR, false, &[]);
    let late = it.closes_again(66, &[one]);
    let both = it.says(true, CHAIR, false, &[one, other]);
    it.says(false, CHAIR, true, &[late, both]);
    it
}

static TANGLED: LazyLock<Evening> = LazyLock::new(tangled);

proptest! {
    /// Broken on purpose, seen red: what came last left out of the set.
    #[test]
    fn the_same_set_is_settled_the_same(order in arrival(TANGLED.story.ops.len()), taken in 0usize..40) {
        let Story { ops, places, .. } = &TANGLED.story;
        let whole = fold::matter(ops, places);
        prop_assert!(whole.as_ref().is_some_and(|view| view.meetings[0].holding().is_some()));
        prop_assert_eq!(fold::matter(order.iter().map(|at| &ops[*at]), places), whole);
        let part: Vec<&Op> = order.iter().take(taken).map(|at| &ops[*at]).collect();
        let view = fold::matter(part.iter().copied(), places);
        prop_assert_eq!(fold::matter(part.iter().rev().copied(), places), view);
    }
}
