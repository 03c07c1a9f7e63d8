//! The rule book: procedures as data, fractions exact.

use crate::meeting::CountedBy;
use oplog::{Decode, Encode, Level};
use serde::{Deserialize, Serialize};

/// A step of a procedure.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum Step {
    /// 党员首议
    #[n(0)]
    FirstProposal,
    /// 村民小组会议
    #[n(1)]
    GroupAssembly,
    /// 民主议事听证
    #[n(2)]
    Hearing,
    /// 党组织提议
    #[n(3)]
    Proposal,
    /// 村"两委"会商议
    #[n(4)]
    Consultation,
    /// 党员大会审议
    #[n(5)]
    MemberAssembly,
    /// 村民代表会议或村民会议决议
    #[n(6)]
    Resolution,
    /// 决议公开
    #[n(7)]
    DisclosureOfResolution,
    /// 实施
    #[n(8)]
    CarryingOut,
    /// 实施结果公开
    #[n(9)]
    DisclosureOfResult,
    /// 村的书面答复
    #[n(10)]
    WrittenAnswer,
}

/// A procedure that ships.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Encode, Decode, Serialize, Deserialize,
)]
#[cbor(index_only)]
pub enum ProcedureKind {
    /// 组级事项
    #[n(0)]
    GroupMatter,
    /// 村级重大事项
    #[n(1)]
    VillageMatter,
    /// 专题听证
    #[n(2)]
    HearingOnly,
}

impl ProcedureKind {
    /// Every procedure.
    pub const ALL: &[Self] = &[Self::GroupMatter, Self::VillageMatter, Self::HearingOnly];

    /// Whether a matter of a place of this kind can follow it.
    pub const fn fits(self, level: Level) -> bool {
        match self {
            Self::GroupMatter => matches!(level, Level::Group),
            Self::VillageMatter => matches!(level, Level::Village),
            Self::HearingOnly => matches!(level, Level::Group | Level::Village),
        }
    }
}

/// What a fraction is taken of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Base {
    /// Those entitled, the recused left out.
    #[n(0)]
    Entitled,
    /// Those present.
    #[n(1)]
    Present,
}

/// An exact share that must be reached or exceeded: `at_least` of 2/3, or more than 1/2.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(array)]
pub struct Threshold {
    /// Numerator.
    #[n(0)]
    pub num: u32,
    /// Denominator, not 0.
    #[n(1)]
    pub den: u32,
    /// Whether reaching the share is enough; otherwise it must be exceeded.
    #[n(2)]
    pub at_least: bool,
    /// What it is taken of.
    #[n(3)]
    pub of: Base,
}

impl Threshold {
    /// Whether `count` of `base` meets it, without rounding.
    pub const fn met(&self, count: u32, base: u32) -> bool {
        let (have, need) = (count as u64 * self.den as u64, base as u64 * self.num as u64);
        if self.at_least { have >= need } else { have > need }
    }

    /// The least count that meets it.
    pub const fn least(&self, base: u32) -> u32 {
        let need = base as u64 * self.num as u64;
        let den = if self.den == 0 { 1 } else { self.den as u64 };
        let least = if self.at_least { need.div_ceil(den) } else { need / den + 1 };
        if least > u32::MAX as u64 { u32::MAX } else { least as u32 }
    }

    /// The number to reach or to exceed, as people write it, never rounded: "28 of 42" where reaching is enough
    /// (the least whole count), "11/2" where the share must be exceeded.
    pub fn share_text(&self, base: u32) -> String {
        if self.at_least {
            return format!("{} of {base}", self.least(base));
        }
        match u64::from(base) * u64::from(self.num) {
            product if self.den == 1 => product.to_string(),
            product => format!("{product}/{}", self.den),
        }
    }
}

/// Which people of the register a step's roll expects.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum RollBody {
    /// Party members of the group.
    #[n(0)]
    GroupMembers,
    /// The group's villagers aged 18 or more, or its households.
    #[n(1)]
    GroupVillagers,
    /// The village's Party members and villagers' representatives.
    #[n(2)]
    MembersAndRepresentatives,
    /// The village Party organisation's committee.
    #[n(3)]
    PartyCommittee,
    /// Both committees of the village.
    #[n(4)]
    BothCommittees,
    /// The village's Party members; only the full ones count.
    #[n(5)]
    VillageMembers,
    /// The villagers' representatives' assembly.
    #[n(6)]
    Representatives,
    /// The villagers' assembly: villagers aged 18 or more, or representatives of households.
    #[n(7)]
    Villagers,
    /// Nobody meets.
    #[n(8)]
    Nobody,
}

/// One way of holding a step.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Way {
    /// The body that meets.
    #[n(0)]
    pub body: RollBody,
    /// What it counts.
    #[n(1)]
    pub counted_by: CountedBy,
    /// Full days of notice.
    #[n(2)]
    pub notice_days: u16,
    /// Quorum; none where the step has none.
    #[n(3)]
    pub quorum: Option<Threshold>,
    /// Majority of the votes for; none where nothing is decided.
    #[n(4)]
    pub majority: Option<Threshold>,
    /// Where the numbers come from.
    #[n(5)]
    pub source: String,
}

/// The rule of one step.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct StepRule {
    /// The step.
    #[n(0)]
    pub step: Step,
    /// The ways of holding it, the usual one first.
    #[n(1)]
    pub ways: Vec<Way>,
    /// Least full days of posting; 0 where nothing is posted.
    #[n(2)]
    pub posted_days: u16,
    /// Whether the agenda must have been reviewed by the supervision committee.
    #[n(3)]
    pub agenda_reviewed: bool,
}

