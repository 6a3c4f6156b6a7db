// Out comes the base map: land and borders of Myanmar's neighbours, cut to the region, as one small TopoJSON.
// The data is Natural Earth's (public domain), from npm `world-atlas`; nothing is downloaded here.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify, filter, filterWeight } from "topojson-simplify";
import bboxClip from "@turf/bbox-clip";
import { worldX, worldY } from "./page/data/shapes.js";

/** @type {[number, number, number, number]} */
const REGION = [56, -11, 142, 48]; // degrees: what a wide screen can show when all of Myanmar is in view
const SMALLEST = 0.0006; // square degrees, a triangle of some 3 km: a pixel or two where all of Myanmar is in view
const NEAR = [84, 4, 109, 33]; // degrees: beyond, only the widest windows look
const COARSER = 80; // times: what a triangle beyond must have more to be kept
const GRID = 16000; // quantisation over some 40 degrees: about 250 m
const PIXEL_GRID = 512; // parts of a pixel of the world at zoom 0: about 300 m
const MYANMAR = "104"; // ISO 3166-1 numeric

const isNear = ([lon, lat]) => lon > NEAR[0] && lon < NEAR[2] && lat > NEAR[1] && lat < NEAR[3];

const area = ([[ax, ay], [bx, by], [cx, cy]]) => Math.abs((ax - cx) * (by - ay) - (ax - bx) * (cy - ay)) / 2;

// of a point of a line, the triangle with its neighbours; far from Myanmar it counts for less
const weigh = (triangle) => area(triangle) / (isNear(triangle[1]) ? 1 : COARSER);

const ringArea = (ring) => Math.abs(ring.reduce((sum, [x, y], place) => sum + x * ring[(place + 1) % ring.length][1] - ring[(place + 1) % ring.length][0] * y, 0)) / 2;

const overlaps = ([west, south, east, north]) =>
  west < REGION[2] && east > REGION[0] && south < REGION[3] && north > REGION[1];

/** @returns {[number, number, number, number]} */
const bounds = (geometry) => {
  /** @type {[number, number, number, number]} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part) => {
    if (typeof part[0] !== "number") return part.forEach(visit);
    box[0] = Math.min(box[0], part[0]);
    box[1] = Math.min(box[1], part[1]);
    box[2] = Math.max(box[2], part[0]);
    box[3] = Math.max(box[3], part[1]);
  };
  visit(geometry.coordinates);
  return box;
};

export const makeBasemap = () => {
  const path = createRequire(import.meta.url).resolve("world-atlas/countries-10m.json");
  const world = JSON.parse(readFileSync(path, "utf8"));
  const countries = feature(world, world.objects.countries).features
    .filter((country) => country.geometry && overlaps(bounds(country.geometry)))
    .map((country) => {
      const cut = bboxClip(country, REGION);
      return { type: "Feature", geometry: cut.geometry, properties: { name: country.properties.name, self: country.id === MYANMAR } };
    })
    .filter((country) => country.geometry.coordinates.length > 0);
  const whole = presimplify(topology({ countries: { type: "FeatureCollection", features: countries } }, GRID), weigh);
  const light = filter(simplify(whole, SMALLEST), filterWeight(whole, SMALLEST, (ring) => ringArea(ring) / (isNear(ring[0]) ? 1 : COARSER)));
  return requantise(light);
};

// topojson-simplify leaves plain degrees; put them on a grid of the page's own projection, the steps of all arcs in two
// lists: the text is small, and the page reads it as it reads its own arcs.
const requantise = (topo) => {
  /** @type {Record<"points" | "xs" | "ys", number[]>} */
  const flat = { points: [], xs: [], ys: [] };
  for (const arc of topo.arcs) {
    let [px, py, points] = [0, 0, 0];
    arc.forEach(([lon, lat], place) => {
      const x = Math.round(worldX(lon) * PIXEL_GRID);
      const y = Math.round(worldY(lat) * PIXEL_GRID);
      if (place > 0 && x === px && y === py && place < arc.length - 1) return;
      flat.xs.push(x - px);
      flat.ys.push(y - py);
      points += 1;
      [px, py] = [x, y];
    });
    flat.points.push(points);
  }
  return { grid: PIXEL_GRID, objects: topo.objects, ...flat };
};

const COUNTRY = [[92.1, 9.6], [101.2, 28.55]]; // degrees: what the page fits into the map when it opens (page/map/fit.js)
const SEEN_FIRST = 0.012; // square degrees: of the outline that is seen before the data is read, some hundred points
const FIRST_GRID = 40; // parts of a pixel of the world at zoom 0

/** The country's outline as an SVG path, seen before the page has read its data. */
export const makeOutline = () => {
  const world = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("world-atlas/countries-10m.json"), "utf8"));
  const self = feature(world, world.objects.countries).features.filter(({ id }) => id === MYANMAR);
  const whole = presimplify(topology({ self: { type: "FeatureCollection", features: self } }, GRID), area);
  const light = filter(simplify(whole, SEEN_FIRST), filterWeight(whole, SEEN_FIRST, ringArea));
  const at = (/** @type {number[]} */ [lon, lat]) => [worldX(lon), worldY(lat)].map((each) => Math.round(each * FIRST_GRID));
  const rings = feature(light, light.objects.self).features.flatMap(({ geometry }) => geometry.coordinates.flat(geometry.type === "Polygon" ? 0 : 1));
  const path = rings.map((ring) => ring.slice(0, -1).map(at).map(([x, y], place, all) => (place ? `${x - all[place - 1][0]} ${y - all[place - 1][1]}` : `M${x} ${y}l`)).join(" ")).map((each) => `${each}z`);
  const [[left, bottom], [right, top]] = COUNTRY.map(at);
  return { viewBox: [left, top, right - left, bottom - top].join(" "), path: path.join("") };
};
