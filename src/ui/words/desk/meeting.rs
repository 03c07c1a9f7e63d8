//! The page of one meeting, and how each record came.

use crate::words::Lang;
use domain::body::Kind;
use domain::rules::RollBody;

crate::words! {
    /// The page of one meeting.
    enum Meeting {
        Back: "返回事项", "Back to the matter";
        Print: "打印会议记录", "Print the minutes";
        Gone: "这份会议记录不在这里。", "This meeting is not here.";
        Open: "会议还没结束，内容还会变。", "The meeting is not closed; it may still change.";
        Head: "会议", "Meeting";
        Venue: "地点", "Venue";
        Time: "时间", "Time";
        Until: "{0} 至 {1}", "{0} to {1}";
        Since: "{0} 开始", "from {0}";
        Convener: "召集人", "Convener";
        Chair: "主持人", "Chair";
        Recorder: "记录人", "Recorder";
        Recorders: "{0}、{1}", "{0}, {1}";
        Reviewed: "议题审核", "Agenda reviewed by";
        Notice: "通知", "Notice";
        NoticeDays: "提前 {0} 天", "{0} days before";
        NoticeDaysHow: "提前 {0} 天，{1}", "{0} days before, {1}";
        Body: "参会范围", "Body";
        ByHouseholds: "按户计", "by households";
        RuleBook: "规则第 {0} 版", "rule book version {0}";
        NotStated: "没有写", "not stated";
        Roll: "签到", "Roll";
        Should: "应到", "Entitled";
        Did: "实到", "Came";
        Ratio: "到会率", "Share";
        RatioOf: "{0} / {1}", "{0} of {1}";
        Recused: "回避 {0}", "{0} recused";
        NonVoting: "列席 {0}", "{0} non-voting";
        Unmarked: "{0} 人没有记", "{0} not marked";
        QuorumMet: "达到法定人数：要{2}，即至少 {0}；实到 {1}。", "The quorum stands: it takes {2}, that is {0}; {1} came.";
        QuorumMissed: "未达法定人数：要{3}，即至少 {0}；实到 {1}，还差 {2}。",
            "No quorum: it takes {3}, that is {0}; {1} came, {2} too few.";
        QuorumLeft: "表决时未达法定人数：至少要 {0}，在场 {1}。",
            "No quorum at the ballot: at least {0} needed, {1} there.";
        NoQuorum: "这一步没有法定人数的要求。", "This step asks for no quorum.";
        Guests: "列席", "Non-voting";
        Number: "序号", "No.";
        Name: "姓名", "Name";
        Capacity: "身份", "Capacity";
        Mark: "到会", "Mark";
        MarkNote: "备注", "Note";
        NoMark: "没有记", "not marked";
        ArrivedAt: "{0} 到", "came {0}";
        LeftAt: "{0} 离开", "left {0}";
        Proceedings: "会议过程", "Proceedings";
        NoEntries: "没有记发言。", "Nothing was recorded.";
        AnswersTo: "答复{0}的提问：{1}", "Answers {0}’s question: {1}";
        AnsweredBelow: "已答复", "Answered";
        NotAnswered: "未答复", "Not answered";
        AnsweredLater: "会后答复 · {0}", "Answered after the meeting · {0}";
        Ballots: "表决", "Ballot";
        NoBallot: "没有表决。", "No ballot was taken.";
        Method: "方式", "Method";
        HereThen: "表决时在场", "There at the ballot";
        DecidesNothing: "这一步只听意见，不作决定。", "This step consults and decides nothing.";
        ButNoQuorum: "但表决时未达法定人数，不算数。", " But there was no quorum at the ballot: it does not count.";
        LateCount: "签名以后又到了 {0} 条记录。", "{0} records came after the signatures.";
        For: "赞成", "For";
        Against: "反对", "Against";
        Abstain: "弃权", "Abstain";
        Void: "废票", "Void";
        Teller: "计票人", "Teller";
        Scrutineer: "监票人", "Scrutineer";
        NeedMet: "通过要{0}，即至少 {1} 票；赞成 {2} 票，达到。", "Passing takes {0}, that is {1} votes or more; {2} were for: reached.";
        NeedMissed: "通过要{0}，即至少 {1} 票；赞成 {2} 票，没有达到。",
            "Passing takes {0}, that is {1} votes or more; {2} were for: not reached.";
        MoreThan: "超过{0}的 {1}/{2}", "more than {1}/{2} of {0}";
        AtLeast: "{0}的 {1}/{2} 以上", "at least {1}/{2} of {0}";
        OfEntitled: "应到人数", "those entitled";
        OfPresent: "到会人数", "those present";
        Text: "提议、意见或决议", "Proposal, opinion or resolution";
        NoText: "没有写。", "None was written.";
        EarlierTexts: "以前的写法（{0} 次）", "Earlier wordings ({0})";
        Outcome: "结果", "Outcome";
        OutcomeBy: "由规则第 {0} 版从签到和表决算出，不是人填的。",
            "Computed from roll and ballot by rule book version {0}; nobody typed it.";
        Closing: "结束与签名", "Closing";
        NotClosed: "会议还没结束，没有签名。", "Not closed, not signed.";
        Ended: "结束", "Ended";
        ReadAloud: "结论已当众宣读", "The conclusion was read aloud";
        NotReadAloud: "没有记载宣读过结论", "No word that the conclusion was read aloud";
        Covers: "签名包括 {0} 条记录", "The signatures cover {0} records";
        DigestRight: "收到的内容和签名时的一模一样。", "What was received is exactly what was signed.";
        DigestWrong: "收到的内容和签名时的对不上：签名包括的记录可能还没有收齐，或内容不同。请在那部手机上再同步一次；仍对不上就请两位签名人核对。",
            "What was received is not what was signed: records may still be missing, or differ. Synchronise that phone again; if it stays so, ask the two who signed.";
        Digest: "摘要 {0}", "Digest {0}";
        SignedChair: "主持人签名", "The chair’s signature";
        SignedRecorder: "记录人签名", "The recorder’s signature";
        NoStrokes: "没有手写签名", "no drawn signature";
        Corrections: "更正", "Corrections";
        CorrectionsNote: "原来的记录不改，更正写在旁边。", "The original stays; corrections stand beside it.";
        Original: "原来", "Original";
        Right: "更正为", "Correct is";
        Because: "原因：{0}", "Because: {0}";
        AskedBy: "{0}要求更正", "asked for by {0}";
        Late: "签名以后才到的", "Came after the signatures";
        LateNote: "这些记录不在签名的范围内。", "The signatures do not cover these.";
        NotCovered: "不在这份签名里的", "Not covered by these signatures";
        NotCoveredCount: "另有 {0} 条记录。", "There are {0} more records.";
        SettleTitle: "两部手机都签名结束了，记的不一样", "Signed and closed on two phones, with different records";
        SettledTitle: "签过两份，主持人定了一份", "Two records were signed; the chair settled which one holds";
        SettleNote: "请主持人在记录人的手机上定哪一份算数。定下以前没有结果。",
            "The chair must settle on a recorder’s phone which one holds; until then there is no outcome.";
        SettledHolds: "算数的一份", "holds";
        SettledKept: "不算数，留着备查", "does not hold; kept";
        SettledSigned: "主持人{0}、记录人{1}签名；摘要 {2}", "Signed by {0} (chair) and {1} (recorder); digest {2}";
        SettledMissing: "（还没收齐，或和签名时不一样）", " (not all of it is here, or it is not what was signed)";
        Recounted: "后来重数过，以后面的为准", "Counted again later; the later count holds";
        Contested: "两份不一样", "Two differ";
        Disagreements: "两人记得不一样", "Recorders differ";
        DisagreementsNote: "请主持人核对后在手机上定下来，定下以前结果不算。",
            "The chair must settle these on a phone; until then there is no outcome.";
        DifferHead: "会议的时间、地点或人员：{0}", "The head of the meeting: {0}";
        DifferMark: "{0}的到会情况：{1}", "{0}’s mark: {1}";
        DifferBallot: "“{0}”的票数：{1}", "The counts of “{0}”: {1}";
        DifferText: "提议、意见或决议的文字：{0}", "The text: {0}";
        Versus: "；另一份 ", " against ";
        Counts: "赞成 {0}，反对 {1}，弃权 {2}，废票 {3}", "{0} for, {1} against, {2} abstaining, {3} void";
        Records: "每条记录怎么来的", "How each record came";
    }
}

