// The gate before both faces, in old plain script: can this browser run them? If not, it says what to do.
// Its own tag says what is needed (data-needs), whether views inside other apps are sent away (data-alone), what to load (data-boot).
(function () {
  var tag = document.currentScript, gate = document.getElementById("gate"), shown = "opening";
  function each(selector, f) { Array.prototype.forEach.call(document.querySelectorAll(selector), f); }
  function show(name, why) {
    if (shown === "broke" || shown === name) return;
    if (shown) document.getElementById("gate-" + shown).hidden = true;
    shown = name;
    gate.hidden = !name;
    document.getElementById("app").hidden = !!name;
    if (!name) return;
    document.getElementById("gate-" + name).hidden = false;
    each("#gate-why,#gate-lacks", function (e) { e.textContent = why || ""; });
  }
  // A function with a reference type in its signature: Chrome 96, Safari 15.
  var module = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0];
  var has = {
    wasm: function () { return WebAssembly.validate(new Uint8Array(module)) && typeof globalThis === "object"; },
    store: function () { return !!indexedDB; },
    worker: function () { return !!navigator.serviceWorker; },
    keys: function () { return !!crypto.subtle; }
  };
  function lacks(need) {
    try { return !has[need](); } catch (e) { return true; }
  }
  function ahead(rel, name) {
    var link = document.createElement("link");
    link.rel = rel;
    link.href = tag.getAttribute(name);
    if (rel === "preload") { link.as = "fetch"; link.crossOrigin = "anonymous"; }
    document.head.appendChild(link);
  }
  // A fault in wasm can't be recovered: the page that says so stays until it is opened again. It tells where in the program it
  // happened (the file's name says which one that is), and keeps that for the page about the phone.
  function broke(error) {
    if (!window.WebAssembly || !(error instanceof WebAssembly.RuntimeError)) return;
    var places = String(error.stack).match(/[\w-]+\.wasm:wasm-function\[\d+\]:0x[0-9a-f]+/g) || [];
    var said = [error.message].concat(places.slice(0, 6)).join(" ");
    try { localStorage.setItem("shouyi.fault", said); } catch (e) { console.warn("the fault is not kept:", e); }
    show("broke", said);
  }
  addEventListener("error", function (e) { broke(e.error); });
  addEventListener("unhandledrejection", function (e) { broke(e.reason); });
  each(".gate-address", function (e) { e.textContent = location.href; });
  each(".gate-again", function (e) { e.addEventListener("click", function () { location.reload(); }); });
  var missing = tag.getAttribute("data-needs").split(" ").filter(lacks);
  if (tag.hasAttribute("data-alone") && /MicroMessenger|QQ\/|MQQBrowser|UCBrowser|UCWEB|baidubox|baidubrowser/i.test(navigator.userAgent)) {
    show("inside");
  } else if (missing.length) {
    show("old", missing.join(", "));
  } else {
    // Asked for at once: one after the other, each would wait for the one before it to be read.
    ahead("modulepreload", "data-glue");
    var first = tag.hasAttribute("data-sorted") && !navigator.serviceWorker.controller;
    if (first) ahead("modulepreload", "data-unsort");
    ahead("preload", first ? "data-sorted" : "data-wasm");
    var boot = document.createElement("script");
    boot.type = "module";
    boot.src = tag.getAttribute("data-boot");
    boot.onerror = function () { show("load"); };
    window.gate = { opened: function () { show(""); }, failed: function (e) { broke(e); show("load", String(e)); } };
    document.head.appendChild(boot);
  }
})();
