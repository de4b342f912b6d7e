// Menus are <details>, windows are <dialog>: both work by keyboard; this closes and opens them where HTML cannot.
function closeMenus(except) {
  document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (dialog && !dialog.open) dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
  // A click on the dialog itself, not on what is in it, is a click on its backdrop.
  if (event.target.tagName === "DIALOG" && event.target.open) event.target.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A dialog that arrives in an htmx answer opens by itself, and leaves the page when it is closed.
document.addEventListener("htmx:load", (event) => {
  const { elt } = event.detail;
  const found = elt.matches && elt.matches("dialog[data-opens]") ? elt : elt.querySelector("dialog[data-opens]");
  if (!found || found.open) return;
  found.showModal();
  found.addEventListener("close", () => found.remove());
});

// After a request that succeeded, the dialog it was sent from is done.
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  const dialog = event.detail.elt.closest && event.detail.elt.closest("dialog[data-closes]");
  if (dialog && dialog.open) dialog.close();
});
