// Paints the lines between sides: a double line, broken where a holder or the day of a change is not sure.
import { tracePath } from "../paint/trace.js";
import { INK } from "../base/palette.js";

/** Stroke a path as a double line. `width` in pixels. */
export const strokeDouble = (context, path, broken, width) => {
  context.setLineDash(broken ? [2 * width, 1.4 * width] : []);
  context.lineCap = "butt";
  for (const [colour, wide] of /** @type {[string, number][]} */ ([[INK, width], ["#fff", 0.4 * width]])) {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.stroke(path);
  }
  context.setLineDash([]);
};

/** The lines of a day, as `linesBetween` gives them. */
export const paintSides = (context, frame, { sure, unsure }) => {
  const width = frame.zoom < 7 ? 4.5 : 6;
  strokeDouble(context, tracePath(unsure, frame, false), true, width);
  strokeDouble(context, tracePath(sure, frame, false), false, width);
};
