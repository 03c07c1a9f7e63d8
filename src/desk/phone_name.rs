//! What kind of phone it is, in short: a browser names itself in a long line of which two words matter.

use ui::words::Lang;
use ui::words::desk::Came;

/// `Redmi 9A · Chrome 120` out of a browser's line; any other label as it is.
pub fn phone_name(label: &str, lang: Lang) -> String {
    if label.trim().is_empty() {
        return Came::UnknownPhone.in_(lang).to_owned();
    }
    let inner = label
        .strip_prefix("Mozilla/")
        .and_then(|rest| rest.split_once('('))
        .and_then(|(_, rest)| rest.split_once(')'));
    let Some((inner, rest)) = inner else { return label.to_owned() };
    let version = |name: &&str| {
        let words = rest.split_whitespace().filter_map(|word| word.split_once('/'));
        words.into_iter().find(|(word, _)| word == name).and_then(|(_, version)| version.split('.').next())
    };
    let browser = BROWSERS.iter().find_map(|name| version(name).map(|major| format!("{name} {major}")));
    [device(inner).map(str::to_owned), browser].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Most carry the name of what they are built on as well, which therefore comes last.
const BROWSERS: [&str; 8] =
    ["HuaweiBrowser", "MiuiBrowser", "EdgA", "QQBrowser", "UCBrowser", "HeadlessChrome", "Chrome", "Firefox"];

/// The last part that names a thing and not a system; browsers that hide it write `K`.
fn device(inner: &str) -> Option<&str> {
    let parts = inner.split(';').map(str::trim);
    let named =
        |part: &&str| !matches!(*part, "K" | "Linux" | "X11" | "wv" | "U") && !part.starts_with("rv:");
    parts.rev().find(named).map(|part| part.split(" Build/").next().unwrap_or(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_line_becomes_two_words() {
        let said = |label: &str| phone_name(label, Lang::Zh);
        let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";
        assert_eq!(
            said(&format!("Mozilla/5.0 (Linux; Android 10; Redmi 9A Build/QP1A) {chrome}")),
            "Redmi 9A · Chrome 120"
        );
        assert_eq!(said(&format!("Mozilla/5.0 (Linux; Android 10; K) {chrome}")), "Android 10 · Chrome 120");
        assert_eq!(
            said("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
            "Linux x86_64 · Firefox 128"
        );
        assert_eq!(said("OPPO A5"), "OPPO A5");
        assert_eq!(said(" "), "型号不明的手机");
    }
}
