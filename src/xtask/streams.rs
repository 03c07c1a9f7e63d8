//! The form in which the phone's wasm travels: the same bytes sorted by what they mean, each kind a stream of its own.
//!
//! Compression learns far more from all operators in a row, and from all local variables, constants and offsets in theirs,
//! than from the four mixed as they are in a wasm: some 15 % of the download. `public/app/unsort.js` puts them back, byte for
//! byte; what it does not know is an error here.
//!
//! A file is the wasm's length, the number of streams, the length of each (all LEB128), then the streams in the order of
//! [`Stream`]. Between two of them the compressor begins anew (see [`cuts`]).
#![allow(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "a build tool, at positions that it counted itself"
)]

mod variables;
mod words;

use crate::failed::Failed;
use variables::Use;
use wasmparser::{BinaryReader, CodeSectionReader, FunctionBody, Operator, OperatorsReader};

/// How many kinds of bytes there are.
const KINDS: usize = 17;

/// What a byte is part of, by its place in the file.
#[derive(Clone, Copy)]
enum Stream {
    /// Everything outside of code and data; the two sections leave their number and their count there.
    Frame,
    /// What a function declares as its variables.
    Locals,
    /// One byte an instruction, a few common pairs as one.
    Operator,
    /// Which variable, see [`variables`].
    Local,
    /// The same where it was used long ago: how many others were used since, beyond those that are asked about.
    Further,
    /// Where a load reads.
    Load,
    /// Where a store writes.
    Store,
    /// Constants of 32 bits, before any instruction but the following.
    Constant,
    /// Those that are added, above all to an address.
    Added,
    /// Those before another constant.
    InRow,
    /// Those that are stored.
    Stored,
    /// Those that become a variable.
    Set,
    /// Those that a call gets last.
    Given,
    /// Those of 64 bits.
    Long,
    /// What is called.
    Call,
    /// All that is seldom.
    Rest,
    /// The data section, see [`words`].
    Data,
}

/// `br 0` to `br 5` as one byte each; no operator of wasm 1.0 has these numbers.
const BRANCH: u8 = 0xc5;
/// `br_if 0` to `br_if 5`.
const BRANCH_IF: u8 = 0xcb;
/// The load or store that follows is aligned as [`Stream::Rest`] says.
const ALIGNED: u8 = 0xd1;
/// An instruction that stands in [`Stream::Rest`] as it is, after its length.
const WHOLE: u8 = 0xd2;
const CODE: u8 = 10;
const DATA: u8 = 11;

/// Sorts a wasm.
///
/// # Errors
/// Where it has something that the phone would not know how to put back.
pub fn sort(wasm: &[u8]) -> Result<Vec<u8>, Failed> {
    let odd =
        |what: String| Failed::new(format!("the wasm can't be sorted: {what}"), "see src/xtask/streams.rs");
    let mut sorted = Sorted::default();
    sorted.module(wasm).map_err(|what| odd(what.to_string()))?;
    Ok(sorted.file(wasm.len()))
}

/// Where one stream ends and the next begins, in a file that [`sort`] made.
pub fn cuts(file: &[u8]) -> Vec<usize> {
    let mut reader = BinaryReader::new(file, 0);
    let mut number = || reader.read_var_u32().map_or(0, |number| number as usize);
    _ = number();
    let lengths: Vec<usize> = (0..number()).map(|_| number()).collect();
    let begin = reader.original_position();
    let ends = lengths.iter().scan(begin, |end, length| {
        *end += length;
        Some(*end)
    });
    std::iter::once(begin).chain(ends).collect()
}

/// What [`sort`] does not know.
type Odd = Box<dyn std::error::Error>;

#[derive(Default)]
struct Sorted {
    streams: [Vec<u8>; KINDS],
    uses: Vec<Use>,
}

impl Sorted {
    fn to(&mut self, stream: Stream) -> &mut Vec<u8> {
        &mut self.streams[stream as usize]
    }

