// Ground fighting beside control.
import assert from "node:assert/strict";
import { test } from "node:test";
import { foughtOver } from "../../src/conflictmap/web/page/data/activity.js";

const track = {
  first: [0, 0, 1, 3], // unit 1 has span 0; unit 2 has spans 1 and 2
  start: [0, 0, 95],
  length: [0, 95, 0],
  holder: [1, 1, 2],
  known: [0, 0, 95],
};
const acts = ["clash", "remote_strike", "raid"];
const model = {
  meta: { freshDays: [90, 365], acts, modes: ["reported", "denied"] },
  track: () => track,
  //        too old, a clash, a strike, a clash known late, one denied, a raid beside two spots
  events: { day: [5, 20, 30, 40, 50, 99], act: [0, 0, 1, 0, 0, 2], mode: [0, 0, 0, 0, 1, 0], known: [0, 0, 0, 70, 0, 0] },
  marks: { event: [0, 1, 2, 3, 4, 5, 5], spot: [0, 0, 0, 0, 0, 0, 1] },
  spots: { unit: [1, 1] },
};

test("fights of the last 90 days are counted once a township, strikes and denials not at all", () => {
  assert.deepEqual(foughtOver(model, { rules: "standard", day: 100, known: null }), [[1, 3]]);
  assert.deepEqual(foughtOver(model, { rules: "standard", day: 100, known: 100 }), [[1, 2]]);
  assert.deepEqual(foughtOver(model, { rules: "standard", day: 300, known: null }), []);
});

test("a township that changed hands in these days is not told of as fought over", () => {
  const moved = { ...model, spots: { unit: [2, 2] } };
  assert.deepEqual(foughtOver(moved, { rules: "standard", day: 100, known: null }), []);
  assert.deepEqual(foughtOver(moved, { rules: "standard", day: 90, known: null }), [[2, 3]]);
});
