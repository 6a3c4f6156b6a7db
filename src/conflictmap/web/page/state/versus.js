// Which other picture stands beside the day's: another day, another rule set, another day's knowledge. Nothing here draws.
import { sameState, spanOn } from "../data/tracks.js";

/**
 * What is drawn right of the curtain, or null where nothing is compared.
 * @param {{versus: string, rules: string, day: number, known: number | null}} state
 * @returns {{rules: string, day: number, known: number | null} | null}
 */
export const versusOf = ({ versus, rules, day, known }) => {
  const [key, value] = versus.split(":");
  if (key === "day") return { rules, day: Number(value), known };
  if (key === "rules") return { rules: value, day, known };
  if (key === "known") return { rules, day, known: Number(value) };
  return null;
};

// two spans of two tracks that say the same
const alike = (one, span, other, another) => {
  if (span < 0 || another < 0) return span === another;
  if (one === other) return sameState(one, span, another);
  return ["state", "holder", "other"].every((key) => one[key][span] === other[key][another]);
};

/**
 * Townships whose state differs between the two pictures: their unit with the two spans.
 * @param {any} model
 * @param {any} state
 * @returns {{unit: number, here: number, there: number}[]}
 */
export const differing = (model, state) => {
  const versus = versusOf(state);
  if (versus === null) return [];
  const [left, right] = [model.track(state.rules), model.track(versus.rules)];
  const rows = [];
  for (let unit = 1; unit <= model.meta.units.length; unit += 1) {
    const here = spanOn(left, unit, state.day, state.known ?? Infinity);
    const there = spanOn(right, unit, versus.day, versus.known ?? Infinity);
    if (!alike(left, here, right, there)) rows.push({ unit, here, there });
  }
  return rows;
};
