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
            pub const fn in_(self, lang: $crate::words::Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$word, $crate::words::Lang::Zh) => $zh,
                      (Self::$word, $crate::words::Lang::En) => $en,)*
                }
            }
        }
    };
}
