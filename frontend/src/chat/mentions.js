// "@" and a few letters: members of the room by name or pinyin; the one that is chosen stands in the text by name.
import { h, mark } from "./dom.js";

const TYPED = /(^|\s|[^\w@])@([\p{L}\p{N}]{0,12})$/u;
const MOST = 6;

export class Mentions {
  constructor({ field, place, people, members }) {
    Object.assign(this, { field, place, people, members, rows: [], chosen: new Map(), at: 0 });
    field.addEventListener("input", (event) => !event.isComposing && this.look());
    field.addEventListener("compositionend", () => this.look());
    field.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  get isOpen() {
    return !this.place.hidden;
  }

  close() {
    this.place.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
  }

  async look() {
    const typed = this.field.value.slice(0, this.field.selectionStart).match(TYPED);
    if (!typed) return this.close();
    const words = typed[2];
    const members = this.members();
    let rows = members.filter((one) => one.name.toLowerCase().includes(words.toLowerCase()));
    if (words && rows.length < MOST) {
      const found = await this.people.like(words).catch(() => []);
      const known = new Set(rows.map((one) => one.userId));
      rows = [...rows, ...found.map((one) => members.find((member) => member.userId === one.address)).filter((one) => one && !known.has(one.userId))];
    }
    if (this.field.value.slice(0, this.field.selectionStart).match(TYPED)?.[2] !== words) return null;
    this.show(rows.slice(0, MOST));
    return null;
  }

  show(rows) {
    this.rows = rows;
    this.at = 0;
    this.place.hidden = !rows.length;
    this.field.setAttribute("aria-expanded", String(rows.length > 0));
    this.draw();
  }

  draw() {
    this.place.replaceChildren(
      ...this.rows.map((one, place) => {
        const row = h("li", { id: `chat-mention-${place}`, role: "option", "aria-selected": String(place === this.at) }, mark(one.name), one.name);
        row.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.take(one);
        });
        return row;
      }),
    );
    if (this.rows.length) this.field.setAttribute("aria-activedescendant", `chat-mention-${this.at}`);
  }

  // Returns whether the key was meant for the list.
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      this.at = (this.at + (event.key === "ArrowDown" ? 1 : -1) + this.rows.length) % this.rows.length;
      this.draw();
      return true;
    }
    if (event.key === "Enter" || event.key === "Tab") {
      this.take(this.rows[this.at]);
      return true;
    }
    if (event.key === "Escape") {
      this.close();
      return true;
    }
    return false;
  }

  take(one) {
    const { field } = this;
    const end = field.selectionStart;
    const start = field.value.slice(0, end).lastIndexOf("@");
    field.setRangeText(`@${one.name} `, start, end, "end");
    this.chosen.set(one.userId, one.name);
    this.close();
    field.focus();
    field.dispatchEvent(new Event("input"));
  }

  // Whom a text calls: by choice, or by writing a member's whole name.
  in(text) {
    const named = this.members().filter((one) => text.includes(`@${one.name}`));
    return [...new Set([...named.map((one) => one.userId), ...[...this.chosen].filter(([, name]) => text.includes(`@${name}`)).map(([userId]) => userId)])];
  }
}
