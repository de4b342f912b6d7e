// The bar above the text: one stop of the Tab key, arrows go along it, and each button says whether it is pressed.
import { renumber, setLevel } from "./numerals.js";

const ACTS = {
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
  bold: (chain) => chain.toggleBold(),
  underline: (chain) => chain.toggleUnderline(),
  raised: (chain) => chain.toggleMark("raised"),
  lowered: (chain) => chain.toggleMark("lowered"),
  points: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  "row-above": (chain) => chain.addRowBefore(),
  "row-below": (chain) => chain.addRowAfter(),
  "row-away": (chain) => chain.deleteRow(),
  "column-left": (chain) => chain.addColumnBefore(),
  "column-right": (chain) => chain.addColumnAfter(),
  "column-away": (chain) => chain.deleteColumn(),
  merge: (chain) => chain.mergeCells(),
  split: (chain) => chain.splitCell(),
  "head-row": (chain) => chain.toggleHeaderRow(),
  "table-away": (chain) => chain.deleteTable(),
};
const PRESSED = {
  bold: ["bold"],
  underline: ["underline"],
  raised: ["raised"],
  lowered: ["lowered"],
  points: ["bulletList"],
  numbers: ["orderedList"],
};

export class Bar {
  constructor({ bar, editor, say }) {
    Object.assign(this, { bar, editor, say });
    this.buttons = [...bar.querySelectorAll("button[data-act]")];
    bar.addEventListener("click", (event) => this.press(event.target.closest("button[data-act]")));
    bar.addEventListener("keydown", (event) => this.walk(event));
    // The text keeps its selection, and a phone its keyboard, when a button is touched.
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    editor.on("transaction", () => this.refresh());
    this.refresh();
  }

  press(button) {
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { act, level } = button.dataset;
    if (act === "level") setLevel(this.editor, Number(level));
    else if (act === "renumber") this.say("renumbered", renumber(this.editor));
    else ACTS[act](this.editor.chain().focus()).run();
  }

  walk(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1 };
    const seen = this.buttons.filter((one) => one.offsetParent);
    let place = seen.indexOf(document.activeElement);
    if (event.key in steps) place = (place + steps[event.key] + seen.length) % seen.length;
    else if (event.key === "Home") place = 0;
    else if (event.key === "End") place = seen.length - 1;
    else return;
    event.preventDefault();
    this.aim(seen[place]);
    seen[place].focus();
  }

  aim(button) {
    for (const one of this.buttons) one.tabIndex = one === button ? 0 : -1;
  }

  refresh() {
    const { editor } = this;
    const inTable = editor.isActive("table");
    this.bar.querySelector("[data-tables]").hidden = !inTable;
    for (const button of this.buttons) {
      const { act, level } = button.dataset;
      let pressed = null;
      if (act in PRESSED) pressed = editor.isActive(...PRESSED[act]);
      if (act === "level") {
        pressed = level === "0" ? editor.isActive("paragraph") && !editor.isActive("listItem") && !inTable : editor.isActive("heading", { level: Number(level) });
      }
      if (pressed !== null) button.setAttribute("aria-pressed", String(pressed));
      const can = act in ACTS ? ACTS[act](editor.can().chain()).run() : !inTable || act === "renumber";
      button.setAttribute("aria-disabled", String(!editor.isEditable || !can));
    }
    if (!this.buttons.some((one) => one.tabIndex === 0 && one.offsetParent)) this.aim(this.buttons[0]);
  }
}
