// Starts the phone app: the glue and the wasm carry their content's hash in their names.
import init from "{{glue}}";

// The service worker answers for the wasm. Before there is one it is fetched in the form in which it travels with less; should
// that not work, as it is.
async function wasm() {
  if (!navigator.serviceWorker.controller) {
    try {
      await import("{{unsort}}");
      return await WebAssembly.compile(await unsorted("{{sorted}}", "{{integrity}}"));
    } catch (error) {
      console.warn("the wasm is fetched as it is:", error);
    }
  }
  return "{{wasm}}";
}

wasm().then((module_or_path) => init({ module_or_path })).then(window.gate.opened, window.gate.failed);
