//! Which variable an instruction uses, foretold from what was done with each so far, so that only surprises travel: an
//! arithmetic coder over several adaptive guesses that are mixed by their merits (logistic mixing). `public/app/unsort.js`
//! makes the same guesses; both reckon in whole numbers only.
//!
//! Asked is of each variable in turn, the one used last first, whether it is the one; after [`ASKED`] the rest is a number.

use super::Recent;

/// How many variables are asked about.
pub const ASKED: usize = 32;
/// Guesses that are mixed.
const GUESSES: usize = 3;
/// Bits of a guess's place in its table.
const PLACE_BITS: u32 = 17;
/// After so many the newest counts as 1 / (`SEEN` + 1.6) of all.
const SEEN: u8 = 24;
/// What a guess weighs at first, of 65536.
const FIRST_WEIGHT: i32 = 19_661;
/// Sets of weights for each of get, set and tee: by the number of variables asked before, the last for all others.
const SETS: usize = 4;
const CERTAIN: i32 = 2047;

/// One use of a variable.
pub struct Use {
    /// Where the instruction stands in the operators' stream.
    pub at: usize,
    /// How many others were used since: what [`Recent::used`] said.
    pub distance: usize,
    /// Whether it is the first one of its function.
    pub first: bool,
}

/// The coder's bytes, and the numbers of those that were further back than [`ASKED`].
pub fn coded(operators: &[u8], uses: &[Use]) -> (Vec<u8>, Vec<usize>) {
    let (mut coder, mut further) = (Coder::new(), Vec::new());
    let mut function = Function::default();
    for used in uses {
        if used.first {
            function = Function::default();
        }
        let around = Around::new(operators, used.at);
        for asked in 0..ASKED.min(used.distance + 1) {
            coder.bit(&function.guesses(around, asked), around.set(asked), asked == used.distance);
        }
        if used.distance >= ASKED {
            further.push(used.distance - ASKED);
        }
        function.uses(around, used.distance);
    }
    (coder.end(), further)
}

/// The instructions around a use.
#[derive(Clone, Copy)]
struct Around {
    /// 0 get, 1 set, 2 tee.
    what: u32,
    before: u32,
    next: u32,
    after_next: u32,
}

impl Around {
    fn new(operators: &[u8], at: usize) -> Self {
        const END: u32 = 0x0b;
        let operator =
            |at: Option<usize>| at.and_then(|at| operators.get(at)).map_or(0, |byte| u32::from(*byte));
        let next = operator(at.checked_add(1));
        Self {
            what: operator(Some(at)).wrapping_sub(0x20),
            before: operator(at.checked_sub(1)),
            next,
            // Nothing may stand behind the last of all.
            after_next: if next == END { 0 } else { operator(at.checked_add(2)) },
        }
    }

    fn set(self, asked: usize) -> usize {
        self.what as usize * SETS + asked.min(SETS - 1)
    }
}

/// What is known of a function's variables.
#[derive(Default)]
struct Function {
    recent: Recent,
    /// Of each variable: reads since it was set (0 to 3), whether by set (4) or tee (8), the instruction behind its last use.
    known: Vec<u32>,
}

impl Function {
    fn known(&self, variable: u32) -> u32 {
        self.known.get(variable as usize).copied().unwrap_or_default()
    }

    fn guesses(&self, around: Around, asked: usize) -> [[u32; 2]; GUESSES] {
        let at = |at: usize| self.recent.order.get(at).copied().unwrap_or(at as u32);
        let Around { what, before, next, after_next } = around;
        let variable = at(asked);
        let known = self.known(variable);
        let behind = self.known(at(asked + 1)) & 15;
        let head = what | (asked as u32) << 2;
        [
            [head | next << 7 | after_next << 15, known],
            [head | behind << 7, known],
            [what | next << 7 | before << 15, variable | known << 16],
        ]
    }

    fn uses(&mut self, around: Around, distance: usize) {
        let variable = self.recent.at(distance);
        if self.known.len() <= variable as usize {
            self.known.resize(variable as usize + 1, 0);
        }
        let known = &mut self.known[variable as usize];
        *known = match around.what {
            0 => (*known & 12) | ((*known & 3) + 1).min(3),
            1 => 4,
            _ => 8 | 1,
        } | around.next << 4;
    }
}

/// How likely a yes is, by each guess's table.
struct Coder {
    stretch: Vec<i32>,
    squash: Vec<u16>,
    rates: Vec<i32>,
    likely: Vec<u16>,
    seen: Vec<u8>,
    weights: Vec<i32>,
    low: u32,
    high: u32,
    out: Vec<u8>,
}

