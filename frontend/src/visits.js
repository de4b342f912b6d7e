// The page of a visit, or of a round, with a bad connection: every act is kept on the device under an id of its own, sent in order, and
// forgotten only when the server says that it has it. The server takes each id once, so sending again does no harm.
import { htmx, isOver, renewMark } from "./requests.js";
import { toast } from "./toasts.js";

const STORE = "acts";
const AGAIN = 15000;
const GIVES = { depart: "travelling", check_in: "on_site", leave: "done", begin: "under_way", close: "closed" };
let db = null;
let busy = false;
let more = false;
let retry = 0;

const page = () => document.querySelector("[data-visit-outbox]");
const steps = () => document.querySelector("[data-visit]");
const person = () => page()?.dataset.visitPerson;

function request(wanted) {
  return new Promise((resolve, reject) => {
    wanted.onsuccess = () => resolve(wanted.result);
    wanted.onerror = () => reject(wanted.error);
  });
}

async function open() {
  const opening = indexedDB.open("zhishou-visits", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "turn", autoIncrement: true });
  db = await request(opening);
}

const store = (mode) => db.transaction(STORE, mode).objectStore(STORE);
const waiting = async () => (await request(store("readonly").getAll())).filter((one) => one.person === person());

// Safe origins have randomUUID; a page without https has only this.
function fresh() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-visit-act]");
  if (!form || !db || event.defaultPrevented) return;
  event.preventDefault();
  keep(form);
});

async function keep(form) {
  const sent = new FormData(form);
  sent.delete("csrfmiddlewaretoken");
  sent.set("act", fresh());
  sent.set("device_at", new Date().toISOString());
  const act = {
    id: sent.get("act"),
    person: person(),
    visit: steps().dataset.visit,
    url: steps().dataset.visitUrl,
    kind: form.dataset.visitAct,
    name: form.dataset.visitName,
    gives: form.dataset.visitGives || "",
    at: sent.get("device_at"),
    fields: [...sent.entries()].filter(([, value]) => !(value instanceof File) || value.size),
    refused: "",
  };
  await request(store("readwrite").add(act));
  if (form.dataset.deskDraft) localStorage.removeItem(`desk-draft:${form.dataset.deskDraft}`);
  form.querySelectorAll("input[type=file]").forEach((one) => {
    one.value = "";
    one.dispatchEvent(new Event("change", { bubbles: true })); // whoever names what was chosen takes it back
  });
  await show();
  send();
}

async function send() {
  if (!db || !person()) return;
  more = busy;
  if (busy) return; // whoever sends now looks again when he is done
  busy = true;
  clearTimeout(retry);
  let sent = 0;
  let trouble = "";
  try {
    const stopped = new Set();
    for (const act of await waiting()) {
      if (act.refused) stopped.add(act.visit);
      if (stopped.has(act.visit)) continue;
      const outcome = await post(act);
      if (outcome === "taken") {
        await request(store("readwrite").delete(act.turn));
        sent += 1;
      } else if (outcome.refused) {
        await request(store("readwrite").put({ ...act, refused: outcome.refused }));
        stopped.add(act.visit);
      } else {
        trouble = outcome.trouble || "";
        retry = setTimeout(send, AGAIN);
        break;
      }
    }
  } finally {
    busy = false;
  }
  if (more) send();
  const here = document.querySelector("[data-visit-refresh]");
  if (sent && here) await htmx.ajax("GET", here.getAttribute("hx-get"), { target: here, swap: "innerHTML" });
  await show(trouble);
  if (sent && !(await waiting()).length) toast(page().querySelector("[data-words-done]").dataset.wordsDone, "success");
}

// Asked for by hand, what was refused is tried once more: the round was handed back, or the clock put right.
async function again() {
  for (const act of await waiting()) if (act.refused) await request(store("readwrite").put({ ...act, refused: "" }));
  await send();
}

async function post(act, isAgain = false) {
  const body = new FormData();
  for (const [name, value] of act.fields) body.append(name, value);
  body.set("sent_at", new Date().toISOString());
  const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  let answer;
  try {
    answer = await fetch(act.url, { method: "POST", body, headers, redirect: "manual", credentials: "same-origin" });
  } catch {
    return {};
  }
  if (answer.ok) return "taken";
  const box = page().querySelector("[data-visit-waiting]");
  if (isOver(answer)) return !isAgain && (await renewMark()) ? post(act, true) : { trouble: box.dataset.wordsSignIn };
  if (answer.type === "opaqueredirect" || answer.status === 401) return { trouble: box.dataset.wordsSignIn };
  if (answer.status === 429 || answer.status >= 500) return {};
  const said = await answer.json().catch(() => ({}));
  return { refused: said.detail || String(answer.status) };
}

