// Search in what was said, over the office's own index: every room of the person, or the open one.
import { filled, h } from "./dom.js";
import { brief, fully, timeOf } from "./moments.js";

export class Search {
  constructor({ form, place, close, words, address, open }) {
    Object.assign(this, { form, place, words, address, open, asked: 0 });
    this.list = place.querySelector("[data-found]");
    this.told = place.querySelector("[data-told]");
    this.more = place.querySelector("[data-more]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.look("");
    });
    form.querySelector("input").addEventListener("input", (event) => !event.target.value && this.close());
    this.more.addEventListener("click", () => this.look(this.next));
    close.addEventListener("click", () => this.close());
  }

  close() {
    this.asked += 1;
    this.place.hidden = true;
    this.place.parentElement.classList.remove("is-searching");
  }

  async look(before) {
    const words = this.form.querySelector("input").value.trim();
    if (!words) return this.close();
    const number = (this.asked += 1);
    this.place.hidden = false;
    this.place.parentElement.classList.add("is-searching");
    this.told.textContent = this.words.searching;
    if (!before) this.list.replaceChildren();
    try {
      const answer = await fetch(`${this.address}?${new URLSearchParams({ q: words, ...(before ? { before } : {}) })}`, { headers: { Accept: "application/json" } });
      const given = await answer.json().catch(() => ({}));
      if (number !== this.asked) return null;
      if (!answer.ok) {
        this.told.textContent = given.reason || given.detail || this.words.cannotAsk;
        return null;
      }
      this.list.append(...given.results.map((one) => this.row(one, words)));
      this.next = given.next;
      this.more.hidden = !given.next;
      this.told.textContent = this.list.children.length ? "" : filled(this.words.nothingFound, { words });
    } catch {
      if (number === this.asked) this.told.textContent = this.words.cannotAsk;
    }
    return null;
  }

  row(one, words) {
    const at = Date.parse(one.at);
    const text = h("span", { class: "chat-hit-text" }, ...marked(one.text, words));
    return h(
      "li",
      {},
      h("button", { type: "button", class: "chat-found chat-hit", onclick: () => this.open(one.room_id, one.event_id) }, h("span", { class: "chat-hit-head" }, h("strong", {}, one.room), h("time", { title: fully(at) }, `${brief(at, this.words)} ${timeOf(at)}`.replace(/^(\S+) \1$/, "$1"))), h("small", {}, one.sender_name), text),
    );
  }
}

function marked(text, words) {
  const place = text.toLowerCase().indexOf(words.toLowerCase());
  if (place < 0) return [text];
  const from = Math.max(0, place - 20);
  return [from ? "…" : "", text.slice(from, place), h("mark", {}, text.slice(place, place + words.length)), text.slice(place + words.length, place + words.length + 80)];
}
