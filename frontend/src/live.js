// Live updates: each piece of news becomes the event `live:<news>` on body, for hx-trigger="live:duty from:body".
// News has no content; whoever hears it asks again. After a gap everything on the page is asked again.

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 60000;
const POLL = 20000;
// The server says something every 15 seconds; a line that is silent for longer is dead, whatever the browser thinks.
const SILENT = 40000;

const url = document.body.dataset.liveUrl;
const state = { line: null, wait: FIRST_WAIT, heardAt: 0, heardBefore: false, lost: false, over: false, retry: 0 };

const tell = (name, detail) => document.body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));

// Tells every part of the page that waits for news, as after a gap in which something may have happened.
function tellAll() {
  const names = new Set();
  for (const element of document.querySelectorAll("[hx-trigger*='live:']")) {
    for (const found of element.getAttribute("hx-trigger").matchAll(/live:[\w.-]+/g)) names.add(found[0]);
  }
  for (const name of names) tell(name);
}

function mark(lost) {
  document.body.dataset.live = lost ? "lost" : "on";
  if (lost !== state.lost) tell(lost ? "live:lost" : "live:back");
  state.lost = lost;
}

function open() {
  clearTimeout(state.retry);
  if (state.over || (state.line && state.line.readyState !== EventSource.CLOSED)) return;
  const line = new EventSource(url, { withCredentials: true });
  const hear = (name, then) =>
    line.addEventListener(name, (event) => {
      state.heardAt = Date.now();
      then(event.data);
    });
  hear("hello", () => {
    const again = state.heardBefore;
    state.heardBefore = true;
    state.wait = FIRST_WAIT;
    mark(false);
    if (again) tellAll();
  });
  hear("news", (name) => (name === "again" ? tellAll() : tell(`live:${name}`)));
  hear("beat", () => {});
  hear("over", () => {
    state.over = true;
    line.close();
    tell("live:over");
  });
  line.addEventListener("error", () => {
    // The browser itself tries again after a cut; after a refusal it does not, so we do, ever more slowly.
    mark(true);
    if (line.readyState === EventSource.CLOSED) later();
  });
  state.line = line;
  state.heardAt = Date.now();
}

function later() {
  clearTimeout(state.retry);
  state.retry = setTimeout(open, state.wait);
  state.wait = Math.min(state.wait * 2, LONGEST_WAIT);
}

function close() {
  clearTimeout(state.retry);
  if (state.line) state.line.close();
}

// An answer may bring new counters for ways of the side: {"counts": {"/inbox/": 3}}.
document.body.addEventListener("counts", (event) => {
  for (const [path, count] of Object.entries(event.detail)) {
    for (const link of document.querySelectorAll(".side-link")) {
      if (link.getAttribute("href") !== path) continue;
      const mark = link.querySelector(".side-count") || link.appendChild(document.createElement("span"));
      mark.className = "side-count";
      mark.textContent = String(count);
      mark.hidden = !count;
    }
  }
});

// Without a line the page asks by itself now and then, as long as somebody looks at it.
function watch() {
  const silent = Date.now() - state.heardAt > SILENT;
  if (!state.over && silent && state.line && state.line.readyState !== EventSource.CLOSED) {
    close();
    mark(true);
    later();
  }
  if (!state.over && state.lost && !document.hidden) tellAll();
}

if (url && "EventSource" in window) {
  open();
  setInterval(watch, POLL);
  // A page in the browser's back-forward cache must not keep a line, and one that comes back needs a new one.
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  window.addEventListener("online", open);
}
