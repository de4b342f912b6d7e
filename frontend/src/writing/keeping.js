// Keeps what is typed: at the server while there is one, in this browser while there is none. Says who else writes.
const AFTER_TYPING = 1500;
const PRESENCE = 15000;
const BEACON = 60000;

export class Keeping {
  constructor({ form, read, show, onNews }) {
    Object.assign(this, { form, read, show, onNews, dirty: false, timer: 0, busy: false, stopped: false });
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  get number() {
    return this.form.querySelector("[name=on_revision]").value;
  }

  changed() {
    this.dirty = true;
    this.stopped = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), AFTER_TYPING);
  }

  body() {
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", this.token);
    sent.set("html", this.read());
    sent.set("on_revision", this.number);
    return sent;
  }

  async keep() {
    if (!this.dirty || this.stopped) return;
    if (this.busy) {
      this.changed();
      return;
    }
    this.busy = true;
    this.dirty = false;
    try {
      const answer = await fetch(this.form.dataset.draftUrl, { method: "POST", body: this.body(), redirect: "manual" });
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      this.forgetHere();
      if (!this.stopped) this.show("kept", told.at);
    } catch {
      this.dirty = true;
      this.keepHere();
      this.show("here");
      this.timer = setTimeout(() => this.keep(), PRESENCE);
    } finally {
      this.busy = false;
    }
  }

  async meet() {
    if (document.visibilityState !== "visible") return;
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", this.token);
    try {
      const answer = await fetch(this.form.dataset.presenceUrl, { method: "POST", body: sent, redirect: "manual" });
      if (answer.ok) this.onNews(await answer.json());
    } catch {
      // The next meeting tries again; keeping says when there is no network.
    }
  }

  begin() {
    setInterval(() => this.meet(), PRESENCE);
    document.addEventListener("visibilitychange", () => this.meet());
    window.addEventListener("online", () => this.keep());
    window.addEventListener("pagehide", () => this.leave());
  }

  leave() {
    if (this.dirty && !this.stopped) {
      const body = this.body();
      this.keepHere();
      if (body.get("html").length < BEACON / 3) navigator.sendBeacon(this.form.dataset.draftUrl, body);
    }
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", this.token);
    navigator.sendBeacon(this.form.dataset.leaveUrl, sent);
  }

  // Nothing is kept any more: it was saved, or dropped.
  stop() {
    this.stopped = true;
    this.dirty = false;
    clearTimeout(this.timer);
    this.forgetHere();
  }

  keepHere() {
    const kept = { html: this.read(), number: this.number, at: new Date().toISOString() };
    try {
      localStorage.setItem(this.form.dataset.place, JSON.stringify(kept));
    } catch {
      // A browser without room, or in private use: the server's copy is the only one.
    }
  }

  keptHere() {
    try {
      return JSON.parse(localStorage.getItem(this.form.dataset.place) || "null");
    } catch {
      return null;
    }
  }

  forgetHere() {
    try {
      localStorage.removeItem(this.form.dataset.place);
    } catch {
      // As above.
    }
  }
}
