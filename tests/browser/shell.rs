//! The shell of the PWA: the gate, what the service worker keeps and what it never touches, and updates that wait.
use crate::little_server::LittleServer;
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use tests::cdp::{Browser, Done, Page, Profile};

const REGISTER: &str =
    "navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 1)";

fn shell() -> Done<(LittleServer, Browser, Page)> {
    let server = LittleServer::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/dist/app"));
    let browser = Browser::launch(Profile::new()?)?;
    let page = browser.phone()?;
    Ok((server, browser, page))
}

fn opened(page: &Page) -> Done {
    page.wait_js(
        "the gate to open",
        "document.getElementById('gate').hidden && !document.getElementById('app').hidden",
    )
}

#[test]
fn starts_and_starts_again_without_a_network() -> Done {
    let (server, browser, page) = shell()?;
    page.navigate(&server.origin)?;
    opened(&page)?;
    page.evaluate(REGISTER)?;
    let browser = {
        page.close()?;
        browser.kill_and_relaunch()?
    };
    let page = browser.phone()?;
    page.offline(true)?;
    page.navigate(&format!("{}/?src=pwa", server.origin))?;
    opened(&page)?;
    let ping = "fetch('/ping').then((r) => r.status, () => 'no network')";
    assert_eq!(page.evaluate_in_worker(ping)?, "no network", "the worker started after the line was cut");
    assert!(page.errors().is_empty(), "{:?}", page.errors());
    Ok(())
}

/// Asks for the hash of the wasm that the service worker stored.
const STORED: &str =
    "caches.open('shouyi-app-' + NAME).then((cache) => cache.match(WASM)).then((kept) => kept.arrayBuffer())
    .then((wasm) => crypto.subtle.digest('SHA-256', wasm))
    .then((sum) => Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, '0')).join(''))";

/// Stores the app, and gives the SHA-256 of the stored wasm.
fn stored_wasm(page: &Page, wasm: &str) -> Done<String> {
    page.evaluate(REGISTER)?;
    let all = "caches.keys().then((names) => names[0].slice('shouyi-app-'.length))";
    let name = page.evaluate(all)?;
    let ask = STORED.replace("NAME", &name.to_string()).replace("WASM", &format!("'{wasm}'"));
    Ok(page.evaluate(&ask)?.as_str().unwrap_or_default().to_owned())
}

/// The wasm comes sorted by kinds of bytes, and what is stored is the wasm to the byte.
///
/// Seen to fail with every distance of `data` in `unsort.js` taken for one word: then the wasm is fetched as it is.
#[test]
fn the_wasm_travels_sorted_and_is_stored_as_it_was() -> Done {
    let (server, _browser, page) = shell()?;
    let ending = |ending: &str| server.paths().into_iter().find(|path| path.ends_with(ending)).unwrap();
    let (wasm, sorted) = (ending(".wasm"), ending(".sorted"));
    page.navigate(&server.origin)?;
    opened(&page)?;
    let stored = stored_wasm(&page, &wasm)?;
    assert_eq!(stored, server.sha256(&wasm));
    assert_eq!(server.asked(&wasm), 0, "the sorted form was put back");
    assert_eq!(server.asked(&sorted), 1, "the page and the service worker share one download");
    assert!(page.errors().is_empty(), "{:?}", page.errors());
    Ok(())
}

#[test]
fn where_the_sorted_form_is_broken_the_wasm_itself_is_fetched() -> Done {
    for broken in [&b"<html>Please pay for the Wi-Fi</html>"[..], &[0xff; 40], &[]] {
        let (server, _browser, page) = shell()?;
        let ending = |ending: &str| server.paths().into_iter().find(|path| path.ends_with(ending)).unwrap();
        let (wasm, sorted) = (ending(".wasm"), ending(".sorted"));
        server.change(&sorted, Some(broken.to_vec()));
        page.navigate(&server.origin)?;
        opened(&page)?;
        assert_eq!(stored_wasm(&page, &wasm)?, server.sha256(&wasm));
        assert!(server.asked(&wasm) > 0);
    }
    Ok(())
}

#[test]
fn the_worker_answers_for_its_own_files_only() -> Done {
    let (server, _browser, page) = shell()?;
    page.navigate(&server.origin)?;
    page.evaluate(REGISTER)?;
    page.wait_js("the worker's control", "navigator.serviceWorker.controller")?;
    server.change("/sync", Some(b"records".to_vec()));
    for _ in 0..2 {
        assert_eq!(page.evaluate("fetch('/sync').then((r) => r.text())")?, "records");
        page.evaluate("fetch('/', { method: 'POST' }).then((r) => r.text())")?;
    }
    assert_eq!(server.asked("/sync"), 2);
    server.change("/desk/", Some(b"the desk".to_vec()));
    page.navigate(&format!("{}/desk/", server.origin))?;
    page.wait_text("the desk")?;
    assert_eq!(server.asked("/desk/"), 1, "the desk is not the phone's");
    Ok(())
}

