//! Marks on the roll that are not saved yet: a layer over the marks in force, kept as a draft.

use domain::meeting::{Guest, Mark, Moment, RollMark};
use domain::view::RollLine;
use oplog::PersonId;
use oplog::flat::Map;

/// What was marked and not yet saved.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// New marks by person.
    pub marks: Map<PersonId, RollMark>,
    /// The non-voting attendees as they are to be, where they were changed.
    pub guests: Option<Vec<Guest>>,
}

impl Marks {
    /// Marks a line. A mark that is in force already is kept too: said again, it settles a difference.
    pub fn set(&mut self, line: &RollLine, mark: RollMark) {
        self.marks.insert(line.expected.person, mark);
    }

    /// The mark that a line would have.
    pub fn of<'a>(&'a self, line: &'a RollLine) -> Option<&'a RollMark> {
        self.marks.get(&line.expected.person).or(line.mark.as_ref())
    }

    /// Marks every line without a mark.
    pub fn rest(&mut self, roll: &[RollLine], mark: Mark) {
        for line in roll {
            if self.of(line).is_none() {
                self.set(line, plain(line.expected.person, mark));
            }
        }
    }

    /// The marks to be saved.
    pub fn changed(&self, roll: &[RollLine]) -> Vec<RollMark> {
        roll.iter().filter_map(|line| self.marks.get(&line.expected.person).cloned()).collect()
    }

    /// The roll as it would be.
    pub fn onto(&self, roll: &[RollLine]) -> Vec<RollLine> {
        roll.iter()
            .map(|line| {
                let Some(mark) = self.marks.get(&line.expected.person) else { return line.clone() };
                let here = matches!(mark.mark, Mark::Present | Mark::Proxy);
                RollLine {
                    mark: Some(mark.clone()),
                    arrived: if here { mark.at } else { line.arrived },
                    attended: here || mark.mark == Mark::Left,
                    ..line.clone()
                }
            })
            .collect()
    }

    /// Whether there is nothing to save.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.guests.is_none()
    }

    /// As the text of a draft: one line a mark or attendee.
    pub fn write(&self) -> String {
        let mut out = String::new();
        for mark in self.marks.values() {
            let at = mark.at.map_or_else(|| "-".to_owned(), |at| format!("{}/{}", at.ms, at.offset_min));
            let note = one_line(&mark.note);
            out.push_str(&format!("m\t{}\t{}\t{at}\t{note}\n", mark.person.hex(), letter(mark.mark)));
        }
        if let Some(guests) = &self.guests {
            out.push_str("g\n");
            for guest in guests {
                out.push_str(&format!("g\t{}\t{}\n", one_line(&guest.name), one_line(&guest.office)));
            }
        }
        out
    }

    /// From the text of a draft; lines that are not understood are left out.
    pub fn read(text: &str) -> Self {
        let mut out = Self::default();
        for line in text.lines() {
            let mut parts = line.split('\t');
            match parts.next() {
                Some("m") => {
                    if let Some(mark) = read_mark(&mut parts) {
                        out.marks.insert(mark.person, mark);
                    }
                }
                Some("g") => {
                    let guests = out.guests.get_or_insert_with(Vec::new);
                    if let Some(name) = parts.next() {
                        guests.push(Guest {
                            name: name.to_owned(),
                            office: parts.next().unwrap_or("").to_owned(),
                        });
                    }
                }
                _ => {}
            }
        }
        out
    }
}

/// A mark from the beginning, without a note.
pub const fn plain(person: PersonId, mark: Mark) -> RollMark {
    RollMark { person, mark, at: None, note: String::new() }
}

fn read_mark<'a>(parts: &mut impl Iterator<Item = &'a str>) -> Option<RollMark> {
    let person = PersonId::from_hex(parts.next()?)?;
    let mark = from_letter(parts.next()?)?;
    let at = parts
        .next()?
        .split_once('/')
        .and_then(|(ms, offset)| Some(Moment { ms: ms.parse().ok()?, offset_min: offset.parse().ok()? }));
    Some(RollMark { person, mark, at, note: parts.next().unwrap_or("").to_owned() })
}

fn one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

const fn letter(mark: Mark) -> &'static str {
    match mark {
        Mark::Present => "p",
        Mark::Proxy => "x",
        Mark::Leave => "l",
        Mark::Absent => "a",
        Mark::Recused => "r",
        Mark::Left => "e",
    }
}

fn from_letter(letter: &str) -> Option<Mark> {
    [Mark::Present, Mark::Proxy, Mark::Leave, Mark::Absent, Mark::Recused, Mark::Left]
        .into_iter()
        .find(|mark| self::letter(*mark) == letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_of_marks_comes_back_as_it_was() {
        let mut marks = Marks::default();
        let person = PersonId([1; 8]);
        let at = Some(Moment { ms: 1_773_488_400_000, offset_min: 480 });
        marks.marks.insert(person, RollMark { person, mark: Mark::Left, at, note: "接孩子".to_owned() });
        marks.guests = Some(vec![Guest { name: "普光荣".to_owned(), office: String::new() }]);
        assert_eq!(Marks::read(&marks.write()), marks);
        assert_eq!(
            Marks::read(&Marks { guests: Some(Vec::new()), ..Marks::default() }.write()).guests,
            Some(vec![])
        );
        assert_eq!(Marks::read("nonsense\nm\tzz"), Marks::default());
    }
}
