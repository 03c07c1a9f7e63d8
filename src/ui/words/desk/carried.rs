//! Files that are brought to the desk.

crate::words! {
    /// Bundles at the desk.
    enum Carried {
        Nav: "收代传文件", "Files brought by hand";
        Lead: "没有信号的地方，记录由别人带来。在这里收下“.shouyi”文件；收下后把回执文件交回去，那部手机就知道乡镇收到了。",
            "Where there is no signal, somebody brings the records as a file. Take the “.shouyi” file in here, and give the file of receipts back: that phone then knows that the township has them.";
        Choose: "选文件", "Choose the file";
        Busy: "正在收……", "Taking it in…";
        From: "{0} 的手机，{1} 打包", "From {0}’s phone, packed {1}";
        Unknown: "一部没有登记的手机，{0} 打包", "From a phone that is not enrolled, packed {0}";
        New: "收下了，读出 {0} 条记录。", "Taken in: {0} records read.";
        Known: "读出 {0} 条记录，以前都收过了。", "{0} records read, all of them received before.";
        Nothing: "里面没有读得出的记录。", "No record in it could be read.";
        Torn: "文件不全，只收下了前面完整的部分。请对方再打包一次。", "Not whole: what came before the tear was taken in. Ask for another copy.";
        Aside: "{0} 份搁置：{1}", "{0} kept aside: {1}";
        Receipts: "下载回执文件，交回去", "Download the receipts, to be taken back";
    }
}
