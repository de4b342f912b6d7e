// Of Tabler's styles only what the pages can use (docs/why/0053): whatever our sources never name is left out.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const house = join(here, "..");
const WORD = /[A-Za-z0-9_-]+/g;

// `bin/prepare` asks the same files, in the same way, whether one of them names what was left out.
const NAMING = ["jishi", "zhishou", "xieban"].map((name) => join(house, name));
const OUR_OWN = join(here, "src");

function gather(words, folder, endings) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "tests") gather(words, path, endings);
    if (!entry.isFile() || !endings.includes(extname(entry.name))) continue;
    for (const word of readFileSync(path, "latin1").match(WORD) || []) words.add(word);
  }
  return words;
}

function namedInSelectors(css) {
  return new Set(css.replace(/\{[^{}]*\}/g, " ").match(WORD));
}

// A name such as `btn-{{ kind }}` stands in two pieces: up to a hyphen, and elsewhere how it goes on.
function pieces(name) {
  return [...name.matchAll(/-/g)].map(({ index }) => [name.slice(0, index + 1), name.slice(index + 1)]);
}

function addComposed(words, names) {
  const whole = [...names].filter((name) => pieces(name).some(([begin, end]) => words.has(begin) && words.has(end)));
  whole.forEach((name) => words.add(name));
}

function missingOf(name, words) {
  return [name, ...pieces(name).map(([begin, end]) => (words.has(begin) ? end : begin))];
}

/** Return the part of a stylesheet that our pages can use, and the words that would each bring back more of it. */
export async function part(css) {
  const names = namedInSelectors(css);
  const words = NAMING.reduce((found, folder) => gather(found, folder, [".html", ".py"]), new Set());
  gather(words, OUR_OWN, [".js"]);
  addComposed(words, names);
  // Our own styles, and what draws charts, stand on its colours and movements.
  const own = [...gather(new Set(), OUR_OWN, [".css"])];
  const variables = [...own, ...words].filter((word) => word.startsWith("--"));
  const [{ css: kept }] = await new PurgeCSS().purge({
    content: [{ raw: [...words].join(" "), extension: "txt" }],
    css: [{ raw: css }],
    keyframes: true,
    variables: true,
    // A state has no name in a source: what has the focus, a mouse above it, a bar to scroll by.
    safelist: { standard: [/^:/], deep: [], greedy: [], variables, keyframes: own },
  });
  const leftOut = [...names].filter((name) => !words.has(name)).flatMap((name) => missingOf(name, words));
  return { kept, leftOut: [...new Set(leftOut)].sort() };
}
