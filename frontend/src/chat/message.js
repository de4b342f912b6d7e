// One message as it is drawn: its words as text, its links as links, its file behind a button, its picture as a picture.
import { filled, h, icon } from "./dom.js";
import { isPicture, sizeOf } from "./media.js";

const LINK = /https?:\/\/[^\s<>"'，。；：、！？（）【】《》“”]+/g;
const OFFICE = /^\/(documents|meetings)\/([0-9a-f-]{36})\/$/;
const ICONS = { documents: "file-text", meetings: "calendar-event" };

// The text with its links; what leads into the office is asked for anew by whoever looks.
export function said(text, { office, words, names = [] }) {
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(LINK)) {
    parts.push(...named(text.slice(from, found.index), names), link(found[0], { office, words }));
    from = found.index + found[0].length;
  }
  parts.push(...named(text.slice(from), names));
  return parts;
}

function link(address, { office, words }) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return address;
  }
  const ours = [location.origin, words.office].includes(url.origin);
  const here = ours && url.pathname.match(OFFICE);
  if (here) return office(url.pathname, ICONS[here[1]]);
  if (ours) return h("a", { class: "chat-card", href: url.pathname + url.search }, icon("external-link"), h("span", { class: "chat-card-title" }, words.openPage));
  return h("a", { href: url.href, rel: "noopener noreferrer nofollow", target: "_blank", title: words.leaves }, address);
}

function named(text, names) {
  const known = names.filter((one) => text.includes(`@${one.name}`)).sort((one, other) => other.name.length - one.name.length);
  if (!known.length) return [text];
  const pattern = new RegExp(`@(${known.map((one) => one.name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "g");
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    parts.push(text.slice(from, found.index), h("span", { class: known.find((one) => one.name === found[1]).me ? "chat-mention is-me" : "chat-mention" }, found[0]));
    from = found.index + found[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

// A document or meeting as a card: its title is asked for now, by the one who looks, with his permission.
export function officeCard(path, drawn, { words, ask }) {
  const title = h("span", { class: "chat-card-title" }, words.opening);
  const card = h("a", { class: "chat-card", href: path }, icon(drawn), title);
  ask(path)
    .then((known) => {
      title.textContent = known || words.notForYou;
      if (!known) {
        card.removeAttribute("href");
        card.classList.add("is-closed");
      }
    })
    .catch(() => {
      title.textContent = words.cannotAsk;
    });
  return card;
}

export function content(message, tools) {
  const { words, media } = tools;
  if (message.msgtype === "m.image" && isPicture(message.info?.mimetype) && typeof message.url === "string") return picture(message, tools);
  if (["m.image", "m.file", "m.video", "m.audio"].includes(message.msgtype)) {
    const name = String(message.filename || message.body || words.file);
    const size = sizeOf(message.info?.size);
    const open = h("button", { type: "button", class: "chat-file", "aria-label": filled(words.save, { name }) }, icon("file-download"), h("span", {}, h("strong", {}, name), size && h("small", {}, size)));
    open.addEventListener("click", () => saving(open, () => media.save(message.url, name), words));
    return open;
  }
  return h("div", { class: "chat-words" }, ...said(String(message.body ?? ""), tools));
}

function picture(message, { words, media, zoom, kept }) {
  const name = String(message.filename || message.body || words.picture);
  const frame = h("button", { type: "button", class: "chat-picture", "aria-label": filled(words.enlarge, { name }) }, icon("photo"));
  const size = fitted(message.info);
  media
    .picture(message.url)
    .then((address) => {
      const drawn = h("img", { src: address, alt: name, ...size });
      drawn.addEventListener("load", () => kept());
      frame.replaceChildren(drawn);
    })
    .catch(() => frame.replaceChildren(icon("photo-off"), h("small", {}, name)));
  frame.addEventListener("click", () => zoom(message.url, name));
  return frame;
}

// How large a picture is drawn, so that nothing jumps when it comes.
function fitted({ w, h: high } = {}) {
  if (!(w > 0 && high > 0)) return {};
  const part = Math.min(1, 320 / w, 256 / high);
  return { width: Math.max(1, Math.round(w * part)), height: Math.max(1, Math.round(high * part)) };
}

async function saving(button, save, words) {
  button.disabled = true;
  button.querySelector(".chat-failed")?.remove();
  try {
    await save();
  } catch {
    button.append(h("small", { class: "chat-failed" }, words.notSaved));
  } finally {
    button.disabled = false;
  }
}
