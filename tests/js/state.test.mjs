import assert from "node:assert/strict";
import { test } from "node:test";
import { dayCounts, maskOf, windowOf } from "../../src/conflictmap/web/page/state/filters.js";
import { otherwiseKeys, takenBack } from "../../src/conflictmap/web/page/state/view-differences.js";
import { firstState, readFragment, writeFragment } from "../../src/conflictmap/web/page/state/fragment.js";
import { makePlayer } from "../../src/conflictmap/web/page/time/player.js";
import { makeStore } from "../../src/conflictmap/web/page/state/store.js";
import { makeResting } from "../../src/conflictmap/web/page/state/rest.js";
import { moved } from "../../src/conflictmap/web/page/state/range.js";
import { keyStep } from "../../src/conflictmap/web/page/time/timeline.js";
import { fixedDigits, LANGUAGES, makeWords, missingWords } from "../../src/conflictmap/web/page/words/words.js";
import { parseIso } from "../../src/conflictmap/web/page/base/dates.js";

const first = parseIso("2023-11-01");
const meta = {
  days: [first, first + 29], layers: ["control", "events", "towns", "adm1"], types: ["a", "b", "c"], ruleSets: ["strict", "standard"], rules: "standard",
  lang: "en", actors: [["KIA"]], wider: { S1: ["State"] }, units: [["P1"], ["P2"]], spotNames: [["x"], ["y"]], counts: { events: 5 },
  sources: [["Wire", "independent"], ["Magazine | Wire", "aligned:RES|independent"]],
};

test("the first state needs no fragment", () => assert.equal(writeFragment(firstState(meta), meta), ""));

test("a state survives its fragment", () => {
  const state = {
    ...firstState(meta), day: 9, from: 3, to: 20, window: 7, layers: new Set(["events"]), hidden: new Set([2]), actor: "KIA", adm1: "S1",
    precision: "exact", mode: "reported", side: "aligned", source: "Magazine", lang: "my", digits: true, rules: "strict", known: 12, unit: 2, panel: "", view: [21.5, 96.25, 6.5],
    theme: "dark", size: "deaths", step: 3, versus: "day:4", curtain: 30, retaken: true,
  };
  assert.deepEqual(readFragment(`#${writeFragment(state, meta)}`, meta), state);
});

test("what a view takes otherwise than the first one is named, and taken back together", () => {
  const plain = firstState(meta);
  assert.deepEqual(otherwiseKeys({ ...plain, day: 3, window: 7, lang: "my", unit: 1 }, meta), []);
  const other = { ...plain, known: 12, rules: "strict", actor: "KIA", hidden: new Set([2]), mode: "reported" };
  assert.deepEqual(otherwiseKeys(other, meta), ["known", "rules", "actor", "mode", "hidden"]);
  assert.deepEqual(otherwiseKeys({ ...other, ...takenBack(meta) }, meta), []);
});

test("a fragment of nonsense gives the first state", () => {
  const odd = "#day=31-02&from=&unit=<script>&layers=__proto__&window=99&lang=xx&rules=none&view=a,b,c&at=-1.9.x&event=9e9&without=7&actor=constructor&side=both&source=Magazine%20%7C%20Wire";
  assert.deepEqual({ ...readFragment(odd, meta), layers: 0 }, { ...firstState(meta), layers: 0 });
});

test("a day beyond the page is its last, and a turned range is turned back", () => {
  const state = readFragment("#day=2030-01-01&from=2023-11-20&to=2023-11-10", meta);
  assert.deepEqual([state.from, state.to, state.day], [9, 19, 19]);
});

test("a long page opens with a month of events, a short one with all", () => {
  assert.equal(firstState(meta).window, 0);
  assert.equal(firstState({ ...meta, days: [first, first + 400] }).window, 30);
});

test("the window ends on the day and begins within the range", () => {
  assert.deepEqual(windowOf({ day: 9, from: 3, window: 0 }), [3, 9]);
  assert.deepEqual(windowOf({ day: 9, from: 3, window: 7 }), [3, 9]);
  assert.deepEqual(windowOf({ day: 9, from: 0, window: 7 }), [3, 9]);
  assert.deepEqual(windowOf({ day: 9, from: 0, window: 1 }), [9, 9]);
});