crate::words! {
    /// How a record came.
    enum Came {
        What: "记录", "Record";
        Who: "谁记的", "Recorded by";
        Phone: "手机", "Phone";
        Claimed: "手机上的时间", "The phone’s time";
        Received: "收到", "Received";
        Check: "核验", "Verification";
        Verified: "签名和前后次序都对", "Signature and chain are right";
        Unverified: "签名或前后次序对不上", "Signature or chain is wrong";
        NoEffect: "不作数：{0}", "Without effect: {0}";
        ClockWrong: "这部手机的时钟不准：{0}", "This phone’s clock is off: {0}";
        ClockAhead: "快 {0}", "{0} fast";
        ClockBehind: "慢 {0}", "{0} slow";
        NewerKind: "新版程序的记录", "A newer program’s record";
        Arrival: "收到序号", "arrival";
        Line: "{0}用 {1} 记，{2} 收到", "{0} on {1}, received {2}";
        NotListed: "收到情况不明", "no word of how it came";
        Minutes: "{0} 分钟", "{0} minutes";
        Hours: "{0} 小时", "{0} hours";
        Days: "{0} 天", "{0} days";
        Device: "编号 {0}", "No. {0}";
        UnknownPhone: "型号不明的手机", "a phone of unknown make";
    }
}

