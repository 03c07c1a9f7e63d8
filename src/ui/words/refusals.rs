//! Why something may not be done, in words that also say what to do next.

use super::fields::field;
use super::{Lang, names};
use crate::format;
use domain::authority::Power;
use domain::check::{Refusal, Warning};

/// A reason against something, and what to do about it.
pub fn refusal(reason: &Refusal, lang: Lang) -> String {
    match lang {
        Lang::Zh => zh(reason),
        Lang::En => en(reason),
    }
}

fn zh(reason: &Refusal) -> String {
    let lang = Lang::Zh;
    match reason {
        Refusal::NotEnrolled => "这部手机还没有登记。请向乡镇要一个登记码。".into(),
        Refusal::Ended => "乡镇已停用这部手机。请向乡镇要一个新的登记码。".into(),
        Refusal::MayNot(Power::Raise) => {
            "您在这个地方不能提出事项。请让本组的记录人来提，或请乡镇加上身份。".into()
        }
        Refusal::MayNot(Power::Record) => "您在这个地方不是记录人。请让记录人来记，或请乡镇加上身份。".into(),
        Refusal::MayNot(Power::Govern) => "这件事只能由乡镇办。".into(),
        Refusal::Empty(of) => format!("还没有填“{}”，请填上。", field(*of, lang)),
        Refusal::TooLong { field: of, chars, most } => {
            format!("“{}”有 {chars} 个字，最多 {most} 个。请分开写，或写短一些。", field(*of, lang))
        }
        Refusal::MoneyTooMuch { most } => format!("金额太大，最多{}。请核对。", format::yuan(*most, lang)),
        Refusal::ProcedureNotHere(kind) => {
            format!("这个地方不能走“{}”。请另选程序，或另选地方。", names::procedure(*kind, lang))
        }
        Refusal::RuleBookUnknown(version) => {
            format!("手机里没有第 {version} 版议事规则。请联网后点“现在上传”。")
        }
        Refusal::RuleBookWrong(_) => "议事规则有矛盾，不能照它开会。请告诉乡镇。".into(),
        Refusal::MatterUnknown => "这部手机里没有这个事项。请联网后点“现在上传”。".into(),
        Refusal::MeetingUnknown => "这部手机里没有这次会议。请联网后点“现在上传”。".into(),
        Refusal::MeetingClosed => "会议已签名结束，不能再改。有错请写更正。".into(),
        Refusal::MeetingNotClosed => "会议还没有结束。请先结束会议，再写更正或会后答复。".into(),
        Refusal::StepNotNext { asked, next: Some(next) } => {
            format!(
                "还不到“{}”，现在该“{}”。请先开好这个会。",
                names::step(*asked, lang),
                names::step(*next, lang)
            )
        }
        Refusal::StepNotNext { next: None, .. } => "这个事项的程序都走完了，不用再开会。".into(),
        Refusal::OtherMeetingOpen(_) => "这个事项还有一次会没有结束。请先把那次会结束。".into(),
        Refusal::WayUnknown(step) => {
            format!("规则里没有这样开的“{}”。请另选按人或按户。", names::step(*step, lang))
        }
        Refusal::NobodyExpected => "名册里没有应到的人。请乡镇先把名册录进来。".into(),
        Refusal::ExpectedTwice { name } => format!("名册里{name}出现了两次。请告诉乡镇改名册。"),
        Refusal::ChairNotOnRoll { name } => format!("主持人{name}不在应到名单里。请从名单里选一位主持。"),
        Refusal::PersonNotOnRoll(_) => "这个人不在应到名单里，不能点名。可以记成列席。".into(),
        Refusal::NothingMarked => "还没有点名。请先点一个人。".into(),
        Refusal::ProxyForPerson { name } => {
            format!("这次按人算，别人不能代替{name}。本人没来请记请假或缺席。")
        }
        Refusal::AnswerWithoutQuestion => "答复要对着一个问题。请选答复的是哪个问题，或记成发言。".into(),
        Refusal::NotAnAnswer => "只有答复才对着问题。请改成答复，或去掉所选的问题。".into(),
        Refusal::QuestionUnknown => "找不到所答复的问题。请重新选一个。".into(),
        Refusal::QuestionAnswered => "这个问题已经答复过了。再补充的话，请记成发言。".into(),
        Refusal::CountsOverflow => "票数太大，一定有误。请重数。".into(),
        Refusal::MoreVotesThanPresent { cast, here } => {
            format!("一共 {cast} 票，可是能表决的只到了 {here} 人。请重数，或先改签到。")
        }
        Refusal::RollUnmarked { count } => {
            format!("还有 {count} 人没有点名。请在签到里给他们记上到、假或缺。")
        }
        Refusal::Unsettled { count } => format!("有 {count} 处两份记录不一致。请主持人先定下来。"),
        Refusal::CoversWrong => "签名前又有新的记录进来。请再念一遍，再签名。".into(),
        Refusal::DigestWrong => "签名前记录有变动。请再念一遍，再签名。".into(),
        Refusal::EndedBeforeStart => "散会时间比开会时间还早。请改正。".into(),
        Refusal::NothingToSettle => "两份记录已经定好了，不用再定。".into(),
        Refusal::ClosingsWrong => "又有一份签过名的记录到了。请都看一看，再定。".into(),
        Refusal::VersionIncomplete => {
            "那一份签过名的记录还没有收齐，或和签名时不一样。请联网后点“现在上传”，等收齐了再定。".into()
        }
        Refusal::NotTheChair { chair } => format!("这一份要由主持人{chair}来定。请主持人签名。"),
        Refusal::TargetUnknown => "找不到要更正的那一条。请重新选。".into(),
        Refusal::Nul(of) => format!("“{}”里有一个看不见、存不了的符号。请删掉重打。", field(*of, lang)),
        Refusal::PlaceUnknown => "这个地方不属于本乡镇。请另选一个。".into(),
    }
}

