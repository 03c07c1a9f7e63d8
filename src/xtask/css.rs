//! Style sheets joined and made smaller: comments and needless spaces go, nothing else changes.
use crate::failed::Failed;
use std::fs;
use std::path::Path;

/// The sheets of a face, in this order; those which don't exist yet are left out.
pub fn join(folder: &Path, names: &[&str]) -> Result<String, Failed> {
    let mut all = String::new();
    for path in names.iter().map(|name| folder.join(name)).filter(|path| path.exists()) {
        all.push_str(&fs::read_to_string(&path).map_err(|error| Failed::file(&path, &error))?);
        all.push('\n');
    }
    Ok(smaller(&all))
}

/// Spaces are kept wherever they can mean something: between selectors, around `+` and `-`, before `(` and `:`.
pub fn smaller(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut chars = css.chars().peekable();
    let mut space = false;
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'*') => {
                chars.next();
                let mut before = ' ';
                for c in chars.by_ref() {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
                space = true;
            }
            '"' | '\'' => {
                push_space(&mut out, &mut space);
                out.push(c);
                while let Some(inner) = chars.next() {
                    out.push(inner);
                    if inner == '\\' {
                        out.extend(chars.next());
                    } else if inner == c {
                        break;
                    }
                }
            }
            c if c.is_ascii_whitespace() => space = true,
            '{' | '}' | ';' | ',' => {
                space = false;
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
            }
            c => {
                push_space(&mut out, &mut space);
                out.push(c);
            }
        }
    }
    out
}

fn push_space(out: &mut String, space: &mut bool) {
    let idle = out.is_empty() || out.ends_with(['{', '}', ';', ',', ':']);
    if *space && !idle {
        out.push(' ');
    }
    *space = false;
}

#[cfg(test)]
mod tests {
    use super::smaller;

    #[test]
    fn spaces_without_meaning_go() {
        assert_eq!(
            smaller("/* a */\n.a , .b {\n  color : red ;\n margin: 0 auto;\n}\n"),
            ".a,.b{color :red;margin:0 auto}"
        );
    }

    #[test]
    fn spaces_with_meaning_stay() {
        assert_eq!(smaller(".a :focus > b{width:calc(100% - 2px)}"), ".a :focus > b{width:calc(100% - 2px)}");
        assert_eq!(smaller("@media (min-width: 3px) and (x) {a{}}"), "@media (min-width:3px) and (x){a{}}");
    }

    #[test]
    fn strings_stay_as_they_are() {
        assert_eq!(smaller("a{content: \"/* ; \\\"  } \" }"), "a{content:\"/* ; \\\"  } \"}");
    }
}