/// A procedure: its steps in order.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Procedure {
    /// Which one.
    #[n(0)]
    pub kind: ProcedureKind,
    /// Its steps in order.
    #[n(1)]
    pub steps: Vec<Step>,
}

/// The rules in force; replaced as a whole by a signed operation. A record names the version under which it was
/// made and is always judged by that one.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct RuleBook {
    /// Its version, rising from 1.
    #[n(0)]
    pub version: u32,
    /// The procedures.
    #[n(1)]
    pub procedures: Vec<Procedure>,
    /// The rule of each step.
    #[n(2)]
    pub steps: Vec<StepRule>,
    /// Days after which an open question of a hearing is overdue.
    #[n(3)]
    pub question_overdue_days: u16,
}

/// Why a rule book can't come into force.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleBookFault {
    /// The version is 0.
    Version,
    /// A denominator is 0.
    Denominator(Step),
    /// A share is more than the whole, so that nobody could ever reach it.
    ShareTooLarge(Step),
    /// A quorum is taken of those present.
    QuorumOfPresent(Step),
    /// A step that a procedure has, but no rule.
    StepWithoutRule(Step),
    /// A step with two rules.
    StepTwice(Step),
    /// A way that names nobody, or the same way twice.
    Way(Step),
    /// A procedure is missing.
    ProcedureMissing(ProcedureKind),
    /// A procedure stands there twice.
    ProcedureTwice(ProcedureKind),
    /// A procedure without steps, or with a step twice.
    ProcedureSteps(ProcedureKind),
}

impl RuleBookFault {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Version => "rules.version",
            Self::Denominator(_) => "rules.denominator",
            Self::ShareTooLarge(_) => "rules.share-too-large",
            Self::QuorumOfPresent(_) => "rules.quorum-of-present",
            Self::StepWithoutRule(_) => "rules.step-without-rule",
            Self::StepTwice(_) => "rules.step-twice",
            Self::Way(_) => "rules.way",
            Self::ProcedureMissing(_) => "rules.procedure-missing",
            Self::ProcedureTwice(_) => "rules.procedure-twice",
            Self::ProcedureSteps(_) => "rules.procedure-steps",
        }
    }
}

impl RuleBook {
    /// Whether the rule book can come into force:
    /// - the version is not 0;
    /// - every procedure stands there once, with steps, none of them twice;
    /// - every step of a procedure has a rule, and only one;
    /// - every way names a body, and no body and count twice;
    /// - no denominator is 0, no share more than can be reached, no quorum taken of those present.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self) -> Result<(), RuleBookFault> {
        if self.version == 0 {
            return Err(RuleBookFault::Version);
        }
        for kind in ProcedureKind::ALL {
            self.check_procedure(*kind)?;
        }
        self.steps.iter().try_for_each(|rule| self.check_step(rule))
    }

    fn check_procedure(&self, kind: ProcedureKind) -> Result<(), RuleBookFault> {
        let mut found = self.procedures.iter().filter(|procedure| procedure.kind == kind);
        let procedure = found.next().ok_or(RuleBookFault::ProcedureMissing(kind))?;
        if found.next().is_some() {
            return Err(RuleBookFault::ProcedureTwice(kind));
        }
        if procedure.steps.is_empty() || repeats(&procedure.steps) {
            return Err(RuleBookFault::ProcedureSteps(kind));
        }
        let missing = procedure.steps.iter().find(|step| self.step(**step).is_none());
        missing.map_or(Ok(()), |step| Err(RuleBookFault::StepWithoutRule(*step)))
    }

    fn check_step(&self, rule: &StepRule) -> Result<(), RuleBookFault> {
        let step = rule.step;
        if self.steps.iter().filter(|other| other.step == step).count() > 1 {
            return Err(RuleBookFault::StepTwice(step));
        }
        let ways: Vec<_> = rule.ways.iter().map(|way| (way.body, way.counted_by)).collect();
        if repeats(&ways) || ways.iter().any(|(body, _)| *body == RollBody::Nobody) {
            return Err(RuleBookFault::Way(step));
        }
        if rule.ways.iter().any(|way| way.quorum.is_some_and(|quorum| quorum.of == Base::Present)) {
            return Err(RuleBookFault::QuorumOfPresent(step));
        }
        for share in rule.ways.iter().flat_map(|way| way.quorum.iter().chain(&way.majority)) {
            if share.den == 0 {
                return Err(RuleBookFault::Denominator(step));
            }
            if share.num > share.den || (share.num == share.den && !share.at_least) {
                return Err(RuleBookFault::ShareTooLarge(step));
            }
        }
        Ok(())
    }

    /// The procedure of this kind.
    pub fn procedure(&self, kind: ProcedureKind) -> Option<&Procedure> {
        self.procedures.iter().find(|procedure| procedure.kind == kind)
    }

    /// The rule of a step.
    pub fn step(&self, step: Step) -> Option<&StepRule> {
        self.steps.iter().find(|rule| rule.step == step)
    }

    /// The way of holding a step by this body, counted so.
    pub fn way(&self, step: Step, body: RollBody, counted_by: CountedBy) -> Option<&Way> {
        self.step(step)?.ways.iter().find(|way| way.body == body && way.counted_by == counted_by)
    }
}

fn repeats<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().any(|(at, item)| list.iter().take(at).any(|earlier| earlier == item))
}
