// Outlines in the world's pixels at zoom 0 (256 wide), ready to be scaled; borders by level from shared arcs.
import { feature, merge, mesh } from "topojson-client";
import polylabel from "polylabel";

const WORLD = 256;

/** x in pixels of the world at zoom 0. */
export const worldX = (lon) => WORLD * (lon / 360 + 0.5);

/** y in pixels of the world at zoom 0 (spherical Mercator, as Leaflet's). */
export const worldY = (lat) => {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return WORLD * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
};

/** @typedef {{xs: Float64Array, ys: Float64Array, box: number[]}} Line a line or ring, with [left, top, right, bottom] */

/** @returns {Line} */
const toLine = (points) => {
  const xs = Float64Array.from(points, (point) => worldX(point[0]));
  const ys = Float64Array.from(points, (point) => worldY(point[1]));
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let place = 0; place < xs.length; place += 1) {
    box[0] = Math.min(box[0], xs[place]);
    box[1] = Math.min(box[1], ys[place]);
    box[2] = Math.max(box[2], xs[place]);
    box[3] = Math.max(box[3], ys[place]);
  }
  return { xs, ys, box };
};

const ringsOf = (geometry) => {
  if (!geometry) return [];
  if (geometry.type === "Polygon") return geometry.coordinates;
  if (geometry.type === "MultiPolygon" || geometry.type === "MultiLineString") return geometry.coordinates.flat(geometry.type === "MultiPolygon" ? 1 : 0);
  return geometry.type === "LineString" ? [geometry.coordinates] : [];
};

/**
 * Townships and their borders.
 * @param {any} topology object "units" with properties.pcode
 * @param {any[]} units rows of meta.units: [pcode, name, name_my, adm1, adm2, ...]
 * @returns rings by unit number (from 1), and lines of each border level, none of them twice
 */
export const readUnits = (topology, units) => {
  const numbers = new Map(units.map(([pcode], place) => [pcode, place + 1]));
  const object = topology.objects.units;
  const rings = Array.from({ length: units.length + 1 }, () => []);
  const polygons = new Map();
  for (const geometry of object.geometries) {
    const number = numbers.get(geometry.properties.pcode);
    if (number === undefined) continue;
    const shape = feature(topology, geometry).geometry;
    rings[number].push(...ringsOf(shape).map(toLine));
    polygons.set(number, shape);
  }
  const row = (geometry) => units[numbers.get(geometry.properties.pcode) - 1] ?? [];
  const lines = (keep) => mesh(topology, object, keep).coordinates.map(toLine);
  return {
    rings,
    polygons,
    borders: {
      // outer rings only: where two townships' edges leave a sliver between them, that is no border of the country
      outline: merge(topology, object.geometries).coordinates.map(([outer]) => toLine(outer)),
      adm1: lines((one, other) => one !== other && row(one)[3] !== row(other)[3]),
      adm2: lines((one, other) => one !== other && row(one)[3] === row(other)[3] && row(one)[4] !== row(other)[4]),
      adm3: lines((one, other) => one !== other && row(one)[4] === row(other)[4]),
    },
  };
};

/** Land of the region and borders between neighbours; Myanmar's own border comes from its townships. */
export const readBasemap = (topology) => {
  const object = topology.objects.countries;
  const isSelf = (geometry) => geometry.properties.self === true;
  return {
    land: object.geometries.flatMap((geometry) => ringsOf(feature(topology, geometry).geometry).map(toLine)),
    borders: mesh(topology, object, (one, other) => one !== other && !isSelf(one) && !isSelf(other)).coordinates.map(toLine),
  };
};

/** Rivers as lines, from GeoJSON or from the first object of a TopoJSON; none where there is no file. */
export const readRivers = (rivers) => {
  if (!rivers) return [];
  const whole = rivers.type === "Topology" ? feature(rivers, Object.values(rivers.objects)[0]) : rivers;
  const features = whole.type === "FeatureCollection" ? whole.features : [whole];
  return features.flatMap((each) => ringsOf(each.geometry).map((line) => ({ ...toLine(line), name: each.properties?.name ?? "" })));
};

/** [lon, lat] of the spot inside a polygon that is farthest from its edges: where a name or a ring is put. */
export const middleOf = (geometry) => {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const extent = (polygon) => {
    const lons = polygon[0].map((point) => point[0]);
    const lats = polygon[0].map((point) => point[1]);
    return (Math.max(...lons) - Math.min(...lons)) * (Math.max(...lats) - Math.min(...lats));
  };
  const largest = polygons.reduce((best, polygon) => (extent(polygon) > extent(best) ? polygon : best));
  const [lon, lat] = polylabel(largest.map(thinned), 0.02);
  return [lon, lat];
};

const ENOUGH = 160; // points of a ring: its middle does not ask for more

const thinned = (ring) => {
  const step = Math.ceil(ring.length / ENOUGH);
  return step < 2 ? ring : ring.filter((_, place) => place % step === 0 || place === ring.length - 1);
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
