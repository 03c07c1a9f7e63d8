//! Words of carrying: records that travel by hand where no network comes.

use sync::session::carry::{Brought, CarryError};
use ui::words::Lang;

ui::words! {
    /// Handing over, taking along.
    enum Carry {
        Title: "托人代传", "Carried by hand";
        Sub: "没有信号，请人带去", "Where there is no signal";
        Mine: "把我的记录交给别人带", "Hand my records over";
        NothingMine: "没有要带的：乡镇都收到了。", "Nothing to carry: the township has all.";
        Reader: "谁能看里面的内容", "Who may read it";
        TownOnly: "只有乡镇能看（托外人带，选这个）", "The township alone (choose this for strangers)";
        Anybody: "本村登记过的手机也能看", "Enrolled phones of the village too";
        Beginner: "给新手机做文件（带名册）", "A file for a new phone (with the register)";
        BeginnerNote: "邻居的手机还没有登记、没有名册？给他这个文件，收下就能开会记录。", "A neighbour’s phone is not admitted and has no register? With this file it can record meetings.";
        Send: "发给别人（微信、蓝牙）", "Send it (WeChat, Bluetooth)";
        SaveFile: "存成文件", "Save as a file";
        Made: "文件做好了，在手机的“下载”里。请拷给要带的人，对方在首议里点“收下文件”。", "The file is in the phone’s downloads. Copy it to the carrier, who taps “Take a file” in Shouyi.";
        GaveIt: "已经交给别人了", "I have handed it over";
        Gave: "记下了：已交人代传。等回执回来才算乡镇已收，这之前不要清除数据。", "Noted as handed over. Only the receipt says that it was received; do not clear data before.";
        NotMade: "文件没有做成，请再点一次。", "No file was made; press again.";
        Others: "替别人带", "Carry for others";
        Take: "收下文件", "Take a file";
        TakeNote: "别人发来的“.shouyi”文件，或乡镇给的回执文件。", "A “.shouyi” file from somebody, or a file of receipts.";
        TooLong: "文件太大，不是首议的文件。", "Too large for a file of Shouyi.";
        NotGiven: "手机不给读这个文件。请先存到手机里，再点一次。", "The phone would not give the file. Save it on the phone first, then press again.";
        Waits: "等着送：这部手机连上乡镇就自动送。", "Waits: it is delivered by itself once this phone reaches the township.";
        Arrived: "乡镇已收。把回执交回去，对方就知道了。", "Received. Take the receipt back, so that they know.";
        Partly: "送到了，乡镇还没有全收，会处理。", "Delivered; the township has not accepted all and will look.";
        Refused: "乡镇不收这个文件，请拿给乡镇看。", "The township does not take this file; show it to them.";
        Saved: "文件在手机的“下载”里。", "The file is in the phone’s downloads.";
        Torn: "文件不全，只有前面的部分。请对方再做一份。", "Not whole: only its beginning. Ask for another copy.";
        Sealed: "只有乡镇能打开", "Only the township can open it";
        GiveBack: "把回执交回去", "Give the receipt back";
        PassOn: "转交给别人", "Pass it on";
        Drop: "不带了，删掉", "Drop it";
        Really: "乡镇还没有收到。真的删掉？对方手里还有原来的记录。", "Not received yet. Really drop it? Its packer still has the records.";
        YesDrop: "删掉", "Drop it";
        Handed: "他机代传", "Carried by another phone";
        HandedNote: "已交给别人，等回执", "handed over, waiting for the receipt";
    }
}

/// 3 条还只在这部手机上
pub fn mine(count: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 条，乡镇还没有收到。"),
        Lang::En => format!("{count} records that the township does not have."),
    }
}

/// 普红梅的，3月14日 9:30 打的包. Where the phone is not known here, the file says itself whose it is.
pub fn whose(known: Option<&str>, name: &str, when: &str, lang: Lang) -> String {
    match (known, name, lang) {
        (Some(name), _, Lang::Zh) => format!("{name}的，{when}打的包"),
        (Some(name), _, Lang::En) => format!("{name}’s, packed {when}"),
        (None, "", Lang::Zh) => format!("不认识的手机的，{when}打的包"),
        (None, "", Lang::En) => format!("of a phone not known here, packed {when}"),
        (None, name, Lang::Zh) => format!("自称{name}的，{when}打的包"),
        (None, name, Lang::En) => format!("says it is {name}’s, packed {when}"),
    }
}

/// What a file brought.
pub fn brought(brought: &Brought, lang: Lang) -> String {
    let mut all: Vec<String> = Vec::new();
    let mut say = |there: bool, zh: String, en: String| all.extend(there.then(|| lang.pick(zh, en)));
    let (new, received) = (brought.taken.new, brought.received);
    say(
        received > 0,
        "带回了回执：乡镇已收。".into(),
        "Receipts came back: the township has your records.".into(),
    );
    say(
        new > 0,
        format!("{new} 条本地方的记录收进来了。"),
        format!("{new} records of your places were taken in."),
    );
    say(
        brought.carried.is_some(),
        "会替对方送到乡镇。".into(),
        "They will be delivered to the township.".into(),
    );
    say(
        brought.unverified > 0,
        format!("{} 条认不出来，没有当真。", brought.unverified),
        format!("{} could not be verified and count for nothing.", brought.unverified),
    );
    if all.is_empty() {
        all.push(lang.pick("里面没有新的东西。", "Nothing new in it.").into());
    }
    all.concat()
}

/// Why it did not work.
pub fn not_carried(error: CarryError, lang: Lang) -> String {
    use oplog::Refused;
    let both = match error {
        CarryError::Store(error) => return super::trouble::store(error, lang),
        CarryError::Key => (
            "浏览器不肯签名或加密。请重新打开这一页。",
            "The browser would not sign or seal. Open the page again.",
        ),
        CarryError::Refused(Refused::Township) => {
            ("这是另一个乡镇的文件，这里带不了。", "A file of another township.")
        }
        CarryError::Refused(Refused::Truncated) => (
            "文件不全，连开头都缺。请对方再做一份。",
            "Not even the beginning is whole. Ask for another copy.",
        ),
        CarryError::Refused(_) => ("这不是首议的文件。", "No file of Shouyi."),
    };
    lang.pick(both.0, both.1).into()
}
