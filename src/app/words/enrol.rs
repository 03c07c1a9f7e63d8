//! Words of enrolling.

use browser::EnrolError;
use sync::enrol::{ClaimState, CodeSlip};
use sync::invite::Invite;
use sync::message::{Failure, Retry};
use sync::port::TransportError;
use ui::words::{Lang, names};

ui::words! {
    /// The screens of enrolling.
    enum Enrol {
        Title: "登记这部手机", "Enrol this phone";
        Ask: "请乡镇干部给一个登记码，再打在下面。", "Ask the township officer for a code and type it below.";
        Code: "登记码", "Code";
        Hint: "28 个数字和字母，不分大小写，横线不用打", "28 digits and letters; any case, no hyphens needed";
        FromLink: "登记码已从链接里取来，点下面的按钮。", "The code came with the link; press the button below.";
        Go: "登记", "Enrol";
        Busy: "正在联系乡镇……", "Calling the township…";
        NeedsNet: "登记要有网络，只要这一次；以后没有网络也能用。", "This once a network is needed; afterwards it works without.";
        WaitTitle: "等乡镇确认", "Waiting for the officer";
        SixWords: "请把这六个词念给乡镇干部听：", "Read these six words to the officer:";
        Same: "干部的屏幕上是同样的六个词，才会点确认。不一样就不要登记。", "The officer sees the same six and confirms. If they differ, do not enrol.";
        Asking: "正在等干部确认，这一页会自己往下走。", "Waiting for the officer; this page goes on by itself.";
        Offline: "连不上乡镇，会一直再试。请到有信号的地方。", "The township cannot be reached; still trying. Please go where there is a signal.";
        Other: "换一个登记码", "Use another code";
        Done: "登记好了", "Enrolled";
        Fetching: "正在取本组的名册和事项……", "Fetching the register and matters…";
        Again: "以前登记过，又看到这一页？那是浏览器把首议存的清掉了。请乡镇再给一个登记码，收过的会自己取回来。", "Enrolled before? The browser has cleared what was stored. Ask for a new code: what was received comes back.";
        English: "English", "中文";
        Bent: "链接不完整。请再扫一次，或把码打在下面。", "The link is not whole. Scan it again, or type the code below.";
        Newer: "这个链接要新版的首议才认得。请先更新，或把码打在下面。", "This link needs a newer version. Update first, or type the code below.";
        Invited: "乡镇给您的登记码，请看对不对：", "The township’s code for you; please check:";
        NotYou: "不是您的，就不要登记，把纸条还给干部。", "If this is not you, do not enrol; give the strip back.";
        Alone: "现在没有网络，也可以先记录。等有网络时，镇里再登记这部手机；在那之前，记的都在这部手机上，也可以托人带。", "No network, but you can record at once. When there is a network, the township admits this phone; until then the records stay on it or travel by hand.";
        BeginNow: "先开始记录", "Begin to record";
        BeginNote: "不想等？可以先记录，干部确认了再传上去。", "No need to wait: record now; it goes up once the officer confirms.";
        NotYet: "这部手机还没有被镇里登记", "The township has not admitted this phone yet";
        NotAsked: "现在就可以记录。等有网络时，会自动向镇里申请；在那之前，记的都在这部手机上，也可以托人带。", "You can record at once. It asks the township by itself when there is a network; until then the records stay on this phone or travel by hand.";
        Asked: "镇里收到了申请，等干部确认。可以照常记录。干部问起，请念这六个词：", "The township has the request; an officer decides. Go on recording. If asked, read these six words:";
        Kept: "记过的一条不丢，都在这部手机上。请乡镇给一个新的登记码，在这里输入。", "Nothing recorded is lost; all of it is on this phone. Ask the township for a new code and enter it here.";
        NoRegisterYet: "还没有名册，开会签到要用。请已登记的邻居在“托人代传”里点“给新手机做文件”，发给您收下；或到有网络的地方。", "No register yet; a roll-call needs it. Ask an enrolled neighbour for “A file for a new phone” (Carried by hand) and take it in; or go where there is a network.";
    }
}

/// The browser has cleared the store of a phone that was enrolled: what is lost, what comes back, what to do.
pub fn emptied(lost: u32, lang: Lang) -> String {
    let n = lost.to_string();
    let lost = match lost {
        0 => [lang.pick("上次看时乡镇都收到了", "The township had everything"), "", ""],
        _ => lang.pick(
            ["有 ", &n, " 条还没上传，这里找不回来了，请照纸上的再记"],
            ["", &n, " records were not uploaded and are gone: record them again from paper"],
        ),
    };
    let (what, then) = lang.pick(
        ("这部手机登记过，可是浏览器把首议存的清掉了。", "。请乡镇再给一个登记码，收过的会自己取回来。"),
        (
            "This phone was enrolled, but the browser has cleared what was stored. ",
            ". Ask for a new code: what was received comes back.",
        ),
    );
    [what, &lost.concat(), then].concat()
}

