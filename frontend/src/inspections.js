// A round on site: which items are filled in, by what the server has and by what still waits on this device.
const site = () => document.querySelector("[data-inspections-site]");

document.addEventListener("visits:waiting", (event) => show(event.detail));

function show(acts) {
  const here = site();
  const facts = document.querySelector("[data-inspections-done]");
  if (!here || !facts) return;
  const sent = new Set(facts.dataset.inspectionsDone.split(" ").filter(Boolean));
  const kept = new Set();
  for (const act of acts) {
    const item = act.visit === here.dataset.visit && !act.refused && new Map(act.fields).get("item");
    if (item) kept.add(item);
  }
  const tasks = [...here.querySelectorAll("[data-inspections-item]")];
  for (const task of tasks) {
    const code = task.dataset.inspectionsItem;
    task.classList.toggle("is-done", sent.has(code) || kept.has(code));
    task.classList.toggle("is-kept", kept.has(code));
    const word = task.querySelector("[data-inspections-word]");
    word.dataset.wordsSent ||= word.textContent;
    word.textContent = kept.has(code) ? word.dataset.wordsKept : word.dataset.wordsSent;
  }
  const done = tasks.filter((task) => task.classList.contains("is-done")).length;
  const bar = document.querySelector("[data-inspections-bar]");
  const count = document.querySelector("[data-inspections-count]");
  bar.value = done;
  count.textContent = count.dataset.words.replace("{done}", done).replace("{all}", bar.max);
}
