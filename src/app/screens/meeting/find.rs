//! Finding people by name, initials or pinyin: `lzh`, `li`, `lizh` and 正华 all find 李正华.

/// Whether `query`, as typed, finds this person.
pub fn finds(query: &str, name: &str, pinyin: &str) -> bool {
    let query: String = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if query.is_empty() {
        return true;
    }
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    if bare.contains(&query) {
        return true;
    }
    let lower = pinyin.to_lowercase();
    let syllables: Vec<&str> = lower.split_whitespace().collect();
    (0..syllables.len()).any(|from| syllables.get(from..).is_some_and(|rest| spells(&query, rest)))
}

/// Whether `query` is made of beginnings of these syllables, one after the other.
fn spells(query: &str, syllables: &[&str]) -> bool {
    if query.is_empty() {
        return true;
    }
    let Some((first, rest)) = syllables.split_first() else { return false };
    let common = query.bytes().zip(first.bytes()).take_while(|(a, b)| a == b).count();
    (1..=common).rev().any(|len| query.get(len..).is_some_and(|left| spells(left, rest)))
}

#[cfg(test)]
mod tests {
    use super::finds;

    #[test]
    fn initials_pinyin_and_characters_find_the_person() {
        for query in ["lzh", "li", "lizh", "LZH", "li zheng", "zheng", "zh", "李", "正华", ""] {
            assert!(finds(query, "李正华", "li zheng hua"), "{query}");
        }
        for query in ["lz x", "ihua", "普", "lizhenghuax"] {
            assert!(!finds(query, "李正华", "li zheng hua"), "{query}");
        }
        assert!(finds("杨丽", "杨 丽", "yang li"));
        assert!(finds("正", "李正华", ""));
        assert!(!finds("lzh", "李正华", ""));
    }
}
