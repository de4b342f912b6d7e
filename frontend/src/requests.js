// htmx under a strict content security policy, and what a page says when a request fails.
import htmx from "htmx.org/dist/htmx.esm.js";
import { toast } from "./toasts.js";

Object.assign(htmx.config, {
  allowEval: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  timeout: 30000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "[45]..", swap: false, error: true },
    { code: "...", swap: false },
  ],
});
window.htmx = htmx;

const word = (name) => document.body.dataset[name] || "";

// A refusal brings its own words and says where they belong; anything else gets ours.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.status >= 400 && xhr.getResponseHeader("HX-Retarget")) event.detail.shouldSwap = true;
});
document.addEventListener("htmx:responseError", (event) => {
  if (!event.detail.xhr.getResponseHeader("HX-Retarget")) toast(word("wordsFailed"), "danger");
});
// What renews itself has nothing to say to anybody when it fails: the mark of the lost connection is enough.
const ASKED = new Set(["click", "submit", "input", "change", "keyup", "search"]);
function isAsked({ verb, triggeringEvent }) {
  return verb !== "get" || ASKED.has(triggeringEvent?.type);
}
document.addEventListener("htmx:sendError", (event) => {
  if (isAsked(event.detail.requestConfig)) toast(word("wordsOffline"), "danger");
  setOffline(true);
});
document.addEventListener("htmx:timeout", (event) => {
  if (isAsked(event.detail.requestConfig)) toast(word("wordsSlow"), "danger");
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.xhr && event.detail.xhr.status > 0) setOffline(!navigator.onLine);
});

function setOffline(lost) {
  const mark = document.getElementById("connection-lost");
  if (mark) mark.hidden = !lost;
}
window.addEventListener("offline", () => setOffline(true));
window.addEventListener("online", () => setOffline(false));

// The page's own live updates say when they are cut off and when they are back.
document.addEventListener("live:lost", () => setOffline(true));
document.addEventListener("live:back", () => setOffline(false));

// Whoever has signed in anew since a page was opened carries its old mark: what keeps words and files sends them again
// under a new one, as long as it is the same person. An answer that says so is named as htmx is told.
export const isOver = (answer) => answer.headers.get("HX-Trigger") === "form-over";

export async function renewMark() {
  const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return false;
  const { body } = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!body.dataset.person || body.dataset.person !== document.body.dataset.person) return false;
  const marks = body.getAttribute("hx-headers");
  document.body.setAttribute("hx-headers", marks);
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = JSON.parse(marks)["X-CSRFToken"];
  return true;
}

export { htmx };
