//! How synchronising goes, in words.

use browser::SyncStatus;
use sync::port::StoreError;
use ui::words::Lang;

/// The line of the strip.
pub fn status(of: &SyncStatus, unreceived: u32, lang: Lang) -> String {
    let both = match of {
        SyncStatus::Never => ("还没有连上乡镇，可以照常记录", "Township not reached yet; recording works"),
        SyncStatus::Elsewhere => (
            "另一个窗口正在上传；久等不动，请关掉那个窗口",
            "Another window is uploading; close it if nothing moves",
        ),
        SyncStatus::Running => ("正在和乡镇对记录……", "Talking to the township…"),
        SyncStatus::Good { .. } if unreceived == 0 => {
            ("已连上乡镇，都收到了", "Township reached, all received")
        }
        SyncStatus::Good { .. } => ("已存本机，等着上传", "Saved here, waiting to upload"),
        SyncStatus::Waiting => ("已向镇里申请登记，等干部确认", "Asked the township; an officer decides"),
        SyncStatus::Offline => ("没有网络，可以照常记录", "No network; recording works"),
        SyncStatus::Timeout => ("网络太慢，过一会再试", "Network too slow; trying again later"),
        SyncStatus::NotTheTownship => ("这个无线网要先登录才能上网", "This Wi-Fi asks for a sign-in first"),
        SyncStatus::NotEnrolled => ("这部手机还没有登记", "This phone is not enrolled"),
        SyncStatus::Key => ("浏览器不肯签名，请重新打开", "The browser would not sign; open again"),
        SyncStatus::Store(StoreError::Emptied) => {
            ("浏览器把首议存的清掉了，请重新打开", "The browser has cleared what was stored; open again")
        }
        SyncStatus::Store(_) => ("手机存储出错，请重新打开", "Storage failed; open again"),
        SyncStatus::Refused(code) => return refused(code, lang),
    };
    lang.pick(both.0, both.1).into()
}

fn refused(code: &str, lang: Lang) -> String {
    let both = match code {
        "sync.unknown-device" => {
            ("乡镇不认得这部手机，请问乡镇", "The township does not know this phone; ask there")
        }
        // Loud, and not for the phone to mend: what was signed before is kept as the proof.
        "sync.rewritten" => (
            "乡镇的总账被改动过！不再相信它，请告诉县里",
            "The township's log was rewritten! Not believed any more; tell the county",
        ),
        _ if code.starts_with("enrol.") => {
            ("这部手机还没有被镇里登记，看“今天”", "Not admitted by the township; see Today")
        }
        "sync.too-old" => ("版本太旧，请更新首议", "This version is too old; please update"),
        _ => {
            return match lang {
                Lang::Zh => format!("乡镇没有收下（{code}）"),
                Lang::En => format!("The township refused ({code})"),
            };
        }
    };
    lang.pick(both.0, both.1).into()
}

/// 3 条只在本机
pub fn only_here(count: u32, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{count} 条只在本机"),
        Lang::En => format!("{count} only here"),
    }
}
