// The editor of a text: what the layout can print, kept while it is typed, never over somebody else's.
import { Editor } from "@tiptap/core";
import { Bar } from "./writing/bar.js";
import { Keeping } from "./writing/keeping.js";
import { extensions } from "./writing/schema.js";

const clock = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: document.querySelector("[data-zone]")?.dataset.zone });
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

function begin(form) {
  const words = form.dataset;
  const [saved, typed, draft] = ["saved", "typed", "draft"].map((name) => form.querySelector(`textarea[data-${name}]`));
  const told = form.querySelector("[data-told]");
  const choice = form.querySelector("[data-choice]");
  let quiet = true;

  const editor = new Editor({
    element: form.querySelector("[data-page]"),
    extensions,
    content: (typed || saved).value,
    injectCSS: false,
    enableInputRules: false,
    editorProps: { attributes: { role: "textbox", "aria-multiline": "true", "aria-label": words.wordsText, spellcheck: "false", class: "official" } },
    onUpdate: () => {
      count();
      if (!quiet) keeping.changed();
    },
  });
  const show = (what, at) => {
    told.textContent = what === "kept" ? filled(words.wordsKept, { time: clock(at) }) : words.wordsHere;
    told.classList.toggle("text-danger", what === "here");
  };
  const keeping = new Keeping({ form, read: () => editor.getHTML(), show, onNews: (news) => tell(form, news) });
  const count = () => {
    const length = editor.getText().replace(/\s/g, "").length;
    form.querySelector("[data-count]").textContent = filled(words.wordsCount, { count: length });
  };
  const say = (_what, number) => {
    told.textContent = number ? filled(words.wordsRenumbered, { count: number }) : words.wordsInOrder;
  };
  new Bar({ bar: form.querySelector("[role=toolbar]"), editor, say });

  // What was typed before and not saved: what this browser kept, or what the server did, whichever is later.
  const here = keeping.keptHere();
  const there = draft ? { html: draft.value, number: draft.dataset.number, at: draft.dataset.at } : null;
  const before = here && (!there || here.at > there.at) ? here : there;
  if (before && !typed) {
    editor.setEditable(false);
    choice.hidden = false;
    choice.querySelector("[data-when]").textContent = new Date(before.at).toLocaleString(document.documentElement.lang);
    choice.querySelector("[data-go-on]").addEventListener("click", () => {
      editor.commands.setContent(before.html, { emitUpdate: false });
      form.querySelector("[name=on_revision]").value = before.number;
      settle();
      keeping.changed();
    });
    choice.querySelector("[data-drop-draft]").addEventListener("click", async () => {
      keeping.stop();
      const sent = new FormData();
      sent.set("csrfmiddlewaretoken", keeping.token);
      await fetch(words.dropUrl, { method: "POST", body: sent });
      settle();
    });
  } else {
    quiet = false;
    if (typed) keeping.changed();
  }
  function settle() {
    choice.hidden = true;
    quiet = false;
    editor.setEditable(true);
    editor.commands.focus("start");
  }

  form.addEventListener("submit", (event) => {
    if (!choice.hidden) {
      event.preventDefault();
      choice.scrollIntoView({ block: "center" });
      delete form.dataset.sent;
      return;
    }
    form.querySelector("[name=html]").value = editor.getHTML();
    keeping.stop();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  count();
  keeping.begin();
  keeping.meet();
  form.dataset.ready = "1";
}

// Who else has the page open, and whether somebody has saved since it was opened.
function tell(form, news) {
  const words = form.dataset;
  const others = form.querySelector("[data-others]");
  const lines = news.others.map((one) => filled(words.wordsWriting, { name: one.name, time: clock(one.since) }));
  const behind = String(news.number) !== form.querySelector("[name=on_revision]").value && news.name;
  if (behind) lines.push(filled(words.wordsSaved, { name: news.name, number: news.number }));
  const said = lines.join(" ");
  const place = others.querySelector("[data-others-text]");
  if (place.textContent !== said) place.textContent = said;
  others.hidden = !said;
}

document.querySelectorAll("form[data-writing]").forEach(begin);
