// How long the lines between sides are, in words; their signs in the legend of a view that is taken away.
import { lineGlyph } from "../map/glyphs.js";
import { linesBetween } from "./sides.js";

/**
 * Kilometres of the lines that are shown; "" where none are asked for.
 * @param {import("../base/types").Page} page
 */
export const sidesWords = ({ model, state, words, format }) => {
  const lines = linesBetween(model, state());
  if (!lines) return "";
  const [sure, unsure] = [lines.km.sure, lines.km.unsure].map(Math.round);
  return sure + unsure ? words().say("linesKm", { n: format().number(sure + unsure), m: format().number(unsure) }) : words().say("linesNone");
};

/**
 * [glyph, text] of the two kinds of line, as far as they are on the map.
 * @param {import("../base/types").Page} page
 */
export const sidesKeys = ({ model, state, words, format }) => {
  const lines = linesBetween(model, state());
  return (lines ? /** @type {["sure", "unsure"]} */ (["sure", "unsure"]) : []).filter((kind) => lines?.[kind].length).map((kind) => [
    lineGlyph(kind === "unsure"), words().say(kind === "sure" ? "linesSure" : "linesUnsure", { n: format().number(Math.round(lines?.km[kind] ?? 0)) }),
  ]);
};
