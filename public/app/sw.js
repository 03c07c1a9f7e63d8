// Keeps the phone app on the phone. It answers for its own files and for nothing else: records travel past it.
const CACHE = "shouyi-app-{{version}}";
const FILES = {{files}};
const HOME = "/";
const OWN = new Set(FILES.map(([path]) => path));

importScripts("{{unsort}}");

const wasm = (bytes) => new Response(bytes, { headers: { "Content-Type": "application/wasm" } });

// The browser itself compares what it fetches. What has a hash in its name need not come twice, after the page had it; if what
// the page had was not it (a portal's), it comes once more.
async function fetched(path, integrity, hashed) {
  const ask = (cache) => fetch(path, { cache, credentials: "omit", integrity });
  if (!hashed) return ask("reload");
  const first = path === "{{wasm}}" ? unsorted("{{sorted}}", integrity).then(wasm) : ask("default");
  return first.catch(() => ask("reload"));
}

// What an earlier version of ours already holds under a name with a hash is not downloaded twice, nor after a broken install.
async function keep(cache, [path, integrity]) {
  if (await cache.match(path)) return;
  const hashed = /-[0-9a-f]{10}\.\w+$/.test(path);
  const held = hashed && (await caches.match(path));
  const answer = held || (await fetched(path, integrity, hashed));
  if (!answer.ok || answer.redirected) throw new Error("not stored: " + path);
  await cache.put(path, answer);
}

async function install() {
  const cache = await caches.open(CACHE);
  for (const file of FILES) await keep(cache, file);
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith("shouyi-app-") && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

async function answer(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));

// A new version waits until the person agrees; the page asks, never in the middle of a meeting.
self.addEventListener("message", (event) => {
  if (event.data && event.data.type === "take-over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  const path = request.mode === "navigate" && url.pathname === "/index.html" ? HOME : url.pathname;
  if (OWN.has(path)) event.respondWith(answer(path, request));
});
