// Flows as drawings: a modeler for administrators (data-diagram="edit"), a viewer of where an instance stands ("show").
// Both read the file that lies in the page; the modeler writes it back into its form before that is sent.
import Modeler from "bpmn-js/lib/Modeler";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";

const text = { isAttr: true, type: "String" };
const named = (names) => names.map((name) => ({ name, ...text }));
const xieban = {
  name: "Xieban",
  uri: "urn:xieban:flows:1",
  prefix: "xieban",
  xml: { tagAlias: "lowerCase" },
  types: [
    {
      name: "Handled",
      extends: ["bpmn:UserTask"],
      properties: named(["who", "may", "returns", "straightBack", "decisions", "nature", "deadline", "deadlineFrom", "edits"]),
    },
    { name: "Served", extends: ["bpmn:ServiceTask"], properties: named(["service", "repeatable"]) },
    { name: "Read", extends: ["bpmn:IntermediateThrowEvent"], properties: named(["readers"]) },
    { name: "Waiting", extends: ["bpmn:IntermediateCatchEvent"], properties: named(["momentFrom"]) },
    { name: "Field", superClass: ["Element"], properties: named(["name", "label", "kind", "options", "required"]) },
    { name: "Variable", superClass: ["Element"], properties: named(["name", "label", "kind", "options"]) },
  ],
};

function marked(viewer, names, css) {
  const canvas = viewer.get("canvas");
  const known = viewer.get("elementRegistry");
  for (const name of (names || "").split(" ").filter(Boolean)) if (known.get(name)) canvas.addMarker(name, css);
}

// What the engine reads of the chosen element, as plain fields: the drawing alone does not say who has a step.
function panel(modeler, form) {
  const box = form.querySelector("[data-diagram-panel]");
  const modeling = modeler.get("modeling");
  const labels = JSON.parse(box.dataset.labels);
  let chosen = null;

  function draw() {
    box.replaceChildren();
    const names = chosen ? ["name", ...attributesOf(chosen)] : [];
    box.hidden = !names.length;
    for (const name of names) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      const key = name === "name" ? name : `xieban:${name}`;
      label.className = "form-label";
      label.textContent = labels[name] || name;
      input.className = "form-control form-control-sm";
      input.value = chosen.businessObject.get(key) || "";
      input.addEventListener("change", () => {
        modeling.updateProperties(chosen, { [key]: input.value.trim() || undefined });
      });
      label.append(input);
      box.append(label);
    }
  }
  modeler.on("selection.changed", ({ newSelection }) => {
    chosen = newSelection.length === 1 ? newSelection[0] : null;
    draw();
  });
}

function attributesOf(element) {
  const type = xieban.types.find((one) => (one.extends || []).includes(element.type));
  return type ? type.properties.map((one) => one.name) : [];
}

async function begin(place) {
  const source = document.getElementById(place.dataset.source);
  const edits = place.dataset.diagram === "edit";
  // A copy: the tools write their own names into what they are given.
  const given = { container: place, moddleExtensions: { xieban: JSON.parse(JSON.stringify(xieban)) } };
  const viewer = edits ? new Modeler(given) : new NavigatedViewer(given);
  await viewer.importXML(source.value || source.textContent);
  const canvas = viewer.get("canvas");
  canvas.zoom("fit-viewport");
  if (edits) {
    canvas.zoom(canvas.zoom() * 0.85); // beside the palette, not under it
    canvas.scroll({ dx: 70, dy: 20 });
  }
  marked(viewer, place.dataset.faulty, "diagram-faulty");
  marked(viewer, place.dataset.been, "diagram-been");
  marked(viewer, place.dataset.now, "diagram-now");
  if (!edits) return;
  const form = source.form;
  panel(viewer, form);
  form.addEventListener("submit", async (event) => {
    if (form.dataset.drawn) return;
    const { submitter } = event;
    event.preventDefault();
    event.stopPropagation();
    const { xml } = await viewer.saveXML({ format: true });
    source.value = xml;
    form.dataset.drawn = "1";
    delete form.dataset.sent;
    // Later: while one sending is still being asked about, a browser ignores another.
    setTimeout(() => form.requestSubmit(submitter), 0);
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-diagram-show]");
    const element = link && viewer.get("elementRegistry").get(link.dataset.diagramShow);
    if (element) viewer.get("selection").select(element);
  });
}

document.querySelectorAll("[data-diagram]").forEach((place) => {
  begin(place).catch((error) => {
    place.textContent = place.dataset.words || String(error);
  });
});
