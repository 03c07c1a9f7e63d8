//! Every reason, one field broken at a time: what holds passes, and the broken one is refused for itself alone.
#![allow(clippy::type_complexity, reason = "tables of conditions")]

use super::samples;
use super::village::{FULL, Village, lower, qianjin, upper, village};
use crate::authority::{Power, Role};
use crate::check::{Asking, Field, MOST_FEN, Refusal, Warning, check, clean_text, warnings};
use crate::matter::{Answered, MatterRaised};
use crate::meeting::{
    Closed, Corrected, Counted, CountedBy, EntryKind, Head, Mark, MeetingOpened, Moment, Signed, Spoken,
};
use crate::rules::{ProcedureKind, RollBody, RuleBook, RuleBookFault, Step};
use crate::story::{START_MS, Story, Writer, person_id};
use crate::view::MatterView;
use crate::{Body, Kind};
use oplog::{DeviceId, Digest, OpId, Scope};

/// A first proposal with eight there, its text and its ballot.
struct Told {
    story: Story,
    writer: Writer,
    view: MatterView,
}

fn told() -> Told {
    let Village { township, mut recorder, .. } = qianjin();
    let writer = &mut recorder;
    let mut story = Story::raise(&township, writer, upper(), "修路", ProcedureKind::GroupMatter);
    story.open(writer, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "李正华");
    story.attend(writer, 8);
    story.count(writer, 7, 0, 1);
    story.write(writer, "同意。");
    Told { view: story.view(), story, writer: recorder }
}

impl Told {
    fn asking(&self) -> Asking<'_> {
        Asking {
            places: &self.story.places,
            device: self.writer.device(),
            scope: self.story.scope,
            matter: Some(&self.view),
        }
    }

    fn refused(&self, body: &Body) -> Vec<Refusal> {
        check(&self.asking(), body).err().unwrap_or_default()
    }

    fn head(&self) -> Head {
        self.view.meetings[0].head.clone()
    }
}

fn line(of: &str, count: usize) -> String {
    of.repeat(count)
}

/// Applies each break to what holds, alone, and compares the reasons.
fn one_by_one<T: Clone>(
    told: &Told,
    sound: &T,
    body: impl Fn(T) -> Body,
    breaks: Vec<(fn(&mut T), Vec<Refusal>)>,
) {
    assert_eq!(told.refused(&body(sound.clone())), [], "what holds passes");
    for (bend, expected) in breaks {
        let mut bent = sound.clone();
        bend(&mut bent);
        assert_eq!(told.refused(&body(bent)), expected);
    }
}

#[test]
fn a_matter_to_be_raised() {
    let told = told();
    let Body::MatterRaised(sound) = samples::of(Kind::MatterRaised) else { panic!() };
    let breaks: Vec<(fn(&mut MatterRaised), Vec<Refusal>)> = vec![
        (|body| body.title = "  ".into(), vec![Refusal::Empty(Field::Title)]),
        (|body| body.title = line("路", 200), vec![]),
        (
            |body| body.title = line("路", 201),
            vec![Refusal::TooLong { field: Field::Title, chars: 201, most: 200 }],
        ),
        (|body| body.title = "a\0".into(), vec![Refusal::Nul(Field::Title)]),
        (|body| body.raised_by.clear(), vec![Refusal::Empty(Field::RaisedBy)]),
        (|body| body.description.clear(), vec![]),
        (|body| body.money_fen = MOST_FEN, vec![]),
        (|body| body.money_fen = MOST_FEN + 1, vec![Refusal::MoneyTooMuch { most: MOST_FEN }]),
        (
            |body| body.procedure = ProcedureKind::VillageMatter,
            vec![Refusal::ProcedureNotHere(ProcedureKind::VillageMatter)],
        ),
        (|body| body.procedure = ProcedureKind::HearingOnly, vec![]),
    ];
    one_by_one(&told, &sound, Body::MatterRaised, breaks);
}

