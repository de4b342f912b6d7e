// What was typed outlives the session: a form that was sent after its end stands filled in again once its person is back.
import { toast } from "./toasts.js";

const PLACE = "typed";
const NEVER = ["password", "file"];
const isUnseen = (field) => field.type === "hidden" && !("chips" in field.dataset);
const isSecret = (field) => NEVER.includes(field.type) || (field.autocomplete === "off" && !field.hasAttribute("list"));
const isKept = (field) => field.name && field.type && !isUnseen(field) && !isSecret(field);
const here = location.pathname;
const isSignIn = here.startsWith("/sign-in/");
const { person } = document.body.dataset;

// Several forms of a page may be sent to one address; what they carry unseen tells them apart.
const whichOf = (form) => {
  const unseen = [...form.elements].filter((field) => isUnseen(field) && field.name !== "csrfmiddlewaretoken");
  return { action: form.getAttribute("action"), unseen: JSON.stringify(unseen.map((field) => [field.name, field.value])) };
};

function again({ action, unseen }) {
  const forms = [...document.forms].filter((form) => form.method === "post" && form.getAttribute("action") === action);
  return forms.length > 1 ? forms.find((form) => whichOf(form).unseen === unseen) : forms[0];
}

function keep(form) {
  const names = new Set([...form.elements].filter(isKept).map((field) => field.name));
  const typed = [...new FormData(form)].filter(([name]) => names.has(name));
  if (typed.length && !form.querySelector("[type=password]")) {
    sessionStorage.setItem(PLACE, JSON.stringify({ person, here, ...whichOf(form), typed }));
  } else sessionStorage.removeItem(PLACE);
}

function fill(form, typed) {
  for (const field of [...form.elements].filter(isKept)) {
    const given = typed.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
    else if (field.multiple) [...field.options].forEach((option) => (option.selected = given.includes(option.value)));
    else if (given.length) [field.value] = given;
  }
}

function end() {
  const sent = JSON.parse(sessionStorage.getItem(PLACE));
  if (sent) sessionStorage.setItem(PLACE, JSON.stringify({ ...sent, ended: true }));
}

const kept = JSON.parse(sessionStorage.getItem(PLACE));
if (isSignIn || document.querySelector("[data-form-over]")) end();
else if (kept) {
  sessionStorage.removeItem(PLACE);
  const form = again(kept);
  if (form && kept.ended && kept.person === person && kept.here === here) {
    fill(form, kept.typed);
    form.closest("details")?.setAttribute("open", "");
    toast(document.body.dataset.wordsTyped, "success");
  }
}

document.addEventListener("submit", (event) => {
  if (!isSignIn && person && event.target.method === "post") keep(event.target);
});
document.addEventListener("form-over", end);
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.detail.requestConfig.verb === "post") sessionStorage.removeItem(PLACE);
});
