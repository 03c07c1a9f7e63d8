//! Words of moving from an old phone to a new one.

use browser::NotMoved;
use sync::moving::NotOpened;
use ui::words::Lang;

ui::words! {
    /// Both phones' screens.
    enum Moving {
        Title: "换到新手机", "Move to a new phone";
        Step1: "在新手机上打开首议，点“从旧手机换过来”。", "Open Shouyi on the new phone and tap “I have an old phone”.";
        Step2: "在这里做一个文件，传到新手机（蓝牙、快传、数据线都行）。", "Make a file here and bring it to the new phone (Bluetooth, nearby share, a cable).";
        Step3: "在新手机上选这个文件，打上这里显示的码。", "On the new phone choose the file and type the code shown here.";
        Make: "做换机文件", "Make the file";
        Making: "正在打包……", "Packing…";
        CodeIs: "新手机要打的码：", "The code to type on the new phone:";
        WriteDown: "抄在纸上。没有这个码，谁也打不开这个文件；码和文件不要发给别人。", "Write it down. Without it nobody can open the file. Give code and file to nobody else.";
        Send: "传给新手机", "Send to the new phone";
        Save: "存成文件", "Save as a file";
        Given: "文件做好了。新手机打开以后，这部手机不要再记。", "The file is ready. Once the new phone has opened it, record on this one no more.";
        NotSaved: "没有存下文件，请再试一次。", "The file was not saved; please try again.";
        OldStays: "新手机第一次连上乡镇，身份就转过去，这部手机自动停用。记录两边都有，一条不丢。新手机没有用好以前，不要清除这部手机。", "When the new phone first reaches the township, your role passes over and this phone is stopped. The records are on both; nothing is lost. Do not clear this phone before the new one works.";
        From: "从旧手机换过来", "I have an old phone";
        FromNote: "旧手机上：“我的”→“换到新手机”，做一个文件，传到这部手机。没有网络也行。", "On the old phone: “Me” → “Move to a new phone”; make a file and bring it here. No network is needed.";
        Choose: "选旧手机传来的文件", "Choose the file of the old phone";
        Chosen: "文件选好了（点这里换一个）", "File chosen (tap to choose another)";
        Code: "旧手机上显示的码", "The code shown on the old phone";
        Go: "换过来", "Move here";
        FileFirst: "请先选旧手机传来的文件。", "Please choose the file of the old phone first.";
        CodeSlip: "码是 16 个数字和字母，四个一组。请对着旧手机再看一遍。", "The code has 16 digits and letters in groups of four. Compare it with the old phone.";
        NotRead: "这个文件读不出来，请再选一次。", "The file could not be read; choose it again.";
    }
}

/// Why the new phone did not take the old one's place, and what to do.
pub fn not_moved(error: &NotMoved, lang: Lang) -> String {
    let both = match error {
        NotMoved::File(NotOpened::Code) => (
            "打不开：码不对，或文件传坏了。请对着旧手机再打一遍；还不行，请旧手机再做一个文件。",
            "It does not open: the code is wrong, or the file was damaged. Type it again; if that fails, make a new file on the old phone.",
        ),
        NotMoved::File(NotOpened::Torn) | NotMoved::Refused(oplog::Refused::Truncated) => {
            ("文件没有传完整，请再传一次。", "The file did not come whole; please send it again.")
        }
        NotMoved::File(NotOpened::Shape) | NotMoved::Refused(_) => (
            "这不是换机文件。请在旧手机的“我的”里点“换到新手机”，另做一个。",
            "This is no file for a new phone. On the old one tap “Me” → “Move to a new phone”.",
        ),
        NotMoved::Enrolled => ("这部手机已经登记过了。", "This phone is enrolled already."),
        NotMoved::Key => (
            "浏览器做不出钥匙。请用新版的 Chrome、Edge 或华为浏览器打开。",
            "This browser cannot make a key. Use a recent Chrome, Edge or Huawei Browser.",
        ),
        NotMoved::Store(error) => return super::trouble::store(*error, lang),
    };
    lang.pick(both.0, both.1).into()
}
