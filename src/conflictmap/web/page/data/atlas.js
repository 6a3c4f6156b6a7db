// What a page holds, read from its blocks: the one model that painters and panels ask.
import { openBlocks, openTexts } from "./blocks.js";
import { readColumns } from "./columns.js";
import { readTrack } from "./tracks.js";
import { safeColour } from "../base/palette.js";
import { middleOf, readArcs, readUnits, worldX, worldY } from "./shapes.js";

export const FORMAT = 2;
export const DEGREE = 100000;
export const ARC_GRID = 2048; // parts of a pixel of the world at zoom 0
export const NO_POINT = -1073741824;

/** Read the blocks of a page whose elements' ids begin with `prefix`. */
export const readAtlas = async (document, prefix) => {
  const blocks = openBlocks(document, prefix);
  const rest = Promise.all([blocks.bytes("columns"), blocks.json("shapes")]); // inflated meanwhile
  rest.catch(() => {}); // told below, unless the format is why
  const meta = await blocks.json("meta");
  if (meta.format !== FORMAT) {
    throw new Error(`this page's data is of format ${meta.format}, its scripts read format ${FORMAT}`);
  }
  const [bytes, shapes] = await rest;
  return makeModel(meta, bytes, shapes, openTexts(blocks, meta.textBlock));
};

/** The model of a page from its inflated blocks. */
export const makeModel = (meta, bytes, shapes, texts) => {
  const columns = readColumns(bytes, meta.columns);
  const [points, xs, ys] = ["points", "x", "y"].map((name) => columns.get(`arc.${name}`));
  const units = readUnits(shapes.units, meta.units, readArcs(points, xs, ys, ARC_GRID));
  const tracks = new Map();
  const rows = new Map(meta.actors.map((row) => [row[0], row]));
  const actors = (set) => set.split("|").filter(Boolean).map((id) => rows.get(id) ?? [id, id, "", "", "", ""]);
  const colours = meta.holders.map((set) => safeColour(actors(set)[0]?.[5] ?? "")); // the first named leads
  const middles = new Map();
  const middle = (unit) => {
    if (!middles.has(unit)) middles.set(unit, middleOf(units.polygons.get(unit)));
    return middles.get(unit);
  };
  return {
    meta,
    texts,
    units,
    riversShape: shapes.rivers,
    events: eventColumns(columns, meta),
    marks: { event: columns.get("mark.event"), spot: columns.get("mark.spot") },
    spots: readSpots(columns, middle, (unit) => units.polygons.has(unit)),
    towns: { ...worldPoints(columns.get("town.x"), columns.get("town.y")), rank: columns.get("town.rank"), unit: columns.get("town.unit"), names: meta.townNames },
    track: (rules) => {
      if (!tracks.has(rules)) tracks.set(rules, readTrack(columns, rules, meta.units.length));
      return tracks.get(rules);
    },
    sites: readSites(columns),
    siteTrack: (rules) => {
      const key = `${rules}.site`;
      if (!tracks.has(key)) tracks.set(key, columns.has(`${key}.unit`) ? readTrack(columns, key, meta.siteNames.length) : null);
      return tracks.get(key);
    },
    fresh: { unit: columns.get("fresh.unit"), from: columns.get("fresh.from"), last: columns.get("fresh.last") },
    claims: (rules) => {
      if (!columns.has(`${rules}.claimUnit`)) return null;
      const of = (name) => columns.get(`${rules}.claim${name}`);
      return { unit: of("Unit"), actor: of("Actor"), opened: of("Opened"), length: of("Length"), status: of("Status"), event: of("Event") };
    },
    middle,
    states: statesOf(meta.wider),
    actorsOf: (set) => actors(meta.actorSets[set]),
    holderActors: (holder) => actors(meta.holders[holder]),
    colourOf: (holder) => colours[holder],
  };
};

const eventColumns = (columns, meta) => {
  const of = (name) => columns.get(`event.${name}`);
  const [type, mode] = [of("type"), of("mode")];
  const claim = meta.modes.indexOf("claimed_by_party");
  const kind = new Uint8Array(type.length);
  for (let event = 0; event < kind.length; event += 1) kind[event] = type[event] + (mode[event] === claim ? meta.types.length : 0);
  return {
    day: of("day"), length: of("length"), type, mode, kind, placing: of("placing"),
    get known() { return of("known"); },
    get act() { return of("act"); },
    get actor1() { return of("actor1"); },
    get actor2() { return of("actor2"); },
    get source() { return of("source"); },
    get timePrecision() { return of("timePrecision"); },
    get fatalities() { return of("fatalities"); },
    get apart() { return of("apart"); },
  };
};

const worldPoints = (xs, ys) => ({
  x: Float64Array.from(xs, (lon) => worldX(lon / DEGREE)),
  y: Float64Array.from(ys, (lat) => worldY(lat / DEGREE)),
  latitude: Float64Array.from(ys, (lat) => lat / DEGREE),
  longitude: Float64Array.from(xs, (lon) => lon / DEGREE),
});

const readSites = (columns) => {
  const xs = columns.get("site.x");
  return { ...worldPoints(xs, columns.get("site.y")), known: Uint8Array.from(xs, (x) => (x === NO_POINT ? 0 : 1)), unit: columns.get("site.unit"), kind: columns.get("site.kind") };
};

// What is known by township only is drawn in its middle: the seat would look like a place that somebody named.
const readSpots = (columns, middle, hasShape) => {
  const [precision, unit] = [columns.get("spot.precision"), columns.get("spot.unit")];
  const xs = Int32Array.from(columns.get("spot.x"));
  const ys = Int32Array.from(columns.get("spot.y"));
  for (let spot = 0; spot < xs.length; spot += 1) {
    if ((precision[spot] === 3 || xs[spot] === NO_POINT) && hasShape(unit[spot])) {
      const [lon, lat] = middle(unit[spot]);
      xs[spot] = Math.round(lon * DEGREE);
      ys[spot] = Math.round(lat * DEGREE);
    }
  }
  return { ...worldPoints(xs, ys), precision, unit, radius: columns.get("spot.radius") };
};

/** States and regions, with the spot where each is named. */
const statesOf = (wider) =>
  Object.entries(wider).flatMap(([code, [name, nameMy, , lon, lat]]) => (lon === undefined ? [] : [{ code, name, nameMy, lon, lat }]));

const holdsOne = (...layers) => ({ layers: held }) => layers.some((layer) => held.includes(layer));

/** Whether who holds what is in the page. */
export const holdsControl = holdsOne("control", "contested", "activity");

/** Whether events are in the page. */
export const holdsEvents = holdsOne("events", "density", "areas", "activity");

/**
 * The word of the warning, or "" where there is none to give: an independent source is among them, or a side is not known.
 * @param {{sources: [string, string][]}} meta names and sides: "independent", "party:X", "aligned:X"; several by |
 */
export const cautionOf = ({ sources }) => {
  const sides = new Set(sources.flatMap(([, side]) => side.split("|")));
  sides.delete("map"); // made of others' reports: never evidence
  if (sides.size === 0 || sides.has("independent") || sides.has("")) return "";
  const stands = new Set([...sides].map((side) => side.slice(side.indexOf(":") + 1)));
  return stands.size === 1 ? "oneSided" : "noIndependent";
};
