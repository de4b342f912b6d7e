// The ticket by keyboard: each deed has its letter, ? helps. A deed that came by news after the page was made has no
// window here yet: the page is asked for anew, with the window open.
document.addEventListener("keydown", (event) => {
  if (!document.getElementById("desk-ticket") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, dialog[open]")) return;
  const sought = event.key === "?" ? null : document.querySelector(`[data-desk-key="${CSS.escape(event.key)}"]`);
  if (event.key !== "?" && !sought) return;
  event.preventDefault();
  if (sought) sought.click();
  else document.getElementById("desk-keys").showModal();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-desk-print]")) window.print();
  const opener = event.target.closest("[data-desk-open]");
  if (opener && !document.getElementById(opener.dataset.dialogOpen)) {
    location.assign(`?open=${encodeURIComponent(opener.dataset.deskOpen)}`);
  }
});
