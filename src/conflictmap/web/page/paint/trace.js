// Lines and rings as canvas paths of one frame.

const STEP = 0.7; // pixels: points closer than this to the one before are left out

/** Whether a box of world pixels touches the frame. */
export const inFrame = (box, { scale, x0, y0, width, height }, margin = 4) =>
  box[2] * scale - x0 >= -margin &&
  box[0] * scale - x0 <= width + margin &&
  box[3] * scale - y0 >= -margin &&
  box[1] * scale - y0 <= height + margin;

/**
 * One path of many lines.
 * @param {import("../data/shapes.js").Line[]} lines
 * @param {boolean} closed rings
 */
export const tracePath = (lines, frame, closed) => {
  const path = new Path2D();
  const { scale, x0, y0 } = frame;
  for (const { xs, ys, box } of lines) {
    if (!inFrame(box, frame)) continue;
    const last = xs.length - 1;
    let px = xs[0] * scale - x0;
    let py = ys[0] * scale - y0;
    path.moveTo(px, py);
    for (let place = 1; place <= last; place += 1) {
      const x = xs[place] * scale - x0;
      const y = ys[place] * scale - y0;
      if (place < last && Math.abs(x - px) < STEP && Math.abs(y - py) < STEP) continue;
      path.lineTo(x, y);
      [px, py] = [x, y];
    }
    if (closed) path.closePath();
  }
  return path;
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
