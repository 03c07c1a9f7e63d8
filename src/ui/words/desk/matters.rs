//! The overview, the table of matters, one matter's chain.

crate::words! {
    /// The overview and the detail of one matter.
    enum Matters {
        Going: "进行中", "Under way";
        GoingNote: "本季新增 {0}", "{0} new this quarter";
        OpenQuestions: "未答的问题", "Questions without an answer";
        OpenQuestionsNote: "在 {0} 件事项里", "in {0} matters";
        NoOpenQuestions: "都答复了", "all answered";
        Received: "近 24 小时收到", "Received in 24 hours";
        ReceivedNote: "最近 {0}", "last at {0}";
        ReceivedNone: "还没有", "nothing yet";
        Silent: "没连上的手机", "Silent phones";
        SilentNote: "超过 7 天没有连上，共 {0} 部", "not seen for over 7 days, of {0}";
        HeadMatter: "事项与进程", "Matter and its chain";
        HeadPlace: "地方", "Place";
        HeadStep: "走到", "Where";
        HeadState: "现状", "State";
        HeadReceived: "最近收到", "Received";
        Empty: "这里还没有事项。村组的手机把记录传来以后，会自动出现。",
            "No matters here yet. They appear by themselves once a phone sends its records.";
        ChainOf: "已完成 {0} 步，共 {1} 步", "{0} of {1} steps done";
        StateNext: "还没开始", "Not begun";
        StateOpen: "会议还没结束", "Meeting not closed";
        StateDone: "全部办完", "Completed";
        StateAgain: "{0}，可再开", "{0}; may be convened again";
        QuestionsOpen: "{0} 个问题未答", "{0} questions open";
        Passed: "已完成", "Done";
        Later: "还没到", "Not yet";
        Arrivals: "近 24 小时收到的", "Received in the last 24 hours";
        ArrivalLine: "{0} 条 · {1} 传来", "{0} records from {1}";
        ArrivalOther: "名册、授权等", "Registers, grants and the like";
        ArrivalsEmpty: "近 24 小时没有收到记录。", "Nothing was received in the last 24 hours.";
        AndTitle: "{0} · {1}", "{0} · {1}";
        ReceivedAt: "{0} 收到", "received {0}";
        StateReceived: "乡镇已收", "Received by the township";
        More: "再看下面的 {0} 件", "Show more of the {0} below";
        Due: "轮到这一步", "This is next";
        QuorumNeeds: "要 {0}，可再开", "{0} needed; may be convened again";
        Unverified: "有 {0} 条记录没有通过核验，见会议记录末尾。", "{0} records did not pass verification; see the end of the minutes.";
        AllVerified: "全部核验无误", "All verified";
        PickOne: "点一件事项，这里会显示它的全部进程。", "Choose a matter to see its whole chain here.";
        RaisedBy: "{0} 提出", "raised by {0}";
        Money: "资金", "Money";
        Labour: "投劳", "Labour";
        LabourDays: "{0} 个工日", "{0} days";
        Households: "涉及农户", "Households";
        HouseholdsUnit: "{0} 户", "{0}";
        Category: "类别", "Category";
        Origin: "来源", "Origin";
        Procedure: "程序", "Procedure";
        Raised: "提出", "Raised";
        Description: "说明", "Description";
        Steps: "进程", "Steps";
        StepCounts: "到 {0} / {1}", "{0} of {1} came";
        StepQuestions: "{0} 问 {1} 答", "{0} questions, {1} answered";
        StepVotes: "赞成 {0}，反对 {1}，弃权 {2}", "{0} for, {1} against, {2} abstaining";
        OpenMeeting: "看会议记录", "Open the minutes";
        MeetingOpenStill: "会议还没结束", "not closed yet";
        Unanswered: "未答的问题", "Questions without an answer";
        UnansweredBy: "{0} · {1}", "{0} · {1}";
        DaysLeft: "还有 {0} 天", "{0} days left";
        LastDay: "今天到期", "due today";
        Overdue: "超 {0} 天", "{0} days overdue";
        Unknown: "有 {0} 条记录是新版程序写的，这里还读不懂，已原样保存。请更新服务器。",
            "{0} records were written by a newer program and can’t be read here yet; they are kept as they are. Please update the server.";
        Loose: "有 {0} 条记录提到的会议或问题还没收到，已原样保存，等那部手机连上。",
            "{0} records name a meeting or question that has not arrived; they are kept until that phone connects.";
        RolledBack: "{0} 发现数据库比原来旧（可能是恢复了备份），当时有 {1} 条记录。缺的会从各部手机自动补回来，请让各村组的手机联网打开一次应用。",
            "On {0} the database was found to be older than it had been (a backup was restored, perhaps), with {1} records. What is missing comes back from the phones by itself; please have each of them open the app where there is a network.";
        NoBackup: "还没有备份。请管理服务器的人运行 township backup。",
            "There is no backup yet. Whoever looks after the server should run township backup.";
        OldBackup: "上次备份是 {0}。请管理服务器的人运行 township backup。",
            "The last backup was made on {0}. Whoever looks after the server should run township backup.";
        Records: "{0} 条记录，最近 {1} 收到", "{0} records, last received {1}";
        ClosePane: "收起", "Close";
    }
}
