//! Words of the matters: the list, raising one, one of them, where its records are.

use domain::view::StepState;
use ui::words::{Lang, names};

ui::words! {
    /// The list, raising, one matter, where it is.
    enum Matters {
        Raise: "提出事项", "Raise a matter";
        Find: "按名称找", "Find by title";
        None: "还没有事项。", "No matters yet.";
        NoneFound: "没有这个名称的事项。", "No matter of this title.";
        More: "再看一些", "Show more";
        AllDone: "程序都走完了", "All steps are done";
        Place: "哪里的事", "Whose matter";
        NameLabel: "事项名称", "Title";
        TitleHint: "一句话，例：进村道路硬化投工投劳方案", "One line, e.g. Labour plan for the village road";
        Category: "属于哪一类", "Category";
        Origin: "谁提的", "Where it comes from";
        RaisedBy: "提出人", "Raised by";
        Description: "说明（可不填）", "Description (may be empty)";
        DescriptionHint: "为什么要办，怎么办", "Why, and how";
        Money: "涉及金额（没有不填）", "Money involved (if any)";
        MoneyHint: "例：186000 或 18.6万", "e.g. 186000";
        Yuan: "元", "CNY";
        MoneyFact: "涉及金额", "Money";
        LabourFact: "用工", "Labour";
        HouseholdsFact: "涉及户数", "Households";
        LabourDays: "用工（没有不填）", "Labour (if any)";
        Days: "个工", "days";
        Households: "涉及户数（没有不填）", "Households affected (if any)";
        HouseholdsUnit: "户", "households";
        Procedure: "走什么程序", "Procedure";
        Save: "存下事项", "Save the matter";
        SaveNote: "存下后不能再改名称，有错在会上更正。", "After saving it cannot be changed; mend it in the meeting.";
        PickCategory: "请选一类。", "Choose a category.";
        PickOrigin: "请选是谁提的。", "Choose where it comes from.";
        PickPlace: "请选是哪里的事。", "Choose whose matter it is.";
        NoPlace: "这部手机还不能提出事项。请联网取名册，或问乡镇。", "This phone may not raise matters yet. Go online, or ask the township.";
        Facts: "事项内容", "The matter";
        Steps: "走到哪一步", "Where it stands";
        Meetings: "会议", "Meetings";
        Questions: "还没答复的问题", "Questions not answered";
        Answer: "去记答复", "Note the answer";
        StartMeeting: "开会：", "Open: ";
        Settle: "两份签名的记录，请主持人定", "Two signed records: the chair settles it";
        GoOnMeeting: "接着记：", "Go on: ";
        OnPaper: "这一步暂时还记在纸上，请按乡镇的表格办。", "This step is kept on paper for now, on the township’s forms.";
        MayNotRecord: "您不是这里的记录人。要开会，请让记录人来记。", "You are not a recorder here. Ask a recorder to keep the minutes.";
        Where: "记录在哪里", "Where the records are";
        WhereTitle: "记录在哪里", "Where the records are";
        OpenNow: "正在开", "Open";
        UpdateApp: "有些内容是新版写的，请更新后再看。", "Some of it was written by a newer version: update to read it.";
        Loose: "有些内容还没收全，联网后会补齐。", "Some of it has not come yet; it will, with a network.";
        OnThisPhone: "已存本机", "Saved on this phone";
        AtTownship: "乡镇已收", "Received by the township";
        BackedUp: "乡镇已备份", "Backed up there";
        NotYet: "还没有", "Not yet";
        WhereRisk: "手机丢了，还没收到的就找不回来。请到有信号的地方点“现在上传”。", "If the phone is lost, what was not received is lost. Go where there is a signal and tap “Upload now”.";
        AllSafe: "这个事项的记录乡镇都有了。", "The township has all records of this matter.";
        SyncNow: "现在上传", "Upload now";
    }
}

/// How a step stands.
pub fn stands(state: StepState, lang: Lang) -> &'static str {
    match state {
        StepState::Later => "",
        StepState::Next => lang.pick("该办这一步", "next"),
        StepState::Open => lang.pick("正在开", "open now"),
        StepState::Closed(outcome) => names::outcome(outcome, lang),
    }
}

/// 已过 2 天，还有 13 天
pub fn days_left(gone: u64, most: u16, lang: Lang) -> (String, bool) {
    let most = u64::from(most);
    match (most.checked_sub(gone), lang) {
        (Some(left), Lang::Zh) => (format!("会后第 {gone} 天，还有 {left} 天"), false),
        (Some(left), Lang::En) => (format!("day {gone}, {left} days left"), false),
        (None, Lang::Zh) => (format!("已超期 {} 天", gone - most), true),
        (None, Lang::En) => (format!("{} days overdue", gone - most), true),
    }
}

/// How many records, and when the last.
pub fn here(count: usize, when: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {count} 条，最近 {when}"),
        Lang::En => format!("{count} records, the last {when}"),
    }
}

/// Some of all.
pub fn some(count: usize, of: usize, when: Option<&str>, lang: Lang) -> String {
    let counted = match lang {
        Lang::Zh if count == of => format!("{of} 条都收到了"),
        Lang::En if count == of => format!("all {of}"),
        Lang::Zh => format!("收到 {count} 条，还差 {} 条", of - count),
        Lang::En => format!("{count}, {} missing", of - count),
    };
    when.map_or(counted.clone(), |when| format!("{counted} · {when}"))
}

/// How many are only here.
pub fn only_here(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 条只在本机"),
        Lang::En => format!("{count} on this phone only"),
    }
}
