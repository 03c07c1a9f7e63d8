//! Accounts, the own account, records opened for cause, the audit log.

use crate::words::Lang;
use domain::audit::Act;
use sync::desk_log::Topic;
use sync::desk_officers::Duty;

crate::words! {
    /// Accounts and the own account.
    enum Officers {
        NavAccounts: "账号", "Accounts";
        NavMine: "我的账号", "My account";
        Lead: "谁能登录镇里的桌面，能做什么。管理员管账号；看记录要另有身份。",
            "Who can sign in at the desk, and for what. Administrators look after accounts; reading records is a duty of its own.";
        Name: "姓名", "Name";
        Duties: "身份", "Duties";
        State: "情况", "State";
        Sessions: "登录", "Sessions";
        Make: "新开一个账号", "Make an account";
        MakeGo: "开账号，出一次性登录码", "Make it and show the one-time login";
        OnceFor: "{0} 的一次性登录码", "One-time login for {0}";
        OnceNote: "只显示这一次。请当面交给本人；{0} 前有效，用一次就作废。",
            "It is shown this once. Hand it over in person; it works once, until {0}.";
        StateOpen: "可用", "In use";
        StateClosed: "已停用", "Closed";
        StateWaiting: "等本人第一次登录", "Waits for the first sign-in";
        StateLocked: "密码错得多，还要等 {0}", "Locked for {0} after wrong passwords";
        SessionsSome: "{0} 处，最近 {1}", "{0}, last seen {1}";
        SessionsNone: "没有", "none";
        Manage: "管理", "Manage";
        ManageOf: "管理 {0} 的账号", "The account of {0}";
        Change: "改身份", "Change the duties";
        ChangeNote: "改了以后，本人要重新登录。", "They will have to sign in again.";
        Close: "停用", "Close the account";
        CloseSure: "停用后马上退出登录，密码作废。", "Sessions end at once, and the password is void.";
        Open: "重新启用", "Open again";
        Reset: "重发一次性登录码", "New one-time login";
        ResetNote: "忘了密码时用。旧密码作废。", "For a forgotten password. The old one becomes void.";
        Unlock: "马上允许再试", "Let them try again now";
        EndSessions: "全部退出登录", "End all sessions";
        Done: "已办好。", "Done.";
        DutiesMissing: "请选身份。组织部身份不能和别的同时选。",
            "Please choose duties. A reader of county or prefecture has no other duty.";
        Mine: "我的账号", "My account";
        Password: "改密码", "Change the password";
        Old: "现在的密码", "The password now";
        New: "新密码（至少 10 个字）", "New password (10 characters or more)";
        PasswordGo: "改密码", "Change it";
        PasswordNote: "改了以后，别处的登录都会退出。", "All other sessions will end.";
        PasswordDone: "密码改好了，别处的登录已退出。", "The password is changed; all other sessions have ended.";
        Where: "在哪里登录了", "Where you are signed in";
        WhereNote: "有不认识的，马上让它退出，再改密码。",
            "If you do not know one of them, end it at once and change the password.";
        Browser: "浏览器", "Browser";
        Address: "网络地址", "Network address";
        Begun: "登录时间", "Since";
        Seen: "最近使用", "Last used";
        This: "就是这里", "this one";
        End: "让它退出", "End it";
        EndOthers: "别处全部退出", "End all others";
        Minutes: "{0} 分钟", "{0} min";
        Seconds: "{0} 秒", "{0} s";
        ReasonTitle: "为什么要看这份记录？", "Why do you open this record?";
        ReasonNote: "原因会写进操作日志，乡镇看得到。写了以后半小时内可以看。",
            "The reason goes into the audit log, and the township sees it. The record is then open for half an hour.";
        Reason: "原因", "Reason";
        ReasonGo: "写下原因，打开记录", "Write it down and open the record";
        Readings: "上级查看", "Opened by county or prefecture";
    }
}

crate::words! {
    /// The audit log.
    enum Log {
        Nav: "操作日志", "Audit log";
        Lead: "谁在什么时候做了什么。每一行都有乡镇的签名，改不了，也删不掉。",
            "Who did what and when. Each line is signed by the township; none can be changed or taken out.";
        Who: "谁（姓名的一部分）", "Who (part of a name)";
        What: "什么事", "What";
        Everything: "全部", "Everything";
        From: "从哪天", "From";
        To: "到哪天", "To";
        Show: "查", "Show";
        When: "时间", "When";
        About: "关于", "About";
        Why: "原因或说明", "Why, or what exactly";
        Server: "服务器", "the server";
        Stranger: "没有登录的人", "somebody not signed in";
        Times: "共 {0} 次，从 {1} 起", "{0} times since {1}";
        Unverified: "签名不对！", "the signature is wrong!";
        Empty: "没有这样的记录。", "There is no such line.";
        More: "再看以前的", "Show earlier ones";
        At: "地址 {0}", "from {0}";
        Unknown: "新版本的事（{0}）", "something of a later version ({0})";
    }
}

/// What an account is for.
pub const fn duty(of: Duty, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Duty::Administrator => ("管理员", "Administrator"),
        Duty::Officer => ("乡镇党委干部", "Township officer"),
        Duty::Reader => ("县市/州组织部", "County or prefecture reader"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// What a part of the log is about.
pub const fn topic(of: Topic, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Topic::Logins => ("登录", "Signing in"),
        Topic::Accounts => ("账号", "Accounts"),
        Topic::Phones => ("手机", "Phones"),
        Topic::Carried => ("带来的文件", "Files brought"),
        Topic::Reading => ("查看和打印", "Reading and printing"),
        Topic::System => ("服务器", "The server"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// What was done.
pub const fn act(of: Act, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Act::LoggedIn => ("登录", "Signed in"),
        Act::LoginFailed => ("登录没成功", "Sign-in failed"),
        Act::LockedOut => ("错得多，要等", "Locked for a while"),
        Act::FirstLogin => ("第一次登录，设密码", "First sign-in, password set"),
        Act::LoggedOut => ("退出登录", "Signed out"),
        Act::SessionsEnded => ("让别处退出登录", "Sessions ended"),
        Act::PasswordChanged => ("改密码", "Password changed"),
        Act::OfficerMade => ("开账号", "Account made"),
        Act::RoleChanged => ("改身份", "Duties changed"),
        Act::OfficerDisabled => ("停用账号", "Account closed"),
        Act::OfficerEnabled => ("重新启用账号", "Account opened again"),
        Act::LoginReset => ("发一次性登录码", "One-time login issued"),
        Act::LockLifted => ("允许马上再试", "Lock lifted"),
        Act::CodeMade => ("出登记码", "Enrolment codes made"),
        Act::CodeCancelled => ("作废登记码", "Enrolment code cancelled"),
        Act::CodeExtended => ("延长登记码", "Enrolment code extended"),
        Act::ClaimConfirmed => ("登记手机", "Phone admitted"),
        Act::ClaimRefused => ("没有登记手机", "Phone refused"),
        Act::CodeUsedAgain => ("用过的登记码又有人用", "A used code was shown again"),
        Act::RolesGiven => ("改手机身份", "Phone’s roles changed"),
        Act::RolesEnded => ("停手机身份", "Phone’s roles ended"),
        Act::BundleTaken => ("收下带来的文件", "File taken in"),
        Act::BundleRefused => ("文件没有收", "File refused"),
        Act::RecordRead => ("上级查看记录", "Record opened"),
        Act::Printed => ("打印", "Printed"),
        Act::PutBack => ("数据退回到以前，重新开始", "Data put back, a new beginning"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
