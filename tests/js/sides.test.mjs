// Lines between townships of sides that are not allied.
import assert from "node:assert/strict";
import { test } from "node:test";
import { alliedOn, kmOf, linesBetween } from "../../src/conflictmap/web/page/lines/sides.js";
import { worldX, worldY } from "../../src/conflictmap/web/page/data/shapes.js";

const meta = {
  holders: ["", "GOV", "REB", "OLD|NEW", "NEW"],
  alliances: [["REB", "HILLS", 10, null], ["OLD", "VALE", null, null], ["VALE", "HILLS", null, 20]],
};

test("two holders are allied by an actor in common, or by a coalition of that day, by several steps", () => {
  const pairs = (day) => [[1, 2], [3, 4], [2, 3], [2, 4]].map(([holder, other]) => alliedOn(meta, day)(holder, other));
  assert.deepEqual(pairs(9), [false, true, false, false]); // REB is not yet of the HILLS
  assert.deepEqual(pairs(10), [false, true, true, false]);
  assert.deepEqual(pairs(20), [false, true, true, false]); // the last day counts
  assert.deepEqual(pairs(21), [false, true, false, false]); // the VALE has left
});

const lineOf = (points) => ({ xs: points.map(([lon]) => worldX(lon)), ys: points.map(([, lat]) => worldY(lat)) });

test("a line is measured along great circles", () => {
  assert.equal(Math.round(kmOf(lineOf([[96, 19], [96, 20]])) * 10), 1112); // a degree of a meridian: 6371.0088 km * pi / 180
  assert.equal(Math.round(kmOf(lineOf([[95, 20], [95.5, 20], [96, 20]])) * 10), 1045); // 111.195 km * cos 20
});

// four townships in a row: REB sure, GOV sure, GOV low, REB|OLD sure; then one that is contested
const track = {
  first: [0, 0, 1, 2, 3, 4, 5], start: [0, 0, 0, 0, 0], length: [0, 0, 0, 0, 0], known: [0, 0, 5, 0, 0],
  holder: [2, 1, 1, 3, 1], state: [0, 0, 0, 0, 1], confidence: [1, 1, 0, 1, 1], wide: [0, 0, 0, 0, 0, 0],
};
const meridian = lineOf([[96, 19], [96, 20]]);
const model = {
  meta: { ...meta, units: [1, 2, 3, 4, 5], states: ["controlled", "contested"], confidences: ["low", "high"] },
  track: () => track,
  units: { shared: [[1, 2], [2, 3], [3, 4], [4, 5], [1, 4]].map(([unit, other]) => ({ unit, other, line: meridian })) },
};
const state = { layers: new Set(["control", "lines"]), rules: "standard", day: 15, known: null, versus: "" };

test("a border is drawn between sides that are not allied: whole where both are sure, else broken", () => {
  const { sure, unsure, km } = linesBetween(model, state);
  assert.deepEqual([sure.length, unsure.length], [1, 1]); // 1-2; 3-4; not 2-3, of one holder; nor 4-5, contested; nor 1-4, allied
  assert.deepEqual([Math.round(km.sure), Math.round(km.unsure)], [111, 111]);
  assert.equal(linesBetween(model, { ...state, day: 21 }).sure.length, 2); // 1 and 4 are allied no more
});

test("what was not known by a day has no line, and none is drawn without control or beside a second picture", () => {
  assert.equal(linesBetween(model, { ...state, known: 4 }).unsure.length, 0); // township 3 became known on day 5
  assert.equal(linesBetween(model, { ...state, layers: new Set(["lines"]) }), null);
  assert.equal(linesBetween(model, { ...state, layers: new Set(["control"]) }), null);
  assert.equal(linesBetween(model, { ...state, versus: "day:3" }), null);
});
