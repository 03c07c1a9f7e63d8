// Fetches the wasm in the form in which it travels, its bytes sorted by kinds (see src/xtask/streams.rs), and puts them back. It
// gives the wasm to the byte, by its SHA-256, or fails.
globalThis.unsorted = async (path, integrity) => {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error("not there");
  const wasm = unsort(new Uint8Array(await answer.arrayBuffer()));
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", wasm));
  if (integrity !== "sha256-" + btoa(String.fromCharCode(...sum))) throw new Error("not the same");
  return wasm;
};

const unsort = (file) => {
  let at = 0, next = 0;
  const leb = () => {
    let value = 0, shift = 0, byte;
    do {
      byte = file[at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    return value >>> 0;
  };
  const length = leb();
  // A few bytes more: a function is written where it would stand if its length took five.
  const out = new Uint8Array(length + 5);
  const lengths = Array.from({ length: leb() }, leb);
  const begins = lengths.map((size) => (at += size) - size);
  const [FRAME, LOCALS, OPERATOR, LOCAL, LOAD, STORE, CONSTANT, ADDED, IN_ROW, STORED, SET, GIVEN, LONG, CALL, REST, DATA] =
    lengths.keys();
  // Constants by the instruction behind them.
  const CONSTANTS = { 0x6a: ADDED, 0x41: IN_ROW, 0x36: STORED, 0x21: SET, 0x10: GIVEN };
  const write = (value) => {
    for (; value > 127; value >>>= 7) out[next++] = value | 128;
    out[next++] = value;
  };
  // From a stream: so many bytes, a number as it is, a number to be used.
  const bytes = (stream, count) => {
    out.set(file.subarray(begins[stream], (begins[stream] += count)), next);
    next += count;
  };
  const copy = (stream) => {
    let from = begins[stream];
    do out[next++] = file[from]; while (file[from++] > 127);
    begins[stream] = from;
  };
  const read = (stream) => {
    at = begins[stream];
    const value = leb();
    begins[stream] = at;
    return value;
  };
  const body = () => {
    const recent = [];
    let depth = 1, alignment = -1;
    let pairs = read(LOCALS);
    write(pairs);
    for (; pairs; pairs--) {
      copy(LOCALS);
      bytes(LOCALS, 1);
    }
    while (depth) {
      let op = file[begins[OPERATOR]++];
      if (op === undefined || next > length) throw new Error("not whole");
      if (op === 0xd1) {
        alignment = file[begins[REST]++];
        continue;
      }
      if (op === 0xd2) {
        const size = read(REST);
        op = file[begins[REST]];
        bytes(REST, size);
      } else if (op > 0xc4) {
        out[next++] = op < 0xcb ? 0x0c : 0x0d;
        out[next++] = op - (op < 0xcb ? 0xc5 : 0xcb);
      } else {
        out[next++] = op;
        if (op > 0x1f && op < 0x23) {
          const from = read(LOCAL);
          // No function has so many variables.
          if (from > 65535) throw new Error("not a wasm");
          while (recent.length <= from) recent.push(recent.length);
          const [variable] = recent.splice(from, 1);
          recent.unshift(variable);
          write(variable);
        } else if (op > 0x27 && op < 0x3f) {
          out[next++] = alignment < 0 ? +"23230011001122232301012"[op - 0x28] : alignment;
          alignment = -1;
          copy(op < 0x36 ? LOAD : STORE);
        } else if (op === 0x41) copy(CONSTANTS[file[begins[OPERATOR]]] ?? CONSTANT);
        else if (op === 0x42) copy(LONG);
        else if (op === 0x10) copy(CALL);
        else if (op > 1 && op < 5) out[next++] = 0x40;
        else if (op === 0x23 || op === 0x24) out[next++] = 0;
      }
      if (op > 1 && op < 5) depth++;
      else if (op === 0x0b) depth--;
    }
  };
  const code = () => {
    let functions = read(FRAME);
    write(functions);
    for (; functions; functions--) {
      const from = next + 5, begin = next;
      next = from;
      body();
      const size = next - from;
      next = begin;
      write(size);
      out.copyWithin(next, from, from + size);
      next += size;
    }
  };
  const words = new DataView(out.buffer);
  const data = (end) => {
    bytes(DATA, file[begins[DATA]++]);
    while (next < end) {
      const distance = 4 * file[begins[DATA]++];
      let word = next;
      bytes(DATA, Math.min(512, end - next));
      for (; distance && word + 4 <= next; word += 4) {
        words.setUint32(word, words.getUint32(word, true) + words.getUint32(word - distance, true), true);
      }
    }
  };

  const frames = begins[LOCALS];
  bytes(FRAME, 8);
  while (begins[FRAME] < frames) {
    const kind = file[begins[FRAME]];
    bytes(FRAME, 1);
    const size = read(FRAME);
    write(size);
    if (kind === 10) code();
    else if (kind === 11) data(next + size);
    else bytes(FRAME, size);
  }
  return out.subarray(0, length);
};
