//! Words of the meeting screen; sentences with numbers are in `say`, what is read aloud in
//! `conclusion`.

pub mod conclusion;
pub mod say;
pub mod why;

ui::words! {
    /// The screen's tabs, steps and what they all share.
    enum Meeting {
        TabRoll: "签到", "Roll";
        TabSay: "议事", "Talk";
        TabBallot: "表决", "Ballot";
        TabClose: "结论", "Close";
        Title: "会议", "Meeting";
        NotHere: "这台手机上没有这次会议的记录。", "This phone does not hold the record of this meeting.";
        Save: "存下", "Save";
        Time: "时间", "Time";
        Date: "日期", "Date";
        KeptTyped: "没有存上，写的都还在。", "It was not saved; all that you typed is still here.";
        HeldUp: "还没存上：首议的另一个窗口占着手机存储。请关掉别的首议窗口，这里会自己存好。", "Not saved yet: another window holds the store. Close it; this one then saves by itself.";
        Disagree: "两份记录说法不一，结束前请主持人定下来", "Two records differ; the chair must settle it before closing";
    }
}

ui::words! {
    /// Opening a meeting.
    enum Open {
        Title: "开会", "Open a meeting";
        NoStep: "这件事现在没有要开的会。", "No meeting is due on this matter now.";
        Already: "这一步已经开着会，请接着记。", "A meeting of this step is already open; please go on with it.";
        GoOn: "接着记", "Go on";
        CountedBy: "怎么算人数", "What is counted";
        Venue: "在哪里开", "Where";
        Date: "哪一天", "Date";
        Time: "几点开始", "Began at";
        Chair: "主持人", "Chair";
        ChairHint: "打名字或拼音首字母，再点名字", "Type a name or pinyin initials, then tap the name";
        Recorder: "记录人", "Recorder";
        More: "更多（召集人、通知、第二记录人）", "More (convener, notice, second recorder)";
        Convener: "召集人", "Convened by";
        Second: "第二记录人", "Second recorder";
        Reviewed: "议题由谁审过", "Agenda reviewed by";
        NoticeDays: "提前几天通知", "Days of notice";
        NoticeHow: "怎么通知的", "How notice was given";
        NoticeHint: "例：上门、广播、微信群", "e.g. in person, loudspeaker, WeChat group";
        NoRegister: "名册里还没有这次会议的人，请镇里先录入名册。", "The register has nobody for this meeting yet; please ask the township to enter it.";
        Start: "开始签到", "Start the roll";
        Draft: "写了一半的都留着，点下面才算开会。", "What you typed is kept; the meeting begins with the button below.";
        EarlierHint: "补记以前的会，把日期和时间改成当时的", "To enter an earlier meeting, set the date and time of then";
    }
}

ui::words! {
    /// The roll.
    enum Roll {
        AllPresent: "全部到会", "All present";
        RestAbsent: "其余记缺席", "Rest absent";
        Find: "找人", "Find";
        FindHint: "名字或拼音首字母，如 lzh", "Name or pinyin initials, e.g. lzh";
        Nobody: "没有找到。", "Nobody found.";
        Present: "到", "Here";
        Leave: "假", "Leave";
        Absent: "缺", "Abs.";
        LeaveFull: "请假", "On leave";
        More: "更多", "More";
        Unmarked: "还没点", "Not marked";
        Contested: "两份不一样，请再点", "Two differ; mark again";
        Proxy: "别人代来", "By proxy";
        ProxyWho: "谁代来的", "Who came instead";
        Recused: "回避", "Recused";
        RecusedWhy: "为什么回避", "Why recused";
        LeftEarly: "早退", "Left early";
        LeftWhen: "几点走的", "Left at";
        Late: "晚到", "Came late";
        LateWhen: "几点到的", "Came at";
        LeaveWhy: "请假原因（可不填）", "Reason of leave (may be empty)";
        Put: "记上", "Put down";
        Unmark: "不标了", "Take the mark off";
        Guests: "列席的人", "Non-voting attendees";
        GuestName: "列席人名字", "Name of the attendee";
        GuestOffice: "职务或原因（可不填）", "Office or reason (may be empty)";
        AddGuest: "加上", "Add";
        RemoveGuest: "去掉", "Remove";
        Done: "签到好了，开始议", "Roll done, begin";
        SaveChanges: "存下改动", "Save the changes";
        GoTalk: "去议事", "Go to the talk";
    }
}

