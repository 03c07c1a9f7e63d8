//! Bytes as pictures that follow one another: what a screen shows as codes, for a camera that misses some of them.
//!
//! A series is of parts, each of which stands for itself: at most [`MAX_BLOCKS`] blocks of [`BLOCK`] bytes, the last filled up
//! with zeros. The first frames of a part are its blocks; every later one is the sum (exclusive or) of those that the BLAKE3 of
//! its number picks, so that any frame helps whoever lacks a block, and a few more than there are blocks are enough: a random
//! linear fountain (MacKay, *Fountain codes*, 2005, section 3).
//!
//! A frame is `"SY" ‖ 1 ‖ series(4) ‖ part(1) ‖ parts(1) ‖ length(4) ‖ number(2) ‖ check(4) ‖ block(500)`, numbers big-endian;
//! series and check are beginnings of BLAKE3 hashes, of all parts and of this one.

/// How many bytes of content a frame carries.
pub const BLOCK: usize = 500;
/// How long a frame is.
pub const FRAME: usize = BEFORE + BLOCK;
/// The most blocks of a part.
pub const MAX_BLOCKS: usize = 1024;
/// The longest part.
pub const MAX_PART: usize = MAX_BLOCKS * BLOCK;
/// The most parts of a series.
pub const MAX_PARTS: usize = 250;
/// How many bytes of unfinished parts are kept; beyond that, the one that was longest without a frame is given up.
const MAX_KEPT: usize = 2 * 1024 * 1024;

const MAGIC: [u8; 3] = *b"SY\x01";
const BEFORE: usize = 19;

type Mask = [u8; MAX_BLOCKS / 8];
/// Which blocks were summed, and their sum. Made as they come: nothing is set aside for what is only promised.
type Row = Box<(Mask, [u8; BLOCK])>;

/// What is shown: the frames of all parts, for as long as somebody looks.
pub struct Fountain {
    series: [u8; 4],
    parts: Vec<Shown>,
    /// The part that is shown, and how many of its frames are still to come before the next one's.
    turn: (usize, usize),
}

struct Shown {
    bytes: Vec<u8>,
    check: [u8; 4],
    next: u16,
}

impl Fountain {
    /// Of at least one part; none where there are too many, or one is empty or too long.
    pub fn new(parts: Vec<Vec<u8>>) -> Option<Self> {
        let fits = |part: &Vec<u8>| (1..=MAX_BLOCKS).contains(&blocks(part.len()));
        if parts.is_empty() || parts.len() > MAX_PARTS || !parts.iter().all(fits) {
            return None;
        }
        let mut all = blake3::Hasher::new();
        let parts: Vec<Shown> = parts
            .into_iter()
            .map(|bytes| {
                let hash = blake3::hash(&bytes);
                all.update(hash.as_bytes());
                Shown { bytes, check: first(hash.as_bytes()), next: 0 }
            })
            .collect();
        let mut fountain = Self { series: first(all.finalize().as_bytes()), parts, turn: (0, 0) };
        fountain.turn.1 = fountain.round(0);
        Some(fountain)
    }

    /// How many blocks there are to be shown: of so many frames none is spare.
    pub fn blocks(&self) -> usize {
        self.parts.iter().map(|part| blocks(part.bytes.len())).sum()
    }

