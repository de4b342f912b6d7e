// Signs in to the chat server by the office: a key of two minutes from the office becomes a token for this browser.
// The token is kept with this tab alone; the name of the browser stays, so that what is sent twice arrives once.
import { createClient, ClientEvent, HttpApiEvent, SyncState, TokenRefreshLogoutError } from "matrix-js-sdk";
import { Line, onWaking } from "./line.js";

const AGAIN = [2000, 5000, 10000, 30000];
const SYNC_FIRST = 30;

export class Session {
  // `tell(state, reason)`: "starting", "ready", "back", "lost", "offline", "missing", "over".
  constructor({ address, person, tell }) {
    Object.assign(this, { address, tell, tries: 0, client: null, beginning: false, over: false, retry: 0, line: new Line() });
    this.place = `chat:${person}`;
    onWaking(() => this.wake());
    addEventListener("offline", () => this.over || this.tell("offline"));
  }

  async begin() {
    clearTimeout(this.retry);
    if (this.over || this.client || this.beginning) return;
    this.beginning = true;
    this.tell("starting");
    try {
      const given = await this.ask();
      this.service = given.service_id;
      const { baseUrl, device, token } = await this.signIn(given, this.kept());
      this.client = createClient({ baseUrl, accessToken: token, userId: given.user_id, deviceId: device, timelineSupport: true, fetchFn: this.line.fetch, refreshToken: "the office's", tokenRefreshFunction: () => this.renew() });
      await this.start();
    } catch (error) {
      this.later(error);
    } finally {
      this.beginning = false;
    }
  }

  // Back from sleep or on a line again: what was asked before is given up, and asked now.
  wake() {
    if (this.over) return;
    this.line.cut();
    if (this.client) this.client.retryImmediately();
    else this.begin();
  }

  async ask() {
    const answer = await this.line.ask(this.address, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    if (answer.ok) return answer.json();
    const said = answer.type === "opaqueredirect" ? {} : await answer.json().catch(() => ({}));
    // Led to the sign-in page: nobody is signed in to the office any more.
    if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) this.end();
    throw Object.assign(new Error(`the office: ${answer.status}`), { reason: said.reason || said.detail || "" });
  }

  later(error) {
    if (this.over) return;
    const wait = AGAIN[Math.min(this.tries, AGAIN.length - 1)];
    this.tries += 1;
    this.tell(navigator.onLine ? "missing" : "offline", error.reason);
    console.info("chat:", error.message);
    this.retry = setTimeout(() => this.begin(), wait);
  }

  // The chat server does not know the token any more, as after somebody signed himself out on his devices: the office
  // is asked for another. A server that cannot be asked now is asked again; one that says no has the last word.
  async renew() {
    let given;
    try {
      given = await this.ask();
      const { token } = await this.signIn(given, {});
      return { accessToken: token, refreshToken: "the office's" };
    } catch (error) {
      if (this.over || [401, 403].includes(error.httpStatus)) throw new TokenRefreshLogoutError(error);
      throw new Error(error.message);
    }
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

  async signIn(given, before) {
    const device = this.device();
    const baseUrl = new URL(given.homeserver, location.href).href.replace(/\/$/, "");
    let token = before.user === given.user_id && before.baseUrl === baseUrl && before.device === device ? before.token : "";
    if (token && !(await this.holds(baseUrl, token))) token = "";
    if (!token) {
      const door = createClient({ baseUrl, fetchFn: this.line.fetch });
      const answer = await door.loginRequest({ type: "org.matrix.login.jwt", token: given.token, device_id: device, initial_device_display_name: given.device_name });
      token = answer.access_token;
    }
    if (this.over) throw new Error("signed out meanwhile");
    sessionStorage.setItem(this.place, JSON.stringify({ user: given.user_id, baseUrl, device, token }));
    return { baseUrl, device, token };
  }

  async holds(baseUrl, token) {
    const answer = await this.line.ask(`${baseUrl}/_matrix/client/v3/account/whoami`, { headers: { Authorization: `Bearer ${token}` } });
    return answer.ok;
  }

  async start() {
    const { client } = this;
    // Whoever signs out of the office ends this token: another would outlive it, were the office asked a moment too soon.
    document.addEventListener("submit", (event) => (this.over ||= event.target.matches("[data-sign-out]")));
    client.on(HttpApiEvent.SessionLoggedOut, () => this.end());
    client.on(ClientEvent.Sync, (state) => {
      if (this.over) return;
      if (state === SyncState.Prepared || state === SyncState.Syncing) {
        this.tries = 0;
        this.tell("ready");
      } else if (!navigator.onLine) this.tell("offline");
      else if (state === SyncState.Error) this.tell("lost");
      else if (state === SyncState.Reconnecting || state === SyncState.Catchup) this.tell("back");
    });
    await client.startClient({ initialSyncLimit: SYNC_FIRST, lazyLoadMembers: true, pollTimeout: 25000 });
  }

  // Neither the office nor the chat server lets the person in any more.
  end() {
    this.over = true;
    clearTimeout(this.retry);
    sessionStorage.removeItem(this.place);
    this.client?.stopClient();
    this.tell("over");
  }
}
