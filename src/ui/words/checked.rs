//! What comes of checking printed minutes, on the phone and at the desk.

use super::Lang;
use sync::slip::{Meant, Verdict};

crate::words! {
    /// Checking what is on paper.
    enum Checked {
        Title: "核对纸上的记录", "Check a paper";
        Yes: "真的", "Genuine";
        No: "对不上", "Does not match";
        Open: "说不准", "Cannot tell";
        NotHolding: "不算数的一份", "Not the one that holds";
        Matter: "事项", "Matter";
        When: "开会", "Met";
        Outcome: "结果", "Outcome";
        Counts: "赞成 / 反对 / 弃权", "For / against / abstained";
        Digest: "摘要", "Digest";
        ByEye: "请用眼睛对一对：纸上的字和下面的一样不一样？", "Compare by eye: does the paper say the same as below?";
        WasChecked: "核对了", "Checked";
        WasNot: "没有核对", "Not checked";
        Seal: "乡镇的印", "The township’s seal";
        Log: "乡镇的总账，和以前见过的是同一本", "The township’s log is the one seen before";
        LogOpen: "乡镇的总账和以前见过的是不是同一本：有网再核，或到乡镇问", "Whether the township’s log is the one seen before: check with a network, or ask the township";
        Minutes: "会议记录，重新算过", "The minutes, worked out anew";
        Paper: "纸上的字", "The words on the paper";
        Scan: "用手机的相机对准纸上的码，会自己打开这一页。", "Point the phone’s camera at the code: it opens this page.";
        Type: "扫不了？打纸上摘要的前几组", "No scan? Type the first groups of the digest";
        TypeHint: "至少两组，8 个字，越多越准。也可以贴链接。", "At least two groups, 8 signs; more is surer. Or paste the link.";
        Go: "核对", "Check";
        Busy: "正在核对…", "Checking…";
    }
}

/// The word above a verdict.
pub const fn heading(verdict: Verdict) -> Checked {
    if matches!(verdict, Verdict::NotHolding) {
        return Checked::NotHolding;
    }
    match verdict.meant() {
        Meant::Yes => Checked::Yes,
        Meant::No => Checked::No,
        Meant::Open => Checked::Open,
    }
}

/// What a verdict means, and what to do.
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    let (zh, en) = match verdict {
        Verdict::Genuine => (
            "这份记录是签了名、乡镇收到的那一份。",
            "These are the minutes that were signed and that the township received.",
        ),
        Verdict::Board => ("这张公示是乡镇签的。", "The township signed this notice."),
        Verdict::Seal => (
            "码是乡镇签的，但这里没有这次会议，纸上的字没法对。请到有这次会议的手机上，或到乡镇核对。",
            "The township signed this code, but the meeting is not here to compare the words. Check on a phone that has it, or at the township.",
        ),
        Verdict::Partly => (
            "码和签名对得上，但有几条记录还没有到这里，没有全部核对。联网上传以后再核一次。",
            "Code and signature match, but some records are not here yet. Upload, then check again.",
        ),
        Verdict::NotHolding => (
            "纸是真的，可是这次会签了两份，记的不一样：主持人定了另一份，或者还没有定。现在怎么样，看下面。",
            "The paper is real, but two records of this meeting were signed and differ: the chair settled that the other one holds, or has not settled it. See below how it stands.",
        ),
        Verdict::Unreadable => (
            "这不是首议的码，或者没有扫全、打全。请再来一次。",
            "No code of Shouyi, or not all of it. Try again.",
        ),
        Verdict::OtherTownship => (
            "这是另一个乡镇的，这里不认得它的印。请到那个乡镇，或用那里的手机核对。",
            "Another township’s; its seal is not known here. Check there, or on a phone from there.",
        ),
        Verdict::NotHere => (
            "这里没有这样的摘要。也许打错了，也许会议不在这里，也许纸被改过。请对一对再打，或到乡镇核对。",
            "No such digest here: mistyped, a meeting that is not here, or a changed paper. Look again, or check at the township.",
        ),
        Verdict::Unproven => (
            "乡镇没能证明，纸上的总账和以前见过的是同一本。过一会儿再核；还是这样，就把纸和手机留好，告诉村务监督委员会和县里。",
            "The township did not prove that the log on paper is the one seen before. Check again later; if it stays so: keep paper and phone; tell the supervisors and the county.",
        ),
        Verdict::NoTownship => (
            "这部手机还没有登记，不认得乡镇的印。请找一部登记过的手机来扫。",
            "This phone is not enrolled and knows no seal. Scan with one that is.",
        ),
        Verdict::Forged => (
            "这个码不是乡镇签的，或者被改过，别当真。把纸留好，告诉村务监督委员会和乡镇。",
            "Not signed by the township, or changed. Do not rely on it. Keep the paper; tell the supervisors and the township.",
        ),
        Verdict::Differs => (
            "摘要和这里的记录不一样。先看是不是打错了；不是，就把纸留好，告诉村务监督委员会和乡镇。",
            "Not the digest of the records here. Mistyped? If not: keep the paper; tell the supervisors and the township.",
        ),
        Verdict::Rewritten => (
            "乡镇的总账和以前签过的不一样，有记录被拿掉或改过。把纸和手机留好，告诉村务监督委员会和县里。",
            "The township’s log is not the one it signed before: records were taken out or changed. Keep paper and phone; tell the supervisors and the county.",
        ),
    };
    lang.pick(zh, en)
}

/// A digest as it is printed: all of it, in groups of four.
pub fn groups(digits: &str) -> String {
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// 总账第 1234 条，共 5678 条
pub fn position(at: u64, size: u64, lang: Lang) -> String {
    let (at, size) = (at.to_string(), size.to_string());
    match lang {
        Lang::Zh => ["总账第 ", &at, " 条，共 ", &size, " 条"].concat(),
        Lang::En => ["Record ", &at, " of ", &size, " in the log"].concat(),
    }
}
