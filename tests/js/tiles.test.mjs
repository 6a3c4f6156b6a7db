// Tiles of one size stand as their townships lie; the speed of play; what stands right of the curtain; the newest events.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newestEvents } from "../../src/conflictmap/web/page/news/feed.js";
import { versusOf } from "../../src/conflictmap/web/page/state/versus.js";
import { placeTiles } from "../../src/conflictmap/web/page/tiles/places.js";
import { firstSpeed } from "../../src/conflictmap/web/page/time/player.js";

test("no tile lies on another, and north, south, east and west are kept", () => {
  const points = Array.from({ length: 330 }, (_, place) => [92 + ((place * 37) % 90) / 10, 10 + (place * 18) / 330]);
  const { cells, columns, rows } = placeTiles(points);
  assert.equal(new Set(cells.map(([column, row]) => row * columns + column)).size, 330);
  assert.ok(cells.every(([column, row]) => column >= 0 && column < columns && row >= 0 && row < rows));
  const northernmost = cells[329][1];
  const southernmost = cells[0][1];
  assert.ok(northernmost <= 2 && southernmost >= rows - 3);
});

test("one township is one tile", () => {
  assert.deepEqual(placeTiles([[96, 20]]).cells, [[0, 0]]);
});

test("a month plays slowly, two years in about forty seconds", () => {
  assert.equal(firstSpeed(31), 2);
  assert.equal(firstSpeed(800), 20);
  assert.equal(firstSpeed(1700), 60);
});

test("the other picture is of another day, rule set or knowledge", () => {
  const now = { rules: "standard", day: 9, known: null };
  assert.equal(versusOf({ ...now, versus: "" }), null);
  assert.deepEqual(versusOf({ ...now, versus: "day:3" }), { ...now, day: 3 });
  assert.deepEqual(versusOf({ ...now, versus: "rules:strict" }), { ...now, rules: "strict" });
  assert.deepEqual(versusOf({ ...now, versus: "known:4" }), { ...now, known: 4 });
});

test("the newest events come first, of the range and of what passes", () => {
  const events = { day: [0, 1, 1, 3, 5] };
  assert.deepEqual(newestEvents(events, () => true, [0, 9]), [4, 3, 2, 1, 0]);
  assert.deepEqual(newestEvents(events, (event) => event !== 2, [1, 3]), [3, 1]);
  assert.deepEqual(newestEvents(events, () => true, [0, 9], 2), [4, 3]);
});
