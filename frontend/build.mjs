// Builds every style, script and icon of the pages into jishi/pages/static/built/, each named by its content.
import { brotliCompressSync, gzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { part } from "./tabler.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "jishi", "pages", "static", "built");
const fresh = `${target}.new`;
const manifest = {};

function write(name, text) {
  const [stem, ending] = [name.slice(0, name.lastIndexOf(".")), name.slice(name.lastIndexOf("."))];
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 10);
  const file = `${stem}-${hash}${ending}`;
  writeFileSync(join(fresh, file), text);
  writeFileSync(join(fresh, `${file}.gz`), gzipSync(text, { level: 9 }));
  writeFileSync(join(fresh, `${file}.br`), brotliCompressSync(text));
  manifest[name] = file;
}

function sprite() {
  const tabler = JSON.parse(readFileSync(join(here, "node_modules", "@iconify-json", "tabler", "icons.json"), "utf8"));
  const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
  const unknown = names.filter((name) => !(name in tabler.icons));
  if (unknown.length) throw new Error(`frontend/icons.txt names icons that do not exist: ${unknown.join(", ")}`);
  const symbols = [...new Set(names)].map((name) => {
    // How it is drawn is said once, by the styles, where it is shown.
    const body = tabler.icons[name].body.replace(/ (fill|stroke(-[a-z]+)?)="[^"]*"/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24">${body}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

// What the chat client brings for encryption, calls, widgets and other ways to sign in: the office has none of them,
// and they are more than half of it. Whoever calls for a part that is absent gets something empty, and is not answered.
const ABSENT = /^(@matrix-org\/matrix-sdk-crypto-wasm|matrix-widget-api|oidc-client-ts|sdp-transform)$|^\.{1,2}\/(webrtc|rust-crypto|matrixrtc)\//;
const EMPTY = `
const silent = () => new Proxy({}, { get: (_, key) => (typeof key === "string" && key !== "then" ? () => undefined : undefined) });
const some = (name) => new Proxy(function () {}, { construct: silent, get: (of, key) => (key in of ? of[key] : typeof key === "string" ? name + "." + key : undefined) });
module.exports = Object.create(new Proxy({}, { get: (_, key) => (typeof key === "string" && key !== "__esModule" ? some(key) : undefined) }));`;
const absences = {
  name: "absences",
  setup(build) {
    build.onResolve({ filter: ABSENT }, ({ importer }) => (importer.includes("matrix-js-sdk") ? { path: "empty", namespace: "absences" } : undefined));
    // Names that only look alike are told apart by a table of 117 kB; names here come from the directory.
    build.onResolve({ filter: /^unhomoglyph$/ }, () => ({ path: "same", namespace: "absences" }));
    build.onLoad({ filter: /^empty$/, namespace: "absences" }, () => ({ contents: EMPTY, loader: "js" }));
    build.onLoad({ filter: /^same$/, namespace: "absences" }, () => ({ contents: "export default (text) => text", loader: "js" }));
  },
};

// What is left out is kept by name, so that `bin/prepare` notices when somebody wants it.
const tabler = {
  name: "tabler",
  setup(build) {
    build.onLoad({ filter: /@tabler.core.dist.css.tabler\.min\.css$/ }, async ({ path }) => {
      const { kept, leftOut } = await part(readFileSync(path, "utf8"));
      writeFileSync(join(fresh, ".left-out"), `${leftOut.join("\n")}\n`);
      return { contents: kept, loader: "css" };
    });
  },
};

async function bundle(entries) {
  const built = await esbuild.build({
    entryPoints: entries.map((name) => join(here, "src", name)),
    bundle: true,
    minify: true,
    write: false,
    outdir: "built",
    format: "iife",
    target: ["chrome86", "firefox102", "safari15"],
    loader: { ".svg": "dataurl" },
    plugins: [absences, tabler],
    legalComments: "none",
    logLevel: "warning",
  });
  for (const file of built.outputFiles) write(file.path.split(/[\\/]/).pop(), file.text);
}

// The drawing tools' own styles; their font is a file of ours, since the policy of the pages allows no other.
async function diagramStyles() {
  const from = join(here, "node_modules", "bpmn-js", "dist", "assets");
  write("bpmn.woff2", readFileSync(join(from, "bpmn-font", "font", "bpmn.woff2")));
  const face = `@font-face{font-family:bpmn;font-display:block;src:url("${manifest["bpmn.woff2"]}") format("woff2")}`;
  const sheets = ["diagram-js.css", "bpmn-js.css", join("bpmn-font", "css", "bpmn-codes.css")];
  const text = [face, ...sheets.map((name) => readFileSync(join(from, name), "utf8"))].join("\n");
  const own = readFileSync(join(here, "src", "diagram.css"), "utf8");
  const built = await esbuild.transform(`${text}\n${own}`, { loader: "css", minify: true });
  write("diagram.css", built.code);
}

rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
await bundle(["pages.css", "pages.js", "theme.js", "writing.js", "diagram.js", "chat.js", "charts.js"]);
await diagramStyles();
write("icons.svg", sprite());
write("mark.svg", readFileSync(join(here, "src", "mark.svg"), "utf8"));
writeFileSync(join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
// The new folder takes the old one's place at once, so that a page is never served from half a build.
rmSync(`${target}.old`, { recursive: true, force: true });
try {
  renameSync(target, `${target}.old`);
} catch (error) {
  if (error.code !== "ENOENT") throw error;
}
renameSync(fresh, target);
rmSync(`${target}.old`, { recursive: true, force: true });
// Both products set their documents in these where there are no licensed fonts; single weights, with their licence.
const fonts = join(here, "..", "jishi", "typesetting", "fonts");
mkdirSync(fonts, { recursive: true });
for (const [family, ...weights] of [
  ["noto-serif-sc", "400Regular/NotoSerifSC_400Regular", "700Bold/NotoSerifSC_700Bold"],
  ["noto-sans-sc", "500Medium/NotoSansSC_500Medium"],
]) {
  const from = join(here, "node_modules", "@expo-google-fonts", family);
  for (const weight of weights) copyFileSync(join(from, `${weight}.ttf`), join(fonts, `${weight.split("/")[1]}.ttf`));
  copyFileSync(join(from, "LICENSE_FONT"), join(fonts, `LICENSE-${family}.txt`));
}
console.log(`frontend: built ${Object.keys(manifest).length} files`);
