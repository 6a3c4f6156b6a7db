// Paints the places that are fought over, around whatever mark stands there: four strokes that close in on a place where
// the enemy is inside, a broken ring around one that is besieged.

const INNER = 6.6; // pixels from the middle, outside a single event's mark
const OUTER = 13;
const RING = 10.5;
const GAP = 0.5; // radians of the ring that are left open, four times
const DIAGONALS = [45, 135, 225, 315].map((angle) => (angle * Math.PI) / 180);

const strokes = (context, x, y, size) => {
  for (const angle of DIAGONALS) {
    const [dx, dy] = [Math.cos(angle) * size, Math.sin(angle) * size];
    context.moveTo(x + dx * INNER, y + dy * INNER);
    context.lineTo(x + dx * OUTER, y + dy * OUTER);
  }
};

const ring = (context, x, y, size) => {
  for (const angle of DIAGONALS) {
    const [from, to] = [angle - Math.PI / 4 + GAP / 2, angle + Math.PI / 4 - GAP / 2];
    context.moveTo(x + Math.cos(from) * RING * size, y + Math.sin(from) * RING * size);
    context.arc(x, y, RING * size, from, to);
  }
};

/** One sign, dark on a light edge, so that it stands on any colour; `size` 1 is the map's. */
export const paintSite = (context, x, y, state, size = 1) => {
  const path = state === "besieged" ? ring : strokes;
  context.lineCap = "butt";
  context.setLineDash([]);
  for (const [colour, width] of /** @type {[string, number][]} */ ([["rgba(255,255,255,0.95)", 5.6], ["#111", 2.8]])) {
    context.beginPath();
    path(context, x, y, size);
    context.strokeStyle = colour;
    context.lineWidth = width * size;
    context.stroke();
  }
};

/**
 * All of a day, in a frame.
 * @param {CanvasRenderingContext2D} context
 * @param {import("../base/types").Frame} frame
 * @param {{x: Float64Array, y: Float64Array}} sites world pixels
 * @param {{site: number, state: string}[]} fought
 */
export const paintSites = (context, frame, sites, fought) => {
  for (const { site, state } of fought) {
    const x = sites.x[site] * frame.scale - frame.x0;
    const y = sites.y[site] * frame.scale - frame.y0;
    if (x > -OUTER && y > -OUTER && x < frame.width + OUTER && y < frame.height + OUTER) paintSite(context, x, y, state);
  }
};
