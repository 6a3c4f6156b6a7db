// Lines between townships whose holders are not allied, on a day: the townships' borders, because the evidence is no finer.
// control/lines.py lists the same on the command line. Where troops stand, no line says.
import { HOLDING } from "../data/totals.js";
import { latOf, lonOf } from "../data/shapes.js";
import { openOn, spanOn } from "../data/tracks.js";

export const EARTH_KM = 6371.0088;
export const SURE = ["moderate", "high"];

/**
 * Whether two holders are allied on a day: an actor in common, or a coalition that one of each stands in.
 * @param {{holders: string[], alliances: [string, string, number | null, number | null][]}} meta
 * @returns {(holder: number, other: number) => boolean}
 */
export const alliedOn = ({ holders, alliances }, day) => {
  const coalitions = new Map();
  for (const [actor, of, from, to] of alliances) {
    if (day >= (from ?? -Infinity) && day <= (to ?? Infinity)) coalitions.set(actor, [...(coalitions.get(actor) ?? []), of]);
  }
  const circles = new Map();
  const circle = (holder) => {
    if (!circles.has(holder)) {
      const reached = new Set(holders[holder].split("|").filter(Boolean));
      for (const actor of reached) for (const of of coalitions.get(actor) ?? []) reached.add(of); // grows while it is read
      circles.set(holder, reached);
    }
    return circles.get(holder);
  };
  return (holder, other) => [...circle(holder)].some((actor) => circle(other).has(actor));
};

/** Who holds each township on a day, and whether that is sure; undefined where no one side is known to. */
const holdersOn = ({ meta }, track, day, known) =>
  meta.units.map((_, place) => {
    const span = spanOn(track, place + 1, day, known);
    if (span < 0 || !track.holder[span] || !HOLDING.includes(meta.states[track.state[span]])) return undefined;
    const sure = SURE.includes(meta.confidences[track.confidence[span]]) && !openOn(track, place + 1, day, known);
    return { holder: track.holder[span], sure };
  });

/** Kilometres along a line of the world's pixels, by great circles. */
export const kmOf = ({ xs, ys }) => {
  const [lon, lat] = [Float64Array.from(xs, (x) => (lonOf(x) * Math.PI) / 180), Float64Array.from(ys, (y) => (latOf(y) * Math.PI) / 180)];
  let km = 0;
  for (let place = 1; place < lon.length; place += 1) {
    const half = Math.sin((lat[place] - lat[place - 1]) / 2) ** 2 + Math.cos(lat[place]) * Math.cos(lat[place - 1]) * Math.sin((lon[place] - lon[place - 1]) / 2) ** 2;
    km += 2 * EARTH_KM * Math.asin(Math.sqrt(half));
  }
  return km;
};

const last = new WeakMap(); // by model: the lines of the state that was asked for last, since painter and legend ask for the same

/**
 * The lines of a state: those where both holders are sure, the rest, and km of each; null where they are not shown.
 * A `key` that is another one has other lines.
 * @param {import("../base/types").Model} model
 * @param {import("../base/types").State} state
 */
export const linesBetween = (model, { layers, rules, day, known, versus }) => {
  if (!layers.has("lines") || !layers.has("control") || versus) return null;
  const asked = `${rules} ${day} ${known}`;
  const before = last.get(model);
  if (before?.asked === asked) return before;
  const held = holdersOn(model, model.track(rules), day, known ?? Infinity);
  const allied = alliedOn(model.meta, day);
  /** @type {Record<"sure" | "unsure", any[]>} */
  const { sure, unsure } = { sure: [], unsure: [] };
  let key = "";
  model.units.shared.forEach(({ unit, other, line }, place) => {
    const [mine, theirs] = [held[unit - 1], held[other - 1]];
    if (!mine || !theirs || mine.holder === theirs.holder || allied(mine.holder, theirs.holder)) return;
    const both = mine.sure && theirs.sure;
    (both ? sure : unsure).push(line);
    key += `${place}${both ? "+" : "-"}`;
  });
  const km = (lines) => lines.reduce((sum, line) => sum + kmOf(line), 0);
  const now = { asked, key, sure, unsure, km: { sure: km(sure), unsure: km(unsure) } };
  last.set(model, now);
  return now;
};
