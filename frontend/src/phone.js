// The phone log: several calls at once, each a draft that outlives a reload and a lost network until it was sent.
import { htmx } from "./requests.js";

const form = () => document.getElementById("phone-form");
const part = (name) => form().elements[name];
const KEPT = ["who", "caller", "contact", "unit", "words", "title", "kind", "level", "service_code", "module",
  "for_who", "for_caller", "recording", "answer", "earlier"];
const WRITTEN = ["who", "contact", "unit", "words", "title", "answer", "for_who"];
const IN_HAND = "desk-phone-in-hand";
const DAY = 86_400_000;
let ahead = 0; // how far the server's clock is ahead of this machine's
let empty = {}; // a call about which nothing was said yet
let current = null;

const now = () => new Date(Date.now() + ahead);

function fresh({ started }) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const key = `form:${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return { key, started: started ? now().toISOString() : "", fields: { ...empty } };
}

// Every window of this browser keeps its calls in one store; each writes only the one it has in hand.
function stored() {
  try {
    const calls = JSON.parse(localStorage.getItem(`desk-phone:${form().dataset.phoneStore}`) || "[]");
    return calls.filter((one) => one.key && now() - new Date(one.started) < DAY);
  } catch {
    return [];
  }
}

function store(calls) {
  try {
    localStorage.setItem(`desk-phone:${form().dataset.phoneStore}`, JSON.stringify(calls));
  } catch {
    // A full store keeps no draft; the form itself still works.
  }
}

const isWritten = (call) => WRITTEN.some((name) => call.fields[name]);

function keep() {
  current.fields = Object.fromEntries(KEPT.map((name) => [name, part(name).value]));
  const others = stored().filter((one) => one.key !== current.key);
  store(current.started && isWritten(current) ? [...others, current] : others);
  draw();
}

function take(call) {
  current = call;
  sessionStorage.setItem(IN_HAND, call.key);
  part("key").value = call.key;
  for (const name of KEPT) part(name).value = call.fields[name] ?? empty[name];
  for (const list of document.querySelectorAll(".phone-found")) close(list);
  form().querySelector("details").open = Boolean(call.fields.for_who || call.fields.recording);
  showBeside();
  draw();
  part(call.fields.caller || call.fields.who ? "words" : "who").focus();
}

// Nobody has called before something is said or typed: a form that lies open all night began no call.
function begin() {
  if (!current.started) current.started = now().toISOString();
}

function draw() {
  const { phoneZone, wordsNobody } = form().dataset;
  const rang = current.started ? new Date(new Date(current.started) - 60_000 * (Number(part("earlier").value) || 0)) : null;
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "medium", timeZone: phoneZone, hourCycle: "h23" });
  part("started_at").value = current.started || now().toISOString();
  document.getElementById("phone-rang").textContent = rang ? clock.format(rang) : "—";
  tick();
  const shelf = document.getElementById("phone-parked");
  const parked = stored().filter((one) => one.key !== current.key);
  shelf.hidden = !parked.length;
  shelf.querySelector("ul").replaceChildren(...parked.map((one) => {
    const row = shelf.querySelector("template").content.cloneNode(true).firstElementChild;
    row.querySelector("b").textContent = one.fields.who || one.fields.contact || wordsNobody;
    row.querySelector("span").textContent = `${clock.format(new Date(one.started))} ${one.fields.words.slice(0, 40)}`;
    row.dataset.phoneKey = one.key;
    return row;
  }));
}

function tick() {
  const shown = document.getElementById("phone-lasts");
  if (!shown || !current) return;
  const seconds = current.started ? Math.max(0, Math.round((now() - new Date(current.started)) / 1000)) : 0;
  shown.textContent = current.started ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "";
}

function another() {
  keep();
  take(fresh({ started: true }));
}

// A call of the call centre rang when the call centre says so; it may be in hand already.
function answer(row) {
  const { phoneTake: key, rang, name, contact, caller } = row.dataset;
  keep();
  const known = stored().find((one) => one.key === key);
  take(known || { key, started: rang, fields: { ...empty, who: name || contact, contact, caller } });
  keep();
}

function next() {
  keep();
  const calls = stored();
  const others = calls.filter((one) => one.key !== current.key);
  // The one that was put down first comes first; this one goes to the end of the row.
  if (others.length) take(others[0]);
}

function drop(key) {
  if (!window.confirm(form().dataset.wordsDrop)) return;
  store(stored().filter((one) => one.key !== key));
  draw();
}

function done(key) {
  document.body.dispatchEvent(new CustomEvent("live:calls"));
  store(stored().filter((one) => one.key !== key));
  if (current.key !== key) return draw();
  take(stored()[0] || fresh({ started: false }));
}

function showBeside() {
  const asked = new URLSearchParams({ caller: part("caller").value, contact: part("contact").value });
  htmx.ajax("GET", `${form().dataset.phoneBeside}?${asked}`, { target: "#phone-beside", swap: "innerHTML" });
}

function send(verb, number = "") {
  if (verb === "answer" && !part("answer").value.trim()) {
    part("answer").focus();
    part("answer").setCustomValidity("");
    document.getElementById("phone-said").textContent = form().dataset.wordsAnswer;
    return;
  }
  begin();
  keep();
  part("verb").value = verb;
  part("number").value = number;
  form().requestSubmit();
}

// Who calls: what was found is walked through by arrows; Enter takes the chosen one, also before it has arrived.
const found = (input) => document.getElementById(input.getAttribute("aria-controls"));
const options = (list) => [...list.querySelectorAll("[data-phone-pick]")];
let awaited = null;

function close(list) {
  list.replaceChildren();
  form().querySelector(`[aria-controls="${list.id}"]`).setAttribute("aria-expanded", "false");
}

function choose(input, step) {
  const all = options(found(input));
  if (!all.length) return;
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const chosen = all[(at + step + all.length) % all.length];
  all.forEach((one) => one.setAttribute("aria-selected", String(one === chosen)));
  input.setAttribute("aria-activedescendant", chosen.id);
}

function pick(option) {
  const isCaller = option.dataset.phoneField === "who";
  part(option.dataset.phoneField).value = option.dataset.name;
  part(isCaller ? "caller" : "for_caller").value = option.dataset.phonePick;
  close(option.closest(".phone-found"));
  if (isCaller) {
    part("contact").value = option.dataset.contact || part("contact").value;
    showBeside();
  }
  part("words").focus();
  keep();
}

function enter(input) {
  const chosen = options(found(input)).find((one) => one.getAttribute("aria-selected") === "true");
  if (chosen) return pick(chosen);
  if (found(input).querySelector("[data-phone-unknown]") || !input.value.trim()) return leave(input);
  awaited = input;
}

function leave(input) {
  close(found(input));
  part(input.name === "who" && !/\d{3}/.test(input.value) ? "contact" : "words").focus();
}

const isOurs = (event) => form() && form().contains(event.target);

document.addEventListener("DOMContentLoaded", () => {
  if (!form()) return;
  ahead = new Date(form().dataset.phoneNow) - Date.now();
  empty = Object.fromEntries(KEPT.map((name) => [name, part(name).defaultValue ?? ""]));
  for (const name of ["kind", "level", "service_code"]) empty[name] = part(name).value;
  const refused = document.querySelector("#phone-said .notice-danger");
  if (refused) return;
  const calls = stored();
  const inHand = calls.find((one) => one.key === sessionStorage.getItem(IN_HAND));
  take(inHand || calls[0] || fresh({ started: true }));
  setInterval(tick, 1000);
});

document.addEventListener("input", (event) => {
  if (!isOurs(event)) return;
  begin();
  if (event.target.name === "who") part("caller").value = "";
  if (event.target.name === "for_who") part("for_caller").value = "";
  keep();
});
document.addEventListener("change", (event) => {
  if (isOurs(event) && event.target.name === "contact" && !part("caller").value) showBeside();
});

document.addEventListener("keydown", (event) => {
  if (!form()) return;
  if (event.key === "F9" || event.key === "F8") {
    event.preventDefault();
    return event.key === "F9" ? another() : next();
  }
  if (event.key === "F2") {
    event.preventDefault();
    const row = document.querySelector("[data-phone-take]");
    return row && answer(row);
  }
  if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
    const rows = [...document.querySelectorAll("#phone-beside .phone-past")];
    const join = rows[Number(event.code.slice(5)) - 1]?.querySelector("[data-phone-verb]");
    event.preventDefault();
    return join && send("join", join.dataset.phoneNumber);
  }
  if (!isOurs(event) || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    return send(event.shiftKey ? "answer" : "open");
  }
  if (!event.target.matches("[role=combobox]")) {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault();
    return;
  }
  const act = {
    ArrowDown: () => choose(event.target, 1),
    ArrowUp: () => choose(event.target, -1),
    Escape: () => close(found(event.target)),
    Enter: () => enter(event.target),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  if (!form()) return;
  const target = event.target.closest("[data-phone-new], [data-phone-drop], [data-phone-take], .phone-row, [data-phone-pick], [data-phone-verb]");
  if (!target) return;
  event.preventDefault();
  const key = target.closest("[data-phone-key]")?.dataset.phoneKey;
  if (target.matches("[data-phone-new]")) another();
  else if (target.matches("[data-phone-drop]")) drop(key);
  else if (target.matches("[data-phone-take]")) answer(target);
  else if (target.matches(".phone-row")) (keep(), take(stored().find((one) => one.key === key)));
  else if (target.matches("[data-phone-pick]")) pick(target);
  else send(target.dataset.phoneVerb, target.dataset.phoneNumber);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!form() || !event.target.matches?.(".phone-found")) return;
  const input = form().querySelector(`[aria-controls="${event.target.id}"]`);
  input.setAttribute("aria-expanded", String(options(event.target).length > 0));
  if (awaited === input) {
    awaited = null;
    enter(input);
  }
});
// Whoever picks up the telephone finds the call in the form, unless something is being written there.
const offered = new Set();
document.addEventListener("htmx:afterSwap", (event) => {
  if (!form() || event.target.id !== "phone-calls") return;
  const row = event.target.querySelector("[data-phone-mine]");
  if (!row || offered.has(row.dataset.phoneTake) || isWritten(current)) return;
  offered.add(row.dataset.phoneTake);
  answer(row);
});
document.addEventListener("phone:done", (event) => form() && done(event.detail.key));

// What the words speak for is taken over by its button; nothing changes a field by itself while somebody talks.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-phone-proposed]");
  const field = button && document.getElementById(`phone-${button.dataset.phoneProposed}`);
  if (!field) return;
  field.value = button.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.focus();
});