fn en(reason: &Refusal) -> String {
    let lang = Lang::En;
    match reason {
        Refusal::NotEnrolled => "This phone is not enrolled. Ask the township for a code.".into(),
        Refusal::Ended => "The township has stopped this phone. Ask it for a new code.".into(),
        Refusal::MayNot(Power::Raise) => {
            "You may not raise matters here. Ask a recorder to do it, or the township for the role.".into()
        }
        Refusal::MayNot(Power::Record) => {
            "You are not a recorder here. Ask a recorder to do it, or the township for the role.".into()
        }
        Refusal::MayNot(Power::Govern) => "Only the township may do this.".into(),
        Refusal::Empty(of) => format!("Please fill in {}.", field(*of, lang)),
        Refusal::TooLong { field: of, chars, most } => {
            format!(
                "Too long: {} has {chars} characters, at most {most}. Shorten or split it.",
                field(*of, lang)
            )
        }
        Refusal::MoneyTooMuch { most } => {
            format!("Too much: at most {}. Please check.", format::yuan(*most, lang))
        }
        Refusal::ProcedureNotHere(kind) => {
            format!(
                "“{}” is not for this place. Choose another procedure or place.",
                names::procedure(*kind, lang)
            )
        }
        Refusal::RuleBookUnknown(version) => {
            format!("This phone lacks version {version} of the rules. Go online and tap “Upload now”.")
        }
        Refusal::RuleBookWrong(_) => "The rules contradict themselves. Please tell the township.".into(),
        Refusal::MatterUnknown => {
            "This phone does not hold this matter. Go online and tap “Upload now”.".into()
        }
        Refusal::MeetingUnknown => {
            "This phone does not hold this meeting. Go online and tap “Upload now”.".into()
        }
        Refusal::MeetingClosed => "The meeting is signed and closed. Write a correction instead.".into(),
        Refusal::MeetingNotClosed => "The meeting is still open. Close it first.".into(),
        Refusal::StepNotNext { asked, next: Some(next) } => {
            format!(
                "“{}” is not due yet; “{}” comes first.",
                names::step(*asked, lang),
                names::step(*next, lang)
            )
        }
        Refusal::StepNotNext { next: None, .. } => "All steps of this matter are done.".into(),
        Refusal::OtherMeetingOpen(_) => {
            "Another meeting on this matter is open. Close that one first.".into()
        }
        Refusal::WayUnknown(step) => {
            format!(
                "The rules know no “{}” held like this. Count people or households instead.",
                names::step(*step, lang)
            )
        }
        Refusal::NobodyExpected => {
            "The register has nobody for this meeting. Ask the township to enter it.".into()
        }
        Refusal::ExpectedTwice { name } => format!("{name} is on the roll twice. Please tell the township."),
        Refusal::ChairNotOnRoll { name } => {
            format!("The chair {name} is not on the roll. Choose somebody who is.")
        }
        Refusal::PersonNotOnRoll(_) => {
            "This person is not on the roll. Note them as attending without a vote.".into()
        }
        Refusal::NothingMarked => "Nobody is marked yet. Mark somebody first.".into(),
        Refusal::ProxyForPerson { name } => {
            format!("People are counted here: nobody can stand for {name}. Mark leave or absent.")
        }
        Refusal::AnswerWithoutQuestion => {
            "Choose the question that is answered, or note it as a statement.".into()
        }
        Refusal::NotAnAnswer => {
            "Only an answer belongs to a question. Make it an answer, or drop the question.".into()
        }
        Refusal::QuestionUnknown => "The question is not found. Choose again.".into(),
        Refusal::QuestionAnswered => {
            "This question is answered already. Note what is added as a statement.".into()
        }
        Refusal::CountsOverflow => "The counts are far too large. Count again.".into(),
        Refusal::MoreVotesThanPresent { cast, here } => {
            format!("{cast} votes, but only {here} entitled people are here. Count again, or mend the roll.")
        }
        Refusal::RollUnmarked { count } => {
            format!("{count} people are not marked yet. Mark them on the roll.")
        }
        Refusal::Unsettled { count } => {
            format!("Two records differ in {count} places. The chair must settle them.")
        }
        Refusal::CoversWrong => "Something came in before you signed. Read it aloud again, then sign.".into(),
        Refusal::DigestWrong => {
            "The record changed before you signed. Read it aloud again, then sign.".into()
        }
        Refusal::EndedBeforeStart => "The end is before the beginning. Please correct it.".into(),
        Refusal::NothingToSettle => "It is settled already; there is nothing to do.".into(),
        Refusal::ClosingsWrong => "Another signed record has come. Look at all of them, then settle it.".into(),
        Refusal::VersionIncomplete => {
            "Of that record not everything is here, or it is not what was signed. Upload, and settle it once all is here.".into()
        }
        Refusal::NotTheChair { chair } => format!("The chair, {chair}, must settle it and sign."),
        Refusal::TargetUnknown => "What is to be corrected is not found. Choose again.".into(),
        Refusal::Nul(of) => format!("A sign that cannot be kept is in {}. Delete it.", field(*of, lang)),
        Refusal::PlaceUnknown => "This place is not in the township. Choose another.".into(),
    }
}

