//! Words of the page about this phone.

use ui::words::Lang;

ui::words! {
    /// This phone and its settings.
    enum Me {
        Who: "我是谁", "Who I am";
        Name: "姓名", "Name";
        Township: "乡镇", "Township";
        Roles: "身份", "Roles";
        Look: "看和读", "Reading";
        Language: "语言", "Language";
        Zh: "中文", "中文";
        En: "English", "English";
        Letters: "字的大小", "Letters";
        Usual: "一般", "Usual";
        Large: "特大", "Very large";
        Sun: "太阳下", "In the sun";
        SunOff: "一般", "Usual";
        SunOn: "黑白分明", "Black and white";
        Records: "记录和网络", "Records and network";
        OnlyHere: "只在这部手机上", "On this phone only";
        Handed: "已交人代传", "Handed over";
        Received: "乡镇已收", "Received";
        BackedUp: "乡镇已备份", "Backed up there";
        Carried: "替别人带着", "Carried for others";
        Leaving: "要离开有信号的地方，看一看", "Before leaving the signal: check";
        Looking: "正在看……", "Checking…";
        Again: "正在上传，过一会儿再点一次。", "An upload is running; press again in a moment.";
        MayGo: "可以走了：记录乡镇都收到了，新的也取回来了，没有没存的。", "You may go: the township has all, what is new is here, nothing is unsaved.";
        LastGood: "上次连上乡镇", "Last reached the township";
        NeverGood: "还没有连上过", "Never";
        SyncNow: "现在上传", "Upload now";
        Storage: "手机存储", "Storage";
        Locked: "已加锁保存，浏览器不会自己清掉", "Locked: the browser does not clear it by itself";
        NotLocked: "没有加锁：手机快满时浏览器可能清掉。请装到桌面，常上传。", "Not locked: a full phone may clear it. Put it on the home screen and upload often.";
        LockNow: "加锁保存", "Lock the storage";
        Unknown: "浏览器不肯说", "The browser does not say";
        NeverClear: "不要在浏览器或手机管家里“清除数据”，没上传的会没有。", "Never “clear data” in the browser or a cleaner app: what was not uploaded would be gone.";
        About: "关于首议", "About";
        Version: "版本", "Version";
        Latest: "没有等着的新版本", "No newer version waits";
        AfterMeeting: "有新版本，会开完再更新。", "A new version waits until the meeting is closed.";
        LookForUpdate: "看看有没有新版本", "Look for a new version";
        Diagnostics: "出问题时给乡镇看", "For the township when something fails";
    }
}

/// 已用 12 MB，还能存 3 GB
pub fn room(used: u64, allowed: u64, lang: Lang) -> String {
    let (used, free) = (bytes(used), bytes(allowed.saturating_sub(used)));
    match lang {
        Lang::Zh => format!("已用 {used}，还能存 {free}"),
        Lang::En => format!("{used} used, {free} free"),
    }
}

fn bytes(count: u64) -> String {
    const MB: u64 = 1 << 20;
    match count / MB {
        0 => "1 MB".into(),
        mb if mb < 1024 => format!("{mb} MB"),
        mb => format!("{} GB", mb / 1024),
    }
}

/// 3 条, or none.
pub fn only_here(count: u64, lang: Lang) -> String {
    if count == 0 { lang.pick("没有", "none").into() } else { records(count, lang) }
}

/// 3 条
pub fn records(count: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 条"),
        Lang::En => format!("{count} records"),
    }
}

/// 2 份
pub fn files(count: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 份"),
        Lang::En => format!("{count} files"),
    }
}

/// What is still open before one leaves the network.
pub fn not_yet(reached: bool, left: u32, typed: usize, lang: Lang) -> String {
    let mut all = Vec::new();
    if !reached {
        all.push(lang.pick("没有连上乡镇。", "The township was not reached. ").to_owned());
    }
    if left > 0 {
        all.push(match lang {
            Lang::Zh => format!("{left} 条乡镇还没有收到，先别走。"),
            Lang::En => format!("{left} records are not received yet: do not leave. "),
        });
    }
    if typed > 0 {
        all.push(match lang {
            Lang::Zh => format!("有 {typed} 处写了还没有存。"),
            Lang::En => format!("{typed} forms are typed and not saved."),
        });
    }
    all.concat()
}
