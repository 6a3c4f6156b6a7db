// Many events on many views: no symbol on another, no name on a symbol or a name, and the anchor cities always named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { staleBoxes } from "../../src/conflictmap/web/page/paint/changed-marks.js";
import { groupSpots, rankSpots } from "../../src/conflictmap/web/page/map/groups.js";
import { placeMarks } from "../../src/conflictmap/web/page/map/marks.js";
import { chooseLabels } from "../../src/conflictmap/web/page/paint/labels.js";
import { worldX, worldY } from "../../src/conflictmap/web/page/data/shapes.js";
import { findPlaces, makeIndex } from "../../src/conflictmap/web/page/panels/search.js";

const CITIES = [[96.16, 16.78], [96.09, 21.99], [96.19, 19.8], [97.63, 16.48], [97.04, 20.77], [92.89, 20.14], [97.39, 25.39], [97.75, 22.94], [97.21, 19.67], [93.6, 22.64]];
const SPOTS = 6000;
let seed = 11;
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
const around = () => CITIES[Math.floor(random() * CITIES.length)].map((degree) => degree + (random() + random() - 1) * 1.6);
const points = Array.from({ length: SPOTS }, (_, spot) => (spot % 3 ? around() : [93 + random() * 7, 15 + random() * 11]));
const spots = { x: points.map(([lon]) => worldX(lon)), y: points.map(([, lat]) => worldY(lat)), precision: points.map(() => [1, 1, 2, 3][Math.floor(random() * 4)]) };
const standing = new Uint32Array(SPOTS);
const onDay = new Uint32Array(SPOTS);
for (let event = 0; event < 100000; event += 1) {
  const spot = Math.floor(random() ** 2 * SPOTS);
  standing[spot] += 1;
  if (event % 9 === 0) onDay[spot] += 1;
}
const VIEWS = [[1400, 900], [1280, 720], [390, 844], [844, 390]].flatMap((size) =>
  [5, 5.75, 6.5, 7.5, 9].flatMap((zoom) => [[standing, zoom, size], [onDay, zoom, size]]));

const frameOf = (zoom, [width, height], [lon, lat]) => {
  const scale = 2 ** zoom;
  return { scale, zoom, width, height, x0: worldX(lon) * scale - width / 2, y0: worldY(lat) * scale - height / 2 };
};

const cross = (one, other) => one.left < other.left + other.width && other.left < one.left + one.width && one.top < other.top + other.height && other.top < one.top + one.height;
const covers = ({ left, top, width, height }, { x, y, radius }) => Math.hypot(Math.max(left - x, x - left - width, 0), Math.max(top - y, y - top - height, 0)) < radius;

