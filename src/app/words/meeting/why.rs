//! Short words of the meeting's forms that depend on what they are about.

use domain::meeting::CountedBy;
use domain::rules::RollBody;
use ui::words::Lang;

/// What a way of holding a step is called.
pub const fn way(lang: Lang, body: RollBody, counted_by: CountedBy) -> &'static str {
    let (zh, en) = match (body, counted_by) {
        (RollBody::Representatives, _) => ("村民代表", "Representatives"),
        (RollBody::GroupVillagers | RollBody::Villagers, CountedBy::People) => {
            ("按人（18 岁以上）", "People (18+)")
        }
        (_, CountedBy::People) => ("按人", "People"),
        (_, CountedBy::Households) => ("按户", "Households"),
    };
    if matches!(lang, Lang::Zh) { zh } else { en }
}

/// A field that must be filled in.
pub const fn fill_in(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "请填上",
        Lang::En => "Please fill this in",
    }
}