    /// The next frame: a part is shown whole, with a few spare frames, then the next one; after the last it begins anew with
    /// frames that were not shown yet.
    pub fn frame(&mut self) -> Vec<u8> {
        let parts = self.parts.len();
        while self.turn.1 == 0 {
            let next = (self.turn.0 + 1) % parts;
            self.turn = (next, self.round(next));
        }
        self.turn.1 -= 1;
        let mut out = Vec::with_capacity(FRAME);
        let at = self.turn.0;
        if let Some(part) = self.parts.get_mut(at) {
            out.extend(MAGIC);
            out.extend(self.series);
            out.extend([at, parts].map(|number| u8::try_from(number).unwrap_or(u8::MAX)));
            out.extend(u32::try_from(part.bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend(part.next.to_be_bytes());
            out.extend(part.check);
            out.extend(part.block(part.next));
            part.next = part.next.wrapping_add(1);
        }
        out
    }

    /// How many frames of a part are shown before the next part's: all blocks and an eighth more at first, later half of them.
    fn round(&self, at: usize) -> usize {
        let Some(part) = self.parts.get(at) else { return 1 };
        let count = blocks(part.bytes.len());
        if part.next == 0 { count + count / 8 + 2 } else { count / 2 + 2 }
    }
}

impl Shown {
    fn block(&self, number: u16) -> [u8; BLOCK] {
        let mut out = [0; BLOCK];
        let mask = picked(number, blocks(self.bytes.len()), self.check);
        for (at, block) in self.bytes.chunks(BLOCK).enumerate() {
            if has(&mask, at) {
                add(&mut out, block);
            }
        }
        out
    }
}

/// How far a series is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    /// What is here of it, in hundredths; parts of which nothing was seen count as the others on average.
    pub percent: usize,
    /// Parts that are whole, from the first on: those that were given.
    pub whole: usize,
    /// Parts of the series; none before the first frame.
    pub parts: usize,
}

impl Progress {
    /// Whether all of it is here.
    pub const fn is_whole(&self) -> bool {
        self.parts > 0 && self.whole == self.parts
    }
}

/// What a camera has seen: frames in any order, of several series at once, repeated, missed.
#[derive(Default)]
pub struct Basin {
    /// The series whose frame came last, and of how many parts it is.
    latest: ([u8; 4], u8),
    parts: Vec<Caught>,
    /// Ticks with every frame.
    clock: u64,
}

struct Caught {
    series: [u8; 4],
    part: u8,
    check: [u8; 4],
    length: usize,
    /// How many blocks it is of.
    count: usize,
    /// What was summed, by the first block in it; empty once it is whole.
    rows: Vec<Option<Row>>,
    have: usize,
    /// The content, once it is whole and until it is taken.
    whole: Option<Vec<u8>>,
    touched: u64,
}

impl Basin {
    /// Takes the bytes of a code in; whether it was a frame. Whatever else a camera sees is no frame and changes nothing.
    pub fn take(&mut self, frame: &[u8]) -> bool {
        self.clock += 1;
        self.taken(frame).is_some()
    }

    fn taken(&mut self, frame: &[u8]) -> Option<()> {
        let rest = frame.strip_prefix(&MAGIC)?;
        let (series, rest) = rest.split_first_chunk::<4>()?;
        let (&[part, parts], rest) = rest.split_first_chunk::<2>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (number, rest) = rest.split_first_chunk::<2>()?;
        let (check, block) = rest.split_first_chunk::<4>()?;
        let block: [u8; BLOCK] = block.try_into().ok()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let count = blocks(length);
        let sound = part < parts && usize::from(parts) <= MAX_PARTS && (1..=MAX_BLOCKS).contains(&count);
        if !sound {
            return None;
        }
        self.latest = (*series, parts);
        let same = |caught: &Caught| {
            (caught.series, caught.part, caught.check, caught.length) == (*series, part, *check, length)
        };
        let at = match self.parts.iter().position(same) {
            Some(at) => at,
            None => {
                self.make_room(count);
                let (series, check) = (*series, *check);
                let rows = empty(count);
                let touched = self.clock;
                self.parts.push(Caught {
                    series,
                    part,
                    check,
                    length,
                    count,
                    rows,
                    have: 0,
                    whole: None,
                    touched,
                });
                self.parts.len() - 1
            }
        };
        let clock = self.clock;
        let caught = self.parts.get_mut(at)?;
        caught.touched = clock;
        caught.add(picked(u16::from_be_bytes(*number), count, *check), block);
        Some(())
    }

    /// Gives up what was longest without a frame, until a part of so many blocks has room.
    fn make_room(&mut self, count: usize) {
        let cost = |blocks: usize| blocks * size_of::<(Mask, [u8; BLOCK])>();
        while self.parts.iter().map(|part| cost(part.count)).sum::<usize>() + cost(count) > MAX_KEPT {
            let oldest = self.parts.iter().enumerate().min_by_key(|(_, part)| part.touched);
            match oldest.map(|(at, _)| at) {
                Some(at) => drop(self.parts.swap_remove(at)),
                None => return,
            }
        }
    }