#[test]
fn a_meeting_to_be_opened() {
    let Village { township, mut recorder, .. } = qianjin();
    let story = Story::raise(&township, &mut recorder, upper(), "修路", ProcedureKind::GroupMatter);
    let told = Told { view: story.view(), story, writer: recorder };
    let expected = told.story.places.expected(upper(), RollBody::GroupMembers, CountedBy::People);
    let sound = MeetingOpened {
        step: Step::FirstProposal,
        head: Head { chair: FULL[0].into(), notice_days: 1, ..Head::default() },
        expected,
        counted_by: CountedBy::People,
        body: RollBody::GroupMembers,
    };
    let chair = |name: &str| Refusal::ChairNotOnRoll { name: name.into() };
    let breaks: Vec<(fn(&mut MeetingOpened), Vec<Refusal>)> = vec![
        (|body| body.head.chair = "李正华(书记)".into(), vec![]),
        (|body| body.head.chair.clear(), vec![Refusal::Empty(Field::Chair)]),
        (|body| body.head.chair = "外人".into(), vec![chair("外人")]),
        (|body| body.expected.clear(), vec![chair(FULL[0]), Refusal::NobodyExpected]),
        (
            |body| body.expected.push(body.expected[3].clone()),
            vec![Refusal::ExpectedTwice { name: FULL[3].into() }],
        ),
        (|body| body.counted_by = CountedBy::Households, vec![Refusal::WayUnknown(Step::FirstProposal)]),
        (|body| body.body = RollBody::Villagers, vec![Refusal::WayUnknown(Step::FirstProposal)]),
        (
            |body| (body.step, body.body) = (Step::GroupAssembly, RollBody::GroupVillagers),
            vec![Refusal::StepNotNext { asked: Step::GroupAssembly, next: Some(Step::FirstProposal) }],
        ),
    ];
    one_by_one(&told, &sound, Body::MeetingOpened, breaks);
    let asking = told.asking();
    assert_eq!(warnings(&asking, &Body::MeetingOpened(sound.clone())), []);
    let short = MeetingOpened { head: Head { notice_days: 0, ..sound.head.clone() }, ..sound.clone() };
    assert_eq!(
        warnings(&asking, &Body::MeetingOpened(short)),
        [Warning::NoticeShort { given: 0, needed: 1 }]
    );
    let hearing =
        MeetingOpened { step: Step::Hearing, body: RollBody::MembersAndRepresentatives, ..sound.clone() };
    let warned = warnings(&asking, &Body::MeetingOpened(hearing));
    assert_eq!(warned, [Warning::NoticeShort { given: 1, needed: 3 }, Warning::AgendaNotReviewed]);
    let unknown = Asking { matter: None, ..asking };
    assert_eq!(check(&unknown, &Body::MeetingOpened(sound)), Err(vec![Refusal::MatterUnknown]));
}

#[test]
fn a_second_meeting_while_one_is_open() {
    let told = told();
    let opened = MeetingOpened {
        step: Step::FirstProposal,
        head: told.head(),
        expected: told.view.meetings[0].roll.iter().map(|line| line.expected.clone()).collect(),
        counted_by: CountedBy::People,
        body: RollBody::GroupMembers,
    };
    assert_eq!(told.refused(&Body::MeetingOpened(opened)), [Refusal::OtherMeetingOpen(told.story.meeting)]);
}

#[test]
fn an_entry() {
    let mut told = told();
    let ask = |told: &mut Told| {
        let said = told.story.say(&mut told.writer, EntryKind::Question, "李秀兰", "怎么办?");
        told.view = told.story.view();
        said
    };
    let question = ask(&mut told);
    let Body::Spoken(sound) = told.story.spoken(EntryKind::Answer, "李正华", "免工", Some(question))
    else {
        panic!()
    };
    let long = |chars| Refusal::TooLong { field: Field::Text, chars, most: 20_000 };
    let breaks: Vec<(fn(&mut Spoken), Vec<Refusal>)> = vec![
        (|body| body.meeting = OpId([9; 32]), vec![Refusal::MeetingUnknown]),
        (|body| body.speaker.clear(), vec![Refusal::Empty(Field::Speaker)]),
        (|body| body.text = "\n \t".into(), vec![Refusal::Empty(Field::Text)]),
        (|body| body.text = line("😀", 20_000), vec![]),
        (|body| body.text = line("议", 20_001), vec![long(20_001)]),
        (|body| body.text = "\u{202e}</script>".into(), vec![]),
        (|body| body.answers = None, vec![Refusal::AnswerWithoutQuestion]),
        (|body| body.answers = Some(body.meeting), vec![Refusal::QuestionUnknown]),
        (|body| body.entry = EntryKind::Statement, vec![Refusal::NotAnAnswer]),
    ];
    one_by_one(&told, &sound, Body::Spoken, breaks);
    told.story.answer(&mut told.writer, question, "李正华", "免工");
    told.view = told.story.view();
    assert_eq!(told.refused(&Body::Spoken(sound.clone())), [Refusal::QuestionAnswered]);
    let statement = Spoken { entry: EntryKind::Statement, answers: None, ..sound };
    assert_eq!(told.refused(&Body::Spoken(statement)), []);
}

