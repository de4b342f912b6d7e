// The four levels of an official document: 一、 （一） 1. （1）. The numeral is a part of the words, as it is printed.
const FIGURES = "零一二三四五六七八九";
const TYPED = [
  /^[一二三四五六七八九十百]{1,4}、\s*/,
  /^[（(][一二三四五六七八九十百]{1,4}[）)]\s*/,
  /^\d{1,3}[.．](?!\d)\s*/,
  /^[（(]\d{1,3}[）)]\s*/,
];

export function chinese(number) {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
  let said = hundreds ? `${FIGURES[hundreds]}百` : "";
  if (tens) said += `${tens === 1 && !hundreds ? "" : FIGURES[tens]}十`;
  else if (hundreds && ones) said += "零";
  return said + (ones ? FIGURES[ones] : "");
}

export function numeral(level, number) {
  return [`${chinese(number)}、`, `（${chinese(number)}）`, `${number}.`, `（${number}）`][level - 1];
}

// The level that a block has by its typed numeral, or by its own; what it begins with; 0 where it has none.
function levelOf(node) {
  const text = node.textContent;
  const own = node.type.name === "heading" ? node.attrs.level : 0;
  for (const level of own ? [own] : node.type.name === "paragraph" ? [1, 2, 3, 4] : []) {
    const found = TYPED[level - 1].exec(text);
    if (found) return { level, typed: found[0] };
  }
  return { level: own, typed: "" };
}

// Yields every numbered block at the top of the text with the numeral it should have.
function* numbered(doc) {
  const counts = [0, 0, 0, 0];
  const blocks = [];
  doc.forEach((node, offset) => blocks.push([node, offset]));
  for (const [node, offset] of blocks) {
    const { level, typed } = levelOf(node);
    if (!level) continue;
    if (typed) counts[level - 1] += 1;
    counts.fill(0, level);
    if (typed) yield { offset, level, typed, wanted: numeral(level, counts[level - 1]) };
  }
}

// Puts every numeral right, in one step that can be undone; returns how many were wrong.
export function renumber(editor) {
  const { state, view } = editor;
  const { tr } = state;
  let wrong = 0;
  for (const { offset, typed, wanted } of numbered(state.doc)) {
    if (typed.trimEnd().replace("．", ".").replace("(", "（").replace(")", "）") === wanted) continue;
    const from = tr.mapping.map(offset + 1);
    tr.insertText(wanted, from, from + typed.length);
    wrong += 1;
  }
  if (wrong) view.dispatch(tr);
  return wrong;
}

// Makes the block under the cursor a heading of this level with the next numeral, or plain text again.
export function setLevel(editor, level) {
  const { $from } = editor.state.selection;
  if ($from.depth !== 1) return;
  const node = $from.node(1);
  const { typed } = levelOf(node);
  const begin = $from.start(1);
  const same = level === 0 || (node.type.name === "heading" && node.attrs.level === level);
  const chain = editor.chain().focus();
  if (typed) chain.deleteRange({ from: begin, to: begin + typed.length });
  if (same) {
    chain.setParagraph().run();
    return;
  }
  let count = 0;
  editor.state.doc.forEach((other, offset) => {
    if (offset + 1 >= begin) return;
    const found = levelOf(other);
    if (found.level && found.level < level) count = 0;
    if (found.level === level && found.typed) count += 1;
  });
  chain.setHeading({ level }).insertContentAt(begin, numeral(level, count + 1), { updateSelection: false }).run();
}
