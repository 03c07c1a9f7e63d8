//! The order of a wasm's functions: those that are alike one after the other, where compression sees it.
#![allow(clippy::indexing_slicing, reason = "a build tool, at positions that it counted itself")]

use crate::failed::Failed;
use std::collections::{BTreeMap, BTreeSet};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload};

/// Bytes that are looked at together.
const SPAN: usize = 5;
/// How many marks stand for a function.
const MARKS: usize = 128;
/// A mark in more functions than this says nothing about any of them.
const COMMON: usize = 400;

/// The same program with its functions in another order, which shrinks what travels by some 3 %. The compiler has them
/// largest first, so that twins of one generic function lie far apart.
pub fn alike_together(wasm: &[u8]) -> Result<Vec<u8>, Failed> {
    let odd = |what: String| {
        Failed::new(format!("the wasm can't be put in order: {what}"), "see src/xtask/order.rs")
    };
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(|error| odd(error.to_string()))? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import.map_err(|error| odd(error.to_string()))?;
                    imported += u32::from(matches!(import.ty, wasmparser::TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = chain(&bodies);
    let mut place = vec![0; order.len()];
    for (new, old) in (imported..).zip(&order) {
        place[*old] = new;
    }
    let mut module = Module::new();
    let mut ordered = Ordered { imported, order, place };
    ordered.parse_core_module(&mut module, Parser::new(0), wasm).map_err(|error| odd(error.to_string()))?;
    Ok(module.finish())
}

/// Each function followed by the most alike of those that are left; where none is alike, by the first that is left.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let marks: Vec<BTreeSet<u32>> = bodies.iter().map(|body| marks(body)).collect();
    let mut with: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, marks) in marks.iter().enumerate() {
        marks.iter().for_each(|mark| with.entry(*mark).or_default().push(at));
    }
    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    let mut next = left.pop_first();
    while let Some(at) = next {
        order.push(at);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for others in marks[at].iter().map(|mark| &with[mark]).filter(|others| others.len() < COMMON) {
            others
                .iter()
                .filter(|other| left.contains(other))
                .for_each(|other| *shared.entry(*other).or_default() += 1);
        }
        let alike = |other: &usize| {
            let both = shared[other];
            // Of two that share as much the smaller one has less besides.
            (both * 1_000 / (marks[at].len() + marks[*other].len() - both).max(1), usize::MAX - *other)
        };
        next = shared.keys().copied().max_by_key(alike).or_else(|| left.first().copied());
        next.iter().for_each(|next| _ = left.remove(next));
    }
    order
}

/// The smallest hashes of all spans of a body: two bodies share about as large a part of them as of their spans.
fn marks(body: &[u8]) -> BTreeSet<u32> {
    let hash = |span: &[u8]| {
        span.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
    };
    let all: BTreeSet<u32> = body.windows(SPAN).map(hash).collect();
    all.into_iter().take(MARKS).collect()
}

/// Gives functions their new numbers, wherever they are named.
struct Ordered {
    imported: u32,
    /// The old position of what comes first, second, ….
    order: Vec<usize>,
    /// The new number of each old position.
    place: Vec<u32>,
}

impl Reencode for Ordered {
    type Error = core::convert::Infallible;

    fn function_index(&mut self, old: u32) -> Result<u32, Error<Self::Error>> {
        Ok(old.checked_sub(self.imported).map_or(old, |old| self.place[old as usize]))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let kinds = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for old in &self.order {
            functions.function(kinds[*old]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies = section.into_iter().collect::<Result<Vec<_>, _>>()?;
        for old in self.order.clone() {
            utils::parse_function_body(self, code, bodies[old].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{alike_together, chain};
    use walrus::{FunctionBuilder, Module, ModuleConfig, ValType};

    #[test]
    fn twins_come_together() {
        let (one, other) = ([1_u8, 2, 3, 4, 5, 6, 7, 8, 9], [20_u8, 21, 22, 23, 24, 25, 26, 27]);
        let twin = [1_u8, 2, 3, 4, 5, 6, 7, 8, 10];
        assert_eq!(chain(&[&one, &other, &twin]), [0, 2, 1]);
    }

    /// Exported functions that return different numbers, one of them by calling another, do so after being moved.
    #[test]
    fn the_program_stays_the_same() {
        let mut module = Module::with_config(ModuleConfig::new());
        let mut made = Vec::new();
        for number in [7, 300_000, 8] {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            let mut body = builder.func_body();
            // Long enough to have spans; the second one is unlike the others.
            (0..6).for_each(|step| _ = body.i32_const(if number > 9 { number + step } else { step }).drop());
            body.i32_const(number);
            made.push(builder.finish(vec![], &mut module.funcs));
        }
        let mut builder = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
        builder.func_body().call(made[2]);
        let caller = builder.finish(vec![], &mut module.funcs);
        for (name, function) in ["seven", "many", "eight"].into_iter().zip(made).chain([("caller", caller)]) {
            module.exports.add(name, function);
        }
        let ordered = Module::from_buffer(&alike_together(&module.emit_wasm()).unwrap()).unwrap();
        let said = |name: &str| {
            let function = ordered.exports.get_func(name).unwrap();
            let local = ordered.funcs.get(function).kind.unwrap_local();
            format!("{:?}", local.block(local.entry_block()).instrs.last().unwrap().0)
        };
        assert!(
            said("seven").contains("I32(7)") && said("many").contains("I32(300000)"),
            "{}",
            said("seven")
        );
        assert!(said("eight").contains("I32(8)"));
        let eight = ordered.exports.get_func("eight").unwrap();
        assert!(said("caller").contains(&format!("{eight:?}")), "{}", said("caller"));
    }

    #[test]
    fn what_is_no_wasm_is_an_error() {
        assert!(alike_together(b"no wasm").unwrap_err().to_string().contains("order"));
    }
}
