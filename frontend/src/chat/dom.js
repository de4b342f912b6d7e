// Small things that every part of the chat page is made with. Text becomes text nodes only: nobody's message is markup.
const SVG = "http://www.w3.org/2000/svg";

// Names one after another, as the page's language writes a list.
export const listed = (names) => names.join(document.documentElement.lang.startsWith("zh") ? "、" : ", ");

export const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// Makes an element: h("p", { class: "a", onclick: () => {} }, "text", other).
export function h(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== ""));
  return made;
}

export function icon(name) {
  const drawn = document.createElementNS(SVG, "svg");
  const attributes = { class: "icon", "aria-hidden": "true", focusable: "false", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round" };
  for (const [key, value] of Object.entries(attributes)) drawn.setAttribute(key, value);
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${document.querySelector("[data-chat]").dataset.icons}#${name}`);
  drawn.append(use);
  return drawn;
}

// A person's mark, as the pages draw it: the last two characters of a Chinese name, else the initials.
export function mark(name) {
  const said = name.trim();
  const drawn = /[\u4e00-\u9fff]/.test(said) ? said.slice(-2) : said.split(/\s+/).slice(0, 2).map((part) => part[0] || "").join("").toUpperCase();
  return h("span", { class: "face", "aria-hidden": "true" }, drawn || "?");
}

// Keeps the children of a place in step with rows: elements stay as long as their key does, so that focus stays too.
export function keep(place, rows, { key, make, update }) {
  const known = new Map([...place.children].map((one) => [one.dataset.key, one]));
  let before = place.firstElementChild;
  for (const row of rows) {
    const name = key(row);
    let one = known.get(name);
    known.delete(name);
    if (!one) {
      one = make(row);
      one.dataset.key = name;
    }
    const drawn = update ? update(row, one) : null;
    if (drawn) {
      drawn.dataset.key = name;
      if (one === before) before = before.nextElementSibling;
      if (one.isConnected) one.replaceWith(drawn);
      one = drawn;
    }
    if (one === before) before = before.nextElementSibling;
    else place.insertBefore(one, before);
  }
  for (const gone of known.values()) gone.remove();
}

// Runs something at most once a frame, however often it is asked for; hidden pages have no frames.
export function soon(run) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    const go = () => {
      asked = false;
      run();
    };
    if (document.hidden) setTimeout(go, 50);
    else requestAnimationFrame(go);
  };
}

// Changes what stands in a place that scrolls, and leaves what is looked at where it is: rows may come and go above it.
export function steady(place, rows, change) {
  const edge = place.getBoundingClientRect().top;
  const held = new Map();
  for (const one of rows.children) {
    const { top, bottom } = one.getBoundingClientRect();
    if (bottom > edge) held.set(one.dataset.key, top);
  }
  change();
  // The first of them that is still there: the line of a day goes when older words of that day come.
  const kept = [...rows.children].find((one) => held.has(one.dataset.key));
  if (kept) place.scrollTop += kept.getBoundingClientRect().top - held.get(kept.dataset.key);
}
