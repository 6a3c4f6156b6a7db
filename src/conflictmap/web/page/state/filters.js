// Which events and days a state lets through.

/** The days whose events are drawn: [first, last], both inclusive. @returns {[number, number]} */
export const windowOf = ({ day, from, window }) => [window ? Math.max(from, day - window + 1) : Math.min(from, day), day];

/** Keys of the state that change which events pass. */
export const FILTER_KEYS = ["hidden", "actor", "adm1", "precision", "mode", "side", "source", "known"];

const POINT = 0; // index of "point" in meta.placings

/**
 * A mask of the events that pass the filters, or null where all do.
 * @param {import("../base/types").Model} model
 * @param {import("../base/types").State} state
 */
export const maskOf = (model, state) => {
  const tests = [
    state.hidden.size > 0 && byType(model, state.hidden),
    state.actor !== "" && byActor(model, state.actor),
    state.adm1 !== "" && byState(model, state.adm1),
    state.precision === "exact" && ((event) => model.events.placing[event] === POINT),
    state.side !== "" && bySource(model, ([, sides]) => sidesOf(sides).includes(state.side)),
    state.source !== "" && bySource(model, ([names]) => namesOf(names).includes(state.source)),
    state.known !== null && byKnown(model, state.known),
    state.mode === "reported" && ((event) => model.events.kind[event] < model.meta.types.length),
  ].filter((test) => test !== false);
  if (tests.length === 0) return null;
  const mask = new Uint8Array(model.events.day.length);
  for (let event = 0; event < mask.length; event += 1) mask[event] = tests.every((test) => test(event)) ? 1 : 0;
  return mask;
};

/** The names of a report's sources. */
export const namesOf = (names) => names.split("|").map((name) => name.trim()).filter(Boolean);

/** The kinds of the sides of a report's sources: independent, aligned, party, map, or unknown. */
export const sidesOf = (sides) => sides.split("|").map((side) => side.split(":")[0] || "unknown");

/** @param {import("../base/types").Model} model */
const bySource = ({ meta, events }, fits) => {
  const fit = meta.sources.map(fits);
  return (event) => fit[events.source[event]];
};

/** @param {import("../base/types").Model} model */
const byType = ({ events }, hidden) => (event) => !hidden.has(events.type[event]);

/** @param {import("../base/types").Model} model */
const byActor = ({ events, meta }, actor) => {
  const sets = meta.actorSets.map((set) => set.split("|").includes(actor));
  return (event) => sets[events.actor1[event]] || sets[events.actor2[event]];
};

// as who holds a township: what became known later was not known then
/** @param {import("../base/types").Model} model */
const byKnown = ({ events: { day, known } }, latest) => (event) => day[event] + known[event] <= latest;

/** @param {import("../base/types").Model} model */
const byState = ({ marks, spots, meta, events }, adm1) => {
  const inside = new Uint8Array(events.day.length);
  for (let mark = 0; mark < marks.event.length; mark += 1) {
    const unit = spots.unit[marks.spot[mark]];
    if (unit && meta.units[unit - 1][3] === adm1) inside[marks.event[mark]] = 1;
  }
  return (event) => inside[event] === 1;
};

/**
 * Events a day and type, for the histogram: days times types. An event counts on its first day.
 * @param {import("../base/types").Model} model
 */
export const dayCounts = ({ events, meta }, days, mask) => {
  const types = meta.types.length;
  const counts = new Uint32Array(days * types);
  for (let event = 0; event < events.day.length; event += 1) {
    const day = Math.max(0, events.day[event]);
    if (day < days && (mask === null || mask[event])) counts[day * types + events.type[event]] += 1;
  }
  return counts;
};
