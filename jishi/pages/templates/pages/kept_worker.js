// Lets the pages of one folder that somebody has opened open again without a connection: they and what they are built
// of, nothing else. What is kept lies under his own name; pages.js takes it away when he signs out.
const SHELF = "visits-";
const PAGE = /^\/c\/[\w-]+\/{{ folder }}\/[0-9a-f-]{36}\/{{ below }}$/;
const BUILT = "/static/";
const PATIENCE = 8000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { owner, page, assets } = event.data || {};
  if (!owner || !PAGE.test(page)) return;
  const told = keep(owner, page, assets).then((kept) => event.source.postMessage({ kept: kept ? page : "" }));
  event.waitUntil(told.catch(() => {}));
});

async function keep(owner, page, assets) {
  const shelf = await caches.open(SHELF + owner);
  for (const asset of assets) {
    if (asset.startsWith(BUILT) && !(await shelf.match(asset, { ignoreVary: true }))) await shelf.add(asset);
  }
  const answer = await fetch(page, { credentials: "same-origin", redirect: "manual" });
  // Somebody else may have signed in meanwhile: his page is not kept under this name.
  if (!answer.ok || !(await answer.clone().text()).includes(`data-person="${owner}"`)) return false;
  await shelf.put(page, answer);
  return true;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && PAGE.test(url.pathname)) event.respondWith(opened(request, url));
  else if (url.pathname.startsWith(BUILT)) event.respondWith(built(request));
});

// What the server says counts; only where it says nothing is the kept page shown.
async function opened(request, url) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: late.signal });
  } catch (trouble) {
    const kept = await caches.match(url.pathname, { ignoreVary: true });
    if (kept) return kept;
    throw trouble;
  } finally {
    clearTimeout(timer);
  }
}

// Built files are named by their content, so that a kept one is never an old one.
const built = async (request) => (await caches.match(request, { ignoreVary: true })) || fetch(request);