impl Coder {
    fn new() -> Self {
        Self {
            stretch: (0..4096).map(stretched).map(|value| value.round() as i32).collect(),
            squash: (-CERTAIN..=CERTAIN).map(squashed).map(|value| value.round() as u16).collect(),
            rates: (0..=SEEN).map(|seen| (4096.0 / (f64::from(seen) + 1.6)).round() as i32).collect(),
            likely: vec![1 << 15; GUESSES << PLACE_BITS],
            seen: vec![0; GUESSES << PLACE_BITS],
            weights: vec![FIRST_WEIGHT; 3 * SETS * GUESSES],
            low: 0,
            high: u32::MAX,
            out: Vec::new(),
        }
    }

    fn bit(&mut self, guesses: &[[u32; 2]; GUESSES], set: usize, yes: bool) {
        let (mut places, mut says) = ([0; GUESSES], [0; GUESSES]);
        let mut sum = 0_i64;
        let weights = &mut self.weights[set * GUESSES..][..GUESSES];
        for (at, guess) in guesses.iter().enumerate() {
            let place = at << PLACE_BITS | (mixed(*guess) >> (32 - PLACE_BITS)) as usize;
            places[at] = place;
            // A place that was never seen says nothing.
            if self.seen[place] > 0 {
                says[at] = self.stretch[usize::from(self.likely[place] >> 4)];
            }
            sum += i64::from(weights[at]) * i64::from(says[at]);
        }
        let certainty = (sum >> 16).clamp(i64::from(-CERTAIN), i64::from(CERTAIN));
        let likely = u32::from(self.squash[(certainty + i64::from(CERTAIN)) as usize]);
        let middle = self.low + ((u64::from(self.high - self.low) * u64::from(likely)) >> 16) as u32;
        if yes {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.out.push((self.low >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 255;
        }
        let wrong = (i32::from(yes) << 16) - likely as i32;
        let truth = if yes { 65_535 } else { 0 };
        for at in 0..GUESSES {
            weights[at] += (wrong * says[at]) >> 15;
            let (likely, seen) = (&mut self.likely[places[at]], &mut self.seen[places[at]]);
            let better =
                i32::from(*likely) + (((truth - i32::from(*likely)) * self.rates[usize::from(*seen)]) >> 12);
            *likely = better as u16;
            *seen = (*seen + 1).min(SEEN);
        }
    }

    fn end(mut self) -> Vec<u8> {
        self.out.extend(self.low.to_be_bytes());
        self.out
    }
}

/// Logarithm of the odds of `(at + ½) / 4096`, in 256ths.
fn stretched(at: u32) -> f64 {
    let likely = (f64::from(at) + 0.5) / 4096.0;
    (likely / (1.0 - likely)).ln() * 256.0
}

/// The other way, of 65536.
fn squashed(certainty: i32) -> f64 {
    65_536.0 / (1.0 + (f64::from(-certainty) / 256.0).exp())
}

fn mixed([first, second]: [u32; 2]) -> u32 {
    let mixed = first.wrapping_mul(0x9e37_79b1) ^ second;
    (mixed ^ mixed >> 15).wrapping_mul(0x85eb_ca6b)
}

#[cfg(test)]
mod tests {
    use super::{CERTAIN, Use, coded, squashed, stretched};

    /// Two ways of reckoning a logarithm differ in the last place; none of the tables may hang on it.
    #[test]
    fn no_value_of_a_table_lies_between_two_whole_numbers() {
        let all = (0..4096).map(stretched).chain((-CERTAIN..=CERTAIN).map(squashed));
        let nearest = all.map(|value| (value.fract().abs() - 0.5).abs()).fold(1.0, f64::min);
        assert!(nearest > 1e-6, "{nearest}");
    }

    #[test]
    fn what_was_seen_before_costs_little() {
        let operators: Vec<u8> = [0x20, 0x20, 0x6a, 0x21].into_iter().cycle().take(40_000).collect();
        let used = |at: usize| {
            let distance = match at % 4 {
                0 => Some(0),
                1 => Some(1),
                3 => Some(40),
                _ => None,
            };
            distance.map(|distance| Use { at, distance, first: at == 0 })
        };
        let (bytes, further) = coded(&operators, &(0..40_000).filter_map(used).collect::<Vec<_>>());
        assert_eq!((further.len(), further[0]), (10_000, 8));
        assert!(bytes.len() < 400, "{}", bytes.len());
    }
}
