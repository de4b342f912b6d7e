// The line to the chat server, and how a page notices that it slept: what hangs on a dead line is given up and asked anew.
const LONGER = 10_000;
const PATIENCE = 30_000;
const WHOLE = 120_000;
const TICK = 10_000;
const ASLEEP = 90_000;
const AWAY = 30_000;
const BODILESS = [204, 205, 304];

export class Line {
  constructor() {
    this.hanging = new Set();
    this.fetch = (address, how = {}) => this.ask(address, how);
  }

  // As the browser's own, but an answer has to be here in time and whole: a dead line tells nobody that it is dead.
  async ask(address, how = {}) {
    const end = new AbortController();
    const stop = () => end.abort();
    if (how.signal?.aborted) stop();
    how.signal?.addEventListener("abort", stop);
    const timer = setTimeout(stop, patience(new URL(address, location.href)));
    this.hanging.add(stop);
    try {
      const answer = await fetch(address, { ...how, signal: end.signal });
      if (answer.type === "opaqueredirect") return answer;
      const body = await answer.arrayBuffer();
      return new Response(BODILESS.includes(answer.status) ? null : body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
    } finally {
      clearTimeout(timer);
      how.signal?.removeEventListener("abort", stop);
      this.hanging.delete(stop);
    }
  }

  // Gives up whatever was asked before now.
  cut() {
    for (const stop of [...this.hanging]) stop();
  }
}

function patience(address) {
  if (!address.pathname.endsWith("/sync")) return PATIENCE;
  const held = Number(address.searchParams.get("timeout"));
  return held ? held + LONGER : WHOLE;
}

// Calls when the machine slept, when a page was frozen or long out of sight, when the network is back.
export function onWaking(call) {
  let seen = Date.now();
  let hidden = document.hidden ? seen : 0;
  setInterval(() => {
    const slept = Date.now() - seen > ASLEEP;
    seen = Date.now();
    if (slept) call();
  }, TICK);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && hidden && Date.now() - hidden > AWAY) call();
    hidden = document.hidden ? Date.now() : 0;
  });
  document.addEventListener("resume", call);
  addEventListener("pageshow", (event) => event.persisted && call());
  addEventListener("online", call);
}
