// The board: drag a card to another column and the window opens with that column filled in; nothing is sent before.
// By keyboard and by touch: the card's button opens the same window. A finger holds a card for a moment, then moves it.
const HOLD = 380;
const SLACK = 6;
let held = null;

const columnAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-board-drop]");

function lift() {
  held.ghost = held.card.cloneNode(true);
  held.ghost.setAttribute("aria-hidden", "true");
  held.ghost.classList.add("board-ghost");
  held.ghost.style.width = `${held.card.getBoundingClientRect().width}px`;
  document.body.append(held.ghost);
  held.card.classList.add("is-lifted");
}

function follow(event) {
  held.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
  const under = columnAt(event);
  const column = under && under !== held.from ? under : null;
  if (column === held.column) return;
  held.column?.classList.remove("is-over");
  column?.classList.add("is-over");
  held.column = column;
}

function release() {
  if (!held) return;
  clearTimeout(held.timer);
  held.ghost?.remove();
  held.card.classList.remove("is-lifted");
  held.column?.classList.remove("is-over");
  held = null;
}

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest?.("[data-board-drop] [data-board-card]");
  if (!card || event.button !== 0 || event.target.closest("button, .board-button")) return;
  held = { card, from: card.closest("[data-board-drop]"), x: event.clientX, y: event.clientY, ghost: null, column: null };
  held.touch = event.pointerType === "touch";
  if (held.touch) {
    held.timer = setTimeout(() => {
      lift();
      follow(event);
    }, HOLD);
  }
});

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  if (!held.ghost) {
    if (Math.hypot(event.clientX - held.x, event.clientY - held.y) <= SLACK) return;
    if (held.touch) return release(); // a finger that moves before the hold is over scrolls
    lift();
  }
  follow(event);
});

document.addEventListener("touchmove", (event) => held?.ghost && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => held?.ghost && event.preventDefault());
document.addEventListener("dragstart", (event) => event.target.closest?.("[data-board-card]") && event.preventDefault());

document.addEventListener("pointerup", () => {
  if (!held) return;
  const { ghost, column, card } = held;
  release();
  if (!ghost) return;
  // The click that follows a drag does not open the ticket.
  const swallow = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
  if (!column) return;
  const address = `${card.dataset.boardMove}&${column.dataset.boardDrop}`;
  window.htmx.ajax("GET", address, { target: "#desk-move", swap: "innerHTML" });
});
document.addEventListener("pointercancel", release);
document.addEventListener("keydown", (event) => event.key === "Escape" && release());

// News does not take a card out of somebody's hand: the board renews itself with the next.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (held?.ghost && event.detail.target.id === "desk-board") event.detail.shouldSwap = false;
});
