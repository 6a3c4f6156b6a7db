// How far of a frame what is drawn reaches: a canvas need not be larger. A browser that draws without a graphics card copies
// every canvas at each frame, and on a wide screen most of one would be empty.
import { NEIGHBOURS } from "../paint/paint-labels.js";
import { widestArea } from "../paint/paint-marks.js";
import { worldX, worldY } from "../data/shapes.js";

const STEPS = [20, 60]; // pixels that edges lie on, so that they lie between two pixels of a finer or a zoomed screen too
const AROUND = 24; // pixels around townships, over some of which the ground beside them is painted
const BESIDE = 80; // pixels around spots: a mark that gave way, with its rings or its soft disc
const NAMED = 150; // pixels around spots: their names
const HALF = [75, 24]; // pixels around the middle of a neighbour's name

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */

/** @returns {Box} */
const around = (boxes) => boxes.reduce(([left, top, right, bottom], box) => [Math.min(left, box[0]), Math.min(top, box[1]), Math.max(right, box[2]), Math.max(bottom, box[3])], [Infinity, Infinity, -Infinity, -Infinity]);

const neatStep = (ratio) => STEPS.find((each) => Math.abs(each * ratio - Math.round(each * ratio)) < 0.01) ?? STEPS[0];

const boxesOf = ({ x, y }) => Array.from(x, (_, place) => [x[place], y[place], x[place], y[place]]).filter(([across]) => across > 0 && across < 256);

/**
 * What of a frame townships, marks and names may take: whole pixels in it, at least one.
 * @param {import("../base/types").Model} model
 * @returns {Record<"townships" | "marks" | "names", (frame: import("../base/types").Frame) => Box>}
 */
export const makeReach = ({ units, spots, towns }) => {
  const country = around(units.rings.flat().map(({ box }) => box));
  const dots = around([country, ...boxesOf(spots)]);
  const named = around([dots, ...boxesOf(towns)]);
  const area = widestArea(spots);
  const inFrame = (world, more, { scale, x0, y0, width, height }, also = []) => {
    const [left, top, right, bottom] = around([[world[0] * scale - x0 - more, world[1] * scale - y0 - more, world[2] * scale - x0 + more, world[3] * scale - y0 + more], ...also]);
    const neat = neatStep(globalThis.devicePixelRatio || 1);
    const low = (edge, most) => Math.max(0, Math.min(Math.floor(edge / neat) * neat, Math.floor((most - 1) / neat) * neat));
    const [from, over] = [low(left, width), low(top, height)];
    const high = (edge, least, most) => Math.min(most, Math.max(Math.ceil(edge / neat) * neat, least + 1));
    return /** @type {Box} */ ([from, over, high(right, from, width), high(bottom, over, height)]);
  };
  const neighbours = ({ scale, x0, y0, width, height }) => NEIGHBOURS.map(([lon, lat]) => [worldX(lon) * scale - x0, worldY(lat) * scale - y0])
    .filter(([x, y]) => x > 0 && y > 0 && x < width && y < height).map(([x, y]) => [x - HALF[0], y - HALF[1], x + HALF[0], y + HALF[1]]);
  return {
    townships: (frame) => inFrame(country, AROUND, frame),
    marks: (frame) => inFrame(dots, Math.max(BESIDE, area * frame.scale), frame),
    names: keptFor((frame) => inFrame(named, NAMED, frame, neighbours(frame))),
  };
};

/** The answer for the same frame again: names ask at each step. @param {(frame: any) => Box} make */
const keptFor = (make) => {
  /** @type {{frame: any, box: Box}} */
  let kept = { frame: null, box: [0, 0, 1, 1] };
  return (frame) => {
    if (kept.frame !== frame) kept = { frame, box: make(frame) };
    return kept.box;
  };
};
