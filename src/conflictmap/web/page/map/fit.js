// What the map shows when it opens or goes to a place: bounds, and the part of the map that card and drawer leave free.
import { byId } from "../base/dom.js";
import { latOf, lonOf } from "../data/shapes.js";

const COUNTRY = [[9.6, 92.1], [28.55, 101.2]]; // [lat, lon]: Myanmar, as Leaflet wants it
const CLOSEST = 9; // zoom: nearer, and nobody would know where in the country it is
const PARTED = 12; // zoom: villages of one tract stand apart
const WIDE = 760; // pixels: less is a phone, where card and drawer lie above and below
const SEEN = 24; // pixels of a township's longer side: of a smaller one nobody sees what it is
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
 * @param {import("../base/types").Model} model
 */
export const boundsOfArea = ({ meta, units }, pcode) =>
  boundsOf(withoutFar(meta.units.flatMap((row, place) => (row[3] === pcode || row[4] === pcode ? [corners(units.rings[place + 1])] : []))).flat());

// Townships without those far from all others: the Coco Islands are of Yangon Region, and would show it as open sea.
const withoutFar = (townships) => {
  const middles = townships.map((points) => boundsOf(points)).map((box) => (box ? [(box[0][1] + box[1][1]) / 2, (box[0][0] + box[1][0]) / 2] : null));
  const middleOf = (numbers) => numbers.sort((left, right) => left - right)[numbers.length >> 1];
  const seen = middles.filter(Boolean);
  const centre = [0, 1].map((part) => middleOf(seen.map((point) => point[part])));
  const apart = middles.map((point) => (point ? Math.hypot(point[0] - centre[0], point[1] - centre[1]) : 0));
  const usual = middleOf([...apart]);
  return townships.filter((_, place) => apart[place] <= Math.max(1.5, 8 * usual)); // degrees
};

/**
 * Bounds of what a state has chosen: a township, a mark's spots, an event's; null where nothing on the map is chosen.
 * @param {import("../base/types").Model} model
 */
export const boundsOfChoice = ({ units, spots, marks }, { unit, spots: chosen, event }) => {
  if (unit) return boundsOf(corners(units.rings[unit]));
  const points = chosen ?? Array.from(marks.spot).filter((_, mark) => marks.event[mark] === event);
  return boundsOf(points.map((spot) => [spots.longitude[spot], spots.latitude[spot]]));
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
  map.fitBounds(bounds, { ...paddings(box, byId("cm-side").getBoundingClientRect(), drawer), animate: false, ...more });
};

/**
 * Whether corners on the map [[west, north], [east, south]] are wholly in the part of it that card and drawer leave free,
 * and far enough apart to be made out.
 * @param {number[]} size
 * @param {{paddingTopLeft: number[], paddingBottomRight: number[]}} kept
 * @param {number[][]} corners
 */
export const inView = ([width, height], { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] }, [[west, north], [east, south]]) =>
  west >= left && north >= top && east <= width - right && south <= height - bottom && Math.max(east - west, south - north) >= SEEN;

/** Bring a township into view as its address would; where it can be seen already, the reader's view is kept. */
export const showUnit = ({ map, model }, unit) => {
  const bounds = boundsOfChoice(model, { unit, spots: null, event: null });
  if (!bounds) return;
  const drawer = document.querySelector(".cm-panel:not([hidden])")?.getBoundingClientRect() ?? null;
  const box = map.getContainer().getBoundingClientRect();
  const kept = paddings(box, byId("cm-side").getBoundingClientRect(), drawer);
  const [[south, west], [north, east]] = bounds;
  const corner = (lat, lon) => { const { x, y } = map.latLngToContainerPoint([lat, lon]); return [x, y]; };
  if (!inView([box.width, box.height], kept, [corner(north, west), corner(south, east)])) fitTo(map, bounds, drawer, { maxZoom: CLOSEST });
};

const EDGE = 24; // pixels that a chosen mark keeps from the edge of the free part: its own size

/** Move the map, without zooming, until what was chosen lies in the part of it that card and drawer leave free. */
export const keepSeen = ({ map }, latlng) => {
  const box = map.getContainer().getBoundingClientRect();
  const drawer = document.querySelector(".cm-panel:not([hidden])")?.getBoundingClientRect() ?? null;
  const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = paddings(box, byId("cm-side").getBoundingClientRect(), drawer);
  const { x, y } = map.latLngToContainerPoint(latlng);
  const [east, south] = [box.width - right, box.height - bottom];
  if (x >= left + EDGE && x <= east - EDGE && y >= top + EDGE && y <= south - EDGE) return;
  map.panBy([x - (left + east) / 2, y - (top + south) / 2], { animate: false });
};

/**
 * Zoom to where some spots lie apart. Returns whether the map moved: not where it shows them as near as it can.
 * @param {import("../base/types").Page} page
 */
export const partSpots = ({ map, model }, spots) => {
  const bounds = boundsOfChoice(model, { unit: 0, spots, event: null });
  const before = map.getZoom();
  if (bounds) fitTo(map, bounds, document.querySelector(".cm-panel:not([hidden])")?.getBoundingClientRect() ?? null, { maxZoom: Math.max(before, PARTED) });
  return map.getZoom() > before;
};

/** Where a map is: [lat, lon, zoom]. */
export const viewOf = (map) => {
  const { lat, lng } = map.getCenter();
  return [lat, lng, map.getZoom()];
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
