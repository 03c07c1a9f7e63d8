//! The glue between a face's page and its wasm, made short: names that only the two of them use, and comments.
use crate::failed::Failed;
use crate::order;
use walrus::ModuleConfig;

/// Streams that a crate below Leptos offers to scripts. No script of ours takes one, so all that only they need goes.
const UNUSED: &str = "IntoUnderlying";

/// Gives what the wasm imports from its glue names of a few letters, in both, and takes comments and indentation off the
/// glue. The long names carry a hash each that no compression can shrink: some 6 kB of the phone's download.
pub fn shorten(wasm: &[u8], glue: &str) -> Result<(Vec<u8>, String), Failed> {
    let odd =
        |what: String| Failed::new(what, "see what wasm-bindgen changed in its glue, and src/xtask/glue.rs");
    let mut module = ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse(wasm)
        .map_err(|error| odd(format!("the bound wasm can't be read: {error:#}")))?;
    let unused = |export: &&walrus::Export| export.name.contains(&UNUSED.to_lowercase());
    let unused: Vec<_> = module.exports.iter().filter(unused).map(walrus::Export::id).collect();
    unused.into_iter().for_each(|export| module.exports.delete(export));
    walrus::passes::gc::run(&mut module);
    let mut glue = plain(glue);
    for (at, import) in module.imports.iter_mut().enumerate() {
        let long = format!("\n{}: ", import.name);
        if glue.matches(&long).count() != 1 {
            return Err(odd(format!("the glue does not give {} exactly once", import.name)));
        }
        import.name = format!("i{at}");
        glue = glue.replace(&long, &format!("\n{}: ", import.name));
    }
    Ok((order::alike_together(&module.emit_wasm())?, glue))
}

/// Without indentation, empty lines, lines that are only comment, and what is [`UNUSED`]. Strings over several lines are not
/// among what wasm-bindgen writes.
fn plain(script: &str) -> String {
    let comment =
        |line: &str| ["//", "/*", "* ", "*/"].iter().any(|begin| line.starts_with(begin)) || line == "*";
    let mut unused = false;
    let used = |line: &&str| {
        // What is indented, and the bracket that closes it, belongs to the line above.
        if !line.starts_with([' ', '}']) {
            unused = line.contains(UNUSED);
        }
        !unused
    };
    let lines = script.lines().filter(used).map(str::trim);
    lines.filter(|line| !line.is_empty() && !comment(line)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{plain, shorten};
    use walrus::{Module, ModuleConfig, ValType};

    fn importing(name: &str) -> Vec<u8> {
        let mut module = Module::with_config(ModuleConfig::new());
        let kind = module.types.add(&[ValType::I32], &[]);
        let (function, _) = module.add_import_func("./app_bg.js", name, kind);
        module.exports.add("go", function);
        module.emit_wasm()
    }

    #[test]
    fn both_sides_take_the_short_name() {
        let glue = "const import0 = {\n    __wbg_log_0123456789abcdef: function(arg0) {\n        /** says */\n  },\n};";
        let (wasm, glue) = shorten(&importing("__wbg_log_0123456789abcdef"), glue).unwrap();
        assert_eq!(glue, "const import0 = {\ni0: function(arg0) {\n},\n};");
        let module = Module::from_buffer(&wasm).unwrap();
        assert!(module.imports.find("./app_bg.js", "i0").is_some());
    }

    #[test]
    fn a_name_that_the_glue_does_not_give_is_an_error() {
        let error = shorten(&importing("__wbg_log_1"), "const import0 = {};").unwrap_err();
        assert!(error.to_string().contains("__wbg_log_1"), "{error}");
    }

    #[test]
    fn what_nobody_uses_goes_from_both() {
        let mut module = Module::from_buffer(&importing("__wbg_log_1")).unwrap();
        let function = module.exports.get_func("go").unwrap();
        module.exports.add("intounderlyingsink_close", function);
        let glue = "export class IntoUnderlyingSink {\n    free() {\n    }\n}\nconst import0 = {\n    __wbg_log_1: log,\n};";
        let (wasm, glue) = shorten(&module.emit_wasm(), glue).unwrap();
        assert_eq!(glue, "const import0 = {\ni0: log,\n};");
        let module = Module::from_buffer(&wasm).unwrap();
        let exports: Vec<_> = module.exports.iter().map(|export| export.name.as_str()).collect();
        assert_eq!(exports, ["go"]);
    }

    #[test]
    fn code_stays_and_comments_go() {
        let script =
            "/**\n * @returns {number}\n */\n    get x() {\n        // why\n        return a * b;\n    }\n";
        assert_eq!(plain(script), "get x() {\nreturn a * b;\n}");
    }
}
