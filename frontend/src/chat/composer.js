// Where one writes: text with mentions, files and pictures; what is typed stays with its room until it is sent.
import { filled, h } from "./dom.js";
import { sizeOf } from "./media.js";
import { Uploads } from "./uploads.js";

const LONGEST = 20_000;
const TYPING_FOR = 4000;
// Who has a short answer sends it before anybody needs to know that it is being written.
const TYPING_AFTER = 700;

export class Composer {
  constructor({ form, words, client, outbox, media, mentions, person }) {
    Object.assign(this, { form, words, client, outbox, media, mentions, room: null, typedAt: 0, telling: 0, types: false, place: `chat:${person}:typed` });
    this.field = form.querySelector("textarea");
    this.told = form.querySelector("[data-told]");
    const sending = h("div", { role: "status" });
    this.told.after(sending);
    this.uploads = new Uploads({ place: sending, words, media, outbox });
    const files = form.querySelector("input[type=file]");
    form.querySelector("[data-attach]").addEventListener("click", () => files.click());
    files.addEventListener("change", () => {
      this.attach([...files.files]);
      files.value = "";
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("input", () => this.changed());
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("paste", (event) => {
      const pasted = [...(event.clipboardData?.files || [])];
      if (!pasted.length) return;
      event.preventDefault();
      this.attach(pasted);
    });
  }

  takeDrops(place) {
    place.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      place.classList.add("is-over");
    });
    for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("is-over"));
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      this.attach([...(event.dataTransfer?.files || [])]);
    });
  }

  // In the room of the office's own account nobody would hear an answer.
  open(room, { silent }) {
    if (this.room) this.stopTyping();
    this.room = room;
    this.field.value = this.read()[room.roomId] || "";
    this.told.textContent = "";
    this.uploads.show(room.roomId);
    const allowed = room.maySendMessage() && !silent;
    this.form.inert = !allowed;
    this.field.disabled = !allowed;
    for (const button of this.form.querySelectorAll("button")) button.disabled = button.hidden = !allowed;
    this.field.placeholder = allowed ? this.words.write : silent ? this.words.noAnswer : this.words.mayNotWrite;
    this.grow();
  }

  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.place)) || {};
    } catch {
      return {};
    }
  }

  changed() {
    const kept = { ...this.read(), [this.room.roomId]: this.field.value };
    if (!this.field.value) delete kept[this.room.roomId];
    try {
      sessionStorage.setItem(this.place, JSON.stringify(kept));
    } catch {
      // It still stands in the field.
    }
    this.grow();
    this.tellTyping();
  }

  tellTyping() {
    const now = Date.now();
    if (!this.field.value) this.stopTyping();
    if (!this.field.value || now - this.typedAt < TYPING_FOR) return;
    this.typedAt = now;
    this.telling = setTimeout(() => this.sayTyping(true), TYPING_AFTER);
  }

  sayTyping(types) {
    this.telling = 0;
    this.types = types;
    if (navigator.onLine) this.client.sendTyping(this.room.roomId, types, TYPING_FOR * 2).catch(() => {});
  }

  stopTyping() {
    clearTimeout(this.telling);
    this.typedAt = 0;
    if (this.types) this.sayTyping(false);
  }

  grow() {
    this.field.rows = Math.min(6, Math.max(1, this.field.value.split("\n").length));
  }

  key(event) {
    // While an input method composes, Enter chooses a character.
    if (event.isComposing || event.keyCode === 229) return;
    if (this.mentions.key(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey) {
      event.preventDefault();
      this.send();
    }
  }

  send() {
    const body = this.field.value.trim();
    if (!body || !this.room) return;
    if (body.length > LONGEST) {
      this.told.textContent = filled(this.words.tooLong, { most: LONGEST });
      return;
    }
    const called = this.mentions.in(body);
    this.outbox.put(this.room.roomId, { msgtype: "m.text", body, "m.mentions": called.length ? { user_ids: called } : {} });
    this.field.value = "";
    this.changed();
    this.told.textContent = "";
  }

  async attach(files) {
    const room = this.room;
    if (!room || this.field.disabled) return;
    for (const file of files) await this.one(room, file);
  }

  async one(room, file) {
    const most = await this.media.limit();
    if (file.size > most) {
      this.told.textContent = filled(this.words.tooLarge, { name: file.name, most: sizeOf(most) });
      return;
    }
    if (!file.size) {
      this.told.textContent = filled(this.words.isEmpty, { name: file.name });
      return;
    }
    this.uploads.add(room.roomId, file);
  }
}
