// Paints the marks of a day over those of the day before: anew only where one came, went, or is another one.
import { areaOf, paintAreas, paintMarks } from "./paint-marks.js";
import { paintDensity } from "./paint-overlays.js";
import { paintSites } from "./paint-sites.js";

const EDGES = [5, 6, 13, 13]; // pixels around a mark: the points of a star; its ring of the day; of the one that was chosen
const FEWEST = 0.25; // of the marks: where no more stand as they are, all are painted

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box whole pixels of a frame */
/** @typedef {{group: number, spot: number, x: number, y: number, from: {x: number, y: number}, events: number, radius: number, precision: number}} Mark */

/**
 * A painter that keeps what it painted.
 * @param {{precision: ArrayLike<number>, radius: ArrayLike<number>, latitude: ArrayLike<number>}} spots
 * @param {number} kinds
 */
export const makeMarksPainter = (spots, kinds) => {
  /** @type {{frame: any, ratio: number, key: string, sums: Int32Array, of: Map<number, {mark: Mark, box: Box, ring: number}>}} */
  let before = { frame: null, ratio: 0, key: "", sums: new Int32Array(0), of: new Map() };

  const isSame = (told, other, sums) => {
    const [{ mark }, { mark: was }] = [told, other];
    if (mark.x !== was.x || mark.y !== was.y || mark.radius !== was.radius || mark.events !== was.events || told.ring !== other.ring) return false;
    for (let kind = 0; kind < kinds; kind += 1) if (sums[mark.group * kinds + kind] !== before.sums[was.group * kinds + kind]) return false;
    return true;
  };

  /**
   * @param {any} context
   * @param {import("../base/types").Frame} frame
   * @param {{marks: Mark[], sums: Int32Array, rings: {fresh: Set<number>, chosen: number}, areas: boolean, density: boolean, sites: any, fought: {site: number, state: string}[]}} what
   */
  return (context, frame, { marks, sums, rings, areas, density, sites, fought }) => {
    const paint = (some) => {
      if (density) paintDensity(context, some);
      if (areas) paintAreas(context, some, spots, frame);
      paintMarks(context, some, sums, kinds, rings);
      paintSites(context, frame, sites, fought); // around the marks of what happened there
    };
    const ratio = globalThis.devicePixelRatio || 1;
    const key = density || fought.length > 0 || !Number.isInteger(ratio) ? "" : `${areas}`; // of an edge between two pixels a seam would stay
    const isWhole = key === "" || key !== before.key || frame !== before.frame || ratio !== before.ratio;
    const of = new Map();
    for (const mark of marks) {
      const ring = (rings.fresh.has(mark.group) ? 1 : 0) + (mark.group === rings.chosen ? 2 : 0);
      of.set(mark.spot, { mark, box: boxOf(mark, EDGES[ring], areas && mark.precision === 2 ? Math.max(9, areaOf(spots, mark.spot) * frame.scale) + 2 : 0), ring });
    }
    const stale = isWhole ? null : staleBoxes(of, before.of, (told, other) => isSame(told, other, sums));
    before = { frame, ratio, key, sums, of };
    if (stale === null) {
      context.clearRect(0, 0, frame.width, frame.height);
      paint(marks);
      return;
    }
    for (const [left, top, right, bottom] of stale) context.clearRect(left, top, right - left, bottom - top);
    paint(marks.filter(({ spot }) => meetsOne(of.get(spot).box, stale)));
  };
};

/** What of a frame a mark may take, with the line to the place that it stands for. @returns {Box} */
const boxOf = ({ x, y, from, radius }, edge, area) => {
  const reach = Math.max(radius + edge, area);
  return [Math.floor(Math.min(x - reach, from.x - 4)), Math.floor(Math.min(y - reach, from.y - 4)), Math.ceil(Math.max(x + reach, from.x + 4)), Math.ceil(Math.max(y + reach, from.y + 4))];
};

const meetsOne = (box, boxes) => boxes.some((other) => meet(box, other));

const meet = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];

/**
 * Boxes around all that is not as before, and around each mark that reaches into one of them: whole marks, as one that is cut
 * at an edge is not painted like a whole one. Null where nearly all marks are among them.
 * @param {Map<number, {box: Box}>} now
 * @param {Map<number, {box: Box}>} before
 * @returns {Box[] | null}
 */
export const staleBoxes = (now, before, isSame) => {
  /** @type {Box[]} */
  const boxes = [];
  let standing = [];
  for (const [spot, { box }] of before) if (!now.has(spot)) boxes.push(box);
  for (const [spot, told] of now) {
    const other = before.get(spot);
    if (other !== undefined && isSame(told, other)) standing.push(told.box);
    else boxes.push(told.box, ...(other === undefined ? [] : [other.box]));
  }
  for (let from = 0; from < boxes.length && standing.length > FEWEST * now.size; from += 1) {
    const box = boxes[from];
    standing = standing.filter((other) => {
      if (!meet(other, box)) return true;
      boxes.push(other);
      return false;
    });
  }
  return standing.length > FEWEST * now.size || now.size === 0 ? boxes : null;
};
