//! The printed minutes.

crate::words! {
    /// The printed minutes.
    enum Sheet {
        Title: "{0}会议记录", "Minutes: {0}";
        Footer: "摘要 {0}　　{1} 打印", "Digest {0}　　printed {1}";
        FooterOpen: "会议未结束，不是正式记录　　{0} 打印", "Not closed, no formal record　　printed {0}";
        Id: "会议 {0}", "Meeting {0}";
        Matter: "议题", "Matter";
        Place: "单位", "Place";
        Time: "时间", "Time";
        Venue: "地点", "Venue";
        Convener: "召集人", "Convener";
        Chair: "主持人", "Chair";
        Recorder: "记录人", "Recorder";
        Reviewed: "议题审核", "Agenda review";
        Notice: "会议通知", "Notice";
        Attendance: "到会情况", "Attendance";
        AttendanceLine: "应到 {0}，实到 {1}（{1} / {0}）；回避 {2}，列席 {3}",
            "entitled {0}, came {1} ({1} of {0}); recused {2}, non-voting {3}";
        Roll: "一、签到", "1. Roll";
        Proceedings: "二、会议过程", "2. Proceedings";
        Ballot: "三、表决", "3. Ballot";
        Conclusion: "四、结论", "4. Conclusion";
        Signatures: "五、签名", "5. Signatures";
        Corrections: "六、更正（原记录不改）", "6. Corrections (the original stays)";
        Sign: "签字或按手印", "Signature or fingerprint";
        Guests: "列席：{0}", "Non-voting: {0}";
        Outcome: "结果：{0}", "Outcome: {0}";
        Question: "表决事项", "Question";
        Method: "方式", "Method";
        Tellers: "计票人 {0}，监票人 {1}", "Teller {0}, scrutineer {1}";
        ChairSign: "主持人（签名）", "Chair (signature)";
        RecorderSign: "记录人（签名）", "Recorder (signature)";
        Unanswered: "未答复", "no answer yet";
        NotMatching: "注意：收到的内容和签名时的对不上，本件不作为正式记录。",
            "Note: what was received is not what was signed; this is no formal record.";
        LateNote: "签名以后才到、不在签名范围内的记录：{0} 条。", "Records that came after the signatures and are not covered: {0}.";
        NotCovered: "不在这份签名范围内的记录：{0} 条。", "Records that these signatures do not cover: {0}.";
        Contested: "注意：两部手机各签了一份，记的不一样，主持人还没有定哪一份算数，本件不作为正式记录。",
            "Note: two records were signed and differ, and the chair has not settled which one holds; this is no formal record.";
        FooterContested: "两份签名的记录还没有定，不是正式记录　　{0} 打印", "Two signed records, not settled: no formal record　　printed {0}";
        Differ: "两位记录人记得不一样、还没有定下来的：{0} 处。", "Differences between recorders not yet settled: {0}.";
        Covered: "签名包括 {0} 条记录，记录人的设备 {1}。", "The signatures cover {0} records; recorded on device {1}.";
    }
}
