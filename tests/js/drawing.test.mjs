import assert from "node:assert/strict";
import { test } from "node:test";
import { countOnce, groupCounts, groupSpots } from "../../src/conflictmap/web/page/map/groups.js";
import { chooseLabels } from "../../src/conflictmap/web/page/paint/labels.js";
import { markAt, placeMarks } from "../../src/conflictmap/web/page/map/marks.js";
import { daysPerBar, makeBars } from "../../src/conflictmap/web/page/time/histogram.js";
import { holds, latOf, lonOf, middleOf, readArcs, readUnits, worldX, worldY } from "../../src/conflictmap/web/page/data/shapes.js";
import { openClaims } from "../../src/conflictmap/web/page/data/claims.js";
import { makeReach } from "../../src/conflictmap/web/page/map/reach.js";
import { safeColour, withAlpha } from "../../src/conflictmap/web/page/base/palette.js";
import { textureOf } from "../../src/conflictmap/web/page/data/certainty.js";

const spots = (xs, precision = xs.map(() => 1)) => ({ x: xs, y: xs.map(() => 0), precision });

test("spots that would overlap are one mark, led by the heavier; zoomed in they part", () => {
  const near = spots([0, 1, 10]);
  assert.deepEqual(Array.from(groupSpots(near, [1, 5, 1], 4).of), [0, 0, 1]);
  assert.equal(groupSpots(near, [1, 5, 1], 4).leader[0], 1);
  assert.equal(new Set(groupSpots(near, [1, 5, 1], 64).of).size, 3);
});

test("no two marks overlap, whatever the zoom", () => {
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const many = { x: Array.from({ length: 300 }, () => random() * 10), y: Array.from({ length: 300 }, () => random() * 10), precision: Array.from({ length: 300 }, () => (random() < 0.9 ? 1 : 3)) };
  const weight = many.x.map(() => 1 + Math.floor(random() * 3));
  for (const scale of [16, 64, 256]) {
    const groups = groupSpots(many, weight, scale);
    const points = groups.leader.map((_, group) => group).filter((group) => many.precision[groups.leader[group]] === 1);
    for (const one of points) for (const other of points) {
      if (one >= other) continue;
      const apart = Math.hypot(groups.x[one] - groups.x[other], groups.y[one] - groups.y[other]);
      assert.ok(apart > 10, `${one} and ${other} are ${apart} pixels apart`);
    }
  }
});

test("a township's ring gives way to a point instead of joining it", () => {
  const groups = groupSpots(spots([5, 5], [1, 3]), [2, 1], 10);
  assert.equal(groups.leader.length, 2);
  assert.equal(groups.x[0], 50);
  assert.ok(Math.hypot(groups.x[1] - 50, groups.y[1]) >= 10);
});

test("a ring that gives way goes away from what it touches, and its mark knows the place that it stands for", () => {
  const all = spots([5, 4], [1, 3]); // the ring is west of the point
  const groups = groupSpots(all, [2, 1], 10);
  assert.ok(groups.x[1] < 40 && Math.abs(groups.y[1]) < 1e-9);
  const marks = placeMarks(groups, Int32Array.from([2, 1]), 1, all, { x0: 0, y0: -50, width: 500, height: 100, scale: 10 });
  assert.deepEqual(marks.find(({ precision }) => precision === 3).from, { x: 40, y: 50 });
});

test("a spot without any event has no mark", () => assert.equal(groupSpots(spots([1, 500]), [0, 1], 1).of[0], -1));

test("an event at two spots of one mark counts once", () => {
  const groups = groupSpots(spots([0, 0.1]), [1, 1], 1);
  const tally = { firstMark: Uint32Array.from([0, 2]), shows: () => true };
  const sums = groupCounts(Int32Array.from([1, 1]), groups, 1);
  assert.deepEqual(Array.from(countOnce(sums, groups, [0], tally, { marks: { spot: [0, 1] }, kind: [0], kinds: 1 })), [1]);
});

