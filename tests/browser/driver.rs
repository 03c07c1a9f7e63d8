//! The driver against a page of its own: every ability that the stories lean on.
use crate::little_server::LittleServer;
use tests::cdp::{Browser, Done, Face, Network, Profile, Stopwatch, Tally, temporary};

const PAGE: &str = r#"<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<h1 data-t="title">首议</h1><p data-t="taps">0</p>
<button data-t="more" onclick="taps.textContent = ++n">加一</button>
<button data-t="late" disabled>迟到</button>
<div style="height:1500px"></div>
<label><input type="checkbox" data-t="tick" style="opacity:0;width:0;height:0;margin:0"> 到会</label>
<input data-t="name"><textarea data-t="text"></textarea><input type="date" data-t="day">
<select data-t="kind"><option value="a">甲</option><option value="b">乙</option></select>
<button data-t="keep">保存</button><a data-t="file" download="a.txt" href="data:text/plain,hello">下载</a>
<script>
var n = 0, taps = document.querySelector("[data-t=taps]"), touches = 0;
addEventListener("touchstart", function () { touches++; });
setTimeout(function () { document.querySelector("[data-t=late]").disabled = false; }, 300);
function open() { return new Promise(function (ok) { var r = indexedDB.open("notes", 1);
  r.onupgradeneeded = function () { r.result.createObjectStore("all"); }; r.onsuccess = function () { ok(r.result); }; }); }
document.querySelector("[data-t=keep]").onclick = function () { var words = document.querySelector("[data-t=text]").value;
  open().then(function (db) { var t = db.transaction("all", "readwrite", { durability: "strict" });
    t.objectStore("all").put(words, "words"); t.oncomplete = function () { document.querySelector("[data-t=title]").textContent = "已存"; }; }); };
function kept() { return open().then(function (db) { return new Promise(function (ok) {
  var r = db.transaction("all").objectStore("all").get("words"); r.onsuccess = function () { ok(r.result); }; }); }); }
</script></html>"#;
const WORKER: &str = r#"self.addEventListener("install", (e) => e.waitUntil(caches.open("c").then((c) => c.addAll(["/"]))));
self.addEventListener("activate", (e) => e.waitUntil(clients.claim()));
self.addEventListener("fetch", (e) => { if (new URL(e.request.url).pathname === "/") e.respondWith(caches.match("/")); });"#;
const FILES: &[(&str, &str)] = &[("/", PAGE), ("/sw.js", WORKER), ("/ping", "pong")];

#[test]
fn taps_types_chooses_and_counts() -> Done {
    let server = LittleServer::start(FILES);
    let browser = Browser::launch(Profile::new()?)?;
    let page = browser.phone()?;
    page.navigate(&server.origin)?;
    assert_eq!(page.text("title")?, "首议");
    assert_eq!(
        page.evaluate("[innerWidth, innerHeight, devicePixelRatio, navigator.maxTouchPoints]")?.to_string(),
        "[360,640,2,5]"
    );
    page.tap("more")?;
    page.tap_text("加一")?;
    page.wait_text_in("taps", "2")?;
    page.tap("late")?;
    assert_eq!(page.evaluate("touches")?, 3, "touches, not clicks");
    page.tap("tick")?;
    assert!(page.ticked("tick")?);
    page.fill("name", "李正华")?;
    page.fill("name", "普红梅")?;
    page.fill("text", "第一行\n第二行 </script> 😀\u{202e}")?;
    assert_eq!(page.value("name")?, "普红梅");
    assert_eq!(
        page.evaluate("document.querySelector('[data-t=text]').value")?,
        "第一行\n第二行 </script> 😀\u{202e}"
    );
    page.set("day", "2026-03-14")?;
    page.choose("kind", "b")?;
    assert_eq!((page.value("day")?, page.value("kind")?), ("2026-03-14".to_owned(), "b".to_owned()));
    assert_eq!(page.tally(), Tally { taps: 10, typed: 6 + 20 + 10 });
    page.tap("name")?;
    page.compose("pu", "普")?;
    assert_eq!(page.value("name")?, "普红梅普");
    assert!(page.errors().is_empty(), "{:?}", page.errors());
    Ok(())
}

#[test]
fn what_is_kept_survives_the_death_of_the_browser() -> Done {
    let server = LittleServer::start(FILES);
    let browser = Browser::launch(Profile::new()?)?;
    let page = browser.phone()?;
    page.navigate(&server.origin)?;
    page.fill("text", "开会")?;
    page.tap("keep")?;
    page.wait_text("已存")?;
    let browser = browser.kill_and_relaunch()?;
    let page = browser.phone()?;
    page.navigate(&server.origin)?;
    assert_eq!(page.evaluate("kept()")?, "开会");
    Ok(())
}

