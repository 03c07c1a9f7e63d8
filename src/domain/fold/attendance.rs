//! The roll as marks come in: the last one of a person in display order is in force.

use crate::meeting::{Expected, Mark, RollMark};
use crate::view::RollLine;
use oplog::flat::Map;
use oplog::{OpId, PersonId};

/// A roll while it is marked.
pub(super) struct Roll<'a> {
    /// The lines in the order of the opening.
    pub lines: Vec<RollLine>,
    places: Map<PersonId, usize>,
    marks: Map<PersonId, Map<OpId, &'a RollMark>>,
}

impl<'a> Roll<'a> {
    /// An unmarked roll; of two lines of one person the first stands.
    pub fn new(expected: &[Expected]) -> Self {
        let mut roll =
            Self { lines: Vec::with_capacity(expected.len()), places: Map::new(), marks: Map::new() };
        for expected in expected {
            if !roll.places.contains_key(&expected.person) {
                roll.places.insert(expected.person, roll.lines.len());
                let expected = expected.clone();
                roll.lines.push(RollLine { expected, mark: None, arrived: None, attended: false });
            }
        }
        roll
    }

    /// Takes a mark; one of nobody on the roll has no effect.
    ///
    /// - Present and proxy: attended; the time is the arrival's, unless the person only comes back.
    /// - Leave and absent: did not attend.
    /// - Left: attended until then.
    /// - Recused: as before, out of the count.
    pub fn mark(&mut self, op: OpId, mark: &'a RollMark) {
        let Some(line) = self.places.get(&mark.person).and_then(|at| self.lines.get_mut(*at)) else { return };
        match mark.mark {
            Mark::Present | Mark::Proxy => {
                let back = line.mark.as_ref().is_some_and(|before| before.mark == Mark::Left);
                if !back {
                    line.arrived = mark.at;
                }
                line.attended = true;
            }
            Mark::Leave | Mark::Absent => {
                line.arrived = None;
                line.attended = false;
            }
            Mark::Left => line.attended = true,
            Mark::Recused => {}
        }
        line.mark = Some(mark.clone());
        self.marks.amend(mark.person, |marks| marks.insert(op, mark));
    }

    /// For each person on the roll with more than one mark: the name, and the last mark of each operation.
    pub fn slots(&self) -> impl Iterator<Item = (&str, &Map<OpId, &'a RollMark>)> {
        let several = self
            .lines
            .iter()
            .filter_map(|line| self.marks.get(&line.expected.person).map(|slot| (line, slot)));
        several.filter(|(_, slot)| slot.len() > 1).map(|(line, slot)| (line.expected.name.as_str(), slot))
    }
}