#[test]
fn a_ballot() {
    let told = told();
    let Body::Counted(sound) = told.story.counted("同意", 7, 0, 1) else { panic!() };
    let breaks: Vec<(fn(&mut Counted), Vec<Refusal>)> = vec![
        (|body| body.question.clear(), vec![Refusal::Empty(Field::Question)]),
        (|body| body.against = 1, vec![Refusal::MoreVotesThanPresent { cast: 9, here: 8 }]),
        (|body| body.void = 1, vec![Refusal::MoreVotesThanPresent { cast: 9, here: 8 }]),
        (|body| body.votes_for = u32::MAX, vec![Refusal::CountsOverflow]),
        (|body| body.votes_for = 0, vec![]),
    ];
    one_by_one(&told, &sound, Body::Counted, breaks);
}

#[test]
fn a_ballot_without_a_quorum_is_taken_down_with_a_warning() {
    let mut told = told();
    told.story.mark(&mut told.writer, Mark::Left, &FULL[..4]);
    told.view = told.story.view();
    let ballot = told.story.counted("同意", 4, 0, 0);
    assert_eq!(told.refused(&ballot), []);
    assert_eq!(warnings(&told.asking(), &ballot), [Warning::QuorumMissing { here: 4, least: 6 }]);
}

#[test]
fn marks_on_the_roll() {
    let told = told();
    assert_eq!(told.refused(&told.story.marks(Mark::Recused, &["李正华"])), []);
    assert_eq!(told.refused(&told.story.marks(Mark::Present, &[])), [Refusal::NothingMarked]);
    assert_eq!(
        told.refused(&told.story.marks(Mark::Present, &["外人"])),
        [Refusal::PersonNotOnRoll(person_id("外人"))]
    );
    assert_eq!(
        told.refused(&told.story.marks(Mark::Proxy, &["李正华"])),
        [Refusal::ProxyForPerson { name: "李正华".into() }]
    );
}

#[test]
fn a_closing() {
    let told = told();
    let Body::Closed(sound) = told.story.closing() else { panic!() };
    let breaks: Vec<(fn(&mut Closed), Vec<Refusal>)> = vec![
        (|body| body.chair = Signed::default(), vec![Refusal::Empty(Field::ChairSignature)]),
        (|body| body.recorder = Signed::default(), vec![Refusal::Empty(Field::RecorderSignature)]),
        (|body| body.covers.truncate(1), vec![Refusal::CoversWrong]),
        (|body| body.covers.reverse(), vec![Refusal::CoversWrong]),
        (|body| body.minutes = Digest::default(), vec![Refusal::DigestWrong]),
        (|body| body.ended = Moment { ms: START_MS - 1, offset_min: 480 }, vec![Refusal::EndedBeforeStart]),
        (|body| body.read_aloud = false, vec![]),
    ];
    one_by_one(&told, &sound, Body::Closed, breaks);
    assert_eq!(warnings(&told.asking(), &Body::Closed(sound)), []);
}

#[test]
fn a_closing_of_an_unfinished_meeting() {
    let Village { township, mut recorder, .. } = qianjin();
    let writer = &mut recorder;
    let mut story = Story::raise(&township, writer, upper(), "修路", ProcedureKind::GroupMatter);
    story.open(writer, Step::FirstProposal, RollBody::GroupMembers, CountedBy::People, "李正华");
    story.mark(writer, Mark::Present, &FULL[..3]);
    let head = Head { recorder: String::new(), ..story.now().head };
    story.tell(writer, &Body::HeadChanged(crate::meeting::HeadChanged { meeting: story.meeting, head }));
    let told = Told { view: story.view(), story, writer: recorder };
    let closing = told.story.closing();
    assert_eq!(
        told.refused(&closing),
        [
            Refusal::Empty(Field::RecorderSignature),
            Refusal::Empty(Field::Recorder),
            Refusal::RollUnmarked { count: 10 }
        ]
    );
    let quorum = Warning::QuorumMissing { here: 3, least: 6 };
    assert_eq!(warnings(&told.asking(), &closing), [quorum, Warning::NoBallot, Warning::NoText]);
}

