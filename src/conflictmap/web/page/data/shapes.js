// Outlines in the world's pixels at zoom 0 (256 wide), ready to be scaled; borders by level from shared arcs.
import polylabel from "polylabel";

const WORLD = 256;

/** x in pixels of the world at zoom 0. */
export const worldX = (lon) => WORLD * (lon / 360 + 0.5);

/** y in pixels of the world at zoom 0 (spherical Mercator, as Leaflet's). */
export const worldY = (lat) => {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
};

/** lon of an x at zoom 0. */
export const lonOf = (x) => (x / WORLD - 0.5) * 360;

/** lat of a y at zoom 0. */
export const latOf = (y) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI;

/** @typedef {{xs: Float64Array, ys: Float64Array, box: number[]}} Line a line or ring, with [left, top, right, bottom] */

/** @returns {Line} */
const toLine = (xs, ys) => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let place = 0; place < xs.length; place += 1) {
    const [x, y] = [xs[place], ys[place]];
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { xs, ys, box: [left, top, right, bottom] };
};

/** A line of [lon, lat] points. */
const lineOf = (points) => toLine(Float64Array.from(points, ([lon]) => worldX(lon)), Float64Array.from(points, ([, lat]) => worldY(lat)));

/**
 * Arcs from the steps of all of them, whole parts of the world's pixels at zoom 0: projected when the page was made.
 * @param {ArrayLike<number>} points of each arc
 * @param {ArrayLike<number>} xs all steps, arc by arc
 * @param {ArrayLike<number>} ys
 * @param {number} grid parts of a pixel
 * @returns {Line[]}
 */
