//! One body of every kind with every field filled, so that each field has its golden bytes.

use crate::audit::{Act, Audited};
use crate::authority::{Granted, Revoked, Role};
use crate::matter::{Answered, Category, MatterRaised, Origin};
use crate::meeting::{
    Capacity, Closed, ClosingSettled, Corrected, Counted, CountedBy, EntryKind, Expected, Guest, GuestsNoted,
    Head, HeadChanged, Mark, MeetingOpened, Method, Moment, RollMark, RollMarked, Signed, Spoken,
    TextWritten,
};
use crate::place::{Person, PlaceNamed, RegisterEntered, TownshipFounded};
use crate::rules::{Base, Procedure, ProcedureKind, RollBody, RuleBook, Step, StepRule, Threshold, Way};
use crate::story::{person_id, probationary, scope};
use crate::{Body, Kind};
use oplog::{DeviceId, Digest, MatterId, OpId, PublicKey};

const MEETING: OpId = OpId([0x11; 32]);
const OTHER: OpId = OpId([0x22; 32]);
const AT: Moment = Moment { ms: 1_773_488_400_000, offset_min: 480 };

/// The sample of a kind.
pub fn of(kind: Kind) -> Body {
    match kind {
        Kind::TownshipFounded => {
            Body::TownshipFounded(TownshipFounded { name: text("紫溪镇"), key: PublicKey([7; 32]) })
        }
        Kind::PlaceNamed => Body::PlaceNamed(PlaceNamed { name: text("前进村") }),
        Kind::RuleBookIssued => Body::RuleBookIssued(rule_book()),
        Kind::RegisterEntered => Body::RegisterEntered(RegisterEntered { people: vec![somebody()] }),
        Kind::Granted => Body::Granted(Granted {
            key: PublicKey([8; 32]),
            name: text("普红梅"),
            person: Some(person_id("普红梅")),
            roles: vec![Role::Member, Role::Recorder],
            officer: text("周正明"),
        }),
        Kind::Revoked => Body::Revoked(Revoked {
            device: DeviceId([9; 16]),
            reason: text("丢失"),
            officer: text("周正明"),
        }),
        Kind::Audited => Body::Audited(audited()),
        Kind::MatterRaised => Body::MatterRaised(raised()),
        Kind::MeetingOpened => Body::MeetingOpened(MeetingOpened {
            step: Step::FirstProposal,
            head: head(),
            expected: vec![
                expected("李正华", Capacity::FullMember),
                expected("周小燕", Capacity::ProbationaryMember),
            ],
            counted_by: CountedBy::People,
            body: RollBody::GroupMembers,
        }),
        Kind::HeadChanged => Body::HeadChanged(HeadChanged { meeting: MEETING, head: head() }),
        Kind::RollMarked => Body::RollMarked(RollMarked { meeting: MEETING, marks: marks() }),
        Kind::GuestsNoted => Body::GuestsNoted(GuestsNoted {
            meeting: MEETING,
            guests: vec![Guest { name: text("普光荣"), office: text("监委会主任") }],
        }),
        Kind::Spoken => Body::Spoken(Spoken {
            meeting: MEETING,
            entry: EntryKind::Answer,
            speaker: text("李正华"),
            person: Some(person_id("李正华")),
            text: text("免工。"),
            answers: Some(OTHER),
            at: Some(AT),
        }),
        Kind::Counted => Body::Counted(counted()),
        Kind::TextWritten => {
            Body::TextWritten(TextWritten { meeting: MEETING, text: text("建议:每户投工10个。") })
        }
        Kind::Closed => Body::Closed(closed()),
        Kind::Corrected => Body::Corrected(Corrected {
            meeting: MEETING,
            target: OTHER,
            text: text("一百元"),
            reason: text("记错"),
            by: text("李正华"),
        }),
        Kind::ClosingSettled => Body::ClosingSettled(ClosingSettled {
            meeting: MEETING,
            holds: OTHER,
            over: vec![OpId([0x44; 32]), OpId([0x55; 32])],
            chair: Signed { name: text("李正华"), strokes: text("M0 0L10 10") },
            reason: text("当场数过"),
        }),
        Kind::Answered => {
            Body::Answered(Answered { question: OTHER, by: text("张绍明"), text: text("公开招标。") })
        }
    }
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn audited() -> Audited {
    Audited {
        by: Some(DeviceId([5; 16])),
        from: text("10.0.0.7"),
        device: Some(DeviceId([9; 16])),
        name: text("普红梅"),
        matter: Some(MatterId([6; 16])),
        place: Some(scope("532301104201")),
        reason: text("核对上访件"),
        refused: text("login.wrong"),
        times: 3,
        since_ms: 1_773_488_400_000,
        ..Audited::of(Act::RecordRead, "周正明")
    }
}

fn somebody() -> Person {
    Person {
        pinyin: text("zhou xiao yan"),
        representative: true,
        party_committee: true,
        village_committee: true,
        supervisor: true,
        office: text("村主任"),
        left: true,
        ..probationary("周小燕")
    }
}

fn rule_book() -> RuleBook {
    let quorum = Threshold { num: 2, den: 3, at_least: true, of: Base::Entitled };
    let way = Way {
        body: RollBody::Villagers,
        counted_by: CountedBy::Households,
        notice_days: 10,
        quorum: Some(quorum),
        majority: Some(Threshold { num: 1, den: 2, at_least: false, of: Base::Present }),
        source: text("第二十一条"),
    };
    RuleBook {
        version: 2,
        procedures: vec![Procedure {
            kind: ProcedureKind::VillageMatter,
            steps: vec![Step::Hearing, Step::Resolution],
        }],
        steps: vec![StepRule {
            step: Step::Resolution,
            ways: vec![way],
            posted_days: 7,
            agenda_reviewed: true,
        }],
        question_overdue_days: 15,
    }
}

fn raised() -> MatterRaised {
    MatterRaised {
        title: text("修路 😀 \u{202e}abc</script>"),
        category: Category::GroupWorks,
        origin: Origin::Arranged,
        raised_by: text("李正华"),
        description: text("1.2公里"),
        money_fen: 18_600_000,
        labour_days: 420,
        households: 42,
        procedure: ProcedureKind::GroupMatter,
    }
}

fn expected(name: &str, capacity: Capacity) -> Expected {
    Expected { person: person_id(name), name: text(name), pinyin: text("li zheng hua"), capacity }
}

fn head() -> Head {
    Head {
        venue: text("活动室"),
        started: AT,
        convener: text("李正华"),
        chair: text("李正华"),
        recorder: text("普红梅"),
        second_recorder: text("周正明"),
        agenda_reviewed_by: text("普光荣"),
        notice_days: 3,
        notice_how: text("广播"),
    }
}

fn marks() -> Vec<RollMark> {
    let all = [Mark::Present, Mark::Proxy, Mark::Leave, Mark::Absent, Mark::Recused, Mark::Left];
    all.map(|mark| RollMark { person: person_id("李正华"), mark, at: Some(AT), note: text("因故") }).to_vec()
}

fn counted() -> Counted {
    Counted {
        meeting: MEETING,
        question: text("同意方案"),
        method: Method::Secret,
        votes_for: 7,
        against: 24,
        abstain: 256,
        void: 65_536,
        teller: text("罗有才"),
        scrutineer: text("杨丽"),
    }
}

fn closed() -> Closed {
    let signed = |name: &str| Signed { name: text(name), strokes: text("M0 0L10 10") };
    Closed {
        meeting: MEETING,
        covers: vec![MEETING, OTHER],
        minutes: Digest([0x33; 32]),
        ended: AT,
        chair: signed("李正华"),
        recorder: signed("普红梅"),
        read_aloud: true,
    }
}