test("range and day stay in order", () => {
  const state = { from: 3, to: 20, day: 9 };
  assert.deepEqual(moved(state, "day", 25), { day: 20 });
  assert.deepEqual(moved(state, "from", 12), { from: 12, day: 12 });
  assert.deepEqual(moved(state, "to", 5), { to: 5, day: 5 });
  assert.deepEqual(moved(state, "to", 1), { to: 3, day: 3 });
});

test("keys step by a day, a week, a month, and to the ends", () => {
  const day = parseIso("2023-11-15");
  const range = [parseIso("2023-11-01"), parseIso("2023-12-31")];
  assert.equal(keyStep("ArrowRight", false, day, range), day + 1);
  assert.equal(keyStep("ArrowLeft", true, day, range), day - 7);
  assert.equal(keyStep("PageUp", false, day, range), parseIso("2023-12-15"));
  assert.equal(keyStep("PageDown", false, day, range), range[0]);
  assert.equal(keyStep("Home", false, day, range), range[0]);
  assert.equal(keyStep("End", false, day, range), range[1]);
  assert.equal(keyStep("a", false, day, range), null);
});

test("changes of one frame are told once, with their keys", () => {
  const frames = [];
  const told = [];
  const store = makeStore({ day: 0, unit: 0 }, (run) => frames.push(run));
  store.follow((state, changed) => told.push([state.day, [...changed].sort()]));
  store.set({ day: 1 });
  store.set({ day: 2, unit: 3 });
  store.set({ unit: 3 });
  assert.equal(frames.length, 1);
  frames[0]();
  assert.deepEqual(told, [[2, ["day", "unit"]]]);
});

// a clock that stands still until it is moved: timers run when their time has come
const handClock = () => {
  const clock = { time: 0, due: null, run: null };
  return {
    now: () => clock.time,
    later: (run, ms) => Object.assign(clock, { due: clock.time + ms, run }),
    drop: () => Object.assign(clock, { due: null, run: null }),
    pass: (ms) => {
      clock.time += ms;
      if (clock.due !== null && clock.due <= clock.time) clock.run();
    },
  };
};
const rester = () => {
  const clock = handClock();
  const heard = [];
  let state = { day: 0 };
  const { follow, settle } = makeResting((now, changed) => heard.push([now.day, [...changed].sort().join()]), () => state, clock);
  const change = (patch) => {
    state = { ...state, ...patch };
    follow(state, new Set(Object.keys(patch)));
  };
  return { clock, heard, change, settle };
};

test("a single step is heard at once, a run of steps when it rests, with all that changed", () => {
  const { clock, heard, change } = rester();
  change({ day: 1 });
  assert.deepEqual(heard, [[1, "day"]]);
  for (let day = 2; day <= 4; day += 1) {
    clock.pass(50);
    change(day === 3 ? { day, from: 1 } : { day });
  }
  assert.equal(heard.length, 1);
  clock.pass(119);
  assert.equal(heard.length, 1);
  clock.pass(1);
  assert.deepEqual(heard, [[1, "day"], [4, "day,from"]]);
  clock.pass(200);
  change({ day: 5 }); // goes on with the run
  assert.equal(heard.length, 2);
  clock.pass(401);
  assert.deepEqual(heard[2], [5, "day"]);
  change({ day: 6 });
  assert.deepEqual(heard[3], [6, "day"]);
});

test("in steps without an end what waits is heard some times a second", () => {
  const { clock, heard, change } = rester();
  for (let frame = 0; frame < 125; frame += 1) { // two seconds of play
    change({ day: frame });
    clock.pass(16);
  }
  assert.ok(heard.length >= 4 && heard.length <= 6, `${heard.length} times`);
});

