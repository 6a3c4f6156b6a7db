// How long the lines between sides are, in words.
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
