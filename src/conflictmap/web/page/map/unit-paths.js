// Outlines of the townships as canvas paths, traced once a frame for every painter that fills them.
import { inFrame, tracePath } from "./trace.js";

/**
 * @param {import("../data/shapes.js").Line[][]} rings by unit number
 * @returns {(frame: import("./canvas-layer.js").Frame) => (Path2D | null)[]} by unit number; null where a unit is out of the frame
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