ui::words! {
    /// The proceedings.
    enum Talk {
        Empty: "还没有记。选谁在说，写下来，点“记下”。", "Nothing yet. Choose who speaks, write it down, tap “Note”.";
        Statement: "发言", "Statement";
        Question: "提问", "Question";
        Answer: "答复", "Answer";
        Amendment: "提议修改", "Amendment";
        Ruling: "裁定", "Ruling";
        Who: "谁在说", "Who speaks";
        Other: "其他…", "Other…";
        OtherTitle: "谁在说话？", "Who is speaking?";
        FreeName: "不在名册上：就用写的这个名字", "Not on the roll: use the name as typed";
        FindHint: "名字、拼音首字母，或写上不在名册的名字", "Name, initials, or a name not on the roll";
        Text: "说了什么", "What was said";
        TextHint: "写他说了什么", "Write what was said";
        WhichQuestion: "答复哪个问题？", "Which question is answered?";
        NoQuestion: "没有等着答复的问题。", "No question is waiting for an answer.";
        Note: "记下", "Note";
        OtherTime: "时间改一下", "Another time";
        SaidAt: "几点说的", "Said at";
        Unanswered: "还没答复", "Not answered yet";
        LaterAnswer: "会后答复", "Answered after the meeting";
        Attending: "列席", "Attending";
    }
}

ui::words! {
    /// The ballot.
    enum Ballot {
        Question: "表决什么", "What is put to the vote";
        QuestionHint: "例：同意将方案提交村民小组会议", "e.g. Agree to put the plan to the group assembly";
        For: "赞成", "For";
        Against: "反对", "Against";
        Abstain: "弃权", "Abstain";
        Void: "废票", "Void";
        Less: "少一票", "One less";
        MoreOne: "多一票", "One more";
        People: "计票人、监票人", "Teller and scrutineer";
        Teller: "计票人（可不填）", "Teller (may be empty)";
        Scrutineer: "监票人（可不填）", "Scrutineer (may be empty)";
        Passed: "通过", "Passed";
        NotPassed: "未通过", "Not passed";
        TooMany: "票数不对", "The votes do not add up";
        TooManyWhy: "票比在场能投票的人多，请重数", "More votes than people here who may vote; please count again";
        TellerShort: "计票", "Teller";
        ScrutineerShort: "监票", "Scrutineer";
        NoQuorum: "人数不够，不能表决", "No quorum, no ballot";
        Right: "结果无误", "The count is right";
        Recount: "重数", "Count again";
        Recounted: "后来重数过，以后面的为准", "Counted again later; the later count holds";
        Another: "再表决一项", "Another ballot";
        Done: "已表决", "Counted";
        ToText: "去写结论", "To the conclusion";
        Hearing: "听证只听意见，不表决、不作决定。", "A hearing consults only: no ballot, no decision.";
        WantAnyway: "还是要记一次表决", "Record a ballot all the same";
    }
}