export const readArcs = (points, xs, ys, grid) => {
  let at = 0;
  return Array.from(points, (count) => {
    const line = { xs: new Float64Array(count), ys: new Float64Array(count) };
    let [x, y, left, top, right, bottom] = [0, 0, Infinity, Infinity, -Infinity, -Infinity];
    for (let place = 0; place < count; place += 1, at += 1) {
      x += xs[at];
      y += ys[at];
      line.xs[place] = x / grid;
      line.ys[place] = y / grid;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
    return { ...line, box: [left / grid, top / grid, right / grid, bottom / grid] };
  });
};

/** The arcs of a TopoJSON in degrees, each projected once. */
const projectArcs = ({ transform, arcs }) =>
  arcs.map((arc) => {
    if (!transform) return lineOf(arc);
    const { scale: [kx, ky], translate: [west, south] } = transform;
    let [x, y] = [0, 0];
    return lineOf(arc.map(([dx, dy]) => [(x += dx) * kx + west, (y += dy) * ky + south]));
  });

const arcOf = (number) => (number < 0 ? ~number : number); // ~n is n backwards

/** The arcs of a ring one behind the other; the point where two meet stands once. */
const join = (numbers, arcs) => {
  const total = numbers.reduce((sum, number) => sum + arcs[arcOf(number)].xs.length - 1, 1);
  const [xs, ys] = [new Float64Array(total), new Float64Array(total)];
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  let at = 0;
  for (const number of numbers) {
    const arc = arcs[arcOf(number)];
    const last = arc.xs.length - 1;
    xs.set(arc.xs, at);
    ys.set(arc.ys, at);
    if (number < 0) {
      xs.subarray(at, at + last + 1).reverse();
      ys.subarray(at, at + last + 1).reverse();
    }
    at += last;
    const { box } = arc;
    [left, top, right, bottom] = [Math.min(left, box[0]), Math.min(top, box[1]), Math.max(right, box[2]), Math.max(bottom, box[3])];
  }
  return { xs, ys, box: [left, top, right, bottom] };
};

/** Polygons of a geometry, each a list of rings, each a list of arcs' numbers. */
const polygonsOf = ({ type, arcs }) => (type === "Polygon" ? [arcs] : type === "MultiPolygon" ? arcs : []);

/** Of each arc, the places of the geometries on its two sides, -1 for none: shared arcs make borders without a search. */
const sidesOf = (geometries, arcs) => {
  const sides = arcs.map(() => [-1, -1]);
  geometries.forEach((geometry, place) => {
    for (const number of polygonsOf(geometry).flat(2)) sides[arcOf(number)][sides[arcOf(number)][0] < 0 ? 0 : 1] = place;
  });
  return sides;
};

const FAR = 4194304; // more than any y: points of a grid are told apart by one number

/**
 * Arcs put end to end into closed lines: a union's edge without its parts. By even and odd it is filled alike, however arcs that
 * meet at one point are paired.
 * @param {Line[]} arcs
 * @returns {Line[]}
 */
export const joinEnds = (arcs) => {
  const key = (xs, ys, place) => xs[place] * FAR + ys[place];
  const ends = ({ xs, ys }) => [key(xs, ys, 0), key(xs, ys, xs.length - 1)];
  const at = new Map(); // arcs by their ends
  arcs.forEach((arc, number) => {
    for (const end of ends(arc)) at.set(end, [...(at.get(end) ?? []), number]);
  });
  const used = new Uint8Array(arcs.length);
  return arcs.flatMap((arc, number) => {
    if (used[number]) return [];
    used[number] = 1;
    const numbers = [number];
    const [first, last] = ends(arc);
    for (let end = last; end !== first;) {
      const next = at.get(end).find((other) => !used[other]);
      if (next === undefined) break; // open: who fills it closes it
      used[next] = 1;
      const [start, stop] = ends(arcs[next]);
      numbers.push(start === end ? next : ~next);
      end = start === end ? stop : start;
    }
    return [join(numbers, arcs)];
  });
};

/**
 * Townships and their borders.
 * @param {any} topology object "units" with properties.pcode
 * @param {any[]} units rows of meta.units: [pcode, name, name_my, adm1, adm2, ...]
 * @param {Line[]} arcs the topology's, projected
 * @returns polygons (lists of rings, the outer one first) and rings by unit number (from 1), lines of each border
 *   level, none of them twice, the lines that two units share, with their numbers, and the edge of all, closed
 */
export const readUnits = (topology, units, arcs = projectArcs(topology)) => {
  const numbers = new Map(units.map(([pcode], place) => [pcode, place + 1]));
  const { geometries } = topology.objects.units;
  const rings = Array.from({ length: units.length + 1 }, () => []);
  const polygons = new Map();
  for (const geometry of geometries) {
    const number = numbers.get(geometry.properties.pcode);
    if (number === undefined) continue;
    const shape = polygonsOf(geometry).map((polygon) => polygon.map((ring) => join(ring, arcs)));
    polygons.set(number, shape);
    rings[number] = shape.flat();
  }
  const row = (place) => units[(numbers.get(geometries[place].properties.pcode) ?? 0) - 1] ?? [];
  const level = ([left, other]) => {
    if (other < 0) return left < 0 ? "" : "outline"; // land on one side only: boundaries are free of gaps
    if (row(left)[3] !== row(other)[3]) return "adm1";
    return row(left)[4] === row(other)[4] ? "adm3" : "adm2";
  };
  const borders = { outline: [], adm1: [], adm2: [], adm3: [] };
  const shared = [];
  sidesOf(geometries, arcs).forEach((sides, arc) => {
    borders[level(sides)]?.push(arcs[arc]);
    const [unit, other] = sides.map((place) => numbers.get(geometries[place]?.properties.pcode) ?? 0);
    if (unit && other && unit !== other) shared.push({ unit, other, line: arcs[arc] });
  });
  return { rings, polygons, borders, shared, edge: joinEnds(borders.outline) };
};

/** Land of the region and borders between neighbours, as basemap.mjs lays them out; Myanmar's own border comes from its townships. */
export const readBasemap = ({ grid, points, xs, ys, objects: { countries: { geometries } } }) => {
  const arcs = readArcs(points, xs, ys, grid);
  const isSelf = (place) => geometries[place].properties.self === true;
  return {
    land: geometries.flatMap((geometry) => polygonsOf(geometry).flat().map((ring) => join(ring, arcs))),
    borders: sidesOf(geometries, arcs).flatMap(([left, other], arc) => (other < 0 || isSelf(left) || isSelf(other) ? [] : [arcs[arc]])),
  };
};

/** Rivers as lines, from GeoJSON; none where there is no file. */
export const readRivers = (rivers) =>
  (rivers?.features ?? []).flatMap(({ geometry: { type, coordinates }, properties }) =>
    (type === "LineString" ? [coordinates] : coordinates).map((line) => ({ ...lineOf(line), name: properties?.name ?? "" })));

/** [lon, lat] of the spot inside polygons that is farthest from its edges: where a name or a ring is put. */
export const middleOf = (polygons) => {
  const extent = ([{ box }]) => (box[2] - box[0]) * (box[3] - box[1]);
  const largest = polygons.reduce((best, polygon) => (extent(polygon) > extent(best) ? polygon : best));
  const [x, y] = polylabel(largest.map(thinned), 0.015);
  return [lonOf(x), latOf(y)];
};

const ENOUGH = 160; // points of a ring: its middle does not ask for more

const thinned = ({ xs, ys }) => {
  const step = Math.max(1, Math.ceil(xs.length / ENOUGH));
  const points = [];
  for (let place = 0; place < xs.length; place += step) points.push([xs[place], ys[place]]);
  return points;
};

/** Whether a point (world pixels) lies inside the rings of one unit (even-odd). */
export const holds = (rings, x, y) => {
  let inside = false;
  for (const { xs, ys, box } of rings) {
    if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
    for (let place = 0, before = xs.length - 1; place < xs.length; before = place, place += 1) {
      const crosses = ys[place] > y !== ys[before] > y;
      if (crosses && x < ((xs[before] - xs[place]) * (y - ys[place])) / (ys[before] - ys[place]) + xs[place]) inside = !inside;
    }
  }
  return inside;
};
