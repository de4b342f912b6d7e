// What the office finds for the page: colleagues by name, pinyin or initials, documents by their words.
import { h, icon, mark } from "./dom.js";

export class Finder {
  constructor({ address, of }) {
    Object.assign(this, { address, of, known: new Map(), asked: null });
  }

  async like(words) {
    if (this.known.has(words)) return this.known.get(words);
    this.asked?.abort();
    this.asked = new AbortController();
    const answer = await fetch(`${this.address}?${new URLSearchParams({ q: words })}`, { headers: { Accept: "application/json" }, signal: this.asked.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    const found = (await answer.json())[this.of];
    this.known.set(words, found);
    return found;
  }
}

// A dialog in which one of what is found is chosen.
export class Choosing {
  constructor({ dialog, finder, words, hint, nothing, chosen }) {
    Object.assign(this, { dialog, finder, words, hint, nothing, chosen, typed: dialog.querySelector("input"), place: dialog.querySelector("[data-found]"), told: dialog.querySelector("[data-told]") });
    this.typed.addEventListener("input", (event) => !event.isComposing && this.look());
    this.typed.addEventListener("compositionend", () => this.look());
    this.typed.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      this.place.querySelector("button")?.click();
    });
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  }

  show() {
    this.typed.value = "";
    this.place.replaceChildren();
    this.told.textContent = this.hint;
    this.dialog.showModal();
    this.typed.focus();
  }

  async look() {
    const words = this.typed.value.trim();
    if (!words) {
      this.place.replaceChildren();
      this.told.textContent = this.hint;
      return;
    }
    try {
      const found = await this.finder.like(words);
      if (words !== this.typed.value.trim()) return;
      this.told.textContent = found.length ? "" : this.nothing;
      this.place.replaceChildren(...found.map((one) => this.row(one)));
    } catch (error) {
      if (error.name !== "AbortError") this.told.textContent = this.words.cannotAsk;
    }
  }

  row(one) {
    const take = async () => {
      this.told.textContent = this.words.opening;
      try {
        await this.chosen(one);
        this.dialog.close();
      } catch (error) {
        this.told.textContent = error.said || this.words.cannotAsk;
      }
    };
    const [sign, name, more] = one.name ? [mark(one.name), one.name, one.place] : [icon("file-text"), one.title, one.number];
    return h("li", {}, h("button", { type: "button", class: "chat-found", onclick: take }, sign, h("span", {}, h("strong", {}, name), more && h("small", {}, more))));
  }
}