/// What does not forbid something, but must be seen before it is done.
pub fn warning(of: &Warning, lang: Lang) -> String {
    match (of, lang) {
        (Warning::NoticeShort { given, needed }, Lang::Zh) => {
            format!("只提前 {given} 天通知，规定是 {needed} 天。可以开，记录里会写明。")
        }
        (Warning::NoticeShort { given, needed }, Lang::En) => {
            format!(
                "Notice was {given} days, the rule asks for {needed}. You may go on; the record will say so."
            )
        }
        (Warning::AgendaNotReviewed, Lang::Zh) => {
            "议题还没有经村务监督委员会审核。可以开，记录里会写明。".into()
        }
        (Warning::AgendaNotReviewed, Lang::En) => {
            "The supervision committee has not reviewed the agenda. You may go on; the record will say so."
                .into()
        }
        (Warning::QuorumMissing { here, least }, Lang::Zh) => {
            format!("到了 {here} 人，要 {least} 人才够法定人数。现在表决不算数。")
        }
        (Warning::QuorumMissing { here, least }, Lang::En) => {
            format!("{here} are here; the quorum needs {least}. A ballot now would not count.")
        }
        (Warning::NoBallot, Lang::Zh) => "这一步要表决，还没有记票数。".into(),
        (Warning::NoBallot, Lang::En) => "This step needs a ballot; none was counted.".into(),
        (Warning::NoText, Lang::Zh) => "还没有写会议的意见或决定。".into(),
        (Warning::NoText, Lang::En) => "The text of the proposal or decision is not written yet.".into(),
    }
}
