// A field to sign in with finger, pen or mouse: strokes of points in thousandths of its width, drawn and kept as such.
const WIDTH = 1000;
const HEIGHT = 400;
const MOST = 4800;

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("canvas[data-hand]").forEach(watch));

function watch(pad) {
  const form = pad.closest("form");
  const kept = form.querySelector("[data-hand-strokes]");
  let strokes = [];
  let pen = null;

  const point = (event) => {
    const box = pad.getBoundingClientRect();
    const within = (value, size, most) => Math.round(Math.min(Math.max(value / size, 0), 1) * most);
    return [within(event.clientX - box.left, box.width, WIDTH), within(event.clientY - box.top, box.height, HEIGHT)];
  };
  const draw = () => {
    const box = pad.getBoundingClientRect();
    const dense = window.devicePixelRatio || 1;
    pad.width = Math.round(box.width * dense);
    pad.height = Math.round(box.height * dense);
    const brush = pad.getContext("2d");
    brush.scale(pad.width / WIDTH, pad.height / HEIGHT);
    Object.assign(brush, { lineWidth: 6, lineCap: "round", lineJoin: "round", strokeStyle: getComputedStyle(pad).color });
    for (const stroke of strokes) {
      brush.beginPath();
      stroke.forEach(([x, y], number) => (number ? brush.lineTo(x, y) : brush.moveTo(x, y)));
      brush.stroke();
    }
  };
  const keep = () => {
    kept.value = strokes.length ? JSON.stringify(strokes) : "";
    draw();
  };
  const clear = () => {
    strokes = [];
    keep();
  };

  pad.addEventListener("pointerdown", (event) => {
    if (pen !== null || !event.isPrimary) return;
    pen = event.pointerId;
    pad.setPointerCapture(pen);
    strokes.push([point(event)]);
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen || strokes.flat().length >= MOST) return;
    for (const one of event.getCoalescedEvents?.() || [event]) {
      const stroke = strokes[strokes.length - 1];
      const [last, next] = [stroke[stroke.length - 1], point(one)];
      if (Math.abs(last[0] - next[0]) + Math.abs(last[1] - next[1]) > 3) stroke.push(next);
    }
    draw();
  });
  const lift = (event) => {
    if (event.pointerId !== pen) return;
    pen = null;
    keep();
  };
  pad.addEventListener("pointerup", lift);
  pad.addEventListener("pointercancel", lift);
  form.querySelector("[data-hand-clear]").addEventListener("click", clear);
  form.addEventListener("submit", (event) => {
    const send = form.querySelector("[data-hand-send]");
    send.setCustomValidity(kept.value ? "" : send.dataset.wordsEmpty);
    if (kept.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    send.reportValidity();
    send.setCustomValidity("");
  });
  new ResizeObserver(draw).observe(pad);
}