async function show(trouble = "") {
  const box = page()?.querySelector("[data-visit-waiting]");
  if (!box || !db) return;
  const acts = await waiting();
  box.hidden = !acts.length;
  const words = acts.length === 1 ? box.dataset.wordsOne : box.dataset.wordsMore;
  box.querySelector("[data-visit-count]").textContent = words.replace("{count}", acts.length);
  const told = box.querySelector("[data-visit-trouble]");
  told.hidden = !trouble;
  told.textContent = trouble;
  box.querySelector("[data-visit-list]").replaceChildren(...acts.map((act) => line(box, act)));
  document.dispatchEvent(new CustomEvent("visits:waiting", { detail: acts }));
  reveal(acts);
}

function line(box, act) {
  const row = box.querySelector("[data-visit-item]").content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-visit-${name}]`);
  part("name").textContent = act.name;
  part("time").textContent = new Date(act.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  part("word").textContent = act.refused ? `${box.dataset.wordsRefused}: ${act.refused}` : box.dataset.wordsWaits;
  row.classList.toggle("is-refused", Boolean(act.refused));
  part("drop").hidden = !act.refused;
  part("drop").addEventListener("click", async () => {
    await request(store("readwrite").delete(act.turn));
    await show();
    send();
  });
  return row;
}

// Shows the steps that can be done now: as the server knows the visit, and as the acts that wait will have made it.
function reveal(acts) {
  const facts = document.querySelector("[data-visit-state]");
  if (!facts || !steps()) return;
  let state = facts.dataset.visitState;
  const flags = new Set(facts.dataset.visitFlags.split(" ").filter(Boolean));
  for (const act of acts.filter((one) => one.visit === steps().dataset.visit && !one.refused)) {
    state = GIVES[act.kind] || state;
    act.gives.split(" ").filter(Boolean).forEach((flag) => flags.add(flag));
    if (act.kind === "report") {
      const work = document.querySelector("[data-visit-work]");
      if (work) work.textContent = new Map(act.fields).get("words");
    }
  }
  const list = (words) => (words || "").split(" ").filter(Boolean);
  for (const form of document.querySelectorAll("form[data-visit-act], details[data-visit-states]")) {
    const { visitStates, visitNeeds, visitEnds } = form.dataset;
    const fits = list(visitStates).includes(state) && list(visitNeeds).every((flag) => flags.has(flag));
    (form.closest("[data-visit-around]") || form).hidden = !fits || list(visitEnds).some((flag) => flags.has(flag));
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-visit-send]")) again();
  const button = event.target.closest("[data-visit-locate]");
  if (button) locate(button);
});

function locate(button) {
  const form = button.closest("form");
  const said = form.querySelector("[data-visit-located]");
  const none = () => (said.textContent = button.dataset.wordsNone);
  const found = ({ coords }) => {
    form.elements.latitude.value = coords.latitude.toFixed(6);
    form.elements.longitude.value = coords.longitude.toFixed(6);
    form.elements.accuracy_m.value = Math.round(coords.accuracy);
    said.textContent = `${form.elements.latitude.value}, ${form.elements.longitude.value} ±${form.elements.accuracy_m.value} m`;
  };
  navigator.geolocation.getCurrentPosition(found, none, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
}

// The page of a visit that was opened once opens again without a connection: kept_worker.js keeps it, under the name
// of whoever is signed in. What lies there under another name goes as soon as any page of ours is opened.
const SHELF = "visits-";

async function clearShelves(owner) {
  if (!("caches" in window)) return;
  for (const name of await caches.keys()) {
    if (name.startsWith(SHELF) && name !== SHELF + owner) await caches.delete(name);
  }
}

async function keepPage() {
  const address = page()?.dataset.visitWorker;
  const owner = document.body.dataset.person;
  if (!address || !owner || !steps() || !("serviceWorker" in navigator) || !("caches" in window)) return;
  navigator.serviceWorker.addEventListener("message", (event) => {
    if (event.data.kept === location.pathname) document.body.dataset.visitKept = "1";
  });
  await navigator.serviceWorker.register(address);
  const worker = (await navigator.serviceWorker.ready).active;
  const links = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon], use")];
  const paths = links.map((one) => new URL(one.src || one.href.baseVal || one.href, location.href).pathname);
  worker.postMessage({ owner, page: location.pathname, assets: [...new Set(paths)] });
}

document.addEventListener("submit", (event) => event.target.matches("[data-sign-out]") && clearShelves(""));
document.addEventListener("DOMContentLoaded", async () => {
  const owner = document.body.dataset.person;
  if (owner !== undefined) await clearShelves(owner);
  if (navigator.onLine) keepPage().catch(() => {}); // a browser that keeps nothing still shows the page
});

document.addEventListener("DOMContentLoaded", async () => {
  if (!page()) return;
  const button = document.querySelector("[data-visit-locate]");
  if (button) button.hidden = !("geolocation" in navigator && window.isSecureContext);
  try {
    await open();
  } catch {
    return; // A browser that keeps nothing sends its forms at once, as without any script.
  }
  await show();
  send();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.matches("[data-visit-refresh]")) show();
});
window.addEventListener("online", () => send());
document.addEventListener("visibilitychange", () => document.hidden || send());