/// What a record is, by its kind.
pub const fn kind(of: Kind, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        Kind::TownshipFounded => ("乡镇设立", "Township founded"),
        Kind::PlaceNamed => ("地方名称", "Place named"),
        Kind::RuleBookIssued => ("议事规则", "Rule book"),
        Kind::RegisterEntered => ("名册", "Register"),
        Kind::Granted => ("授权", "Role granted"),
        Kind::Revoked => ("收回授权", "Role withdrawn"),
        Kind::Audited => ("操作日志", "Audit log"),
        Kind::MatterRaised => ("提出事项", "Matter raised"),
        Kind::MeetingOpened => ("开会", "Meeting opened"),
        Kind::HeadChanged => ("改会议信息", "Head stated anew"),
        Kind::RollMarked => ("签到", "Roll"),
        Kind::GuestsNoted => ("列席", "Non-voting"),
        Kind::Spoken => ("发言", "Proceedings"),
        Kind::Counted => ("表决", "Ballot"),
        Kind::TextWritten => ("结论文字", "Text"),
        Kind::Closed => ("结束签名", "Closing"),
        Kind::Corrected => ("更正", "Correction"),
        Kind::Answered => ("会后答复", "Later answer"),
        Kind::ClosingSettled => ("主持人定下", "Settled by the chair"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Who meets.
pub const fn body(of: RollBody, lang: Lang) -> &'static str {
    let (zh, en) = match of {
        RollBody::GroupMembers => ("本组党员", "the group’s Party members"),
        RollBody::GroupVillagers => ("本组村民", "the group’s villagers"),
        RollBody::MembersAndRepresentatives => {
            ("党员和村民代表", "Party members and villagers’ representatives")
        }
        RollBody::PartyCommittee => ("村党组织委员", "the Party organisation’s committee"),
        RollBody::BothCommittees => ("村“两委”委员", "both committees"),
        RollBody::VillageMembers => ("全村正式党员", "the village’s full Party members"),
        RollBody::Representatives => ("村民代表", "villagers’ representatives"),
        RollBody::Villagers => ("全村村民", "the village’s villagers"),
        RollBody::Nobody => ("不开会", "nobody"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
