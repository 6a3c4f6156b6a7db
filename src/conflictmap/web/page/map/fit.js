// What the map shows when it opens or goes to a place: bounds, and the part of the map that card and drawer leave free.
import { byId } from "../base/dom.js";
import { latOf, lonOf } from "../data/shapes.js";

const COUNTRY = [[9.6, 92.1], [28.55, 101.2]]; // [lat, lon]: Myanmar, as Leaflet wants it
const CLOSEST = 9; // zoom: nearer, and nobody would know where in the country it is
const PARTED = 12; // zoom: villages of one tract stand apart
const ACROSS = 0.8; // of the map: a wider card is a phone's, with the drawer below it
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
  const points = chosen ?? (event === null ? [] : Array.from(marks.spot).filter((_, mark) => marks.event[mark] === event));
  return boundsOf(points.map((spot) => [spots.longitude[spot], spots.latitude[spot]]));
};

/**
 * Paddings [left, top], [right, bottom] of the map that keep clear of the card, of the row of tools above (`top` pixels) and
 * of the key of patterns below (`foot` pixels), and, where it is open, of the drawer.
 */
export const paddings = (map, side, drawer, { top = 0, foot = 0 } = {}) => {
  if (side.right - side.left < ACROSS * (map.right - map.left)) {
    const right = drawer ? map.right - drawer.left : 12;
    return { paddingTopLeft: [side.right - map.left + 8, 14 + top], paddingBottomRight: [right + 8, 14 + foot] };
  }
  const bottom = drawer ? Math.max(0, map.bottom - drawer.top) : 0;
  const above = Math.max(0, Math.min(side.bottom - map.top, map.bottom - map.top - bottom - LEAST));
  return { paddingTopLeft: [6, above + 4], paddingBottomRight: [6, bottom + 6] };
};

const drawerBox = () => document.querySelector(".cm-panel:not([hidden])")?.getBoundingClientRect() ?? null;

// what the card and what lies over the map leave free of it
const freeOf = (box, drawer) => {
  const over = (name) => [...document.querySelectorAll(name)].filter((element) => getComputedStyle(element).position === "fixed").map((element) => element.getBoundingClientRect().height)[0] ?? 0;
  return paddings(box, byId("cm-side").getBoundingClientRect(), drawer, { top: over(".cm-tools"), foot: over(".cm-patterns") });
};

/** Bring bounds into the free part of the map. */
export const fitTo = (map, bounds, drawer, more = {}) => {
  map.fitBounds(bounds, { ...freeOf(map.getContainer().getBoundingClientRect(), drawer), animate: false, ...more });
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
  const drawer = drawerBox();
  const box = map.getContainer().getBoundingClientRect();
  const kept = freeOf(box, drawer);
  const [[south, west], [north, east]] = bounds;
  const corner = (lat, lon) => { const { x, y } = map.latLngToContainerPoint([lat, lon]); return [x, y]; };
  if (!inView([box.width, box.height], kept, [corner(north, west), corner(south, east)])) fitTo(map, bounds, drawer, { maxZoom: CLOSEST });
};

const EDGE = 24; // pixels that a chosen mark keeps from the edge of the free part: its own size

/** Move the map, without zooming, until what was chosen lies in the part of it that card and drawer leave free. */
export const keepSeen = ({ map }, latlng) => {
  const box = map.getContainer().getBoundingClientRect();
  const { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom] } = freeOf(box, drawerBox());
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
  if (bounds) fitTo(map, bounds, drawerBox(), { maxZoom: Math.max(before, PARTED) });
  return map.getZoom() > before;
};

const FLIGHT = 0.9; // seconds
const NEAREST = 8.4; // zoom of a flight's end: the state around stays in sight

/** Fly to bounds, or to the whole country where there are none; where motion is not wanted, be there at once. */
export const flyTo = (map, bounds) => {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const where = { ...freeOf(map.getContainer().getBoundingClientRect(), drawerBox()), maxZoom: NEAREST };
  if (still) map.fitBounds(bounds ?? COUNTRY, { ...where, animate: false });
  else map.flyToBounds(bounds ?? COUNTRY, { ...where, duration: FLIGHT });
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
  else fitTo(map, (model.meta.adm1 && boundsOfArea(model, model.meta.adm1)) || COUNTRY, drawer);
};
