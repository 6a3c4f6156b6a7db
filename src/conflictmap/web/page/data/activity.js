// Ground fighting beside control: townships with reported fights in the last days that have not changed hands in them.
// It never says who holds a place.
import { spanOn } from "./tracks.js";

export const FIGHTS = ["clash", "raid", "ambush", "siege", "blockade"]; // as control/activity.py counts them

/**
 * Fights in each township over the days up to and with the day, of those whose holder was the same all the while.
 * @param {any} model
 * @param {{rules: string, day: number, known: number | null}} state
 * @returns {[unit: number, fights: number][]} by unit
 */
export const foughtOver = (model, { rules, day, known }) => {
  const { events, marks, spots, meta } = model;
  const first = day - meta.freshDays[0] + 1;
  const acts = new Set(FIGHTS.map((act) => meta.acts.indexOf(act)));
  const denied = meta.modes.indexOf("denied");
  const seen = new Map(); // unit -> [fights, the last event counted]
  for (let mark = firstMark(marks.event, events.day, first); mark < marks.event.length; mark += 1) {
    const event = marks.event[mark];
    if (events.day[event] > day) break;
    const unit = spots.unit[marks.spot[mark]];
    if (!unit || !acts.has(events.act[event]) || events.mode[event] === denied || events.day[event] + events.known[event] > (known ?? Infinity)) continue;
    const of = seen.get(unit) ?? [0, -1];
    if (of[1] !== event) seen.set(unit, [of[0] + 1, event]);
  }
  const track = model.track(rules);
  return [...seen].filter(([unit]) => isHeldAllAlong(track, unit, first, day, known ?? Infinity)).map(([unit, [fights]]) => /** @type {[number, number]} */ ([unit, fights])).sort(([left], [right]) => left - right);
};

// marks are sorted by event, and events by their first day
const firstMark = (event, days, first) => {
  let low = 0;
  let high = event.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[event[middle]] < first) low = middle + 1;
    else high = middle;
  }
  return low;
};

const isHeldAllAlong = (track, unit, first, day, known) => {
  const last = spanOn(track, unit, day, known);
  const begin = spanOn(track, unit, first, known);
  const holder = last < 0 ? 0 : track.holder[last];
  if ((begin < 0 ? 0 : track.holder[begin]) !== holder) return false;
  for (let span = begin < 0 ? track.first[unit] : begin; span <= last; span += 1) {
    if (track.known[span] <= known && track.holder[span] !== holder) return false;
  }
  return true;
};
