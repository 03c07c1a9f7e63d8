//! Words of today's page and of the drafts.

use ui::words::Lang;

ui::words! {
    /// Today's page and the drafts.
    enum Today {
        GoOnWith: "接着记：", "Go on: ";
        ToDo: "要做的事", "To do";
        Nothing: "现在没有要做的事。有事要议，点“提出事项”。", "Nothing to do now. To raise something, tap “Raise a matter”.";
        Record: "开始记录", "Record a meeting";
        Raise: "提出事项", "Raise a matter";
        Drafts: "写了一半的", "Typed, not recorded";
        AllDrafts: "看全部，或丢掉不要的", "See all, or discard some";
        NoDrafts: "没有写了一半的。", "Nothing is half written.";
        Untitled: "没有名称", "No title";
        Drop: "不要了", "Discard";
        DropAsk: "不要这一份？", "Discard this?";
        DropNote: "丢掉后找不回来。", "It cannot be brought back.";
        DropYes: "丢掉", "Discard";
        Keep: "留着", "Keep it";
        NoRegister: "还没有取到本组的名册。请到有信号的地方点“现在上传”。", "The register has not come yet. Go where there is a signal and tap “Upload now”.";
        NoGrant: "这部手机现在没有身份，看得到以前的，不能再记。请问乡镇。", "This phone has no role now. You can read, not record. Please ask the township.";
        Ended: "乡镇已停用这部手机", "The township has stopped this phone";
        StillSent: "记过的一条不丢：还没传上去的，有信号时照样传。", "Nothing recorded is lost: what has not gone up goes up when there is a signal.";
        EndedNote: "看得到以前的，不能再记。还要用，请乡镇给一个新的登记码。", "You can read, not record. To use it again, ask the township for a new code.";
        NewCode: "输入新的登记码", "Enter the new code";
        Former: "您的旧手机", "Your old phone";
        FormerNote: "乡镇收过的，会自己取到这部手机上。旧手机找到了，先不要清除，拿到有信号的地方打开，剩下的照样收。", "What the township has comes to this phone by itself. If the old phone is found, do not clear it: open it where there is a signal, and the rest is received.";
        Copied: "首议发现：这部手机的内容被复制过", "This phone’s contents were copied";
        CopiedNote: "可能换过手机，或恢复过旧备份。两边记的都不会丢，乡镇都收。以后只用一部手机记，并给乡镇打个电话。", "An old phone, perhaps, or a backup. Nothing recorded on either is lost. Record on one phone only from now on, and call the township.";
        CopiedRead: "知道了", "I have read this";
        Install: "装到桌面", "Put on the home screen";
        InstallNote: "装到桌面，下次点图标就打开，没有网络也行。", "Then the icon opens it, also without a network.";
    }
}

/// 党员首议 · 今天 19:40 开始
pub fn began(step: &str, when: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{step} · {when} 开始"),
        Lang::En => format!("{step} · began {when}"),
    }
}

/// 今天 9:30，手机丢失
pub fn ended(when: &str, reason: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{when}，原因：{reason}"),
        Lang::En => format!("{when}; reason: {reason}"),
    }
}

/// What the township knew of the old phone when it was there last.
pub fn former(last: Option<&str>, unreceived: u32, lang: Lang) -> String {
    match (last, unreceived, lang) {
        (None, _, Lang::Zh) => "它从来没有连上过乡镇，上面记的没有到过乡镇。".into(),
        (None, _, Lang::En) => "It never reached the township: nothing recorded on it arrived.".into(),
        (Some(at), 0, Lang::Zh) => {
            format!("它最后一次连上乡镇是{at}，那时都收到了。那以后在它上面记的，还没有到乡镇。")
        }
        (Some(at), 0, Lang::En) => {
            format!(
                "It was seen last {at}; everything had arrived then. What was recorded on it later has not."
            )
        }
        (Some(at), some, Lang::Zh) => {
            format!("它最后一次连上乡镇是{at}，那时还有 {some} 条没有传到。那以后记的也没有到乡镇。")
        }
        (Some(at), some, Lang::En) => format!(
            "It was seen last {at}; {some} records had not arrived then, nor has what was recorded later."
        ),
    }
}

/// 后来有人带来过
pub fn brought(when: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("后来有人替它带来过记录，最近一次{when}。"),
        Lang::En => format!("Others have brought records of it since, the last {when}."),
    }
}

/// 该开党员首议
pub fn due(step: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("该开：{step}"),
        Lang::En => format!("Due: {step}"),
    }
}

/// 2 个问题还没答复
pub fn questions(count: u16, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 个问题还没答复"),
        Lang::En => format!("{count} questions not answered"),
    }
}

/// 改于 今天 19:40
pub fn touched(when: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("写于 {when}"),
        Lang::En => format!("typed {when}"),
    }
}

/// Records that only this phone has for more than a day.
pub fn nag(count: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "还有 {count} 条只在这部手机上，已超过一天。手机丢了就没了。请到有信号的地方，点“现在上传”。"
        ),
        Lang::En => format!(
            "{count} records are on this phone only, for more than a day. If it is lost, so are they. Go where there is a signal and tap “Upload now”."
        ),
    }
}
