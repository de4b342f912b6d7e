// Signs in to the chat server by the office: a key of two minutes from the office becomes a token for this browser.
// The token is kept with this tab alone; the name of the browser stays, so that what is sent twice arrives once.
import { createClient, ClientEvent, HttpApiEvent, SyncState } from "matrix-js-sdk";

const AGAIN = [2000, 5000, 10000, 30000];
const SYNC_FIRST = 30;

export class Session {
  // `tell(state, reason)`: "starting", "ready", "lost", "offline", "missing", "over".
  constructor({ address, person, tell }) {
    Object.assign(this, { address, tell, tries: 0, client: null, over: false, retry: 0 });
    this.place = `chat:${person}`;
  }

  async begin() {
    clearTimeout(this.retry);
    if (this.over || this.client) return;
    this.tell("starting");
    try {
      const given = await this.ask();
      if (!given) return;
      this.service = given.service_id;
      await this.signIn(given);
      await this.start();
    } catch (error) {
      this.later(error);
    }
  }

  async ask() {
    const answer = await fetch(this.address, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    if (answer.ok) return answer.json();
    const said = await answer.json().catch(() => ({}));
    // Led to the sign-in page: nobody is signed in to the office any more.
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) this.end();
    else this.later(null, said.reason || said.detail);
    return null;
  }

  later(error, reason = "") {
    if (this.over) return;
    const wait = AGAIN[Math.min(this.tries, AGAIN.length - 1)];
    this.tries += 1;
    this.tell(navigator.onLine ? "missing" : "offline", reason);
    if (error) console.info("chat:", error.message);
    this.retry = setTimeout(() => this.begin(), wait);
  }

  kept() {
    try {
      return JSON.parse(sessionStorage.getItem(this.place)) || {};
    } catch {
      return {};
    }
  }

  device() {
    const place = `${this.place}:device`;
    const made = localStorage.getItem(place) || `WEB${[...crypto.getRandomValues(new Uint8Array(8))].map((one) => one.toString(16).padStart(2, "0")).join("")}`.toUpperCase();
    localStorage.setItem(place, made);
    return made;
  }

  async signIn(given) {
    const before = this.kept();
    const device = this.device();
    const baseUrl = new URL(given.homeserver, location.href).href.replace(/\/$/, "");
    let token = before.user === given.user_id && before.baseUrl === baseUrl && before.device === device ? before.token : "";
    if (token && !(await this.holds(baseUrl, token))) token = "";
    if (!token) {
      const door = createClient({ baseUrl });
      const answer = await door.loginRequest({ type: "org.matrix.login.jwt", token: given.token, device_id: device, initial_device_display_name: given.device_name });
      token = answer.access_token;
    }
    sessionStorage.setItem(this.place, JSON.stringify({ user: given.user_id, baseUrl, device, token }));
    this.client = createClient({ baseUrl, accessToken: token, userId: given.user_id, deviceId: device, timelineSupport: true });
  }

  async holds(baseUrl, token) {
    const answer = await fetch(`${baseUrl}/_matrix/client/v3/account/whoami`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.ok;
  }

  async start() {
    const { client } = this;
    client.on(HttpApiEvent.SessionLoggedOut, () => this.cutOff());
    client.on(ClientEvent.Sync, (state) => {
      if (state === SyncState.Prepared || state === SyncState.Syncing) {
        this.tries = 0;
        this.tell("ready");
      } else if (state === SyncState.Reconnecting || state === SyncState.Error || state === SyncState.Catchup) {
        if (state !== SyncState.Catchup) this.tell(navigator.onLine ? "lost" : "offline");
      }
    });
    addEventListener("online", () => client.retryImmediately());
    addEventListener("offline", () => this.tell("offline"));
    await client.startClient({ initialSyncLimit: SYNC_FIRST, lazyLoadMembers: true, pollTimeout: 25000 });
  }

  // The chat server does not know this token any more: whoever left the office is told so, another signs in anew.
  cutOff() {
    sessionStorage.removeItem(this.place);
    this.client?.stopClient();
    this.client = null;
    this.tell("over");
    this.again?.();
  }

  end() {
    this.over = true;
    clearTimeout(this.retry);
    sessionStorage.removeItem(this.place);
    this.client?.stopClient();
    this.tell("over");
  }
}
