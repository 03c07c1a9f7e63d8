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
  const [FRAME, LOCALS, OPERATOR, LOCAL, FURTHER, LOAD, STORE, CONSTANT, ADDED, IN_ROW, STORED, SET, GIVEN, LONG, CALL, REST, DATA] =
    lengths.keys();
  const operators = begins[OPERATOR];
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
  // Which variable is used, foretold as in src/xtask/streams/variables.rs.
  const table = (kind, length, value) => kind.from({ length }, (_, at) => value(at));
  const stretch = table(Int16Array, 4096, (at) => Math.round(256 * Math.log((at + 0.5) / (4095.5 - at))));
  const squash = table(Uint16Array, 4095, (at) => Math.round(65536 / (1 + Math.exp((2047 - at) / 256))));
  const rates = table(Uint16Array, 25, (at) => Math.round(4096 / (at + 1.6)));
  // How likely a yes is, of 65536, and in the last eight bits how often that was seen.
  const cells = new Uint32Array(3 << 17).fill(32768 << 8);
  const weights = new Int32Array(48).fill(19661);
  // What is left of all numbers, from and to, and the one that came.
  const range = Uint32Array.of(0, -1, 0);
  let known, recent;
  const pull = () => (range[2] = range[2] << 8 | file[begins[LOCAL]++]);
  for (let count = 4; count; count--) pull();
  const place = (a, b) => {
    const mixed = Math.imul(a, 0x9e3779b1) ^ b;
    return Math.imul(mixed ^ mixed >>> 15, 0x85ebca6b) >>> 15;
  };
  const says = (cell) => cell & 255 && stretch[cell >>> 12];
  const better = (cell, truth) => {
    const times = cell & 255, was = cell >>> 8;
    return was + ((truth - was) * rates[times] >> 12) << 8 | Math.min(times + 1, 24);
  };
  const variable = (what, before, after, afterThat) => {
    let asked = 0;
    for (; asked < 32; asked++) {
      const one = recent[asked] ?? asked, all = known[one] | 0, head = what | asked << 2, set = (4 * what + Math.min(asked, 3)) << 2;
      const a = place(head | after << 7 | afterThat << 15, all);
      const b = 1 << 17 | place(head | (known[recent[asked + 1] ?? asked + 1] & 15) << 7, all);
      const c = 2 << 17 | place(what | after << 7 | before << 15, one | all << 16);
      const isA = cells[a], isB = cells[b], isC = cells[c], saysA = says(isA), saysB = says(isB), saysC = says(isC);
      const sum = weights[set] * saysA + weights[set | 1] * saysB + weights[set | 2] * saysC;
      const yes = squash[Math.max(-2047, Math.min(2047, Math.floor(sum / 65536))) + 2047], low = range[0];
      const middle = low + Math.floor((range[1] - low) * yes / 65536), right = range[2] <= middle;
      if (right) range[1] = middle;
      else range[0] = middle + 1;
      for (; !((range[0] ^ range[1]) >>> 24); pull()) {
        range[0] <<= 8;
        range[1] = range[1] << 8 | 255;
      }
      const wrong = (right ? 65536 : 0) - yes, truth = right ? 65535 : 0;
      weights[set] += wrong * saysA >> 15;
      weights[set | 1] += wrong * saysB >> 15;
      weights[set | 2] += wrong * saysC >> 15;
      cells[a] = better(isA, truth);
      cells[b] = better(isB, truth);
      cells[c] = better(isC, truth);
      if (right) break;
    }
    if (asked > 31) asked += read(FURTHER);
    // No function has so many variables.
    if (asked > 65535) throw new Error("not a wasm");
    while (recent.length <= asked) recent.push(recent.length);
    const one = recent[asked];
    for (let at = asked; at; at--) recent[at] = recent[at - 1];
    recent[0] = one;
    known[one] = (what ? [4, 9][what - 1] : known[one] & 12 | Math.min((known[one] & 3) + 1, 3)) | after << 4;
    write(one);
  };
  const body = () => {
    recent = [], known = [];
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
          const here = begins[OPERATOR], after = file[here];
          // Nothing may stand behind the last of all.
          variable(op - 0x20, here - 2 < operators ? 0 : file[here - 2], after, after === 0x0b ? 0 : file[here + 1]);
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
