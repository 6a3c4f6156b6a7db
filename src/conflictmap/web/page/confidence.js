// How sure: the grade of a span and the parts it is made of, as people read them.
import { el } from "./dom.js";

/**
 * How fresh the evidence about a township is on a day: by the last report that bears on a place of it.
 * @param {{unit: ArrayLike<number>, from: ArrayLike<number>, last: ArrayLike<number>}} stretches of reports that never lie
 *   further apart than evidence stays fresh, by unit and day
 * @param {number[]} limits days up to which evidence is fresh, and then ageing
 */
export const freshness = (stretches, limits, unit, day) => {
  let age = Infinity;
  for (let row = 0; row < stretches.unit.length; row += 1) {
    if (stretches.unit[row] !== unit || stretches.from[row] > day) continue;
    age = Math.max(0, day - stretches.from[row] - stretches.last[row]); // of the latest stretch that has begun
  }
  return age <= limits[0] ? "fresh" : age <= limits[1] ? "ageing" : "stale";
};

/** The parts of a span's confidence, or null where they are not known; see control/confidence.py. */
export const partsOf = (text) => {
  if (!text) return null;
  const [reports, side, geoClass, width, against] = text.split(" ");
  return { reports: Number(reports), side, geoClass: Number(geoClass), width: Number(width), against: against === "1" };
};

// states that the sites beside the seat make: their parts are the seat's
const OF_SEAT = new Set(["predominant", "split"]);

/**
 * The grade of a span and its parts, as nodes; null where nothing is graded.
 * @param {import("./types").Page} page
 * @param {import("./types").Track} track
 */
export const confidenceLines = ({ model, state, words, format }, track, span) => {
  const { say } = words();
  const { confidences, parts, states, freshDays } = model.meta;
  const grade = confidences[track.confidence[span]];
  const found = partsOf(parts[track.parts[span]]);
  if (!grade) return null;
  const heading = [say("confidence"), ": ", el("strong", {}, say(grade)), OF_SEAT.has(states[track.state[span]]) ? ` (${say("ofSeat")})` : null];
  if (!found) return el("p", {}, heading);
  const fresh = freshness(model.fresh, freshDays, track.unit[span], state().day);
  const line = (label, text) => [el("dt", {}, label), el("dd", {}, text)];
  return [
    el("p", {}, heading),
    el("dl.cm-parts", {},
      line(say("partReports"), format().number(found.reports)),
      line(say("partSide"), say(`side_${found.side}`)),
      line(say("partPlace"), say(`class${found.geoClass}`)),
      line(say("partWidth"), found.width === 1 ? say("oneDay") : say("days", { n: format().number(found.width) })),
      line(say("partAgainst"), say(found.against ? "yes" : "no")),
      line(say("partFresh"), say(fresh, { n: format().number(freshDays[fresh === "fresh" ? 0 : 1]) }))),
  ];
};
