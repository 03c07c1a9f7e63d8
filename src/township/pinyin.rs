//! A name's pinyin, for the search by initials on the roll; surnames are read as surnames.

use pinyin::ToPinyin;

/// Surnames that are read otherwise than the same sign elsewhere; those of two signs first.
const SURNAMES: &[(&str, &str)] = &[
    ("尉迟", "yu chi"),
    ("万俟", "mo qi"),
    ("长孙", "zhang sun"),
    ("澹台", "tan tai"),
    ("单于", "chan yu"),
    ("单", "shan"),
    ("曾", "zeng"),
    ("仇", "qiu"),
    ("查", "zha"),
    ("解", "xie"),
    ("区", "ou"),
    ("盖", "ge"),
    ("朴", "piao"),
    ("任", "ren"),
    ("翟", "zhai"),
    ("覃", "qin"),
    ("乐", "yue"),
    ("缪", "miao"),
    ("召", "shao"),
    ("折", "she"),
    ("员", "yun"),
    ("黑", "he"),
    ("冼", "xian"),
    ("洗", "xian"),
    ("柏", "bai"),
    ("种", "chong"),
    ("秘", "bi"),
    ("繁", "po"),
    ("隗", "wei"),
    ("宁", "ning"),
    ("纪", "ji"),
    ("华", "hua"),
    ("燕", "yan"),
    ("令狐", "ling hu"),
];

/// Syllables without tones, separated by a space; signs that have none stand as they are, in lower case.
pub fn of_name(name: &str) -> String {
    let surname = SURNAMES.iter().find_map(|(sign, read)| Some((*read, name.strip_prefix(sign)?)));
    let (mut syllables, rest) =
        surname.map_or((Vec::new(), name), |(read, rest)| (vec![read.to_owned()], rest));
    let mut word = String::new();
    for sign in rest.chars() {
        match sign.to_pinyin() {
            Some(read) => {
                if !word.is_empty() {
                    syllables.push(std::mem::take(&mut word));
                }
                // ü is typed as v on every keyboard.
                syllables.push(read.plain().replace('ü', "v"));
            }
            None if sign.is_alphanumeric() => word.extend(sign.to_lowercase()),
            None => {
                if !word.is_empty() {
                    syllables.push(std::mem::take(&mut word));
                }
            }
        }
    }
    if !word.is_empty() {
        syllables.push(word);
    }
    syllables.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_are_read_as_surnames() {
        for (name, read) in [
            ("李正华", "li zheng hua"),
            ("单国强", "shan guo qiang"),
            ("曾有才", "zeng you cai"),
            ("尉迟光", "yu chi guang"),
            ("解 放", "xie fang"),
            ("吕建国", "lv jian guo"),
            ("A li 罗", "a li luo"),
            ("", ""),
        ] {
            assert_eq!(of_name(name), read, "{name}");
        }
    }
}
