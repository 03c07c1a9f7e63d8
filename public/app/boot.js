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

// A link that was scanned while the app is open is shown where the app is: nothing is loaded anew, nothing typed is lost.
window.launchQueue?.setConsumer(({ targetURL }) => {
  const { hash } = new URL(targetURL || "/", location);
  if (hash.startsWith("#check/")) location.hash = hash;
});

// Has others' operations verified beside the page; each question has an answer of its own. Where that fails once it is never
// asked again: the page verifies by itself. Who has nothing to do goes, and takes its memory along.
const patience = 20000;
let beside, over;
window.judge = async (keys, page) => {
  const module = await program;
  clearTimeout(over);
  beside ??= new Worker("{{judge}}", { type: "module" });
  return new Promise((said) => {
    const end = () => { beside.terminate(); beside = undefined; };
    const failed = () => { clearTimeout(over); end(); window.judge = undefined; said(); };
    over = setTimeout(failed, patience);
    beside.onerror = failed;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { clearTimeout(over); over = setTimeout(end, patience); said(data); };
    beside.postMessage([module, keys, page, port2], [port2]);
  });
};
