import assert from "node:assert/strict";
import { test } from "node:test";
import { beginOf, evidenceOf, openHolders, openOn, readTrack, spanOn, transitions } from "../../src/conflictmap/web/page/data/tracks.js";

// unit 1: state 1 from day -5, state 2 on [3, 8), nothing on [8, 10), state 3 from 10, known on 12; unit 2 has none; unit 3 one
const table = {
  unit: [1, 1, 1, 3], start: [-5, 3, 10, 0], length: [8, 5, 0, 0], state: [1, 2, 3, 1], holder: [1, 2, 3, 1], other: [0, 0, 0, 0],
  confidence: [0, 0, 0, 0], rules: [0, 0, 0, 0], known: [-5, 4, 12, 0], evidenceCount: [0, 2, 1, 0], evidence: [7, 8, 9],
  early: [0, 0, 0, 0], late: [0, 0, 0, 0], parts: [0, 0, 0, 0],
};
const columns = { get: (name) => Int32Array.from(table[name.split(".")[1]]) };
const track = readTrack(columns, "standard", 3);

test("a span holds from its first day to the day before its end", () => {
  assert.equal(spanOn(track, 1, 2), 0);
  assert.equal(spanOn(track, 1, 3), 1);
  assert.equal(spanOn(track, 1, 7), 1);
  assert.equal(spanOn(track, 1, 8), -1);
  assert.equal(spanOn(track, 1, 10), 2);
  assert.equal(spanOn(track, 1, 9999), 2);
});

test("before the first span, and of a unit without one, nothing is known", () => {
  assert.equal(spanOn(track, 1, -6), -1);
  assert.equal(spanOn(track, 2, 5), -1);
  assert.equal(spanOn(track, 3, 5), 3);
});

test("as known on a day: what became known later is set aside, and the state before goes on", () => {
  assert.equal(spanOn(track, 1, 5, 3), 0);
  assert.equal(spanOn(track, 1, 5, 4), 1);
  assert.equal(spanOn(track, 1, 11, 11), 1);
  assert.equal(spanOn(track, 1, 11, 12), 2);
});

test("a transition has the state before and after, by day", () => {
  assert.deepEqual(transitions(track, 0, 20), [
    { day: 3, unit: 1, before: 0, after: 1 },
    { day: 10, unit: 1, before: -1, after: 2 },
  ]);
  assert.deepEqual(transitions(track, 4, 9), []);
});

test("the evidence of a span is its own", () => {
  assert.deepEqual(evidenceOf(track, 1), [7, 8]);
  assert.deepEqual(evidenceOf(track, 2), [9]);
  assert.deepEqual(evidenceOf(track, 3), []);
});

// one township: 5 from the first day; 6 took it between days 3 and 7, placed on 6; more evidence of the same from 12, of
// which the day is not certain either; 6 and 5 fight from 20, which may have begun on 18, known on 21
const uncertain = {
  unit: [1, 1, 1, 1], start: [0, 6, 12, 20], length: [6, 6, 8, 0], state: [1, 2, 2, 3], holder: [5, 6, 6, 6], other: [0, 0, 0, 5],
  confidence: [0, 0, 1, 0], rules: [0, 0, 0, 0], known: [0, 8, 12, 21], evidenceCount: [0, 0, 0, 0], evidence: [],
  early: [0, 3, 2, 2], late: [0, 1, 0, 0], parts: [0, 0, 0, 0],
};
const open = readTrack({ get: (name) => Int32Array.from(uncertain[name.split(".")[1]]) }, "standard", 1);

test("R14: inside the interval both states are possible, on its last day it is done", () => {
  const told = (day, known) => openOn(open, 1, day, known);
  assert.equal(told(2), null);
  assert.deepEqual(told(3), [0, 1]);
  assert.deepEqual(told(5), [0, 1]);
  assert.deepEqual(told(6), [0, 1], "placed on this day, and not surely done");
  assert.equal(told(7), null);
  assert.deepEqual(beginOf(open, 1), [3, 7]);
});

test("R14: more evidence of the same state leaves nothing open", () => assert.equal(openOn(open, 1, 11), null));

test("R14: what was not known yet leaves nothing open", () => {
  assert.equal(openOn(open, 1, 4, 7), null);
  assert.deepEqual(openOn(open, 1, 4, 8), [0, 1]);
  assert.equal(openOn(open, 1, 19, 20), null);
  assert.deepEqual(openOn(open, 1, 19, 21), [2, 3]);
});

test("an open transition has the colours of who had it and of who is new in it", () => {
  assert.deepEqual(openHolders(open, [0, 1]), [5, 6]);
  assert.deepEqual(openHolders(open, [2, 3]), [6, 5]);
});
