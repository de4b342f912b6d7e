// What was typed outlives the session: a form that was sent after its end stands filled in again once its person is back.
import { toast } from "./toasts.js";

const PLACE = "typed";
const NEVER = ["hidden", "password", "file"];
const isKept = (field) => field.name && field.type && !NEVER.includes(field.type) && field.autocomplete !== "off"; // no secret
const here = location.pathname;
const isSignIn = here.startsWith("/sign-in/");
const { person } = document.body.dataset;

function keep(form) {
  const names = new Set([...form.elements].filter(isKept).map((field) => field.name));
  const typed = [...new FormData(form)].filter(([name]) => names.has(name));
  if (typed.length && !form.querySelector("[type=password]")) {
    sessionStorage.setItem(PLACE, JSON.stringify({ person, here, action: form.getAttribute("action"), typed }));
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

const kept = JSON.parse(sessionStorage.getItem(PLACE));
if (kept && isSignIn) sessionStorage.setItem(PLACE, JSON.stringify({ ...kept, ended: true }));
else if (kept) {
  sessionStorage.removeItem(PLACE);
  const form = [...document.forms].find((one) => one.method === "post" && one.getAttribute("action") === kept.action);
  if (form && kept.ended && kept.person === person && kept.here === here) {
    fill(form, kept.typed);
    toast(document.body.dataset.wordsTyped, "success");
  }
}

document.addEventListener("submit", (event) => {
  if (!isSignIn && person && event.target.method === "post") keep(event.target);
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) sessionStorage.removeItem(PLACE);
});