test("the smallest mark near the finger is the one that is meant", () => {
  const marks = [{ x: 0, y: 0, radius: 20 }, { x: 10, y: 0, radius: 5 }];
  assert.equal(markAt(marks, 11, 0), marks[1]);
  assert.equal(markAt(marks, -15, 0), marks[0]);
  assert.equal(markAt(marks, 60, 0), null);
});

test("a mark with no event on the day is not drawn", () => {
  const groups = groupSpots(spots([0, 100]), [1, 1], 1);
  const marks = placeMarks(groups, Int32Array.from([0, 0, 2, 1]), 2, spots([0, 100]), { x0: -10, y0: -10, width: 500, height: 100 });
  assert.deepEqual(marks.map(({ group, events }) => [group, events]), [[1, 3]]);
});

test("names: the higher rank stays, none lies on another, a dot's name moves around it", () => {
  const frame = { width: 400, height: 400 };
  const measure = () => [60, 14];
  const at = (text, y, rank) => ({ text, x: 100, y, style: "town", rank, dot: true });
  const chosen = chooseLabels([at("minor", 112, 3), at("capital", 100, 0)], measure, frame, []);
  assert.deepEqual(chosen.map(({ wish }) => wish.text), ["capital", "minor"]);
  const [one, other] = chosen;
  const apart = one.left + one.width <= other.left || other.left + other.width <= one.left || one.top + one.height <= other.top || other.top + other.height <= one.top;
  assert.ok(apart);
});

test("no name covers a mark, and none hangs over the edge", () => {
  const frame = { width: 100, height: 20 };
  assert.deepEqual(chooseLabels([{ text: "a", x: 50, y: 10, style: "town", rank: 0, dot: true }], () => [40, 14], frame, [[40, 0, 100, 20], [0, 0, 45, 20]]), []);
});

test("bars hold as many days as make them wide enough, and lose no event", () => {
  assert.equal(daysPerBar(30, 900), 1);
  assert.equal(daysPerBar(1700, 900), 7);
  const bars = makeBars(Uint32Array.from([1, 0, 2, 1, 0, 4]), 2, 2);
  assert.deepEqual(bars, [[0, [3, 1]], [2, [0, 4]]]);
});

const square = (west, south) => [[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]];
const topology = {
  type: "Topology",
  arcs: [[[1, 0], [1, 1]], [[1, 1], [0, 1], [0, 0], [1, 0]], [[1, 0], [2, 0], [2, 1], [1, 1]]],
  objects: { units: { type: "GeometryCollection", geometries: [
    { type: "Polygon", arcs: [[0, 1]], properties: { pcode: "A" } },
    { type: "Polygon", arcs: [[~0, 2].reverse()], properties: { pcode: "B" } },
  ] } },
};

test("a border between two states is of the first level, and is not drawn again as another", () => {
  const { borders, rings } = readUnits(topology, [["A", "", "", "S1", "D1"], ["B", "", "", "S2", "D2"]]);
  assert.equal(borders.adm1.length, 1);
  assert.equal(borders.adm2.length + borders.adm3.length, 0);
  assert.equal(borders.outline.length, 2);
  assert.equal(rings[1].length, 1);
  assert.ok(holds(rings[1], worldX(0.5), worldY(0.5)));
  assert.ok(!holds(rings[1], worldX(1.5), worldY(0.5)));
  assert.equal(square(0, 0).length, 5);
});

