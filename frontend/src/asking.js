// What cannot be taken back asks first, in a window, before anything else hears that the form is sent.
const agreed = new WeakSet();

function button(words, kind, pressed) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn ${kind}`.trim();
  made.textContent = words;
  made.addEventListener("click", pressed);
  return made;
}

function ask(form, sender) {
  const asking = document.createElement("dialog");
  const title = document.createElement("h2");
  const question = document.createElement("p");
  const actions = document.createElement("div");
  const action = sender?.textContent.trim() || document.body.dataset.wordsYes;
  asking.className = "window";
  title.id = "asking-title";
  title.textContent = action;
  question.id = "asking-question";
  question.className = "mb-0";
  question.textContent = form.dataset.confirm;
  actions.className = "window-actions";
  actions.append(
    button(document.body.dataset.wordsCancel, "", () => asking.close()),
    button(action, "btn-danger", () => {
      asking.close();
      agreed.add(form);
      form.requestSubmit(sender);
    }),
  );
  asking.setAttribute("aria-labelledby", title.id);
  asking.setAttribute("aria-describedby", question.id);
  asking.append(title, question, actions);
  asking.addEventListener("close", () => asking.remove());
  document.body.append(asking);
  asking.showModal();
}

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || agreed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!document.getElementById("asking-title")) ask(form, event.submitter);
  },
  true,
);