    /// How far the series is whose frame came last.
    pub fn progress(&self) -> Progress {
        let mine = || self.parts.iter().filter(|part| part.series == self.latest.0);
        let (have, of): (usize, usize) =
            mine().fold((0, 0), |(have, of), part| (have + part.have, of + part.count));
        let (seen, parts) = (mine().count(), usize::from(self.latest.1));
        Progress {
            percent: (have * 100 * seen).checked_div(of * parts).unwrap_or(0),
            whole: (0..self.latest.1).take_while(|number| self.is_here(*number)).count(),
            parts,
        }
    }

    fn is_here(&self, number: u8) -> bool {
        let mine = |part: &&Caught| (part.series, part.part) == (self.latest.0, number);
        self.parts.iter().filter(mine).any(Caught::is_whole)
    }

    /// The next part of that series that is whole and was not taken yet, in their order: a part is not given before the ones
    /// in front of it were.
    pub fn pour(&mut self) -> Option<Vec<u8>> {
        for number in 0..self.latest.1 {
            let mine = |part: &&mut Caught| part.series == self.latest.0 && part.part == number;
            let caught = self.parts.iter_mut().filter(mine).find(|part| part.is_whole())?;
            if let Some(whole) = caught.whole.take() {
                return Some(whole);
            }
        }
        None
    }
}

impl Caught {
    /// Whether its content is here, or was taken: then its rows are not needed any more.
    fn is_whole(&self) -> bool {
        self.have == self.count
    }

    fn add(&mut self, mut mask: Mask, mut block: [u8; BLOCK]) {
        if self.is_whole() {
            return;
        }
        for at in 0..self.count {
            if !has(&mask, at) {
                continue;
            }
            match self.rows.get_mut(at) {
                Some(Some(row)) => {
                    add(&mut mask, &row.0);
                    add(&mut block, &row.1);
                }
                Some(row) => {
                    *row = Some(Box::new((mask, block)));
                    self.have += 1;
                    break;
                }
                None => return,
            }
        }
        if self.is_whole() {
            self.solve();
        }
    }

    /// Takes out of every sum what stands behind its first block, from the last one on.
    fn solve(&mut self) {
        let rows = core::mem::take(&mut self.rows);
        let mut rows: Vec<Row> = rows.into_iter().flatten().collect();
        for at in (0..rows.len()).rev() {
            let (before, behind) = rows.split_at_mut(at);
            let Some(row) = behind.first() else { return };
            for before in before.iter_mut().filter(|before| has(&before.0, at)) {
                add(&mut before.1, &row.1);
            }
        }
        let mut out: Vec<u8> = rows.iter().flat_map(|row| row.1).collect();
        out.truncate(self.length);
        if first::<4>(blake3::hash(&out).as_bytes()) == self.check {
            self.whole = Some(out);
        } else {
            // Somebody's frames do not fit together: what came is worth nothing, what comes may be.
            (self.have, self.rows) = (0, empty(self.count));
        }
    }
}

fn empty(count: usize) -> Vec<Option<Row>> {
    (0..count).map(|_| None).collect()
}

fn blocks(length: usize) -> usize {
    length.div_ceil(BLOCK)
}

/// Which of so many blocks a frame sums.
fn picked(number: u16, count: usize, check: [u8; 4]) -> Mask {
    let (mut mask, at) = ([0; MAX_BLOCKS / 8], usize::from(number));
    if at >= count {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&check).update(&number.to_be_bytes()).finalize_xof().fill(&mut mask);
        (count..MAX_BLOCKS).for_each(|beyond| set(&mut mask, beyond, false));
    }
    // A sum of nothing would say nothing.
    if mask == [0; MAX_BLOCKS / 8] {
        set(&mut mask, at % count.max(1), true);
    }
    mask
}

fn has(mask: &Mask, at: usize) -> bool {
    mask.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
}

fn set(mask: &mut Mask, at: usize, on: bool) {
    if let Some(byte) = mask.get_mut(at / 8) {
        *byte = *byte & !(1 << (at % 8)) | u8::from(on) << (at % 8);
    }
}

fn add(to: &mut [u8], from: &[u8]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to ^= from);
}

fn first<const N: usize>(bytes: &[u8; 32]) -> [u8; N] {
    bytes.first_chunk::<N>().copied().unwrap_or([0; N])
}

#[cfg(test)]
#[path = "fountain_tests.rs"]
mod tests;
