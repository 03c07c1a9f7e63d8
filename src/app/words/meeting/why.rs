//! Why something of a meeting was not saved, and what the ways of holding a step are called.

use browser::SaveError;
use domain::meeting::CountedBy;
use domain::rules::RollBody;
use sync::port::StoreError;
use ui::words::Lang;

/// Why the phone could not keep it.
pub fn not_saved(lang: Lang, error: &SaveError) -> String {
    let (zh, en) = match error {
        SaveError::NotEnrolled => ("这台手机还没有登记。", "This phone is not enrolled."),
        SaveError::Busy => ("另一个窗口正在存，请关掉它再试。", "Another window is saving; please close it and try again."),
        SaveError::Key => ("手机的签名钥匙用不了，请再试。", "The phone’s key would not sign; please try again."),
        SaveError::Refused(_) => ("太长了，存不下，请分成两条。", "It is too long to be kept; please split it."),
        SaveError::Store(StoreError::Full) => {
            ("手机存满了。请删掉一些照片、视频再试。", "The phone is full. Please delete some photos or videos and try again.")
        }
        SaveError::Store(StoreError::Outdated | StoreError::Lost) => {
            ("请重新打开这一页再试。", "Please load this page again and retry.")
        }
        SaveError::Store(_) => ("手机没有存上，请再试一次。", "The phone could not save it; please try again."),
    };
    let said = if lang == Lang::Zh { zh } else { en };
    format!("{said}（{}）", error.code())
}

/// What a way of holding a step is called.
pub const fn way(lang: Lang, body: RollBody, counted_by: CountedBy) -> &'static str {
    let (zh, en) = match (body, counted_by) {
        (RollBody::Representatives, _) => ("村民代表", "Representatives"),
        (RollBody::GroupVillagers | RollBody::Villagers, CountedBy::People) => ("按人（18 岁以上）", "People (18+)"),
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

/// What is typed could not be kept.
pub const fn draft_failed(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "写的还没能留在手机里，先别关这一页",
        Lang::En => "What you type is not being kept; please do not close this page",
    }
}

/// Behind a capacity that carries no vote.
pub const fn no_vote(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "，不计票",
        Lang::En => ", no vote",
    }
}
