// Files on their way up, one after another: each has a row where one writes; what a dead line broke goes on once it is back.
import { filled, h } from "./dom.js";
import { sizeOf } from "./media.js";

const TOO_LARGE = 413;
const NOT_ALLOWED = [400, 403, 404, TOO_LARGE];

export class Uploads {
  constructor({ place, words, media, outbox }) {
    Object.assign(this, { place, words, media, outbox, rows: [], busy: false, room: "" });
    // A file is nowhere but in this page until it is sent.
    addEventListener("beforeunload", (event) => this.rows.length && event.preventDefault());
  }

  add(room, file) {
    const bar = h("progress", { class: "bar", max: "1", value: "0", "aria-label": file.name });
    const one = { room, file, bar, refused: 0, row: h("div", { class: "chat-sending" }) };
    this.rows.push(one);
    this.say(one, "uploading", bar);
    this.show(this.room);
    this.run();
  }

  // Shows what goes into one room.
  show(room) {
    this.room = room;
    this.place.replaceChildren(...this.rows.filter((one) => one.room === room).map((one) => one.row));
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    try {
      for (let next = this.next(); next; next = this.next()) await this.one(next);
    } finally {
      this.busy = false;
    }
  }

  next() {
    return this.rows.find((one) => !one.refused && !one.waits);
  }

  // The line is back: what it broke is tried again.
  again() {
    for (const one of this.rows) one.waits = false;
    this.run();
  }

  async one(one) {
    this.say(one, "uploading", one.bar);
    try {
      const content = await this.media.upload(one.file, (part) => {
        one.bar.value = part;
      });
      this.drop(one);
      this.outbox.put(one.room, content);
    } catch (error) {
      if (NOT_ALLOWED.includes(error.httpStatus)) one.refused = error.httpStatus;
      // In order: the rest waits too.
      else for (const other of this.rows) other.waits = !other.refused;
      for (const other of this.rows) if (other.waits || other === one) this.tell(other);
    }
  }

  tell(one) {
    const again = h("button", { type: "button", class: "btn btn-sm", onclick: () => this.redo(one) }, this.words.again);
    const drop = h("button", { type: "button", class: "btn btn-sm", onclick: () => this.drop(one) }, this.words.drop);
    const why = one.refused === TOO_LARGE ? "tooLarge" : one.refused ? "notUploaded" : "notYetUploaded";
    this.say(one, why, again, drop);
  }

  redo(one) {
    one.refused = 0;
    this.again();
  }

  drop(one) {
    this.rows = this.rows.filter((other) => other !== one);
    this.show(this.room);
  }

  say(one, words, ...beside) {
    one.row.replaceChildren(h("span", { class: one.refused ? "text-danger" : "" }, filled(this.words[words], { name: one.file.name, most: sizeOf(this.media.largest) })), ...beside);
  }
}
