// Small behaviours that any page may ask for by a data attribute.
import { toast } from "./toasts.js";

// data-copy="text", or data-copy-from="#element".
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (!button) return;
  const source = button.dataset.copyFrom ? document.querySelector(button.dataset.copyFrom) : null;
  const text = source ? source.value || source.textContent.trim() : button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
    toast(document.body.dataset.wordsCopied, "success");
  } catch {
    toast(document.body.dataset.wordsNotCopied, "danger");
  }
});

// data-autosubmit: a filter applies itself where there is a script; its button stays for everybody else.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form && event.target.name) form.requestSubmit(); // what has no name only shows the rest of it
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || event.defaultPrevented) return;
  if (form.dataset.sent && !form.dataset.again) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !form.matches("[hx-post], [data-hx-post]")) form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// data-drop: files are chosen or dropped, and the field says which; the browser's own words would be in its language.
document.addEventListener("change", (event) => {
  const told = event.target.closest("[data-drop]")?.querySelector("[data-drop-names]");
  if (!told) return;
  told.replaceChildren(
    ...[...event.target.files].map((file) => {
      const name = document.createElement("span");
      name.textContent = file.name;
      return name;
    }),
  );
});
for (const [kind, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(kind, (event) => {
    const drop = event.target.closest && event.target.closest("[data-drop]");
    if (drop) drop.classList.toggle("is-over", over);
  });
}
