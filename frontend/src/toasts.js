// Short messages at the edge of the page; errors stay until they are closed.
const STAYS_FOR = 6000;

export function toast(text, kind) {
  const place = document.getElementById("toasts");
  const pattern = document.getElementById(`toast-${kind}`);
  if (!place || !pattern || !text) return;
  const node = pattern.content.firstElementChild.cloneNode(true);
  node.querySelector("[data-toast-text]").textContent = text;
  if (kind !== "danger") node.dataset.toastFades = "";
  place.append(node);
}

function watch(place) {
  const start = (node) => {
    if (node.nodeType !== 1 || !node.matches("[data-toast-fades]")) return;
    setTimeout(() => node.remove(), STAYS_FOR);
  };
  place.childNodes.forEach(start);
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(start))).observe(place, {
    childList: true,
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-toast-close]");
  if (button) button.closest("[data-toast]").remove();
});
document.addEventListener("DOMContentLoaded", () => {
  const place = document.getElementById("toasts");
  if (place) watch(place);
});
