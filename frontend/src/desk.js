// The desk's pages: a refused form stands open again, and what was typed survives a lost network or a closed tab.
const KEEP = "desk-draft:";

document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("dialog[data-desk-opens]")?.showModal();
  document.querySelectorAll("form[data-desk-draft]").forEach(restore);
});

const fields = (form) => [...form.elements].filter((one) => one.matches("textarea, input[type=text], select, [data-desk-key]") && one.name);

function restore(form) {
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(KEEP + form.dataset.deskDraft) || "{}");
  } catch {
    return;
  }
  for (const one of fields(form)) {
    // The key of a report goes with its words, so that one which has arrived already is not sent as another.
    const free = !one.value || (one.matches("[data-desk-key]") && kept[one.name]);
    if (free && typeof kept[one.name] === "string") one.value = kept[one.name];
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-desk-draft]");
  if (!form) return;
  const kept = Object.fromEntries(fields(form).map((one) => [one.name, one.value]));
  try {
    localStorage.setItem(KEEP + form.dataset.deskDraft, JSON.stringify(kept));
  } catch {
    // A full store keeps no draft; the form itself still works.
  }
});

// The page that follows a success says which draft is done with; a refusal brings the words back itself.
document.addEventListener("submit", (event) => {
  const key = event.target.dataset?.deskDraft;
  if (key && navigator.onLine && !event.defaultPrevented) sessionStorage.setItem("desk-sent", key);
});
document.addEventListener("DOMContentLoaded", () => {
  const sent = sessionStorage.getItem("desk-sent");
  sessionStorage.removeItem("desk-sent");
  if (!sent || document.querySelector(".errorlist, [data-desk-opens]")) return;
  localStorage.removeItem(KEEP + sent);
  document.querySelectorAll(`form[data-desk-draft="${CSS.escape(sent)}"]`).forEach((form) => form.reset());
});

// A part that holds forms is not renewed under the hands of whoever writes in one; he is told that there is news.
const written = new WeakSet();
document.addEventListener("input", (event) => event.target.form && written.add(event.target.form));
document.addEventListener("htmx:beforeSwap", (event) => {
  const part = event.detail.target;
  if (!part.matches?.("[data-desk-waits]")) return;
  const busy = [...part.querySelectorAll("form")].some((form) => written.has(form));
  if (busy) event.detail.shouldSwap = false;
  const news = document.querySelector("[data-desk-news]");
  if (news) news.hidden = !busy;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.matches?.("[data-desk-waits]")) event.detail.target.querySelectorAll("form[data-desk-draft]").forEach(restore);
});

// The console by keyboard: / searches, j and k walk through the tickets, Enter opens, n begins a call, ? helps.
const rows = () => [...document.querySelectorAll("[data-desk-row]")];
let current = "";

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.querySelector("a").href === current);
  const row = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  current = row.querySelector("a").href;
  all.forEach((one) => one.classList.toggle("is-current", one === row));
  row.querySelector("a").focus();
}

// Tickets that are chosen: their button shows only where there are some, and they stay chosen when news renews the list.
const boxes = () => [...document.querySelectorAll("input[form=desk-bulk][name=ticket]")];
const numberOf = (box) => box.value.split(":")[0];
const chosen = new Set();

function count() {
  const form = document.getElementById("desk-bulk");
  if (!form) return;
  form.classList.toggle("is-empty", !chosen.size);
  form.querySelector("[data-desk-count]").textContent = chosen.size || "";
}

function remember() {
  chosen.clear();
  for (const box of boxes()) if (box.checked) chosen.add(numberOf(box));
  count();
}

document.addEventListener("DOMContentLoaded", remember);
window.addEventListener("pageshow", remember);
document.addEventListener("change", (event) => event.target.matches?.("input[form=desk-bulk]") && remember());

function choose() {
  const row = rows().find((one) => one.querySelector("a").href === current);
  row?.querySelector("input[form=desk-bulk]")?.click();
}

document.addEventListener("keydown", (event) => {
  if (!document.getElementById("desk-console") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog[open]")) return;
  const tab = /^[1-9]$/.test(event.key) ? document.querySelectorAll("[data-desk-tab]")[Number(event.key) - 1] : null;
  const act = tab ? () => tab.click() : {
    "/": () => document.querySelector(".filters input[name=q]").focus(),
    j: () => walk(1),
    k: () => walk(-1),
    x: choose,
    b: () => chosen.size && document.getElementById("desk-bulk").requestSubmit(),
    n: () => document.querySelector("[data-desk-phone]")?.click(),
    "?": () => document.getElementById("desk-keys").showModal(),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// After news has renewed the list, the ticket that was chosen is still chosen.
document.addEventListener("htmx:afterSwap", () => {
  const row = current && rows().find((one) => one.querySelector("a").href === current);
  if (row) row.classList.add("is-current");
  for (const box of boxes()) box.checked = box.checked || chosen.has(numberOf(box));
  if (boxes().length) remember();
});