/// What is wrong with a code, or how much of it is missing.
pub fn slip(of: CodeSlip, lang: Lang) -> String {
    match (of, lang) {
        (CodeSlip::Missing(n), Lang::Zh) if n > 0 => format!("还差 {n} 个。"),
        (CodeSlip::Missing(n), Lang::En) if n > 0 => format!("{n} more to type."),
        (CodeSlip::Missing(n), Lang::Zh) => format!("多打了 {} 个，请对着登记码再看一遍。", n.unsigned_abs()),
        (CodeSlip::Missing(n), Lang::En) => {
            format!("{} too many. Compare with the code again.", n.unsigned_abs())
        }
        (CodeSlip::Sign(sign), Lang::Zh) => format!("登记码里没有“{sign}”，请改掉。只有数字和英文字母。"),
        (CodeSlip::Sign(sign), Lang::En) => format!("No code contains “{sign}”. Only digits and letters."),
        (CodeSlip::Check, Lang::Zh) => "有一个打错了。请四个四个对着登记码再看一遍。".into(),
        (CodeSlip::Check, Lang::En) => "One of them is wrong. Compare them four by four.".into(),
    }
}

/// Why a code was not taken, and what to do.
pub fn failed(error: &EnrolError, lang: Lang) -> String {
    let both = match error {
        EnrolError::Net(TransportError::Refused(failure)) => match failure.code.as_str() {
            "enrol.used" => (
                "这个登记码已经用过了。请乡镇干部再给一个新的。",
                "This code was used already. Ask the officer for a new one.",
            ),
            "enrol.expired" => (
                "这个登记码过期了。请乡镇干部再给一个新的。",
                "This code has expired. Ask the officer for a new one.",
            ),
            "enrol.unknown" => (
                "乡镇没有发过这个登记码。请核对，或再要一个新的。",
                "The township never gave this code. Check it, or ask for a new one.",
            ),
            "enrol.cancelled" => (
                "乡镇取消了这个登记码。请问一问干部，再要一个新的。",
                "The township has cancelled this code. Ask for a new one.",
            ),
            "enrol.signature" => (
                "这部手机的钥匙没有通过。请关掉网页重新打开，再要一个新的登记码。",
                "This phone’s key was not accepted. Open the page again and ask for a new code.",
            ),
            code => return net_code(code, lang),
        },
        EnrolError::Net(TransportError::Offline) => (
            "没有网络。请到有信号的地方再点一次，打好的码还在。",
            "No network. Go where there is a signal and press again; the code stays.",
        ),
        EnrolError::Net(TransportError::Timeout) => {
            ("网络太慢，乡镇没有回音。请再点一次。", "The network is too slow. Press again.")
        }
        EnrolError::Net(TransportError::NotTheTownship) => (
            "连上的不是乡镇。若是公用无线网，请先在浏览器里登录，再来点一次。",
            "Something else answered. If this is a public Wi-Fi, sign in to it first, then press again.",
        ),
        EnrolError::Key => (
            "浏览器做不出钥匙。请用新版的 Chrome、Edge 或华为浏览器打开。",
            "This browser cannot make a key. Use a recent Chrome, Edge or Huawei Browser.",
        ),
        EnrolError::Store(error) => return super::trouble::store(*error, lang),
        EnrolError::NoClaim => ("还没有打登记码。请先打登记码。", "No code was taken yet. Type it first."),
        EnrolError::OtherTownship => (
            "这是别的乡镇的登记码。这部手机上的记录是另一个乡镇的，请用那个乡镇的登记码。",
            "This code is another township’s. The records on this phone belong to their own; use a code of that one.",
        ),
        EnrolError::Enrolled => (
            "这部手机已经登记过了。请重新打开这一页。",
            "This phone is enrolled already. Open the page again.",
        ),
    };
    lang.pick(both.0, both.1).into()
}

fn net_code(code: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("乡镇没有收下（{code}）。请把这一行告诉乡镇干部。"),
        Lang::En => format!("The township refused ({code}). Please tell the officer this line."),
    }
}

/// What the officer decided, where that ends the waiting.
pub fn decided(state: ClaimState, lang: Lang) -> &'static str {
    match state {
        ClaimState::Waiting | ClaimState::Confirmed => "",
        ClaimState::Refused => lang.pick(
            "乡镇没有同意这次登记。请问一问干部，再要一个新的登记码。",
            "The officer refused. Ask why, and for a new code.",
        ),
        ClaimState::Expired => lang.pick(
            "等得太久，登记码过期了。请再要一个新的登记码。",
            "Nobody confirmed in time. Ask for a new code.",
        ),
    }
}

/// Why a code that was presented came to nothing.
pub fn ended(code: &str, lang: Lang) -> String {
    match code {
        "enrol.refused" => decided(ClaimState::Refused, lang).to_owned(),
        "enrol.late" | "enrol.gone" => decided(ClaimState::Expired, lang).to_owned(),
        code => failed(&refused(code), lang),
    }
}

fn refused(code: &str) -> EnrolError {
    let (code, request) = (code.to_owned(), String::new());
    EnrolError::Net(TransportError::Refused(Failure { code, request, retry: Retry::Never, session: 0 }))
}

/// 前进村一组 · 普红梅（党员、记录人） · 紫溪镇
pub fn invited(invite: &Invite, lang: Lang) -> String {
    let roles: Vec<&str> = invite.roles.iter().map(|role| names::role(*role, lang)).collect();
    let roles = roles.join(lang.pick("、", ", "));
    let (open, close) = lang.pick(("（", "）"), (" (", ")"));
    [&invite.name, open, &roles, close, " · ", &invite.place_name, " · ", &invite.township_name].concat()
}