    fn module(&mut self, wasm: &[u8]) -> Result<(), Odd> {
        let mut reader = BinaryReader::new(wasm, 0);
        let head = reader.read_bytes(8)?;
        self.to(Stream::Frame).extend(head);
        while !reader.eof() {
            let from = reader.original_position();
            let id = reader.read_u8()?;
            let length = reader.read_var_u32()? as usize;
            let content = reader.read_bytes(length)?;
            if reader.original_position() - from - 1 - length != leb_bytes(length) {
                return Err("a length that is not as short as it can be".into());
            }
            self.to(Stream::Frame).push(id);
            leb(length, self.to(Stream::Frame));
            match id {
                CODE => self.code(content)?,
                DATA => words::apart(content, self.to(Stream::Data))?,
                _ => self.to(Stream::Frame).extend(content),
            }
        }
        Ok(())
    }

    fn code(&mut self, content: &[u8]) -> Result<(), Odd> {
        let section = CodeSectionReader::new(BinaryReader::new(content, 0))?;
        leb(section.count() as usize, self.to(Stream::Frame));
        for body in section {
            self.function(content, &body?)?;
        }
        let (guessed, further) = variables::coded(&self.streams[Stream::Operator as usize], &self.uses);
        self.to(Stream::Local).extend(guessed);
        further.into_iter().for_each(|number| leb(number, self.to(Stream::Further)));
        Ok(())
    }

    fn function(&mut self, content: &[u8], body: &FunctionBody<'_>) -> Result<(), Odd> {
        let mut operators = body.get_operators_reader()?;
        let begin = operators.original_position();
        self.to(Stream::Locals).extend(&content[body.range().start..begin]);
        let (mut recent, before) = (Recent::default(), self.uses.len());
        while !operators.eof() {
            self.instruction(content, &mut operators, &mut recent)?;
        }
        if let Some(first) = self.uses.get_mut(before) {
            first.first = true;
        }
        Ok(())
    }

    fn instruction(
        &mut self,
        content: &[u8],
        operators: &mut OperatorsReader<'_>,
        recent: &mut Recent,
    ) -> Result<(), Odd> {
        let from = operators.original_position();
        let operator = operators.read()?;
        let bytes = &content[from..operators.original_position()];
        let (number, rest) = bytes.split_first().ok_or("an instruction without a byte")?;
        match (operator, rest) {
            (Operator::LocalGet { local_index }, _)
            | (Operator::LocalSet { local_index }, _)
            | (Operator::LocalTee { local_index }, _) => {
                let at = self.to(Stream::Operator).len();
                self.to(Stream::Operator).push(*number);
                self.uses.push(Use { at, distance: recent.used(local_index), first: false });
            }
            (Operator::Br { relative_depth: depth @ 0..=5 }, _) => {
                self.to(Stream::Operator).push(BRANCH + depth as u8);
            }
            (Operator::BrIf { relative_depth: depth @ 0..=5 }, _) => {
                self.to(Stream::Operator).push(BRANCH_IF + depth as u8);
            }
            (Operator::Call { .. }, _) => self.two(*number, Stream::Call, rest),
            (Operator::I32Const { .. }, _) => {
                // What the phone will see in `Operator` behind it.
                let stream = match content.get(operators.original_position()..).unwrap_or_default() {
                    [0x6a, ..] => Stream::Added,
                    [0x41, ..] => Stream::InRow,
                    [0x36, 2, ..] => Stream::Stored,
                    [0x21, ..] => Stream::Set,
                    [0x10, ..] => Stream::Given,
                    _ => Stream::Constant,
                };
                self.two(*number, stream, rest);
            }
            (Operator::I64Const { .. }, _) => self.two(*number, Stream::Long, rest),
            (_, [alignment, offset @ ..]) if (0x28..=0x3e).contains(number) => {
                if *alignment + b'0' != NATURAL[usize::from(*number) - 0x28] {
                    self.two(ALIGNED, Stream::Rest, &[*alignment]);
                }
                self.two(*number, if *number < 0x36 { Stream::Load } else { Stream::Store }, offset);
            }
            // What the phone fills in: a block without a value, and the one global there is in truth, the stack's end.
            (_, [0x40]) if (0x02..=0x04).contains(number) => self.to(Stream::Operator).push(*number),
            (_, [0]) if (0x23..=0x24).contains(number) => self.to(Stream::Operator).push(*number),
            (_, []) if *number < BRANCH => self.to(Stream::Operator).push(*number),
            _ => {
                self.to(Stream::Operator).push(WHOLE);
                leb(bytes.len(), self.to(Stream::Rest));
                self.to(Stream::Rest).extend(bytes);
            }
        }
        Ok(())
    }

