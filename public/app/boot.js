// Starts the phone app: the glue and the wasm carry their content's hash in their names. The wasm is compiled once, for
// the page and for whoever verifies beside it.
import init from "{{glue}}";

// The service worker answers for the wasm. Before there is one it is fetched in the form in which it travels with less; should
// that not work, as it is.
async function compiled() {
  if (!navigator.serviceWorker.controller) {
    try {
      await import("{{unsort}}");
      return await WebAssembly.compile(await unsorted("{{sorted}}", "{{integrity}}"));
    } catch (error) {
      console.warn("the wasm is fetched as it is:", error);
    }
  }
  return WebAssembly.compileStreaming(fetch("{{wasm}}"));
}

const program = compiled();
init({ module_or_path: program }).then(window.gate.opened, window.gate.failed);

// A browser that was killed while it wrote goes on writing in the same file, behind the torn record, and takes all of it for
// broken at its next start: the store is emptied. After some megabytes it begins another file. What is to be safe waits for
// that, the first screen does not. Decision 147.
async function turnTheLeaf() {
  const { quota, usage } = await navigator.storage.estimate();
  if (!navigator.userAgent.includes("Chrome/") || quota - usage < 64e6) return;
  const start = performance.now();
  const base = await new Promise((done, failed) => {
    const asked = indexedDB.open("leaf", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("leaf");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  // Nothing that could be packed: the file counts what arrives in it.
  const leaf = crypto.getRandomValues(new Uint8Array(60000));
  for (let times = 0; times < 75; times++) await new Promise((done, failed) => {
    const writing = base.transaction("leaf", "readwrite");
    writing.objectStore("leaf").put(leaf, 0);
    writing.oncomplete = done;
    writing.onabort = () => failed(writing.error);
  });
  base.close();
  performance.measure("shouyi.leaf", { start });
}
const turned = () => turnTheLeaf().catch((error) => console.warn("the leaf was not turned:", error));
window.leaf = new Promise((done) => new PerformanceObserver((marks, watch) => {
  if (!marks.getEntriesByName("shouyi.usable").length) return;
  watch.disconnect();
  Promise.race([turned(), sleep(5000)]).then(done);
}).observe({ type: "mark", buffered: true }));

// A link that was scanned while the app is open is shown where the app is: nothing is loaded anew, nothing typed is lost.
window.launchQueue?.setConsumer(({ targetURL }) => {
  const { hash } = new URL(targetURL || "/", location);
  if (hash.startsWith("#check/")) location.hash = hash;
});

// Has something done beside the page, each kind by a worker of its own; each question has an answer of its own. A worker that
// fails or takes longer than it may is ended; who has nothing to do goes, and takes its memory along.
const beside = {};
const ask = async (what, patience, about, how) => {
  const module = await program;
  const work = (beside[what] ??= { worker: new Worker("{{judge}}", { type: "module" }) });
  clearTimeout(work.over);
  return new Promise((said, failed) => {
    const end = (error) => { clearTimeout(work.over); work.worker.terminate(); delete beside[what]; failed(error); };
    const wait = () => { work.over = setTimeout(end, patience); };
    wait();
    work.worker.onerror = end;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { clearTimeout(work.over); wait(); said(data); };
    work.worker.postMessage([module, what, about, how, port2], [port2]);
  });
};

// Others' operations: where that fails once it is never asked again, the page verifies by itself.
window.judge = (keys, page) => ask("judge", 20000, keys, page).catch(() => { window.judge = undefined; });

// Keeps the screen on as long as something is shown.
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
window.awake = async (shown) => {
  let lock;
  // The browser lets go of it where the page is hidden.
  for (; shown.isConnected; await sleep(500)) if (!lock || lock.released) lock = await navigator.wakeLock?.request("screen").catch(() => {});
  lock?.release();
};

// The middle of what the camera sees, one picture after the other, until the element is gone. A picture at which the reader
// fails is passed over.
window.camera = async (video, found) => {
  const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
  window.awake(video);
  try {
    video.srcObject = stream;
    await video.play();
    const paper = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const { canvas } = paper;
    while (video.isConnected) {
      await Promise.race([sleep(500), new Promise((next) => video.requestVideoFrameCallback?.(next) ?? setTimeout(next, 66))]);
      const { videoWidth: wide, videoHeight: high } = video, from = Math.min(wide, high);
      if (!from) continue;
      canvas.width = canvas.height = Math.min(from, 720);
      paper.drawImage(video, (wide - from) / 2, (high - from) / 2, from, from, 0, 0, canvas.width, canvas.width);
      const { data } = paper.getImageData(0, 0, canvas.width, canvas.width);
      const bytes = await ask("read", 5000, new Uint8Array(data.buffer), canvas.width).catch(() => {});
      if (bytes) found(bytes);
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
};
