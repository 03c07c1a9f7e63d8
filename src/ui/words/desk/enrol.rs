//! Enrolling phones, the table of phones, what is kept aside.

crate::words! {
    /// Enrolling a phone.
    enum Enrol {
        Lead: "给村组的手机登记，登记以后它才能收发记录。", "A phone sends and receives records only once it is enrolled.";
        StepCode: "一　给手机一个登记码", "1　Give the phone a code";
        StepWait: "二　核对六个词，确认", "2　Compare the six words and confirm";
        New: "新的登记码", "New code";
        Another: "再要一个登记码", "Another code";
        Scan: "用手机扫这个码，或在手机上打开下面的网址，输入登记码。",
            "Scan this with the phone, or open the address below on it and type the code.";
        QrAlt: "登记码的二维码", "The code as a QR picture";
        Code: "登记码", "Code";
        Link: "网址", "Address";
        Left: "还有 {0} 有效，只能用一次。", "Valid for another {0}; works once.";
        Expired: "这个登记码已过期，请要一个新的。", "This code has expired; please make a new one.";
        NoneWaiting: "现在没有手机等着登记。手机输入登记码以后，会自动出现在这里。",
            "No phone is waiting. Once a phone has taken the code, it appears here by itself.";
        Asked: "{0} 申请", "asked {0}";
        ClaimExpires: "{0} 以前要确认", "to be confirmed before {0}";
        ClaimExpired: "已过期。请给手机一个新的登记码。", "Expired. Please give the phone a new code.";
        Words: "手机上应该显示这六个词", "The phone should show these six words";
        Name: "谁的手机", "Whose phone";
        NameHelp: "写名字或拼音首字母，从名册里选；名册里没有就直接写。",
            "Write the name or its initials and choose from the register; or just write a name.";
        FromRegister: "名册里的人", "in the register";
        NotInRegister: "名册里没有，按写的名字登记", "not in the register; enrolled by the name as written";
        Place: "哪个地方", "Place";
        ChoosePlace: "请选地方", "Choose a place";
        Roles: "做什么（可选几项）", "Roles (one or more)";
        OnlyIfSame: "手机上的六个词和这里一模一样，才可以确认。", "Confirm only if the six words are the same on the phone.";
        Confirm: "六个词一样，确认", "The words are the same: confirm";
        Refuse: "不一样，拒绝", "They differ: refuse";
        RefuseSure: "确定拒绝这部手机？它要用新的登记码重新申请。",
            "Refuse this phone? It will need a new code to ask again.";
        RefuseYes: "确定拒绝", "Yes, refuse";
        NameMissing: "请写这部手机是谁的。", "Please say whose phone it is.";
        PlaceMissing: "请选地方。", "Please choose a place.";
        RolesMissing: "请至少选一项。", "Please choose at least one.";
        Confirmed: "已确认：{0}，{1}。手机很快就能用。", "Confirmed: {0}, {1}. The phone is ready in a moment.";
        Refused: "已拒绝一部手机。", "One phone was refused.";
        Sending: "正在提交…", "Sending…";
        InsteadOf: "旧手机不用了，同时停用：{0}（{1}）", "The old phone is gone; stop it too: {0} ({1})";
    }
}

crate::words! {
    /// The table of phones.
    enum Phones {
        Lead: "{0} 部手机", "{0} phones";
        LastAt: "最近连上 {0}", "last seen {0}";
        Manage: "更改或停用", "Change or stop";
        ManageOf: "{0} 的手机", "{0}’s phone";
        ChangeLead: "人换了组、换了身份，就在这里改。原来记的都在，还没有传来的以后照样收。",
            "When somebody has moved or has another role, change it here. What was recorded stays, and what has not arrived is received later all the same.";
        OnPhone: "手机上还有 {0} 条没有传到。停用或更改以后，传来照样收。",
            "{0} records on the phone have not arrived. They will be received all the same.";
        Change: "更改", "Change";
        Changed: "已更改：{0}，{1}。", "Changed: {0}, {1}.";
        StopTitle: "停用这部手机", "Stop this phone";
        StopLead: "手机丢了、卖了、给了别人，就停用。它再也收不到村里的记录；它以前记的一条不少。找到了可以再登记。",
            "If it is lost, sold or given away, stop it. It gets no more records; none that it made is lost. If it is found it can be enrolled again.";
        Reason: "为什么停用（手机上会显示）", "Why (the phone will show it)";
        ReasonMissing: "请写为什么停用。", "Please say why.";
        Stop: "停用", "Stop it";
        Stopped: "已停用一部手机。", "One phone was stopped.";
        StopSure: "确定停用？", "Stop it?";
        Person: "谁的手机", "Person";
        Grants: "地方与身份", "Places and roles";
        LastSync: "最近连上", "Last seen";
        Never: "还没连过", "never";
        Unreceived: "手机上还没收到的", "Not received yet";
        UnreceivedSome: "{0} 条", "{0}";
        UnreceivedNone: "没有", "none";
        App: "程序", "App";
        Ops: "已收", "Held";
        Admitted: "{0} 登记", "enrolled {0}";
        NoGrants: "没有授权", "no roles";
        Empty: "还没有登记手机。", "No phone is enrolled yet.";
        Silent: "{0} 天没有连上", "not seen for {0} days";
        Copied: "内容被复制过或恢复过", "Copied or restored";
        CopiedNote: "两边记的都收下了，一条没丢。请打电话问本人：只留一部手机记；另一部要用，就重新登记。",
            "What was recorded on either is kept. Please call: record on one phone only; the other, if it is to be used, must be enrolled anew.";
    }
}

crate::words! {
    /// What is kept aside.
    enum Aside {
        Lead: "这些内容传来了，但没有通过核验，没有记入。原样留在这里，不影响别的记录。",
            "These arrived but did not pass verification. They are kept as they came and hold up nothing else.";
        When: "收到", "Received";
        From: "谁传来的", "From";
        Why: "为什么", "Why";
        Size: "大小", "Size";
        Bytes: "{0} 字节", "{0} bytes";
        Unnamed: "没有通过核验。", "It did not pass verification.";
        Fingerprint: "指纹", "Fingerprint";
        Empty: "没有待看的记录。", "Nothing is kept aside.";
    }
}
