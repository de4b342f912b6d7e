// What was written and is not yet with the server: kept in this browser, in order, sent once.
// Each carries a name of its own, by which the server knows it again: sent twice, it stands there once.
const AGAIN = 3000;
const WITHIN = 15_000;
const NOT_ALLOWED = [400, 403, 404, 413];

export class Outbox {
  constructor({ person, client, changed }) {
    Object.assign(this, { client, changed, busy: false, failed: false, retry: 0, place: `chat:${person}:outbox` });
    this.waiting = this.read();
    addEventListener("storage", (event) => {
      if (event.key !== this.place) return;
      this.waiting = this.read();
      this.changed();
    });
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.place)) || [];
    } catch {
      return [];
    }
  }

  write(change) {
    this.waiting = change(this.read());
    try {
      localStorage.setItem(this.place, JSON.stringify(this.waiting));
    } catch {
      // A full or forbidden store: it is kept as long as the page is.
    }
    this.changed();
  }

  of(room) {
    return this.waiting.filter((one) => one.room === room);
  }

  put(room, content) {
    const name = `m${Date.now()}.${[...crypto.getRandomValues(new Uint8Array(6))].map((one) => one.toString(36)).join("")}`;
    this.write((rows) => [...rows, { name, room, content, at: Date.now(), refused: "" }]);
    this.send();
  }

  drop(name) {
    this.write((rows) => rows.filter((one) => one.name !== name));
  }

  again(name) {
    this.write((rows) => rows.map((one) => (one.name === name ? { ...one, refused: "" } : one)));
    this.send();
  }

  async send() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.retry);
    try {
      for (let next = this.next(); next; next = this.next()) {
        await this.one(next);
        this.failed = false;
      }
    } catch {
      // No connection, or the server is busy: in order, so the rest waits too.
      this.retry = setTimeout(() => this.send(), AGAIN);
      this.failed = true;
      this.changed();
    } finally {
      this.busy = false;
    }
  }

  next() {
    return this.read().find((one) => !one.refused);
  }

  async one({ name, room, content }) {
    const path = `/rooms/${encodeURIComponent(room)}/send/m.room.message/${encodeURIComponent(name)}`;
    try {
      await this.client.http.authedRequest("PUT", path, undefined, content, { localTimeoutMs: WITHIN });
      this.drop(name);
    } catch (error) {
      if (!NOT_ALLOWED.includes(error.httpStatus)) throw error;
      this.write((rows) => rows.map((one) => (one.name === name ? { ...one, refused: error.errcode || "refused" } : one)));
    }
  }
}
