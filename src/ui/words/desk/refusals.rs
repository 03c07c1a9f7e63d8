//! The desk's refusals, and why a record was kept aside or has no effect, by their stable codes.

use crate::words::Lang;

/// What a refusal of the desk's server means and what to do next; `None` for a code that has no words here.
pub fn refusal(code: &str, lang: Lang) -> Option<&'static str> {
    let (zh, en) = match code {
        "login.wrong" => (
            "姓名或密码不对。忘了密码，请服务器的管理人再发一个一次性登录码。",
            "The name or the password is wrong. If it is forgotten, whoever runs the server can issue a new one-time login.",
        ),
        "login.too-many" => ("试得太多了。", "Too many attempts. "),
        "login.once" => (
            "一次性登录码不对或已经用过。请服务器的管理人再发一个。",
            "The one-time login is wrong or was used already. Whoever runs the server can issue a new one.",
        ),
        "login.short" => ("密码太短，至少 10 个字。", "The password is too short: 10 characters or more."),
        "login.name" => (
            "这个姓名不能用：太长，或已经有人用了。已经设过密码的，请直接登录。",
            "This name can’t be used: too long, or taken. If you have a password already, please sign in.",
        ),
        "password.wrong" => ("现在的密码不对。", "The password now is wrong."),
        "officer.duty" => (
            "您的账号没有这个权限。需要的话，请管理员改身份。",
            "Your account is not for this. If you need it, ask an administrator.",
        ),
        "officer.duties" => (
            "请选身份；组织部身份不能和别的同时选。",
            "Please choose duties; a reader of county or prefecture has no other duty.",
        ),
        "officer.last" => (
            "至少要留一个能用的管理员账号。先开好另一个，再改这个。",
            "One account must be left that can administer. Make another first.",
        ),
        "reading.reason" => (
            "看单份记录要写明原因，4 到 200 个字。",
            "To open a single record, say why in 4 to 200 characters.",
        ),
        "session.none" => ("登录已到期，请再登录一次。", "Your session has ended; please sign in again."),
        "session.foreign" => (
            "服务器没有认出这是它自己的网页。请用服务器显示的网址打开。",
            "The server did not recognise its own page. Please open the address that it shows.",
        ),
        "bundle.shape" | "body.type" => ("这不是首议的文件。", "This is no file of Shouyi."),
        "bundle.torn" => (
            "文件不全，连开头都缺。请对方再打包一次。",
            "Not even the beginning of the file is whole. Ask for another copy.",
        ),
        "sync.other-township" => ("这是别的乡镇的文件。", "This file is for another township."),
        "enrol.gone" => (
            "这部手机的申请已过期或已处理。请给它一个新的登记码。",
            "This phone’s request has expired or was decided already. Please give it a new code.",
        ),
        "enrol.sheet" => (
            "一次可以做 1 到 500 个，有效 1 到 60 天，请核对。",
            "From 1 to 500 codes at once, valid for 1 to 60 days; please check.",
        ),
        "enrol.used" => ("这个登记码已经用过或取消了。", "This code was used or cancelled already."),
        "enrol.grant" => (
            "姓名、地方或身份不对，请核对。",
            "The name, the place or the roles are not right; please check.",
        ),
        "phone.none" => (
            "这部手机没有身份可停，可能别人已经停了。",
            "This phone has no roles that could be ended; somebody may have done it already.",
        ),
        "phone.reason" => ("请写明原因，最多 200 个字。", "Please say why, in at most 200 characters."),
        "request.not-found" => ("服务器上没有这一项。", "The server does not have this."),
        "request.timed-out" => {
            ("服务器没有按时回答，请再试一次。", "The server took too long; please try again.")
        }
        "body.too-large" => ("内容太大。", "It is too large."),
        "archive.full" => (
            "服务器的磁盘满了，没有存下。请马上告诉管理人。",
            "The server’s disk is full; nothing was stored. Please tell whoever runs it at once.",
        ),
        "archive.busy" => {
            ("服务器正忙，没有做成。请再试一次。", "The server is busy; nothing was done. Please try again.")
        }
        "archive.corrupt" | "archive.failed" | "archive.too-new" | "server.broken" => (
            "服务器出了问题，没有做成。请告诉管理人。",
            "The server has a problem; nothing was done. Please tell whoever runs it.",
        ),
        _ => return aside(code, lang),
    };
    Some(in_(lang, zh, en))
}

/// Why a record was kept aside.
fn aside(code: &str, lang: Lang) -> Option<&'static str> {
    let (zh, en) = match code {
        "op.truncated" => ("内容不完整。", "It is cut off."),
        "op.not-canonical" | "op.shape" => ("内容的格式不对。", "Its form is wrong."),
        "op.too-large" => ("内容太大。", "It is too large."),
        "op.version" | "op.suite" => (
            "是新版程序写的，服务器还读不懂，请更新服务器。",
            "It was written by a newer program; please update the server.",
        ),
        "op.key" => ("公钥不对。", "The public key is wrong."),
        "op.signature" => ("签名不对：内容可能被改过。", "The signature is wrong: it may have been changed."),
        "op.body" => ("正文和签名时的不一样。", "The body is not the one that was signed."),
        "op.device" | "op.unknown-key" => {
            ("不是登记过的手机写的。", "It was not written by an enrolled phone.")
        }
        "op.township" => ("是别的乡镇的记录。", "It belongs to another township."),
        "op.scope" => ("地方代码不对。", "The place’s code is wrong."),
        "op.sealed" => (
            "打不开：不是为本乡镇封的，或封好后被改过。",
            "It does not open: it was sealed for another township, or changed afterwards.",
        ),
        "op.chain" => ("前后次序自相矛盾。", "Its place in the phone’s order contradicts itself."),
        "log.gap" => ("它前面还缺记录，等补齐。", "A record before it is missing."),
        "log.fork" => (
            "同一部手机在同一位置写了两条不同的记录，请查这部手机。",
            "The same phone wrote two different records at the same place; please look into that phone.",
        ),
        "aside.full" => {
            ("待看的记录太多，放不下了。请先处理。", "Too much is kept aside already; please look into it.")
        }
        _ => return None,
    };
    Some(in_(lang, zh, en))
}

/// Why a record has no effect, or has it with a question mark; `None` for one that is simply effective.
pub fn standing(code: &str, lang: Lang) -> Option<&'static str> {
    let (zh, en) = match code.strip_prefix("standing.").unwrap_or(code) {
        "effective" => return None,
        "unauthorised" => {
            ("不作数：记录的人在这个地方没有这个权限", "No effect: its author lacks the power in this place")
        }
        "revoked" => (
            "作数，但记录的人的权限后来被收回，请核对",
            "In effect, but its author’s role was withdrawn later; please check",
        ),
        "unknown-kind" => {
            ("是新版程序写的，这里还读不懂", "Written by a newer program; can’t be read here yet")
        }
        "malformed" => ("不作数：内容的格式不对", "No effect: its form is wrong"),
        _ => ("不作数：原因不明", "No effect, for a reason unknown here"),
    };
    Some(in_(lang, zh, en))
}

const fn in_(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
