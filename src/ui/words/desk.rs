//! The words of the desk.

mod carried;
mod enrol;
mod frame;
mod many;
mod matters;
mod meeting;
mod officers;
mod paper;
mod refusals;
mod sheet;

pub use carried::Carried;
pub use enrol::{Aside, Enrol, Phones};
pub use frame::{Frame, SignIn};
pub use many::Many;
pub use matters::Matters;
pub use meeting::{Came, Meeting, body, kind};
pub use officers::{Log, Officers, act, duty, topic};
pub use paper::Paper;
pub use refusals::{refusal, standing};
pub use sheet::Sheet;

use core::fmt::Display;

/// Puts values into a sentence: `{0}`, `{1}`, … become the first, the second, ….
pub fn fill(sentence: &str, values: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((hole, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        if let Some(value) = hole.parse::<usize>().ok().and_then(|at| values.get(at)) {
            out.push_str(&value.to_string());
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_come_where_the_sentence_wants_them_and_are_never_sentences_themselves() {
        assert_eq!(fill("{1}：{0} 条", &[&14, &"上白村"]), "上白村：14 条");
        assert_eq!(fill("{0}", &[&"{1}"]), "{1}");
        assert_eq!(fill("a { b", &[]), "a { b");
    }
}
