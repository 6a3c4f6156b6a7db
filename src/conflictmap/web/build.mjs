// Out come the scripts and styles of a page, of a folium map of ours (map.*) and of layers on somebody else's map, and JSON
// files: the base map, the outline that is seen first, words. All are put inline. A page has no use for Leaflet's pictures;
// folium's layers do. Nothing in dist/ asks the network for anything: fonts and images are inlined.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { makeBasemap, makeOutline } from "./basemap.mjs";
import { notices, packagesOf } from "./licences.mjs";
import { my } from "./page/words/burmese.js";
import { plainWords } from "./page/words/plain.js";

const at = (name) => fileURLToPath(new URL(name, import.meta.url));

/** @type {import("esbuild").BuildOptions & {metafile: true}} */
const common = {
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  target: ["es2020"],
  loader: { ".woff2": "dataurl", ".png": "dataurl" },
};

/** The Burmese words stand in a block of a page's data; the script has the one that tells why a page could not be drawn.
 * @type {import("esbuild").Plugin} */
const withoutBurmese = {
  name: "without-burmese",
  setup: ({ onLoad }) => {
    const rest = { WORDS: { failed: my.WORDS.failed }, TYPES: {}, STATES: {} };
    onLoad({ filter: /words[\\/]burmese\.js$/ }, () => ({ contents: `export const my = ${JSON.stringify(rest)};`, loader: "js" }));
  },
};

/** Leaflet's style without what no page has: popups, tooltips, its list of layers.
 * @type {import("esbuild").Plugin} */
const withoutPopups = {
  name: "without-popups",
  setup: ({ onLoad }) => {
    const isUsed = (selector) => !/\.leaflet-(?:popup|tooltip|control-layers)/.test(selector);
    const kept = (rule, selectors, body) => {
      const used = selectors.split(",").filter(isUsed);
      return used.length ? `${used.join(",")}{${body}}` : "";
    };
    const light = (css) => css.replaceAll(/\/\*[^]*?\*\//g, "").replaceAll(/([^{}]+)\{([^{}]*)\}/g, kept);
    onLoad({ filter: /leaflet[\\/]dist[\\/]leaflet\.css$/ }, ({ path }) => ({ contents: light(readFileSync(path, "utf8")), loader: "css" }));
  },
};

/** Of a page's script and style every letter is one byte: with one that is not, a browser keeps all of the file in two, and
 * reads it slower. esbuild leaves the letters of regular expressions as they are.
 * @type {import("esbuild").Plugin} */
const inAscii = {
  name: "in-ascii",
  setup: ({ onEnd, initialOptions }) => {
    const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
    onEnd(() => {
      const file = /** @type {string} */ (initialOptions.outfile);
      if (file.endsWith(".js")) writeFileSync(file, readFileSync(file, "utf8").replaceAll(/[^\0-\x7f]/g, escaped));
    });
  },
};

mkdirSync(at("dist"), { recursive: true });
const built = await Promise.all([
  build({ ...common, entryPoints: [at("page/entry-page.js")], outfile: at("dist/page.js"), format: "iife", plugins: [withoutBurmese, inAscii], charset: "ascii" }),
  build({ ...common, entryPoints: [at("page/entry-map.js")], outfile: at("dist/map.js"), format: "iife" }),
  build({ ...common, entryPoints: [at("page/entry-layers.js")], outfile: at("dist/layers.js"), format: "iife" }),
  build({ ...common, entryPoints: [at("style/page.css")], outfile: at("dist/page.css"), loader: { ...common.loader, ".png": "empty" }, plugins: [withoutPopups], charset: "ascii" }),
  build({ ...common, entryPoints: [at("style/page.css")], outfile: at("dist/map.css") }),
  build({ ...common, entryPoints: [at("editor/entry-editor.js")], outfile: at("dist/editor.js"), format: "esm" }),
  build({ ...common, entryPoints: [at("style/editor.css")], outfile: at("dist/editor.css") }),
]);
const inputs = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
const thirdParty = notices([...packagesOf(inputs), "world-atlas"].sort(), at("node_modules"));
writeFileSync(at("dist/THIRD_PARTY.md"), thirdParty);
// a page carries them as a comment of its own; these scripts go where no page of ours is around them
for (const name of ["dist/layers.js", "dist/editor.js"]) appendFileSync(at(name), `\n/*\n${thirdParty.replaceAll("*/", "* /")}*/\n`);
writeFileSync(at("dist/basemap.json"), JSON.stringify(makeBasemap()));
writeFileSync(at("dist/outline.json"), JSON.stringify(makeOutline()));
writeFileSync(at("dist/burmese.json"), JSON.stringify(my));
writeFileSync(at("dist/words.json"), JSON.stringify(plainWords()));
