//! The words of the phone's screens.

pub mod carry;
pub mod enrol;
pub mod matters;
pub mod me;
pub mod meeting;
pub mod moving;
pub mod nearby;
pub mod net;
pub mod pin;
pub mod today;
pub mod trouble;

ui::words! {
    /// Words of every screen.
    enum Common {
        App: "首议", "Shouyi";
        Back: "返回", "Back";
        Today: "今天", "Today";
        Matters: "事项", "Matters";
        Me: "我的", "Me";
        Tabs: "主要页面", "Main pages";
        GoOn: "继续", "Go on";
        Cancel: "先不", "Not now";
        Opening: "正在打开……", "Opening…";
        Missing: "这部手机上没有这个事项。联网后点“现在上传”，再来看。", "This phone does not hold this matter. Go online, tap “Upload now”, then look again.";
        Saving: "正在存……", "Saving…";
        Fix: "还有几处要改，看红字。", "Some things need mending: see the red lines.";
        DraftFailed: "写的字没能留存，先别关掉这一页。", "What you typed could not be kept; do not close this page.";
        OtherWindow: "首议在另一个窗口更新了。请重新打开这一页，写的都还在。", "Another window updated Shouyi. Open this page again; what you typed is kept.";
        Reload: "重新打开", "Open again";
        UpdateReady: "有新版本，已经下载好。", "A new version is downloaded.";
        UpdateNow: "现在更新", "Update now";
        UpdateNote: "更新只要几秒，写的都还在。", "It takes seconds; what you typed is kept.";
    }
}
