// Starts the phone app: the glue and the wasm carry their content's hash in their names.
import init from "{{glue}}";

init({ module_or_path: "{{wasm}}" }).then(window.gate.opened, window.gate.failed);
