//! The words on the screens, in Chinese and English, both complete by construction: a word without one of the two
//! does not compile.

mod check_words;
pub mod checked;
pub mod desk;
mod fields;
mod lang;
mod late;
pub mod names;
mod refusals;
pub mod versions;

pub use check_words::check_word;
pub use fields::field;
pub use lang::Lang;
pub use late::late;
pub use refusals::{refusal, warning};

/// Declares words: `words! { enum Phone { Today: "今天", "Today"; } }` makes `Phone::Today.in_(lang)`.
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* enum $name:ident { $($word:ident: $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs, reason = "a word says itself")]
        pub enum $name { $($word,)* }

        impl $name {
            /// The word in a language.
            pub fn in_(self, lang: $crate::words::Lang) -> &'static str {
                $crate::words::nth(lang.pick(concat!($($zh, "\0",)*), concat!($($en, "\0",)*)), self as usize)
            }
        }
    };
}

/// One of many words that stand in one string, each with a zero behind it. A table of them would hold an address and a length
/// a word, half as much to download again as the words.
#[inline(never)]
pub fn nth(words: &'static str, number: usize) -> &'static str {
    words.split('\0').nth(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Lang, nth};

    words! {
        /// Three words.
        enum Three {
            One: "一", "one";
            None: "", "";
            Last: "三", "three";
        }
    }

    #[test]
    fn each_word_is_its_own() {
        let said = |lang| [Three::One, Three::None, Three::Last].map(|word| word.in_(lang));
        assert_eq!((said(Lang::Zh), said(Lang::En)), (["一", "", "三"], ["one", "", "three"]));
        assert_eq!(nth("a\0", 7), "");
    }
}
