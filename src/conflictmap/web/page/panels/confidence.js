// How sure: the grade of a span and the parts it is made of, as people read them.
import { el } from "../base/dom.js";

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

/**
 * Whether a span rests on nothing but the first day's assumption (B0).
 * @param {import("../base/types").Model} model
 * @param {import("../base/types").Track} track
 */
export const onlyAssumed = ({ meta }, track, span) => meta.ruleLists[track.ruleList[span]] === "B0";

/**
 * Whether places beside the seat bear on a span: its state, its grade or its beginning (T1).
 * @param {import("../base/types").Model} model
 * @param {import("../base/types").Track} track
 */
export const ofOthers = ({ meta }, track, span) => meta.ruleLists[track.ruleList[span]].split(" ").includes("T1");

/**
 * The first day's assumption in words; no report is behind it, so that nothing was "known" from a day.
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
export const assumedWords = ({ model, words, format }, track, unit) =>
  words().say("assumedSince", { day: format().long(model.meta.days[0] + track.start[track.first[unit]]) });

/**
 * The grade of a span, and the parts of how sure it is who holds the seat, as nodes; null where nothing is graded.
 * Control keeps the parts of the seat's span only: what places beside it add is said in a sentence.
 * @param {import("../base/types").Page} page
 * @param {import("../base/types").Track} track
 */
export const confidenceLines = (page, track, span) => {
  const { model, words } = page;
  const { say } = words();
  const { confidences, parts } = model.meta;
  const grade = confidences[track.confidence[span]];
  const grounds = partsOf(parts[track.parts[span]]);
  if (!grade) return null;
  return [
    el("p", {}, say("confidence"), ": ", el("strong", {}, say(grade))),
    !grounds || onlyAssumed(model, track, span) ? null : [
      el("h4", {}, say(model.meta.states[track.state[span]] === "partial" ? "ofPart" : "ofSeat")),
      grounds.side === "assumed" ? el("p", {}, assumedWords(page, track, track.unit[span]), ".") : seatParts(page, track.unit[span], grounds),
    ],
    ofOthers(model, track, span) ? el("p.cm-quiet", {}, say("ofOthers")) : null,
  ];
};

/** @param {import("../base/types").Page} page */
const seatParts = ({ model, state, words, format }, unit, grounds) => {
  const { say } = words();
  const { freshDays } = model.meta;
  const fresh = freshness(model.fresh, freshDays, unit, state().day);
  const line = (label, text) => [el("dt", {}, label), el("dd", {}, text)];
  return el("dl.cm-parts", {},
    line(say("partReports"), format().number(grounds.reports)),
    line(say("partSide"), say(`side_${grounds.side}`)),
    line(say("partPlace"), say(`class${grounds.geoClass}`)),
    line(say("partWidth"), grounds.width === 1 ? say("oneDay") : say("days", { n: format().number(grounds.width) })),
    line(say("partAgainst"), say(grounds.against ? "yes" : "no")),
    grounds.side === "documented" ? null : line(say("partFresh"), say(fresh, { n: format().number(freshDays[fresh === "fresh" ? 0 : 1]) })));
};