#[test]
fn a_new_version_waits_and_downloads_only_what_changed() -> Done {
    let (server, _browser, page) = shell()?;
    page.navigate(&server.origin)?;
    opened(&page)?;
    page.evaluate(REGISTER)?;
    let large: Vec<_> = server.paths().into_iter().filter(|path| path.contains("/app-")).collect();
    let count = || large.iter().map(|path| server.asked(path)).sum::<usize>();
    let before = count();
    assert!(before >= 2, "the glue and the sorted wasm");
    // Only the service worker's own store shall help, not the browser's.
    page.call("Network.clearBrowserCache", json!({}))?;

    let worker = server.content("/sw.js");
    let version = worker.split("shouyi-app-").nth(1).unwrap().split('"').next().unwrap().to_owned();
    server.change("/sw.js", Some(worker.replace(&version, "0123456789").into_bytes()));
    page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update()).then(() => 1)")?;
    page.wait_js(
        "the new version to wait",
        "navigator.serviceWorker.getRegistration().then((r) => r.waiting)",
    )?;
    page.rest(Duration::from_millis(300));
    assert_eq!(
        page.evaluate("caches.keys().then((names) => names.length)")?,
        2,
        "both are kept while it waits"
    );
    assert_eq!(count(), before, "what carries its hash in its name is taken over");

    page.evaluate(
        "navigator.serviceWorker.getRegistration().then((r) => r.waiting.postMessage({ type: 'take-over' }))",
    )?;
    page.wait_js(
        "the old one to go",
        "caches.keys().then((names) => names.length === 1 && names[0].endsWith('0123456789'))",
    )?;
    Ok(())
}

#[test]
fn a_file_changed_on_the_way_is_not_kept() -> Done {
    let (server, _browser, page) = shell()?;
    server.change("/icon.svg", Some(b"<html>Please pay for the Wi-Fi</html>".to_vec()));
    page.navigate(&server.origin)?;
    opened(&page)?;
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => 1)")?;
    page.wait_js("the install to fail", "navigator.serviceWorker.getRegistration().then((r) => !r || !r.installing && !r.active && !r.waiting)")?;
    Ok(())
}

#[test]
fn inside_wechat_it_sends_to_the_browser() -> Done {
    let (server, _browser, page) = shell()?;
    let name = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50";
    page.call("Network.setUserAgentOverride", json!({ "userAgent": name }))?;
    page.navigate(&server.origin)?;
    page.wait_text("请用浏览器打开")?;
    page.wait_text(&server.origin)?;
    assert_eq!(
        server
            .paths()
            .iter()
            .filter(|path| path.starts_with("/app-"))
            .map(|path| server.asked(path))
            .sum::<usize>(),
        0
    );
    Ok(())
}

#[test]
fn an_old_browser_is_told_what_to_install() -> Done {
    let (server, _browser, page) = shell()?;
    let without = "Object.defineProperty(window, 'indexedDB', { value: undefined }); WebAssembly.validate = () => false;";
    page.call("Page.addScriptToEvaluateOnNewDocument", json!({ "source": without }))?;
    page.navigate(&server.origin)?;
    page.wait_text("这个浏览器打不开")?;
    page.wait_text("wasm, store")?;
    Ok(())
}

#[test]
fn a_broken_download_offers_another_try() -> Done {
    let (server, _browser, page) = shell()?;
    let glue =
        server.paths().into_iter().find(|path| path.starts_with("/app-") && path.ends_with(".js")).unwrap();
    let content = server.content(&glue);
    server.change(&glue, None);
    page.navigate(&server.origin)?;
    page.wait_text("没有下载完整")?;
    server.change(&glue, Some(content.into_bytes()));
    page.tap_text("再试一次")?;
    opened(&page)
}

#[test]
fn a_panic_says_that_the_notes_are_safe() -> Done {
    let (server, _browser, page) = shell()?;
    page.navigate(&server.origin)?;
    opened(&page)?;
    page.evaluate("setTimeout(() => { throw new TypeError('not ours to stop for') }); 1")?;
    page.rest(Duration::from_millis(100));
    opened(&page)?;
    page.evaluate("setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable') }); 1")?;
    page.wait_text("没有丢")?;
    page.tap_text("重新打开")?;
    opened(&page)
}
