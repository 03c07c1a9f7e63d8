//! What went wrong in saving, and what to do about it.

use crate::actions::NotDone;
use browser::{OpenError, SaveError};
use sync::port::StoreError;
use ui::words::{Lang, refusal};

/// Why nothing was recorded, line by line.
pub fn not_done(why: &NotDone, lang: Lang) -> Vec<String> {
    match why {
        NotDone::Refused(reasons) => reasons.iter().map(|reason| refusal(reason, lang)).collect(),
        NotDone::HeldUp => vec![super::meeting::Meeting::HeldUp.in_(lang).to_owned()],
        NotDone::NotSaved(error) => vec![not_saved(*error, lang)],
    }
}

/// Why it was not saved.
pub fn not_saved(error: SaveError, lang: Lang) -> String {
    let both = match error {
        SaveError::NotEnrolled => (
            "没有存上：这部手机还没有登记。请向乡镇要一个登记码。",
            "Not saved: this phone is not enrolled. Ask the township for a code.",
        ),
        SaveError::Key => (
            "没有存上：浏览器不肯签名。请重新打开这一页，写的都还在。",
            "Not saved: the browser would not sign. Open the page again; what you typed is kept.",
        ),
        SaveError::Refused(refused) => {
            return match lang {
                Lang::Zh => format!("没有存上：内容太长（{}）。请分成几段来记。", refused.code()),
                Lang::En => format!("Not saved: too long ({}). Split it up.", refused.code()),
            };
        }
        SaveError::Store(error) => return store(error, lang),
    };
    lang.pick(both.0, both.1).into()
}

/// What is wrong with the phone's store.
pub fn store(error: StoreError, lang: Lang) -> String {
    let both = match error {
        StoreError::Full => (
            "没有存上：手机空间满了。请删掉一些照片或软件，再点一次。写的都还在。",
            "Not saved: the phone is full. Delete some photos or apps, then press again. What you typed is kept.",
        ),
        StoreError::Lost => (
            "没有存上：手机存储断开了。请重新打开这一页，写的都还在。",
            "Not saved: the storage was lost. Open the page again; what you typed is kept.",
        ),
        StoreError::Outdated => (
            "没有存上：首议在另一个窗口更新了。请重新打开这一页，写的都还在。",
            "Not saved: another window updated Shouyi. Open the page again; what you typed is kept.",
        ),
        StoreError::Emptied => (
            "没有存上：浏览器把首议存的清掉了。请先把这一页上写的抄在纸上，再重新打开。",
            "Not saved: the browser has cleared what was stored. Copy this page onto paper, then open it again.",
        ),
        StoreError::Moved => (
            "没有存上：另一个窗口先存了一条。请再点一次。",
            "Not saved: another window saved first. Press again.",
        ),
        StoreError::Corrupt => (
            "手机里存的内容读不出来。请不要清除数据，把手机拿给乡镇看。",
            "What is stored cannot be read. Do not clear data; show the phone to the township.",
        ),
        StoreError::Aborted => (
            "没有存上，原因不明。请再点一次；还不行就重新打开这一页。",
            "Not saved, for an unknown reason. Press again; if that fails, open the page again.",
        ),
    };
    lang.pick(both.0, both.1).into()
}

/// Why the phone could not be opened.
pub fn not_opened(error: OpenError, lang: Lang) -> String {
    let both = match error {
        OpenError::NoStorage => (
            "这个窗口不能存东西（可能是无痕模式）。请用一般窗口打开。",
            "This window cannot store anything (a private window?). Use an ordinary one.",
        ),
        OpenError::Blocked => (
            "首议在另一个窗口开着旧版。请关掉其他窗口，再点下面。",
            "Another window holds an older version. Close the other windows, then press below.",
        ),
        OpenError::Store(error) => return store(error, lang),
    };
    lang.pick(both.0, both.1).into()
}