test("100,000 events on 40 views: 0 symbols overlap, 0 names lie on a symbol or on a name, every event is drawn", () => {
  assert.equal(VIEWS.length, 40);
  const found = { symbols: 0, names: 0, both: 0, drawn: 0 };
  for (const [weight, zoom, size] of VIEWS) {
    const groups = groupSpots(spots, weight, 2 ** zoom, { standing });
    const sums = Int32Array.from(groups.weight);
    assert.equal(sums.reduce((sum, each) => sum + each, 0), weight.reduce((sum, each) => sum + each, 0));
    const marks = placeMarks(groups, sums, 1, spots, frameOf(zoom, size, CITIES[1]));
    const wishes = marks.map(({ x, y, radius }, place) => ({ text: `Place ${place}`, x, y, style: "town", rank: 1.2, dot: true, mark: true, gap: radius + 8 }));
    const names = chooseLabels(wishes, (text) => [text.length * 7, 15], { width: size[0], height: size[1] }, marks.map(({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius]));
    found.drawn += marks.length;
    marks.forEach((mark, place) => {
      for (const other of marks.slice(place + 1)) if (Math.hypot(mark.x - other.x, mark.y - other.y) < mark.radius + other.radius) found.symbols += 1;
      found.both += names.filter((name) => covers(name, mark)).length;
    });
    names.forEach((name, place) => { found.names += names.slice(place + 1).filter((other) => cross(name, other)).length; });
  }
  assert.ok(found.drawn > 1000);
  assert.deepEqual({ ...found, drawn: 0 }, { symbols: 0, names: 0, both: 0, drawn: 0 });
});

test("a mark that gives way stays within what it stands for, or joins what it touches", () => {
  const two = { x: [5, 5], y: [0, 0], precision: [1, 3] };
  const north = groupSpots(two, [2, 1], 10, { within: (spot, x, y) => y <= 0 });
  assert.equal(north.leader.length, 2);
  assert.ok(north.y[1] <= 0);
  const nowhere = groupSpots(two, [2, 1], 10, { within: () => false });
  assert.deepEqual([nowhere.leader, nowhere.weight, Array.from(nowhere.of)], [[0], [3], [0, 0]]);
});

test("a place keeps the lead of its group on a day when another has more events", () => {
  const near = { x: [0, 1], y: [0, 0], precision: [1, 1] };
  assert.deepEqual(groupSpots(near, [1, 4], 4, { standing: [9, 4] }).leader, [0]);
});

test("an anchor city is named further away where marks stand around it, but no further than a tenth of the frame; another name gives way", () => {
  const ring = Array.from({ length: 12 }, (_, step) => [Math.cos(step * 0.52) * 40 + 200, Math.sin(step * 0.52) * 40 + 200]).map(([x, y]) => [x - 16, y - 16, x + 16, y + 16]);
  const wish = { text: "Mandalay", x: 200, y: 200, style: "town", rank: 0, dot: true };
  const frame = { width: 1000, height: 700 };
  assert.equal(chooseLabels([wish], () => [60, 14], frame, ring).length, 0);
  const [{ left, top }] = chooseLabels([{ ...wish, anchor: true }], () => [60, 14], frame, ring);
  assert.ok(Math.hypot(left + 30 - 200, top + 7 - 200) < 100 + 40, "as far as a tenth of the frame, from the name's edge");
  assert.equal(chooseLabels([{ ...wish, anchor: true }], () => [60, 14], { width: 390, height: 700 }, ring).length, 0, "on a phone it would stand in another region");
});

test("who looks for Yangon finds the city first, then the region", () => {
  const model = {
    meta: { units: [["MMR013033", "Latha", "", "MMR013", "MMR013D004"]], wider: { MMR013: ["Yangon", "ရန်ကုန်", "region"] }, townNames: [["Yangon", "ရန်ကုန်"]], spotNames: [] },
    towns: { unit: [1], rank: [1] }, spots: { unit: [] },
  };
  const index = makeIndex(/** @type {any} */ (model));
  assert.deepEqual(findPlaces(index, "yangon").map(({ kind }) => kind), ["town", "area"]);
  assert.deepEqual(findPlaces(index, "ရန်ကုန်").map(({ kind }) => kind), ["town", "area"]);
});

test("what is painted anew is what is another one, and each mark that reaches into it, one after the other", () => {
  const marks = (...boxes) => new Map(boxes.map((box, spot) => [spot, { box, say: "same" }]));
  const isSame = (one, other) => one.say === other.say && one.box.join() === other.box.join();
  const before = marks([0, 0, 10, 10], [9, 0, 19, 10], [18, 0, 28, 10], [40, 0, 50, 10], [60, 0, 70, 10], [80, 0, 90, 10]);
  const now = new Map(before);
  now.set(0, { box: [0, 0, 10, 10], say: "other" });
  now.delete(5);
  assert.deepEqual(staleBoxes(now, before, isSame).map(([left]) => left).sort((one, other) => one - other), [0, 0, 9, 18, 80]);
  assert.deepEqual(staleBoxes(before, before, isSame), []);
  for (const spot of [3, 4]) now.set(spot, { ...now.get(spot), say: "other" });
  assert.equal(staleBoxes(now, before, isSame), null); // all of them: painted whole
});

test("spots that were put in order once are grouped as those of the day alone", () => {
  let seed = 11;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const many = { x: Array.from({ length: 500 }, () => random() * 10), y: Array.from({ length: 500 }, () => random() * 10), precision: Array.from({ length: 500 }, () => (random() < 0.8 ? 1 : 3)) };
  const standing = many.x.map(() => 1 + Math.floor(random() * 4));
  const ranked = rankSpots(many, standing, standing);
  assert.deepEqual([...ranked].sort((one, other) => one - other), [...many.x.keys()]);
  for (const scale of [16, 64]) {
    const weight = standing.map((each) => (random() < 0.4 ? each : 0));
    const [plain, kept] = [groupSpots(many, weight, scale, { standing }), groupSpots(many, weight, scale, { standing, ranked })];
    assert.deepEqual([kept.of, kept.leader, kept.x, kept.y, kept.weight], [plain.of, plain.leader, plain.x, plain.y, plain.weight]);
  }
});
