// The notices of what the bundles hold, by the packages that esbuild took files from: Markdown, the same bytes each time.
// A package without a licence file ends the build: nobody may pass it on.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const NATURAL_EARTH = "The base map's land and borders are Natural Earth's (naturalearthdata.com), in the public domain.";

/**
 * The packages that files come from, sorted; a path names its package behind the last node_modules.
 * @param {string[]} inputs
 */
export const packagesOf = (inputs) => [...new Set(inputs.map((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter((name) => name !== undefined))].sort();

/**
 * A licence without the paragraphs at its end that an earlier one has too, and the package to read them under.
 * @param {string} text
 * @param {{name: string, text: string}[]} earlier
 */
const withoutRepeats = (text, earlier) => {
  const paragraphs = text.split("\n\n");
  for (let own = 1; own < paragraphs.length; own += 1) {
    const rest = paragraphs.slice(own).join("\n\n");
    const same = earlier.find((other) => other.text.endsWith(`\n\n${rest}`));
    if (same) return `${paragraphs.slice(0, own).join("\n\n")}\n\n[The rest is that of ${same.name}, from "${rest.split("\n")[0]}" on.]`;
  }
  return text;
};

/**
 * @param {string[]} packages
 * @param {string} modules the folder node_modules
 */
export const notices = (packages, modules) => {
  /** @type {{name: string, text: string}[]} */
  const earlier = [];
  const parts = packages.map((name) => {
    const folder = join(modules, name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = existsSync(folder) && readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
    if (!file) throw new Error(`${name} has no licence file: it cannot be bundled`);
    const text = readFileSync(join(folder, file), "utf8").replace(/\r\n?/g, "\n").replace(/^\ufeff/, "").trim();
    const told = withoutRepeats(text, earlier);
    earlier.push({ name, text });
    return { line: `- ${name} ${about.version} (${about.license})`, body: `## ${name} ${about.version}\n\n\`\`\`text\n${told}\n\`\`\`` };
  });
  return [
    "# Third-party notices",
    "The pages and the editor hold code and fonts of these packages; made by `make licences`, never by hand.",
    parts.map(({ line }) => line).join("\n"),
    NATURAL_EARTH,
    ...parts.map(({ body }) => body),
  ].join("\n\n") + "\n";
};
