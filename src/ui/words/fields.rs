//! What the fields of the forms are called, and what is wrong with what stands in them.

use super::Lang;
use domain::check::Field;

/// A field's name.
pub const fn field(of: Field, lang: Lang) -> &'static str {
    let (zh, en) = both(of);
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

const fn both(of: Field) -> (&'static str, &'static str) {
    match of {
        Field::Title => ("事项名称", "the title"),
        Field::RaisedBy => ("提出人", "who raised it"),
        Field::Description => ("说明", "the description"),
        Field::Money => ("涉及金额", "the money involved"),
        Field::Procedure => ("走什么程序", "the procedure"),
        Field::Step => ("会议种类", "the step"),
        Field::Roll => ("签到", "the roll"),
        Field::Note => ("备注", "the note"),
        Field::Guests => ("列席人", "the attendees"),
        Field::Chair => ("主持人", "the chair"),
        Field::Recorder => ("记录人", "the recorder"),
        Field::SecondRecorder => ("第二记录人", "the second recorder"),
        Field::Convener => ("召集人", "the convener"),
        Field::Venue => ("地点", "the place"),
        Field::AgendaReviewedBy => ("议题审核人", "who reviewed the agenda"),
        Field::NoticeHow => ("通知方式", "how notice was given"),
        Field::Speaker => ("发言人", "the speaker"),
        Field::Text => ("内容", "the text"),
        Field::Answers => ("答复的问题", "the question answered"),
        Field::Question => ("表决事项", "the question put"),
        Field::For => ("赞成票", "votes for"),
        Field::Against => ("反对票", "votes against"),
        Field::Abstain => ("弃权票", "abstentions"),
        Field::Void => ("废票", "void votes"),
        Field::Teller => ("计票人", "the teller"),
        Field::Scrutineer => ("监票人", "the scrutineer"),
        Field::Ended => ("散会时间", "the end"),
        Field::ChairSignature => ("主持人签名", "the chair’s signature"),
        Field::RecorderSignature => ("记录人签名", "the recorder’s signature"),
        Field::Target => ("更正的地方", "what is corrected"),
        Field::Reason => ("原因", "the reason"),
        Field::By => ("姓名", "the name of the person"),
        Field::Name => ("名称", "the name"),
        Field::Roles => ("身份", "the roles"),
        Field::Officer => ("经办干部", "the officer"),
    }
}
