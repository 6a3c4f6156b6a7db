// Painters of what is laid over control: open claims, contested townships, the density of events.
import { tracePath } from "./trace.js";
import { MARK, withAlpha } from "../base/palette.js";

const REACH = 46; // pixels around a mark that its events darken
const DARKEST = 24; // events at one mark: more do not darken it further

/** Dashed outlines of townships that a party says it has gained, in its colour. */
export const paintClaims = (context, frame, { units, claims, open, colourOf }) => {
  context.lineJoin = "round";
  for (const claim of open) {
    const path = tracePath(units.rings[claims.unit[claim]], frame, true);
    context.setLineDash([]);
    context.strokeStyle = "rgba(255,255,255,0.9)";
    context.lineWidth = 4;
    context.stroke(path);
    context.setLineDash([6, 4]);
    context.strokeStyle = colourOf(claims.actor[claim]);
    context.lineWidth = 2.6;
    context.stroke(path);
  }
  context.setLineDash([]);
};

/** Strong outlines of townships where two sides fight or one is besieged. */
export const paintContested = (context, frame, { units, contested }) => {
  context.strokeStyle = "#111";
  context.lineWidth = 2.4;
  context.setLineDash([2, 3]);
  for (const unit of contested) context.stroke(tracePath(units.rings[unit], frame, true));
  context.setLineDash([]);
};

/** Dotted outlines of townships with ground fighting and no change of hands, broader with more fights. */
export const paintActivity = (context, frame, { units, active }) => {
  context.strokeStyle = MARK;
  context.setLineDash([1, 4]);
  context.lineCap = "round";
  for (const [unit, fights] of active) {
    context.lineWidth = 1.6 + Math.min(3, fights / 4);
    context.stroke(tracePath(units.rings[unit], frame, true));
  }
  context.lineCap = "butt";
  context.setLineDash([]);
};

/** The outline of the township that was chosen. */
export const paintChosen = (context, frame, rings) => {
  const path = tracePath(rings, frame, true);
  for (const [colour, width] of [["#fff", 5], ["#111", 2.2]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke(path);
  }
};

/** Where events are many: soft discs that add up. */
export const paintDensity = (context, marks) => {
  for (const { x, y, events } of marks) {
    const shade = context.createRadialGradient(x, y, 0, x, y, REACH);
    shade.addColorStop(0, withAlpha("#5b0f6b", 0.16 + 0.5 * (Math.min(DARKEST, events) / DARKEST)));
    shade.addColorStop(1, withAlpha("#5b0f6b", 0));
    context.fillStyle = shade;
    context.beginPath();
    context.arc(x, y, REACH, 0, 2 * Math.PI);
    context.fill();
  }
};
