//! Words of the lock: the PIN, the screen before it, forgetting it.

use browser::{Lost, PinError};
use sync::pin::PinSlip;
use ui::words::Lang;

ui::words! {
    /// The lock.
    enum Lock {
        Title: "首议锁着", "Shouyi is locked";
        Card: "锁", "Lock";
        Pin: "密码", "PIN";
        Open: "打开", "Unlock";
        Show: "看得见数字", "Show digits";
        Hide: "遮住数字", "Hide digits";
        Forgot: "忘了密码", "I forgot the PIN";
        Waits: "锁着时不上传也不接收。写的都在，打开后接着来。", "While locked nothing is sent or received; what you typed is kept.";
        SetTitle: "给首议设密码", "Set a PIN";
        ChangeTitle: "换密码", "Change the PIN";
        Why: "手机丢了，没有密码的人看不到会上的话。至少 6 位数字。", "If this phone is lost, nobody reads the meetings without the PIN. At least 6 digits.";
        Honest: "6 位挡得住捡到的人，挡不住懂行的人慢慢试；10 位以上才稳。", "Six digits stop a finder, not an expert with time; ten or more do.";
        Paper: "请把密码记在纸上，放在家里。忘了谁也打不开，只能清掉重来。", "Keep it on paper at home: nobody can open without it.";
        Old: "现在的密码", "The present PIN";
        New: "新密码", "New PIN";
        Again: "再打一次", "Once more";
        Differs: "两次打的不一样，请再看一看。", "The two differ.";
        Set: "设好密码", "Set it";
        Later: "以后再设", "Later";
        Done: "密码设好了。下次打开要打密码。", "The PIN is set; next time it is asked for.";
        Changed: "密码换好了，旧的不能用了。", "The PIN is changed.";
        NoPin: "这部手机还没有设密码，捡到的人都能看。", "No PIN yet: whoever finds this phone can read everything.";
        HasPin: "有密码。不用时会自己锁上。", "There is a PIN; it locks by itself.";
        Now: "现在锁上", "Lock now";
        After: "不用多久自己锁上", "Locks by itself after";
        NotKept: "有写的没能留存，先不锁。", "Something typed could not be kept: not locked.";
        ForgotTitle: "忘了密码", "Forgotten PIN";
        NoKey: "没有密码谁也读不出手机里的内容，也不能再打包带走。", "Without the PIN nobody reads what is here, nor packs it to be carried.";
        Returns: "乡镇收到的，重新登记后会自己取回来。", "What the township received comes back after enrolment.";
        Nothing: "自己的记录乡镇都收到了，不会少。", "The township has all your records.";
        Try: "再想一想密码", "Try the PIN again";
        Sure: "我知道，清掉重来", "I understand: wipe it";
        Wipe: "清掉", "Wipe";
        Others: "这部手机上还有", "Also on this phone";
        Nobody: "没有登记完的人", "Somebody not enrolled";
        Apart: "各人的记录和密码分开，谁也看不到别人的。只有打开的人会上传。要去掉一个人：锁上，点“忘了密码”。", "Each has records and a PIN of his own. Only who is open uploads. To remove somebody: lock, then “I forgot the PIN”.";
        AddPerson: "加一个人", "Add a person";
    }
}

/// 5 分钟
pub fn minutes(count: u32, lang: Lang) -> String {
    [count.to_string().as_str(), lang.pick(" 分钟", " min")].concat()
}

/// Why a PIN did not open, or was not taken.
pub fn failed(error: PinError, lang: Lang) -> String {
    let both = match error {
        PinError::Slip(slip) => return wrong(slip, lang),
        PinError::Wrong(0) => ("密码不对，请再打一次。", "That is not the PIN. Try again."),
        PinError::Wrong(wait) | PinError::Wait(wait) => return waiting(wait, lang),
        PinError::OtherWindow => (
            "首议还开着别的窗口。请先关掉那个窗口，再点一次。",
            "Shouyi is open in another window. Close that one, then press again.",
        ),
        PinError::Store(error) => return super::trouble::store(error, lang),
    };
    lang.pick(both.0, both.1).into()
}

/// How long until the next try.
pub fn waiting(ms: u64, lang: Lang) -> String {
    let seconds = ms.div_ceil(1_000);
    let (count, unit) = match seconds {
        0..=90 => (seconds, lang.pick(" 秒", " seconds")),
        _ => (seconds.div_ceil(60), lang.pick(" 分钟", " minutes")),
    };
    let (before, after) = lang.pick(
        ("错了几次，过 ", "再试。什么也没有丢。"),
        ("Several wrong tries: wait ", ". Nothing is lost."),
    );
    [before, &count.to_string(), unit, after].concat()
}

/// What is wrong with a new PIN.
fn wrong(slip: PinSlip, lang: Lang) -> String {
    let both = match slip {
        PinSlip::Sign(sign) => {
            let (before, after) =
                lang.pick(("只能用数字，“", "”不行。"), ("Digits only: “", "” will not do."));
            return [before, &sign.to_string(), after].concat();
        }
        PinSlip::Short(missing) => {
            let (before, after) = lang.pick(("还差 ", " 位。"), ("", " more digits."));
            return [before, &missing.to_string(), after].concat();
        }
        PinSlip::Long => ("太长了，最多 32 位。", "Too long: 32 digits at most."),
        PinSlip::Simple => (
            "这个太好猜：一样的、连着的、重复的都不行。请换一个。",
            "Too easy to guess: no runs, no repeats. Choose another.",
        ),
        PinSlip::Birthday => {
            ("像是生日，熟人一猜就中。请换一个。", "It looks like a birthday, easy to guess. Choose another.")
        }
    };
    lang.pick(both.0, both.1).into()
}

/// What would be gone, a line each.
pub fn lost(lost: &Lost, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = |count: u64, (before, after): (&str, &str)| {
        if count > 0 {
            lines.push([before, &count.to_string(), after].concat());
        }
    };
    let of = [" 条记录乡镇还没有收到，分在 ", &lost.matters.to_string(), " 个事项里，会没有"].concat();
    let en = [" records in ", &lost.matters.to_string(), " matters were never received: gone"].concat();
    line(lost.records, ("", lang.pick(&of, &en)));
    line(
        lost.handed,
        lang.pick(("其中 ", " 条已交人代传，送到了就还在"), ("Of them ", " were handed over and may arrive")),
    );
    line(
        lost.drafts.into(),
        lang.pick(("", " 处写了没有存的，会没有"), ("", " forms typed and not saved: gone")),
    );
    line(
        lost.files.into(),
        lang.pick(("", " 份替别人带的，会没有"), ("", " files carried for others: gone")),
    );
    lines
}