#[test]
fn a_closed_meeting_takes_corrections_only() {
    let mut told = told();
    let ballot = told.story.now().ballots[0].source.op;
    let closing = told.story.closing();
    told.story.close(&mut told.writer);
    told.view = told.story.view();
    let meeting = told.story.meeting;
    for body in [
        told.story.marks(Mark::Absent, &["李正华"]),
        told.story.counted("同意", 1, 0, 0),
        told.story.spoken(EntryKind::Statement, "李正华", "x", None),
        closing,
    ] {
        assert_eq!(told.refused(&body), [Refusal::MeetingClosed], "{:?}", body.kind());
    }
    let sound = Corrected {
        meeting,
        target: ballot,
        text: "六票".into(),
        reason: "记错".into(),
        by: "李正华".into(),
    };
    let breaks: Vec<(fn(&mut Corrected), Vec<Refusal>)> = vec![
        (|body| body.target = OpId([9; 32]), vec![Refusal::TargetUnknown]),
        (|body| body.text.clear(), vec![Refusal::Empty(Field::Text)]),
        (|body| body.reason.clear(), vec![Refusal::Empty(Field::Reason)]),
        (|body| body.by.clear(), vec![Refusal::Empty(Field::By)]),
    ];
    one_by_one(&told, &sound, Body::Corrected, breaks);
}

#[test]
fn an_answer_after_the_meeting() {
    let told = told();
    let body =
        |question| Body::Answered(Answered { question, by: "张绍明".into(), text: "招标".into() });
    assert_eq!(told.refused(&body(told.story.meeting)), [Refusal::QuestionUnknown]);
}

#[test]
fn who_has_no_power() {
    let mut here = qianjin();
    let member = here.in_upper(11, &[Role::Member]).device();
    let reader = here.in_upper(12, &[Role::Supervisor]).device();
    let places = here.township.places();
    let asks = |device: DeviceId, scope: Scope, body: &Body| {
        check(&Asking { places: &places, device, scope, matter: None }, body).err().unwrap_or_default()
    };
    let raised = samples::of(Kind::MatterRaised);
    let named = samples::of(Kind::PlaceNamed);
    assert_eq!(asks(member, upper(), &raised), []);
    assert_eq!(asks(reader, upper(), &raised), [Refusal::MayNot(Power::Raise)]);
    assert_eq!(asks(member, lower(), &raised), [Refusal::MayNot(Power::Raise)]);
    assert_eq!(asks(DeviceId([5; 16]), upper(), &raised), [Refusal::NotEnrolled]);
    assert_eq!(asks(member, upper(), &named), [Refusal::MayNot(Power::Govern)]);
    assert_eq!(asks(here.township.writer.device(), upper(), &named), []);
    let said = samples::of(Kind::Spoken);
    assert_eq!(asks(member, upper(), &said), [Refusal::MayNot(Power::Record), Refusal::MatterUnknown]);
    assert_eq!(asks(here.recorder.device(), village(), &said), [Refusal::MatterUnknown]);
}

#[test]
fn what_the_township_signs() {
    let here = qianjin();
    let places = here.township.places();
    let asks = |body: &Body| {
        let (device, scope) = (here.township.writer.device(), here.township.scope);
        check(&Asking { places: &places, device, scope, matter: None }, body).err().unwrap_or_default()
    };
    let zero = Body::RuleBookIssued(RuleBook { version: 0, ..RuleBook::shipped() });
    assert_eq!(asks(&zero), [Refusal::RuleBookWrong(RuleBookFault::Version)]);
    assert_eq!(asks(&Body::RuleBookIssued(RuleBook::shipped())), []);
    for kind in [Kind::TownshipFounded, Kind::PlaceNamed, Kind::RegisterEntered, Kind::Granted, Kind::Revoked]
    {
        assert_eq!(asks(&samples::of(kind)), []);
    }
    let Body::Granted(mut grant) = samples::of(Kind::Granted) else { panic!() };
    (grant.roles, grant.name) = (Vec::new(), String::new());
    assert_eq!(asks(&Body::Granted(grant)), [Refusal::Empty(Field::Name), Refusal::Empty(Field::Roles)]);
}

#[test]
fn a_nul_is_made_visible_and_the_rest_is_kept() {
    assert_eq!(clean_text("a\0b😀\u{202e}</script>\r\n"), "a\u{2400}b😀\u{202e}</script>\r\n");
}

#[test]
fn codes_are_single() {
    let codes: Vec<&str> =
        Field::ALL.iter().flat_map(|field| [field.empty_code(), field.too_long_code()]).collect();
    let single: std::collections::BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(codes.len(), single.len());
    assert_eq!(Refusal::MoreVotesThanPresent { cast: 9, here: 8 }.code(), "ballot.more-than-present");
    assert_eq!(Refusal::MoreVotesThanPresent { cast: 9, here: 8 }.field(), Some(Field::For));
}
