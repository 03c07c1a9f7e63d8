//! Words of passing records from a screen to a camera.

use sync::fountain::Progress;
use ui::words::Lang;

ui::words! {
    /// Face to face.
    enum Near {
        Title: "面对面传", "Phone to phone";
        Sub: "屏幕对镜头，不要信号", "Screen to camera, no signal";
        How: "两部手机放到一起。要给记录的点“我来给”，要收的点“我来收”。", "Bring two phones together. Who has records taps “I give”, the other “I take”.";
        Give: "我来给", "I give";
        Take: "我来收", "I take";
        Ask: "让对方点“我来给”，用镜头对准这个码。等对方的屏幕也出了码，点下面。", "The other taps “I give” and holds the camera to this code. Once a code shows there, tap below.";
        Look: "对方出码了，打开镜头", "A code shows there: open the camera";
        ToAsk: "镜头对准对方屏幕上的码，让码占满画面。", "Hold the camera to the other’s code, so that it fills the picture.";
        ToTake: "镜头对准对方的屏幕，拿稳，收完会说。", "Hold the camera still to the other’s screen; it says when all is there.";
        Hold: "让对方用镜头对准这个码，别关屏幕。对方说收完了，点下面。", "The other holds the camera to this code; leave the screen on. Once all is taken there, tap below.";
        Check: "对方收完了，再对一次", "All taken: look once more";
        Wait: "正在准备……", "One moment…";
        Nothing: "对方都有了，没有要给的。", "The other has everything.";
        Handed: "对方都有了。你的记录记为他机代传，等回执回来才算乡镇已收。", "The other has everything. Your records count as handed over; only the receipt says that they were received.";
        Stopped: "还没收完。再点“我来收”，已收的不用重来。", "Not all yet. Tap “I take” again; what is there is not asked for again.";
        BothGive: "对方也在给。让对方点“我来收”。", "The other gives too. One of you taps “I take”.";
        BothTake: "对方也在收。让对方点“我来给”。", "The other takes too. One of you taps “I give”.";
        TooMuch: "太多了，一次传不完。请改用文件。", "Too much for codes. Use a file.";
        Refused: "浏览器不让用镜头。请在浏览器的网站设置里允许“摄像头”，再点一次；也可以改用文件。", "The browser does not allow the camera. Allow it in the site settings and tap again, or use a file.";
        NoCamera: "打不开镜头：没有，或别的应用正在用。可以改用文件。", "The camera does not open: there is none, or another app uses it. Use a file.";
    }
}

/// 12 条，大约要 8 秒。 Where there is no record, there are receipts.
pub fn how_much(ops: usize, seconds: usize, lang: Lang) -> String {
    match (ops, lang) {
        (0, Lang::Zh) => format!("乡镇的回执，大约要 {seconds} 秒。"),
        (0, Lang::En) => format!("The township’s receipts, about {seconds} seconds."),
        (_, Lang::Zh) => format!("{ops} 条，大约要 {seconds} 秒。"),
        (_, Lang::En) => format!("{ops} records, about {seconds} seconds."),
    }
}

/// 已收 35%，2 段存好 1 段
pub fn so_far(progress: Progress, lang: Lang) -> String {
    let Progress { percent, whole, parts } = progress;
    match lang {
        Lang::Zh => format!("已收 {percent}%，{parts} 段存好 {whole} 段"),
        Lang::En => format!("{percent}% is here, {whole} of {parts} parts kept"),
    }
}
