// Drag one shift onto another of its tier: the same dialog opens as by choosing a shift, with the exchange filled in.
// By keyboard: Enter on a shift opens the dialog. By touch: hold a shift for a moment, then move it.
const HOLD = 380;
const SLACK = 6;
let held = null;

const shiftOf = (node) => (node && node.closest ? node.closest("[data-duty-shift]") : null);

function fits(target) {
  return target && target !== held.shift && target.dataset.dutyTier === held.shift.dataset.dutyTier;
}

function lift() {
  const box = held.shift.getBoundingClientRect();
  held.ghost = held.shift.cloneNode(true);
  held.ghost.removeAttribute("id");
  held.ghost.setAttribute("aria-hidden", "true");
  held.ghost.classList.add("duty-ghost");
  held.ghost.style.width = `${box.width}px`;
  document.body.append(held.ghost);
  held.shift.classList.add("is-lifted");
  document.querySelectorAll("[data-duty-shift]").forEach((one) => one.classList.toggle("is-open", Boolean(fits(one))));
}

function follow(event) {
  held.ghost.style.transform = `translate(${event.clientX + 8}px, ${event.clientY + 8}px)`;
  const under = shiftOf(document.elementFromPoint(event.clientX, event.clientY));
  const target = fits(under) ? under : null;
  if (target === held.target) return;
  held.target?.classList.remove("is-over-target");
  target?.classList.add("is-over-target");
  held.target = target;
}

function release() {
  if (!held) return;
  clearTimeout(held.timer);
  held.ghost?.remove();
  held.shift.classList.remove("is-lifted");
  document.querySelectorAll(".is-over-target, .is-open").forEach((one) => one.classList.remove("is-over-target", "is-open"));
  held = null;
}

document.addEventListener("pointerdown", (event) => {
  const shift = shiftOf(event.target);
  if (!shift || !("dutyMovable" in shift.dataset) || event.button !== 0) return;
  held = { shift, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch", ghost: null, target: null };
  if (held.touch) {
    held.timer = setTimeout(() => {
      lift();
      follow(event);
    }, HOLD);
  }
});

document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const moved = Math.hypot(event.clientX - held.x, event.clientY - held.y) > SLACK;
  if (!held.ghost) {
    if (!moved) return;
    if (held.touch) return release(); // a finger that moves before the hold is over scrolls
    lift();
  }
  follow(event);
});

// While a shift is lifted by a finger the page stays where it is.
document.addEventListener("touchmove", (event) => held?.ghost && event.preventDefault(), { passive: false });
document.addEventListener("contextmenu", (event) => held?.ghost && event.preventDefault());
document.addEventListener("dragstart", (event) => shiftOf(event.target) && event.preventDefault());

document.addEventListener("pointerup", () => {
  if (!held) return;
  const { ghost, target, shift } = held;
  release();
  if (!ghost) return;
  // The click that follows a drag is not a choice of the shift.
  const swallow = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
  if (!target) return;
  const address = new URL(shift.getAttribute("hx-get"), window.location.href);
  address.searchParams.set("with", target.dataset.dutyKey);
  window.htmx.ajax("GET", address.pathname + address.search, { target: "#duty-dialog", swap: "innerHTML" });
});
document.addEventListener("pointercancel", release);
document.addEventListener("keydown", (event) => event.key === "Escape" && release());

// On a phone only today's shifts stand open; any other day opens at a touch.
document.addEventListener("click", (event) => {
  const fold = event.target.closest?.("[data-duty-fold]");
  if (!fold) return;
  const open = fold.closest(".duty-day").classList.toggle("is-unfolded");
  fold.setAttribute("aria-expanded", String(open));
});