#[test]
fn offline_reaches_the_service_worker_too() -> Done {
    let server = LittleServer::start(FILES);
    let browser = Browser::launch(Profile::new()?)?;
    let page = browser.phone()?;
    page.navigate(&server.origin)?;
    page.evaluate(
        "navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 1)",
    )?;
    page.wait_js("the worker's control", "navigator.serviceWorker.controller")?;
    let ping = "fetch('/ping').then((r) => r.status, () => 'no network')";
    assert_eq!(page.evaluate_in_worker(ping)?, 200);

    page.offline(true)?;
    assert_eq!(page.evaluate(ping)?, "no network");
    assert_eq!(page.evaluate_in_worker(ping)?, "no network");
    let before = server.asked("/");
    page.reload()?;
    assert_eq!(page.text("title")?, "首议");
    assert_eq!(server.asked("/"), before, "the reload came from the cache");

    page.offline(false)?;
    assert_eq!(page.evaluate(ping)?, 200);
    let slow = Network { latency: 300.0, ..Network::ON };
    page.network(slow)?;
    let watch = Stopwatch::start();
    page.evaluate(ping)?;
    assert!(watch.elapsed().as_millis() >= 300);
    Ok(())
}

#[test]
fn contexts_are_strangers_to_each_other() -> Done {
    let server = LittleServer::start(FILES);
    let browser = Browser::launch(Profile::new()?)?;
    let (phone, desk) = (browser.phone()?, browser.context()?.page(Face::Desk)?);
    for page in [&phone, &desk] {
        page.navigate(&server.origin)?;
    }
    phone.evaluate("localStorage.setItem('a', '1')")?;
    assert!(desk.evaluate("localStorage.getItem('a')")?.is_null());
    phone.offline(true)?;
    let ping = "fetch('/ping').then((r) => r.status, () => 'no network')";
    assert_eq!((phone.evaluate(ping)?, desk.evaluate(ping)?), ("no network".into(), 200.into()));
    desk.tap("more")?;
    desk.wait_text_in("taps", "1")?;
    Ok(())
}

#[test]
fn failures_say_what_was_seen() -> Done {
    let server = LittleServer::start(FILES);
    let browser = Browser::launch(Profile::new()?)?;
    let page = browser.phone()?;
    page.patience(std::time::Duration::from_millis(400));
    page.navigate(&server.origin)?;
    page.evaluate("console.error('oh', 1); setTimeout(() => { throw new Error('thrown') })")?;
    let trouble = page.tap("nothing").unwrap_err().to_string();
    for part in ["[data-t=\"nothing\"] is not on the page", "首议", "error: oh 1", "thrown", ".png"] {
        assert!(trouble.contains(part), "{part}: {trouble}");
    }
    assert_eq!(page.errors().len(), 2, "{:?}", page.errors());
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<div id=veil style=\"position:fixed;inset:0\"></div>')")?;
    assert!(page.tap("more").unwrap_err().to_string().contains("lies under <div id=\"veil\""));
    Ok(())
}

#[test]
fn downloads_pictures_and_limits() -> Done {
    let server = LittleServer::start(FILES);
    let browser = Browser::launch(Profile::new()?)?;
    let page = browser.phone()?;
    let folder = temporary("downloads")?;
    browser.own().downloads_to(&folder)?;
    page.quota(&server.origin, 200_000)?;
    page.navigate(&server.origin)?;
    page.tap("file")?;
    let file = page.wait_download(&folder)?;
    assert_eq!(std::fs::read_to_string(&file)?, "hello");

    let big = "open().then((db) => new Promise((ok) => { const t = db.transaction('all', 'readwrite'); \
               t.objectStore('all').put('x'.repeat(5e6), 'big'); t.oncomplete = () => ok('kept'); t.onabort = () => ok(t.error.name); }))";
    assert_eq!(page.evaluate(big)?, "QuotaExceededError");

    let picture = folder.join("a.png");
    page.screenshot(&picture)?;
    let bytes = std::fs::read(&picture)?;
    assert_eq!((&bytes[1..4], &bytes[16..24]), (&b"PNG"[..], &[0, 0, 2, 208, 0, 0, 5, 0][..]), "720×1280");
    page.screenshot_whole(&picture)?;
    assert!(
        u32::from_be_bytes([bytes[20], bytes[21], bytes[22], bytes[23]]) < height(&std::fs::read(&picture)?)
    );
    page.cpu(4.0)?;
    page.crash();
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn height(png: &[u8]) -> u32 {
    u32::from_be_bytes([png[20], png[21], png[22], png[23]])
}