test("a ring joins its arcs in their directions, and its middle lies inside", () => {
  const { rings: [, , [ring]], polygons } = readUnits(topology, [["A", "", "", "S1", "D1"], ["B", "", "", "S2", "D2"]]);
  const corners = Array.from(ring.xs, (x, place) => [lonOf(x), latOf(ring.ys[place])].map((degrees) => Math.round(degrees * 1e6) / 1e6 + 0));
  assert.deepEqual(corners, [[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]);
  const [lon, lat] = middleOf(polygons.get(2));
  assert.ok(Math.abs(lon - 1.5) < 0.02 && Math.abs(lat - 0.5) < 0.02);
});

test("steps of an arc add up, in parts of a pixel", () => {
  const [, arc] = readArcs([1, 3], [9, 8, 2, -1], [9, 4, 0, 6], 4);
  assert.deepEqual([Array.from(arc.xs), Array.from(arc.ys), arc.box], [[2, 2.5, 2.25], [1, 1, 2.5], [2, 1, 2.5, 2.5]]);
});

test("the world's pixels are Leaflet's", () => {
  assert.equal(worldX(0), 128);
  assert.equal(worldY(0), 128);
  assert.ok(Math.abs(worldY(60) - 74.3418) < 0.001); // L.CRS.EPSG3857.latLngToPoint(L.latLng(60, 0), 0).y
});

test("a colour of the data is a colour or grey, never a text", () => {
  assert.equal(safeColour("#1f78b4"), "#1f78b4");
  assert.equal(safeColour("#abc"), "#aabbcc");
  assert.equal(safeColour("red;background:url(x)"), "#9b9b94");
  assert.equal(withAlpha("#ff0080", 0.5), "rgba(255,0,128,0.5)");
});

test("every state has its texture, and unknown has none", () => {
  const states = ["unknown", "not_assessed", "partial", "predominant", "baseline", "controlled", "contested", "besieged", "mixed", "vacated"];
  assert.deepEqual(states.map((state) => textureOf(state, "high")), ["none", "none", "parts", "mostly", "pale", "solid", "stripes", "ring", "bars", "left"]);
  assert.equal(textureOf("controlled", "low"), "dots");
  assert.notEqual(textureOf("split", "high"), textureOf("contested", "high"), "who fights for a place does not share it");
  assert.equal(textureOf("split", "low"), "split");
});

test("a claim is open until its end, and as known on a day until that was known", () => {
  const claims = { unit: [1], opened: [2], length: [3] };
  assert.deepEqual([1, 2, 4, 5, 9].map((day) => openClaims(claims, day).length), [0, 1, 1, 0, 0]);
  assert.deepEqual([1, 2, 4, 5].map((known) => openClaims(claims, 9, known).length), [0, 1, 1, 0]);
});

test("a canvas is as large as what is drawn on it, on whole pixels of the frame, and never empty", () => {
  const none = { x: [], y: [], precision: [], radius: [], latitude: [] };
  const model = { units: { rings: [[], [{ box: [100, 100, 110, 130] }]] }, spots: { ...none, x: [112, -9000], y: [105, -9000], precision: [1, 1] }, towns: none };
  const reach = makeReach(model);
  const frame = { scale: 8, zoom: 3, x0: 400, y0: 500, width: 1400, height: 900 };
  assert.deepEqual(reach.townships(frame), [360, 260, 520, 580], "400 to 480, 300 to 540, and some pixels around");
  const [left, top, right, bottom] = reach.marks(frame);
  assert.ok(left <= 320 && right >= 576 && right < 620, "a spot beyond the townships counts, one without a point does not");
  assert.ok(top <= 220 && bottom >= 620);
  assert.ok(reach.names(frame)[0] < left && reach.names(frame)[2] > right, "names reach further than marks");
  assert.deepEqual(reach.townships({ ...frame, scale: 64, x0: 6500, y0: 6500 }), [0, 0, 580, 900], "zoomed in it ends with the frame");
  for (const away of [{ x0: -5000 }, { x0: 9000 }, { y0: -5000 }, { y0: 9000 }]) {
    const [from, over, to, under] = reach.townships({ ...frame, ...away });
    assert.ok(from >= 0 && over >= 0 && to > from && under > over && to <= 1400 && under <= 900);
  }
});
