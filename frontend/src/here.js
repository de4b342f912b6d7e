// Where one is stays in sight: the side and a row of tabs may be longer than the window. The page itself does not move.
document.querySelectorAll('.side-inner [aria-current="page"], .tabs [aria-current], .duty-tabs [aria-current]').forEach((link) => {
  const holder = link.closest(".side-inner, .tabs, .duty-tabs");
  const frame = holder.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  holder.scrollTop += Math.max(0, place.bottom + 16 - frame.bottom);
  holder.scrollLeft += Math.max(0, place.right + 16 - frame.right);
});