    fn two(&mut self, operator: u8, stream: Stream, rest: &[u8]) {
        self.to(Stream::Operator).push(operator);
        self.to(stream).extend(rest);
    }

    fn file(&self, length: usize) -> Vec<u8> {
        let mut file = Vec::new();
        leb(length, &mut file);
        leb(KINDS, &mut file);
        self.streams.iter().for_each(|stream| leb(stream.len(), &mut file));
        self.streams.iter().for_each(|stream| file.extend(stream));
        file
    }
}

/// The variables of a function, the one used last first. A variable that no instruction has named yet stands at its number,
/// moved back by those that were taken from behind it.
#[derive(Default)]
struct Recent {
    order: Vec<u32>,
}

impl Recent {
    /// Where the variable stood; it stands first now.
    fn used(&mut self, variable: u32) -> usize {
        let at = self.order.iter().position(|used| *used == variable).unwrap_or_else(|| {
            let known = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
            self.order.extend(known..=variable);
            variable as usize
        });
        self.order[..=at].rotate_right(1);
        at
    }

    /// The variable that stood there; it stands first now.
    fn at(&mut self, at: usize) -> u32 {
        let known = self.order.len();
        self.order.extend((known..=at).map(|number| number as u32));
        self.order[..=at].rotate_right(1);
        self.order[0]
    }
}

/// How each load and store, from 0x28 on, is aligned unless somebody says otherwise, as a power of two.
const NATURAL: &[u8; 23] = b"23230011001122232301012";

/// LEB128.
fn leb(number: usize, out: &mut Vec<u8>) {
    let mut left = number;
    while left > 0x7f {
        out.push(left as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

fn leb_bytes(number: usize) -> usize {
    let mut out = Vec::new();
    leb(number, &mut out);
    out.len()
}

#[cfg(test)]
mod tests {
    use super::{Recent, cuts, sort};
    use walrus::{FunctionBuilder, Module, ModuleConfig, ValType};

    fn module() -> Module {
        let mut module = Module::with_config(ModuleConfig::new());
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let given = module.locals.add(ValType::I32);
        builder.func_body().local_get(given).i32_const(300).drop();
        let made = builder.finish(vec![given], &mut module.funcs);
        module.exports.add("made", made);
        module
    }

    #[test]
    fn each_kind_stands_in_its_stream() {
        let file = sort(&module().emit_wasm()).unwrap();
        let cuts = cuts(&file);
        let stream = |at: usize| &file[cuts[at]..cuts[at + 1]];
        // No locals of its own; local.get, i32.const, drop, end.
        assert_eq!(stream(1), [0]);
        assert_eq!(stream(2), [0x20, 0x41, 0x1a, 0x0b]);
        assert_eq!(stream(7), [0xac, 0x02]);
        assert_eq!(cuts.last(), Some(&file.len()));
    }

    #[test]
    fn a_variable_is_named_by_how_long_ago_it_was_used() {
        let mut recent = Recent::default();
        let said: Vec<usize> = [2, 2, 0, 1, 2, 5].into_iter().map(|variable| recent.used(variable)).collect();
        assert_eq!(said, [2, 0, 1, 2, 2, 5]);
    }

    #[test]
    fn what_the_phone_could_not_put_back_is_an_error() {
        assert!(sort(b"no wasm").unwrap_err().to_string().contains("sorted"));
        let mut long = module().emit_wasm();
        // The last section's length in two bytes, where one would do.
        long.extend([0, 0x81, 0x00, 0]);
        assert!(sort(&long).unwrap_err().to_string().contains("short"));
    }
}
