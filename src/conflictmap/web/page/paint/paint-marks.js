// Paints events: one mark a group of spots, its form the type of a single event, its slices the types of many.
import { CHOSEN, formPath, INK, TYPE_STYLES, withAlpha } from "../base/palette.js";

const KM_AT_ZOOM_0 = 256 / 40075.017; // pixels of the world at zoom 0 to a kilometre at the equator

/** Pixels of the world at zoom 0 of a spot's area. */
export const areaOf = (spots, spot) => (spots.radius[spot] / 10) * KM_AT_ZOOM_0 / Math.cos(spots.latitude[spot] * (Math.PI / 180));

/** The radius of the widest area that is not exact, in pixels of the world at zoom 0. */
export const widestArea = (spots) => spots.precision.reduce((widest, precision, spot) => (precision === 2 ? Math.max(widest, areaOf(spots, spot)) : widest), 0);

/** Paint the areas of spots that are not exact: dashed circles that surely hold the spot. */
export const paintAreas = (context, marks, spots, frame) => {
  context.setLineDash([3, 3]);
  for (const { spot, x, y, precision } of marks) {
    if (precision !== 2 || spots.radius[spot] === 0) continue;
    const radius = Math.max(9, areaOf(spots, spot) * frame.scale);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = withAlpha(INK, 0.05);
    context.fill();
    context.strokeStyle = withAlpha(INK, 0.55);
    context.lineWidth = 1;
    context.stroke();
  }
  context.setLineDash([]);
};

/** Paint the marks. `fresh` are the groups with an event of the day itself; `chosen` is a group or -1. */
export const paintMarks = (context, marks, sums, kinds, { fresh, chosen }) => {
  for (const mark of marks) leader(context, mark);
  for (const mark of marks) {
    const shares = slices(sums, mark.group, kinds);
    if (mark.group === chosen) {
      halo(context, mark, 7.4, "#fff", 6.4); // further out, and set off: another ring than a day's also without its colour
      halo(context, mark, 7.4, CHOSEN, 3.6);
    }
    if (fresh.has(mark.group)) halo(context, mark, 3.4, withAlpha(INK, 0.9), 2.2);
    if (mark.events === 1 && mark.precision < 3) single(context, mark, shares[0]);
    else ring(context, mark, shares);
  }
};

// from a mark that gave way to another to the place that it stands for
const leader = (context, { x, y, from, radius }) => {
  if (Math.hypot(x - from.x, y - from.y) <= radius) return;
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(x, y);
  context.strokeStyle = withAlpha(INK, 0.75);
  context.lineWidth = 1.2;
  context.stroke();
  context.beginPath();
  context.arc(from.x, from.y, 2, 0, 2 * Math.PI);
  context.fillStyle = INK;
  context.fill();
};

const slices = (sums, group, kinds) => {
  const shares = [];
  for (let kind = 0; kind < kinds; kind += 1) {
    const events = sums[group * kinds + kind];
    if (events) shares.push({ style: TYPE_STYLES[kind % TYPE_STYLES.length], claimed: kind >= TYPE_STYLES.length, events });
  }
  return shares;
};

const halo = (context, mark, away, colour, width) => {
  context.beginPath();
  context.arc(mark.x, mark.y, mark.radius + away, 0, 2 * Math.PI);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
};

const single = (context, { x, y, radius }, { style, claimed }) => {
  formPath(context, style.form, x, y, radius);
  context.lineJoin = "round";
  context.strokeStyle = "#fff";
  context.lineWidth = claimed ? 5 : 2.6;
  context.stroke();
  context.fillStyle = claimed ? "#fff" : style.colour;
  context.fill();
  if (claimed) {
    context.strokeStyle = style.colour;
    context.lineWidth = 2.2;
    context.stroke();
  }
};

// Many events, or one that is known by township only: a ring whose slices are the types, with the number inside.
const ring = (context, mark, shares) => {
  const { x, y, radius } = mark;
  const township = mark.precision === 3;
  context.beginPath();
  context.arc(x, y, radius + 1.3, 0, 2 * Math.PI);
  context.fillStyle = township ? "rgba(255,255,255,0.72)" : "#fff";
  context.fill();
  const width = township ? 2.2 : Math.max(3.2, radius * 0.3);
  let angle = -Math.PI / 2;
  for (const { style, claimed, events } of shares) {
    const end = angle + (2 * Math.PI * events) / mark.events;
    context.beginPath();
    context.arc(x, y, radius - width / 2, angle, end);
    context.strokeStyle = style.colour;
    context.lineWidth = width;
    context.setLineDash(township ? [3, 2] : claimed ? [2, 1.5] : []);
    context.stroke();
    angle = end;
  }
  context.setLineDash([]);
  if (township && mark.events === 1) {
    formPath(context, shares[0].style.form, x, y, 2.6);
    context.fillStyle = shares[0].style.colour;
    context.fill();
    return;
  }
  context.fillStyle = INK;
  context.font = `700 ${radius < 10 ? 10 : 11.5}px "Source Sans 3 Variable", sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(mark.events > 999 ? `${Math.round(mark.events / 1000)}k` : String(mark.events), x, y + 0.5);
};
