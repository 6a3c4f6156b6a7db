// What the map shows when it opens or goes to a place: bounds, and the part of the map that card and drawer leave free.
import { latOf, lonOf } from "./shapes.js";

const COUNTRY = [[9.6, 92.1], [28.55, 101.2]]; // [lat, lon]: Myanmar, as Leaflet wants it
const CLOSEST = 9; // zoom: nearer, and nobody would know where in the country it is
const WIDE = 760; // pixels: less is a phone, where card and drawer lie above and below
const LEAST = 60; // pixels of the map that are always taken for free

/** [[south, west], [north, east]] of points [lon, lat], or null without one. */
export const boundsOf = (points) => {
  if (points.length === 0) return null;
  const ends = (part) => points.reduce(([low, high], point) => [Math.min(low, point[part]), Math.max(high, point[part])], [Infinity, -Infinity]);
  const [[west, east], [south, north]] = [ends(0), ends(1)];
  return [[south, west], [north, east]];
};

const corners = (rings) => rings.flatMap(({ box: [left, top, right, bottom] }) => [[lonOf(left), latOf(top)], [lonOf(right), latOf(bottom)]]);

/**
 * Bounds of a state, region or district by its P-code.
 * @param {import("./types").Model} model
 */
export const boundsOfArea = ({ meta, units }, pcode) =>
  boundsOf(meta.units.flatMap((row, place) => (row[3] === pcode || row[4] === pcode ? corners(units.rings[place + 1]) : [])));

/**
 * Bounds of what a state has chosen: a township, a mark's spots, an event's; null where nothing on the map is chosen.
 * @param {import("./types").Model} model
 */
export const boundsOfChoice = ({ units, spots, marks }, { unit, spots: chosen, event }) => {
  if (unit) return boundsOf(corners(units.rings[unit]));
  const found = chosen ?? Array.from(marks.spot).filter((_, mark) => marks.event[mark] === event);
  return boundsOf(found.map((spot) => [spots.longitude[spot], spots.latitude[spot]]));
};

/** Paddings [left, top], [right, bottom] of the map that keep clear of the card and, where it is open, the drawer. */
export const paddings = (map, side, drawer) => {
  if (map.right - map.left >= WIDE) {
    const right = drawer ? map.right - drawer.left : 12;
    return { paddingTopLeft: [side.right - map.left + 8, 14], paddingBottomRight: [right + 8, 14] };
  }
  const bottom = drawer ? Math.max(0, map.bottom - drawer.top) : 0;
  const top = Math.max(0, Math.min(side.bottom - map.top, map.bottom - map.top - bottom - LEAST));
  return { paddingTopLeft: [6, top + 4], paddingBottomRight: [6, bottom + 6] };
};

/** Bring bounds into the free part of the map. */
export const fitTo = (map, bounds, drawer, more = {}) => {
  const box = map.getContainer().getBoundingClientRect();
  map.fitBounds(bounds, { ...paddings(box, document.getElementById("cm-side").getBoundingClientRect(), drawer), animate: false, ...more });
};

/** What a page opens with: the view that its address names, else what is chosen, else its country or state. */
export const openView = (map, model, state, drawer) => {
  if (state.view) {
    map.setView([state.view[0], state.view[1]], state.view[2], { animate: false });
    return;
  }
  const chosen = boundsOfChoice(model, state);
  if (chosen) fitTo(map, chosen, drawer, { maxZoom: CLOSEST });
  else fitTo(map, (model.meta.adm1 && boundsOfArea(model, model.meta.adm1)) || COUNTRY, null);
};
