// The steps of the way through: the largest changes of hands and the gravest events, spread over the range. Nothing here draws.
import { handsChanged } from "./changes.js";
import { evidenceOf } from "../data/tracks.js";

const STRETCHES = 8; // of the range: the best of each is a step
const GRAVE = 5; // deaths: an event of fewer is no step
const GRAVEST = 3; // steps of events, at most: the others are changes of hands
const LEAST_TOWN = 4; // rank of a town that is nobody's seat

/**
 * @typedef {{kind: "open"|"change"|"event"|"last", day: number, unit: number, before: number, after: number, event: number}} Step
 *   before and after are spans; event is a number, -1 where none is meant
 */

/** The best rank of a town in each township: 0 the capital, 3 a township's seat. */
const townRanks = ({ towns, meta }) => {
  const ranks = new Uint8Array(meta.units.length + 1).fill(LEAST_TOWN);
  for (let town = 0; town < towns.rank.length; town += 1) ranks[towns.unit[town]] = Math.min(ranks[towns.unit[town]], towns.rank[town]);
  return ranks;
};

const ofChanges = (model, state) => {
  const track = model.track(state.rules);
  const ranks = townRanks(model);
  const sure = { high: 3, moderate: 2, low: 0 };
  return handsChanged(model, state).map(({ day, unit, before, after }) => {
    const evidence = evidenceOf(track, after).filter((number) => number > 0);
    const grade = model.meta.confidences[track.confidence[after]];
    const score = 3 * (LEAST_TOWN - ranks[unit]) + Math.min(5, evidence.length) + (sure[grade] ?? 0);
    return { kind: "change", day, unit, before, after, event: evidence.length ? evidence[0] - 1 : -1, score };
  });
};

const ofEvents = ({ events, marks, spots, meta }, { from, to, known }) => {
  const grave = [];
  const denied = meta.modes.indexOf("denied");
  let before = -1;
  for (let mark = 0; mark < marks.event.length; mark += 1) {
    const event = marks.event[mark];
    if (event === before) continue;
    before = event;
    const [day, deaths, unit] = [events.day[event], events.fatalities[event] - 1, spots.unit[marks.spot[mark]]];
    if (deaths < GRAVE || !unit || day < from || day > to || events.mode[event] === denied || day + events.known[event] > (known ?? Infinity)) continue;
    grave.push({ kind: "event", day, unit, before: -1, after: -1, event, score: 2.6 * Math.log2(deaths) });
  }
  return grave.sort((left, right) => right.score - left.score).slice(0, 40);
};

/**
 * Six to ten steps, by day: the opening, the best of each stretch of the range, the last day.
 * @param {any} model
 * @param {{rules: string, from: number, to: number, known: number | null}} state
 * @returns {Step[]}
 */
export const storySteps = (model, state) => {
  const { from, to } = state;
  const found = [...ofChanges(model, state), ...ofEvents(model, state)].sort((left, right) => right.score - left.score || left.day - right.day || left.unit - right.unit);
  const stretch = ({ day }) => Math.min(STRETCHES - 1, Math.floor(((day - from) / (to - from + 1)) * STRETCHES));
  const chosen = new Map();
  const units = new Set();
  let grave = 0;
  for (const step of found) {
    if (chosen.has(stretch(step)) || units.has(step.unit) || (step.kind === "event" && grave === GRAVEST)) continue;
    if (step.kind === "event") grave += 1;
    chosen.set(stretch(step), step);
    units.add(step.unit);
  }
  const end = { unit: 0, before: -1, after: -1, event: -1 };
  const steps = [...chosen.values()].sort((left, right) => left.day - right.day).map(({ score, ...step }) => step);
  return /** @type {Step[]} */ ([{ kind: "open", day: from, ...end }, ...steps, { kind: "last", day: to, ...end }]);
};
