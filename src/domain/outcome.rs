//! Counting a roll and judging a ballot by the rule book. Whole numbers only.

use crate::meeting::Counted;
use crate::rules::{Base, Threshold, Way};
use crate::view::{Outcome, RollLine, Tally};

/// Those entitled, and those of them who came: what a quorum and a majority are taken of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Attendance {
    /// 应到: entitled, the recused left out.
    pub should: u32,
    /// 实到: of these, who attended at any time.
    pub did: u32,
    /// Of these, who are here now.
    pub here: u32,
}

impl Attendance {
    /// As the roll stands.
    pub fn of(roll: &[RollLine]) -> Self {
        let count =
            |wanted: fn(&RollLine) -> bool| number(roll.iter().filter(|line| line.counts() && wanted(line)));
        Self { should: count(|_| true), did: count(|line| line.attended), here: count(RollLine::here) }
    }

    /// Whether the quorum stands. Where something is decided those here count, where nothing is decided those who
    /// came. Nobody is never a quorum.
    pub fn quorate(&self, way: &Way) -> bool {
        let came = if way.majority.is_some() { self.here } else { self.did };
        way.quorum.is_none_or(|quorum| came >= quorum_least(&quorum, self.should))
    }

    const fn base(&self, of: Base) -> u32 {
        match of {
            Base::Entitled => self.should,
            Base::Present => self.here,
        }
    }
}

/// 应到/实到 and the quorum: `at_ballot` is the attendance when the deciding ballot was counted.
pub fn tally(roll: &[RollLine], guests: usize, way: Option<&Way>, at_ballot: Option<Attendance>) -> Tally {
    let now = Attendance::of(roll);
    let judged = at_ballot.unwrap_or(now);
    let voteless = roll.iter().filter(|line| !line.expected.capacity.entitled() && line.attended);
    let recused = roll.iter().filter(|line| line.expected.capacity.entitled() && !line.counts());
    let quorum = way.and_then(|way| way.quorum);
    let majority = way.and_then(|way| way.majority);
    let majority_base = majority.map_or(0, |majority| judged.base(majority.of));
    Tally {
        should_attend: now.should,
        did_attend: now.did,
        here_now: now.here,
        recused: number(recused),
        non_voting: number(voteless).saturating_add(u32::try_from(guests).unwrap_or(u32::MAX)),
        unmarked: number(roll.iter().filter(|line| line.mark.is_none())),
        quorum,
        quorum_least: quorum.map_or(0, |quorum| quorum_least(&quorum, judged.should)),
        quorate: way.is_some_and(|way| judged.quorate(way)),
        majority,
        majority_base,
        majority_least: majority.map_or(0, |majority| majority.least(majority_base)),
    }
}

/// What the rule book says of a meeting, or of one ballot of it, with the attendance of that moment.
///
/// - Where nothing is decided: heard, if the quorum stands.
/// - Without a ballot, or with one whose votes are more than the people there: no ballot.
/// - Without a rule nothing follows: no ballot.
pub fn judge(way: Option<&Way>, attendance: Attendance, counted: Option<&Counted>) -> Outcome {
    let Some(way) = way else { return Outcome::NoBallot };
    if !attendance.quorate(way) {
        return Outcome::Inquorate;
    }
    let Some(majority) = way.majority else { return Outcome::Heard };
    let Some(counted) = counted.filter(|counted| counted.cast().is_some_and(|cast| cast <= attendance.here))
    else {
        return Outcome::NoBallot;
    };
    if majority.met(counted.votes_for, attendance.base(majority.of)) {
        Outcome::Passed
    } else {
        Outcome::Rejected
    }
}

fn quorum_least(quorum: &Threshold, should: u32) -> u32 {
    quorum.least(should).max(1)
}

fn number<T>(items: impl Iterator<Item = T>) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}
