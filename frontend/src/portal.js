// Forms with pictures: chosen, photographed or pasted, seen before they are sent, taken out again; and sent steadily.
// Without a script the plain fields send the same.
import { isOver, renewMark } from "./requests.js";
import { toast } from "./toasts.js";

const SMALL = 160;
const AGAIN = 5000;
const main = (form) => form.querySelector("input[type=file][name$=files]");
const camera = (form) => form.querySelector("input[type=file][name$=photos]");

const kept = new WeakMap(); // what each form is going to send; a field forgets it when more is chosen

function put(form, files) {
  kept.set(form, files);
  const held = new DataTransfer();
  files.forEach((file) => held.items.add(file));
  main(form).files = held.files;
  show(form);
}

function add(form, files) {
  put(form, [...(kept.get(form) || []), ...files]);
}

// Drawn on a canvas: the page's policy lets no address of a local file be shown, and none is needed.
async function draw(canvas, file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SMALL / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  } catch {
    canvas.hidden = true; // no picture: its name is enough
  }
}

function show(form) {
  const place = form.querySelector("[data-desk-chosen]");
  if (!place) return;
  const told = form.querySelector("[data-drop-names]");
  if (told) told.textContent = "";
  const files = [...main(form).files];
  place.replaceChildren(
    ...files.map((file) => {
      const item = document.createElement("li");
      const canvas = document.createElement("canvas");
      const name = document.createElement("span");
      const away = document.createElement("button");
      name.textContent = file.name;
      away.type = "button";
      away.className = "btn btn-sm";
      away.textContent = "×";
      away.setAttribute("aria-label", `${place.dataset.wordsRemove} ${file.name}`);
      away.addEventListener("click", () => {
        put(form, files.filter((one) => one !== file));
        (place.querySelector("button") || main(form)).focus();
      });
      if (file.type.startsWith("image/")) draw(canvas, file);
      else canvas.hidden = true;
      item.append(canvas, name, away);
      return item;
    }),
  );
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form");
  if (!form?.querySelector("[data-desk-chosen]")) return;
  if (event.target === camera(form)) {
    const files = [...event.target.files];
    event.target.value = "";
    add(form, files);
  } else if (event.target === main(form)) {
    add(form, [...event.target.files]); // choosing again adds; a cross takes out
  }
});

document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files || [])];
  const near = event.target.closest?.("form");
  const form = [near, ...document.querySelectorAll("form")].find((one) => one?.querySelector("[data-desk-chosen]"));
  if (!files.length || !form) return;
  event.preventDefault();
  const at = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
  add(
    form,
    files.map((file, number) => new File([file], file.name.replace(/^image\./, `${at}-${number + 1}.`), { type: file.type })),
  );
});

// data-desk-steady="where to go then": the page stays until the answer is there; without a network it tries again.
// The key in the form makes of a report whose answer was lost one report.
const done = (form) => {
  try {
    localStorage.removeItem(`desk-draft:${form.dataset.deskDraft}`);
  } catch {
    // Nothing was kept.
  }
  location.assign(form.dataset.deskSteady);
};

function wait(form, waits) {
  const note = form.querySelector("[data-desk-unsent]");
  if (note) note.hidden = !waits;
  form.toggleAttribute("data-desk-waiting", waits);
}

async function send(form, isAgain = false) {
  if (form.dataset.deskSending) return;
  form.dataset.deskSending = "1";
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  try {
    // Named as htmx is: who has been signed out meanwhile is told so, and not led away with his words lost.
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers, redirect: "manual" });
    wait(form, false);
    if (answer.type === "opaqueredirect") return done(form);
    if (answer.status === 422) refuse(form, await answer.text());
    else if (answer.headers.has("HX-Redirect")) location.assign(answer.headers.get("HX-Redirect"));
    else if (isOver(answer) && !isAgain && (await renewMark())) {
      delete form.dataset.deskSending;
      return send(form, true);
    } else toast(document.body.dataset.wordsFailed, "danger");
  } catch {
    wait(form, true);
    setTimeout(() => form.isConnected && form.hasAttribute("data-desk-waiting") && send(form), AGAIN);
  }
  button.disabled = false;
  delete form.dataset.deskSending;
  return undefined;
}

// A refusal says what is wrong inside the form; what was chosen stays chosen.
function refuse(form, page) {
  const draft = CSS.escape(form.dataset.deskDraft);
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector(`form[data-desk-draft="${draft}"]`);
  if (!fresh) return toast(document.body.dataset.wordsFailed, "danger");
  const files = main(form) ? [...main(form).files] : [];
  form.replaceChildren(...fresh.childNodes);
  if (main(form)) put(form, files);
  form.querySelector("[role=alert], .errorlist")?.scrollIntoView({ block: "center" });
  return undefined;
}

// In the capturing phase: before others take the form for one that is sent the plain way.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("form[data-desk-steady]")) return;
    event.preventDefault();
    send(event.target);
  },
  true,
);
window.addEventListener("online", () => document.querySelectorAll("form[data-desk-waiting]").forEach((form) => send(form)));
