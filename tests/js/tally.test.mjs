import assert from "node:assert/strict";
import { test } from "node:test";
import { makeTally } from "../../src/conflictmap/web/page/data/tally.js";

const events = { day: [0, 0, 2, 3, 7, 7], length: [0, 5, 0, 1, 0, 2], type: [0, 1, 0, 1, 0, 1], placing: [0, 0, 0, 0, 0, 1] };
const marks = { event: [0, 1, 1, 2, 3, 4], spot: [0, 0, 1, 1, 0, 1] };
const sizes = { spots: 2, types: 2, placings: 2 };

// counted anew each time: the plain reading of what `move` keeps up by steps
const plain = (from, to, passes = () => true) => {
  const counts = new Array(4).fill(0);
  marks.event.forEach((event, mark) => {
    const inside = events.day[event] <= to && events.day[event] + events.length[event] >= from;
    if (inside && passes(event)) counts[marks.spot[mark] * 2 + events.type[event]] += 1;
  });
  return counts;
};

test("moving to and fro gives what counting anew gives", () => {
  const tally = makeTally(events, marks, sizes);
  const windows = [[0, 0], [0, 9], [5, 5], [6, 6], [7, 9], [0, 3], [9, 9], [0, 1], [3, 7], [8, 8], [2, 2], [0, 9], [4, 4]];
  for (const [from, to] of windows) {
    tally.move(from, to);
    assert.deepEqual(Array.from(tally.counts), plain(from, to), `${from}..${to}`);
  }
});

test("every pair of windows, from one to the other", () => {
  const days = [...Array(11).keys()];
  const windows = days.flatMap((from) => days.filter((to) => to >= from).map((to) => [from, to]));
  for (const one of windows) {
    for (const other of windows) {
      const tally = makeTally(events, marks, sizes);
      tally.move(...one);
      tally.move(...other);
      assert.deepEqual(Array.from(tally.counts), plain(...other), `${one} -> ${other}`);
    }
  }
});

test("a filter counts only what passes", () => {
  const tally = makeTally(events, marks, sizes);
  tally.move(0, 9);
  tally.filter(Uint8Array.from([1, 0, 1, 0, 1, 0]));
  tally.move(0, 9);
  assert.deepEqual(Array.from(tally.counts), plain(0, 9, (event) => event % 2 === 0));
  assert.deepEqual(tally.list(0, 9), [0, 2, 4]);
});

test("events are counted by how they are placed, also those without a mark", () => {
  const tally = makeTally(events, marks, sizes);
  tally.move(0, 9);
  assert.deepEqual(Array.from(tally.placed), [5, 1]);
  assert.deepEqual(Array.from(tally.ofType), [3, 3]);
});

test("an event that is a mark twice is known", () => assert.deepEqual(makeTally(events, marks, sizes).several, [1]));

test("deaths of an event that stands apart are not added, and it is told", () => {
  const tally = makeTally({ ...events, fatalities: [3, 0, 5, 1, 10, 0], apart: [2] }, marks, sizes);
  tally.move(0, 9);
  assert.deepEqual(tally.deaths, { deaths: 11, giving: 4, apart: 1 });
  tally.move(3, 9);
  assert.deepEqual(tally.deaths, { deaths: 9, giving: 2, apart: 0 });
  tally.weigh(true);
  tally.move(0, 9);
  assert.deepEqual(Array.from(tally.sums), [2, 9]);
});
