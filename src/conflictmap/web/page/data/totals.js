// How many townships each holder has on a day, counted as `conflictmap control --totals` counts its central figure.
import { isOfTwo, textureOf } from "./certainty.js";
import { spanOn } from "./tracks.js";

export const HOLDING = ["controlled", "predominant", "split", "baseline", "besieged"];

/**
 * Townships by holder, and by state where no one holder has them.
 * @param {any} track as `readTrack` gives it
 * @param {{units: any[], states: string[], ruleLists: string[]}} meta
 * @returns {{held: Map<number, {all: number, assumed: number}>, apart: Map<string, number>}} `assumed`: of `all`, those
 *   of which nothing but the first day's assumption (rule B0) is known. A split township is with the seat's holder in
 *   `held`, as in the totals, and is told in `apart` too.
 */
export const holdings = (track, { units, states, ruleLists }, day, known = Infinity) => {
  const held = new Map();
  const apart = new Map();
  const add = (state) => apart.set(state, (apart.get(state) ?? 0) + 1);
  for (let unit = 1; unit <= units.length; unit += 1) {
    const span = spanOn(track, unit, day, known);
    const state = span < 0 ? "not_assessed" : states[track.state[span]];
    if (!HOLDING.includes(state)) {
      add(state);
      continue;
    }
    if (state === "split") add(state);
    const of = held.get(track.holder[span]) ?? { all: 0, assumed: 0 };
    const assumed = ruleLists[track.ruleList[span]] === "B0" ? 1 : 0;
    held.set(track.holder[span], { all: of.all + 1, assumed: of.assumed + assumed });
  }
  return { held, apart };
};

/**
 * Numbers of the holders whose colour can be drawn by one rule set on any day, each once; who has nothing but a claim, a
 * part in a contested township, or a change whose day is open, is among them.
 * @param {import("../base/types").Model} model
 */
export const drawnParties = (model, rules) => {
  const track = model.track(rules);
  const parties = new Set();
  track.holder.forEach((holder, span) => {
    const texture = textureOf(model.meta.states[track.state[span]], model.meta.confidences[track.confidence[span]]);
    if (texture !== "none") parties.add(holder);
    if (isOfTwo(texture) || track.wide[track.unit[span]]) parties.add(track.other[span]);
  });
  for (const actor of model.claims(rules)?.actor ?? []) parties.add(actor);
  parties.delete(0);
  return [...parties];
};