test("whatever is no step is heard at once, with the steps before it; and so is all that waits when it is asked for", () => {
  const { clock, heard, change, settle } = rester();
  change({ day: 1 });
  clock.pass(16);
  change({ day: 2 });
  change({ lang: "my" });
  assert.deepEqual(heard.slice(1), [[2, "day,lang"]]);
  clock.pass(16);
  change({ day: 3 });
  settle();
  assert.deepEqual(heard[2], [3, "day"]);
  clock.pass(500);
  settle();
  assert.equal(heard.length, 3);
});

test("play begins anew from the range's first day, and stops on its last", () => {
  const frames = [];
  const store = makeStore({ day: 5, from: 2, to: 5, playing: false, speed: 10 }, (run) => run());
  const player = makePlayer(store, (run) => frames.push(run));
  player.play();
  assert.equal(store.get().day, 2);
  for (let time = 0; frames.length && time < 3000; time += 100) frames.shift()(time);
  assert.deepEqual([store.get().day, store.get().playing], [5, false]);
});

test("filters let through what they name", () => {
  const model = {
    meta: { sources: [["Wire", "independent"], ["Magazine | Wire", "aligned:RES|independent"], ["Somebody", ""]], types: ["a", "b"], actorSets: ["", "KIA|PDF", "SAC"], units: [["P1", "", "", "S1"]] },
    events: { day: [0, 1, 2], known: [0, 3, 0], type: [0, 1, 0], kind: [0, 1, 2], placing: [0, 0, 1], actor1: [1, 2, 2], actor2: [0, 0, 1], source: [0, 1, 2] },
    marks: { event: [1], spot: [0] }, spots: { unit: [1] },
  };
  const state = { hidden: new Set(), actor: "", adm1: "", precision: "any", mode: "any", side: "", source: "", known: null };
  assert.equal(maskOf(model, state), null);
  assert.deepEqual([...maskOf(model, { ...state, hidden: new Set([0]) })], [0, 1, 0]);
  assert.deepEqual([...maskOf(model, { ...state, actor: "PDF" })], [1, 0, 1]);
  assert.deepEqual([...maskOf(model, { ...state, adm1: "S1" })], [0, 1, 0]);
  assert.deepEqual([...maskOf(model, { ...state, precision: "exact" })], [1, 1, 0]);
  assert.deepEqual([...maskOf(model, { ...state, mode: "reported" })], [1, 1, 0]);
  assert.deepEqual([...maskOf(model, { ...state, side: "independent" })], [1, 1, 0], "also where another side says it too");
  assert.deepEqual([...maskOf(model, { ...state, side: "aligned" })], [0, 1, 0]);
  assert.deepEqual([...maskOf(model, { ...state, side: "unknown" })], [0, 0, 1]);
  assert.deepEqual([...maskOf(model, { ...state, source: "Wire" })], [1, 1, 0]);
  assert.deepEqual([...maskOf(model, { ...state, source: "Magazine", side: "party" })], [0, 0, 0]);
  assert.deepEqual([...maskOf(model, { ...state, known: 2 })], [1, 0, 1], "the second became known on day 4");
  assert.deepEqual([...maskOf(model, { ...state, known: 1 })], [1, 0, 0]);
  assert.deepEqual([...dayCounts(model, 3, Uint8Array.from([1, 1, 0]))], [1, 0, 0, 1, 0, 0]);
});

test("every word is there in both languages, with the same places for values", () => {
  assert.deepEqual(missingWords(), []);
  assert.deepEqual(LANGUAGES, ["en", "my"]);
  assert.equal(makeWords("en").say("shown", { n: 3, total: 5 }), "3 of 5 events drawn");
  assert.match(makeWords("my").say("shown", { n: "၃", total: "၅" }), /၅.*၃/);
});

test("digits are Burmese throughout with the switch, Latin throughout without", () => {
  assert.deepEqual(fixedDigits(), []);
  assert.equal(makeWords("my", true).say("window30"), "နောက်ဆုံး ၃၀ ရက်");
  assert.equal(makeWords("my", false).say("window30"), "နောက်ဆုံး 30 ရက်");
  assert.equal(makeWords("my", true).say("oneEvent"), "ဖြစ်ရပ် ၁ ခု");
});
