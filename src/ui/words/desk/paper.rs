//! Codes on paper: beside the minutes, on the notice board, and checking them.

crate::words! {
    /// Codes on paper.
    enum Paper {
        Seal: "核对码", "Code for checking";
        SealHelp: "用手机相机扫这个码，会打开首议，没有网也能核对这份记录改过没有。扫不了，就在首议“我的”里点“核对纸上的记录”，打下面的摘要。",
            "Scan this code with a phone’s camera: Shouyi opens and tells, also without a network, whether these minutes were changed. Or open “Me – Check a paper” and type the digest below.";
        Digest: "摘要", "Digest";
        At: "乡镇总账第 {0} 条，共 {1} 条", "Record {0} of {1} in the township’s log";
        SignedAt: "{0} 由乡镇签", "Signed by the township on {0}";
        QrAlt: "核对用的二维码", "The code as a QR picture";
        SealWaits: "正在读核对码，读到了才打印。", "Reading the code for checking; printing waits for it.";
        PrintWaits: "等核对码，一读到就打印……", "Waiting for the code; it prints as soon as that is here…";
        SealFailed: "没有读到核对码：{0}", "The code for checking could not be read: {0}";
        SealAgain: "再读一次", "Read it again";
        NotNoted: "印出来了，但服务器没有记下这一次打印：{0}", "It was printed, but the server could not write that down: {0}";
        PrintBare: "不带码打印", "Print without the code";
        SealNotYet: "打印的时候还没有读到。", "it had not been read yet.";
        SealMissing: "没有核对码：{0}这张纸不能用手机核对。请在电脑上再读一次核对码，重新打印。",
            "No code: {0} This paper can’t be checked with a phone. Read the code again at the desk and print anew.";
        SealContested: "没有核对码：两部手机各签了一份，主持人还没有定哪一份算数。定下以后再打印就有。",
            "No code for checking: two records were signed, and the chair has not settled which one holds. Print again once it is settled.";
        NavCheck: "核对纸件", "Check a paper";
        NavDay: "公示总账", "Notice of the log";
        CheckLead: "扫描枪对准纸上的码，或把链接、总账、摘要的前几组贴在这里。这里和乡镇收到的全部记录对。",
            "Scan the code on paper into this field, or paste a link, a checkpoint or the first groups of a digest. It is checked against all that the township holds.";
        CheckField: "扫到的、贴上的或打的", "Scanned, pasted or typed";
        CheckGo: "核对", "Check";
        Begins: "今天的总账前面就是纸上的那一段，一条不差。", "Today’s log begins with the one on paper, record for record.";
        NotBegun: "数据库在那以后恢复过备份，纸上那一段没法全比。", "The database was restored since; the log on paper can’t be compared in full.";
        OpenMeeting: "打开这次会议", "Open this meeting";
        DayLead: "每天打印一张，贴在公示栏。以后谁要是改掉或拿掉以前的记录，这张纸就对不上。",
            "Print one a day for the notice board. If earlier records are ever changed or taken out, this paper no longer matches.";
        DayPick: "哪一天", "Day";
        DayPrint: "打印公示", "Print the notice";
        DayTitle: "议事记录总账公示", "Notice: log of the records of meetings";
        DayTownship: "乡镇", "Township";
        DayDate: "到这一刻", "As of";
        DaySize: "总账共有", "Records in the log";
        DaySizeCount: "{0} 条", "{0}";
        DayRoot: "总账摘要", "Digest of the log (root)";
        DayWhy: "各村组党员首议、村民小组会议和听证的记录，到这一刻都在这本总账里，先后次序也在。这个摘要由全部记录算出：改动、拿掉任何一条，摘要就不一样。请拍照留存；以后用首议扫这个码，或请县里、任何懂行的人，就能查出总账有没有被动过。",
            "Every record of the villages’ meetings up to this moment is in this log, in its order. The digest is worked out from all of them: change or take out one, and it differs. Take a photo; later Shouyi, the county or anybody with the means can tell by this code whether the log was tampered with.";
        DayKey: "给懂行的人：核对乡镇签名用的钥匙，可以公开", "For those with the means: the public key by which the township’s signature is checked";
        DayNotYet: "公示还没有读到，这张纸不能贴。请在电脑上再读一次，重新打印。", "The notice has not been read yet; do not post this sheet. Read it again at the desk and print anew.";
        Ahead: "纸上的时间比现在还晚，乡镇的钟那时走快了，或者被调过。", "The time on paper is yet to come: the township’s clock was ahead then, or was set.";
        DayNone: "还没有记录，也就没有总账可以公示。", "There are no records yet, and no log to give notice of.";
    }
}