ui::words! {
    /// Text, conclusion and close.
    enum Close {
        TextProposal: "首议意见", "Text of the proposal";
        TextOpinion: "听证意见", "Text of the opinion";
        TextResolution: "会议决定", "Text of the decision";
        TextHint: "写下大家定的意见，一字一句要念得出来", "Write what was agreed, so that it can be read aloud";
        SaveText: "存下意见", "Save the text";
        SettleText: "就用这一段", "Use this text";
        OtherText: "换成另一段：", "Use the other: ";
        TextSaved: "意见已存本机", "Text saved on this phone";
        Conclusion: "结论", "Conclusion";
        Speak: "念给大家听", "Read it aloud";
        StopSpeaking: "不念了", "Stop reading";
        ReadDone: "已经念给大家听", "It was read aloud";
        EndDate: "散会日期", "Ended on";
        EndTime: "几点散会", "Ended at";
        ChairSigns: "主持人", "Chair";
        RecorderSigns: "记录人", "Recorder";
        SignHere: "用手指在这里签", "Sign here with a finger";
        SignAgain: "重签", "Sign again";
        NoChange: "结束后不能再改；要更正，写在后面，两样都看得见。", "It cannot be changed afterwards; a correction is added behind, and both are seen.";
        Sign: "签名并结束", "Sign and close";
        Ways: "还不能结束：", "It cannot be closed yet:";
        Note: "请看一下：", "Please note:";
        WayTextChanged: "意见的改动还没存", "Changes of the text are not saved yet";
        WayNoEnd: "没填散会时间", "The end has not been filled in";
        WayRollDraft: "签到有改动没存", "Changes of the roll are not saved yet";
        WayUnsaid: "议事里还有写了没记下的话", "In the talk something is typed but not noted yet";
        HeadTake: "就用这一份", "Use this one";
        HeadDiffer: "时间、地点或人员有两份，选对的一份：", "Time, place or people are stated twice; choose the right one:";
        HeadChange: "改地点、时间、主持人、记录人", "Change place, time, chair or recorder";
    }
}

ui::words! {
    /// A closed meeting.
    enum Minutes {
        Title: "会议记录", "Minutes";
        Closed: "已签名结束", "Signed and closed";
        Matches: "记录和签名时一样", "The record is what was signed";
        Differs: "记录和签名时不一样，请报镇里核对", "The record differs from what was signed; please report it to the township";
        Digest: "摘要（和打印的纸上一样）", "Digest, as on the printed sheet";
        Head: "会议", "Meeting";
        Roll: "签到", "Roll";
        Proceedings: "议事", "Proceedings";
        Ballots: "表决", "Ballots";
        Text: "意见", "Text";
        Conclusion: "结论", "Conclusion";
        NotDrawn: "没有在屏幕上签", "Not signed on the screen";
        Late: "结束后才到的记录", "Records that came after the close";
        NotCovered: "不在这份签名里的记录", "Records that these signatures do not cover";
        Corrections: "更正", "Corrections";
        Correct: "写更正", "Write a correction";
        CorrectWhat: "更正哪一条", "What is corrected";
        CorrectText: "对的是什么", "What is right";
        CorrectWhy: "为什么更正", "Why";
        CorrectBy: "谁提出的", "Who asked for it";
        CorrectSave: "存下更正", "Save the correction";
        CorrectNote: "原来的不改，更正写在旁边。", "The original stays; the correction stands beside it.";
        WasCorrected: "更正", "Corrected";
        NoteAnswer: "记下答复", "Note the answer";
        AnswerBy: "谁答复", "Who answers";
        AnswerText: "怎么答复的", "The answer";
        ReadAloud: "已念给大家听", "Read aloud";
        Chair: "主持", "Chair";
        Recorder: "记录", "Recorder";
        Guests: "列席", "Attending";
        WhereIsIt: "这份记录在哪里", "Where is this record";
        GoOn: "接着记", "Go on";
        HeadAndRoll: "会议、签到", "Meeting and roll";
        CorrectOther: "换一条", "Choose another";
    }
}

ui::words! {
    /// Two records of one meeting, both signed.
    enum Settle {
        Title: "两部手机都签名结束了，记的不一样", "Signed and closed on two phones, with different records";
        Settled: "签过两份，主持人定了一份", "Two records were signed; the chair settled which one holds";
        Ask: "请主持人看哪一份记得对，点一下，再签名。不一样的地方在这里：", "The chair taps the record that is right, then signs. They differ in this:";
        Which: "哪一份算数", "Which one holds";
        Holds: "算数的一份", "Holds";
        Kept: "不算数，留着备查", "Does not hold; kept";
        Digest: "摘要", "Digest";
        Missing: "还没收齐，或和签名时不一样", "Not all of it is here, or it is not what was signed";
        Reason: "为什么定这一份（可不填）", "Why this one (may be empty)";
        Sign: "主持人在框里签名，再点“就定这一份”", "The chair signs in the frame, then taps “This one holds”";
        Save: "就定这一份", "This one holds";
        Note: "另一份不删，大家都看得见。定了不能再改。", "The other is kept for all to see. This cannot be changed afterwards.";
    }
}
