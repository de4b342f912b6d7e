// data-people: several people in one field. Each name becomes a chip; the field itself keeps the account names.
const BETWEEN = /[\s,，、;；]+/;

function labelOf(list, name) {
  const option = [...(list ? list.options : [])].find((one) => one.value === name || one.textContent === name);
  return option ? { value: option.value, label: option.textContent } : { value: name, label: name };
}

function enhance(field) {
  const list = document.getElementById(field.getAttribute("list"));
  const box = document.createElement("div");
  const typed = document.createElement("input");
  const names = new Map();
  box.className = field.className + " chips";
  typed.type = "text";
  typed.autocomplete = "off";
  typed.setAttribute("list", field.getAttribute("list"));
  typed.id = field.id;
  if (field.hasAttribute("aria-describedby")) typed.setAttribute("aria-describedby", field.getAttribute("aria-describedby"));
  field.type = "hidden";
  field.removeAttribute("id");
  field.removeAttribute("data-people");
  field.dataset.chips = ""; // hidden, but what stands in it was typed

  function draw() {
    box.querySelectorAll(".chip").forEach((chip) => chip.remove());
    for (const [value, label] of names) {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "chip";
      chip.textContent = `${label} ×`;
      chip.dataset.value = value;
      box.insertBefore(chip, typed);
    }
    field.value = [...names.keys(), typed.value.trim()].filter(Boolean).join("、");
  }
  function take(words) {
    for (const word of words.split(BETWEEN).filter(Boolean)) {
      const { value, label } = labelOf(list, word);
      names.set(value, label);
    }
    typed.value = "";
    draw();
  }
  typed.addEventListener("input", (event) => {
    const whole = labelOf(list, typed.value.trim());
    const chosen = event.inputType === undefined || event.inputType === "insertReplacementText";
    if (BETWEEN.test(typed.value) || (chosen && whole.label !== typed.value)) take(typed.value);
    else draw();
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && typed.value.trim()) {
      event.preventDefault();
      take(typed.value);
    } else if (event.key === "Backspace" && !typed.value && names.size) {
      names.delete([...names.keys()].pop());
      draw();
    }
  });
  typed.addEventListener("change", () => take(typed.value));
  box.addEventListener("click", (event) => {
    const chip = event.target.closest(".chip");
    if (chip) {
      names.delete(chip.dataset.value);
      draw();
    }
    typed.focus();
  });
  field.after(box);
  box.append(typed);
  take(field.value);
}

function enhanceAll(root) {
  root.querySelectorAll("input[data-people]").forEach(enhance);
}
document.addEventListener("DOMContentLoaded", () => enhanceAll(document));
document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
