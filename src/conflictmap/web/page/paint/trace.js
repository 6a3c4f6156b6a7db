// Lines and rings as canvas paths of one frame.

const STEP = 0.7; // pixels: points closer than this to the one before are left out

/** Whether a box of world pixels touches the frame. */
export const inFrame = (box, { scale, x0, y0, width, height }, margin = 4) =>
  box[2] * scale - x0 >= -margin &&
  box[0] * scale - x0 <= width + margin &&
  box[3] * scale - y0 >= -margin &&
  box[1] * scale - y0 <= height + margin;

const BEYOND = 30; // pixels from the frame's edge: further out nothing that is drawn of a line is seen, its ends included

/** One path of many lines. @param {import("../data/shapes.js").Line[]} lines @param {boolean} closed rings */
export const tracePath = (lines, frame, closed) => {
  const path = new Path2D();
  for (const line of lines) {
    if (!inFrame(line.box, frame)) continue;
    if (isWithin(line.box, frame)) traceWhole(path, line, frame);
    else traceSeen(path, line, frame);
    if (closed) path.closePath();
  }
  return path;
};

const isWithin = (box, { scale, x0, y0, width, height }) => box[0] * scale >= x0 && box[1] * scale >= y0 && box[2] * scale - x0 <= width && box[3] * scale - y0 <= height;

const traceWhole = (path, { xs, ys }, { scale, x0, y0 }) => {
  const last = xs.length - 1;
  let px = xs[0] * scale - x0;
  let py = ys[0] * scale - y0;
  path.moveTo(px, py);
  for (let place = 1; place <= last; place += 1) {
    const x = xs[place] * scale - x0;
    const y = ys[place] * scale - y0;
    if (place < last && Math.abs(x - px) < STEP && Math.abs(y - py) < STEP) continue;
    path.lineTo(x, y);
    px = x;
    py = y;
  }
};

// Of points that lie together beyond one side of the frame only the first and the last are in the path: of a country that
// reaches far beyond it, a few.
const traceSeen = (path, { xs, ys }, { scale, x0, y0, width, height }) => {
  const last = xs.length - 1;
  let px = xs[0] * scale - x0;
  let py = ys[0] * scale - y0;
  let beyond = 0; // the sides beyond which all points lie since the last one in the path
  let left = -1; // a point that is left out as long as the next one lies beyond the same side
  path.moveTo(px, py);
  for (let place = 1; place <= last; place += 1) {
    const x = xs[place] * scale - x0;
    const y = ys[place] * scale - y0;
    const sides = (x < -BEYOND ? 1 : x > width + BEYOND ? 2 : 0) | (y < -BEYOND ? 4 : y > height + BEYOND ? 8 : 0);
    if ((sides & beyond) !== 0 && place < last) {
      beyond &= sides;
      left = place;
      continue;
    }
    if (left >= 0) {
      px = xs[left] * scale - x0;
      py = ys[left] * scale - y0;
      path.lineTo(px, py);
      left = -1;
    }
    beyond = sides;
    if (place < last && Math.abs(x - px) < STEP && Math.abs(y - py) < STEP) continue;
    path.lineTo(x, y);
    px = x;
    py = y;
  }
};

/**
 * @param {import("../data/shapes.js").Line[][]} rings by unit number
 * @returns {(frame: import("../map/canvas-layer.js").Frame) => (Path2D | null)[]} by unit number; null where a unit is out of the frame
 */
export const makeUnitPaths = (rings) => {
  let traced = null;
  let paths = [];
  return (frame) => {
    if (traced !== frame) {
      paths = rings.map((own) => (own.some(({ box }) => inFrame(box, frame)) ? tracePath(own, frame, true) : null));
      traced = frame;
    }
    return paths;
  };
};
