//! Signing in, the frame around every screen, the line that says what came last.

crate::words! {
    /// Signing in and the first sign-in.
    enum SignIn {
        Title: "镇里的桌面", "The township’s desk";
        Lead: "登录以后可以看各村组报来的议事记录。", "Sign in to read what the villages and groups have recorded.";
        Name: "姓名", "Name";
        Password: "密码", "Password";
        NewPassword: "设一个密码（至少 10 个字）", "Set a password (10 characters or more)";
        Once: "一次性登录码", "One-time login";
        OnceHelp: "安装服务器的人手里有，显示在服务器的窗口里，只能用一次。",
            "Whoever installed the server has it: it was printed in the server’s window and works once.";
        Go: "登录", "Sign in";
        FirstGo: "设好密码，进入", "Set the password and enter";
        ToFirst: "第一次登录？用一次性登录码", "First time? Use the one-time login";
        ToSignIn: "已经有密码？去登录", "You have a password? Sign in";
        Show: "显示密码", "Show the password";
        Busy: "正在登录…", "Signing in…";
        NameMissing: "请写姓名。", "Please write your name.";
        PasswordMissing: "请写密码。", "Please write the password.";
        OnceMissing: "请写一次性登录码。", "Please write the one-time login.";
        PasswordShort: "密码至少 10 个字，现在是 {0} 个。", "A password has 10 characters or more; this one has {0}.";
        Ended: "登录已到期，请再登录一次。没有提交的内容还在。",
            "Your session has ended. Please sign in again; what you had typed is still here.";
        Opening: "正在打开…", "Opening…";
    }
}

crate::words! {
    /// Navigation, connection, what came last.
    enum Frame {
        Matters: "事项", "Matters";
        Phones: "手机", "Phones";
        Enrol: "登记手机", "Enrol a phone";
        Aside: "待看的记录", "Kept aside";
        Places: "地方", "Places";
        WholeTownship: "全乡镇", "Whole township";
        SignOut: "退出登录", "Sign out";
        OtherLanguage: "English", "中文";
        OtherLanguageTag: "en", "zh-Hans";
        Skip: "跳到正文", "Skip to the content";
        Navigation: "导航", "Navigation";
        Lost: "与服务器的连接断了，正在重新连接。下面是 {0} 的内容。",
            "The connection to the server is lost; reconnecting. What you see is as of {0}.";
        LostNoTime: "与服务器的连接断了，正在重新连接。", "The connection to the server is lost; reconnecting.";
        Live: "实时", "Live";
        Connecting: "正在连接…", "Connecting…";
        Recent: "刚刚收到：{0} {1} 条，{2}", "Just received: {0}, {1} records, {2}";
        LastReceived: "最近收到：{0} {1} 条，{2}", "Last received: {0}, {1} records, {2}";
        NothingRecent: "近 24 小时没有收到记录", "Nothing received in the last 24 hours";
        Extent: "{0} 村 {1} 组", "Villages: {0} · groups: {1}";
        Loading: "正在读取…", "Loading…";
        Unreachable: "连不上服务器。连上以后会自动再读。", "The server can’t be reached. This page loads by itself once it can.";
        Garbled: "服务器的回答读不懂。可能服务器刚更新过，请刷新本页。",
            "The server’s answer could not be read. It may have been updated; please reload this page.";
        NotDone: "没有做成。", "It was not done.";
        Retry: "再试一次", "Try again";
        Reload: "刷新本页", "Reload this page";
        RetryIn: "请过 {0} 秒再试。", "Please try again in {0} seconds.";
        RetryInMinutes: "请过 {0} 分钟再试。", "Please try again in {0} minutes.";
        Request: "编号 {0}", "Reference {0}";
        NotFound: "没有这一页。", "There is no such page.";
        ToMatters: "回到事项", "Back to the matters";
        Close: "关闭", "Close";
        Cancel: "取消", "Cancel";
    }
}
