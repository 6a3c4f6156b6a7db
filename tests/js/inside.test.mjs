// What a township's panel tells of its inside: the parts of a confidence, and its sites.
import assert from "node:assert/strict";
import { test } from "node:test";
import { freshness, ofOthers, onlyAssumed, partsOf } from "../../src/conflictmap/web/page/panels/confidence.js";
import { readTrack } from "../../src/conflictmap/web/page/data/tracks.js";
import { makeFormat, parseIso } from "../../src/conflictmap/web/page/base/dates.js";
import { holdsControl, holdsEvents } from "../../src/conflictmap/web/page/data/atlas.js";
import { foughtSites, sitesOn } from "../../src/conflictmap/web/page/data/sites.js";

test("the parts of a confidence are read from one text", () => {
  assert.deepEqual(partsOf("2 independent 1 3 1"), { reports: 2, side: "independent", geoClass: 1, width: 3, against: true });
  assert.equal(partsOf(""), null);
});

test("evidence is fresh for 90 days, ageing for 365, then stale; of no report it is stale", () => {
  const stretches = { unit: [1, 1, 2], from: [0, 200, 5], last: [10, 0, 0] }; // unit 1: days 0 to 10, and 200
  const on = (day, unit = 1) => freshness(stretches, [90, 365], unit, day);
  assert.equal(on(5), "fresh", "within a stretch");
  assert.equal(on(100), "fresh");
  assert.equal(on(101), "ageing");
  assert.equal(on(200), "fresh", "a report of the day");
  assert.equal(on(565), "ageing");
  assert.equal(on(566), "stale");
  assert.equal(on(4, 2), "stale", "before the first report");
  assert.equal(on(5, 3), "stale");
});

// sites 1 and 2 in township 1, 3 in township 2: a seat; a village contested from day 4; a base without a point, besieged from 2
const columns = {
  unit: [1, 2, 2, 3], start: [0, 0, 4, 2], length: [0, 4, 0, 0], state: [1, 0, 2, 3], holder: [1, 0, 1, 1], other: [0, 0, 2, 2],
  confidence: [0, 0, 0, 0], rules: [0, 0, 0, 0], known: [0, 0, 5, 2], evidenceCount: [0, 0, 0, 0], evidence: [],
  early: [0, 0, 0, 0], late: [0, 0, 0, 0], parts: [0, 0, 0, 0],
};
const track = readTrack({ get: (name) => Int32Array.from(columns[name.split(".")[2]]) }, "standard.site", 3);
const model = {
  meta: { states: ["unknown", "controlled", "contested", "besieged"], siteKinds: ["seat", "village", "base"], siteNames: [["A"], ["B"], ["C"]] },
  sites: { unit: [1, 1, 2], kind: [0, 1, 2], known: [1, 1, 0] },
  siteTrack: (rules) => (rules === "standard" ? track : null),
};
const of = (day, known = null) => ({ rules: "standard", day, known });

test("a township's sites of a day: fought-over ones first, unknown ones not at all", () => {
  assert.deepEqual(sitesOn(model, of(3), 1), [{ site: 0, span: 0, state: "controlled" }]);
  assert.deepEqual(sitesOn(model, of(4), 1).map(({ site, state }) => [site, state]), [[1, "contested"], [0, "controlled"]]);
  assert.deepEqual(sitesOn(model, of(4, 4), 1).map(({ site }) => site), [0], "as known a day before it was");
  assert.deepEqual(sitesOn(model, { ...of(4), rules: "strict" }, 1), [], "a rule set without sites");
});

test("only places whose point is known are drawn as fought over", () => {
  assert.deepEqual(foughtSites(model, of(3)), []);
  assert.deepEqual(foughtSites(model, of(4)).map(({ site }) => site), [1]);
});

test("both ends of a range say once what they share", () => {
  const day = parseIso("2023-11-03");
  assert.deepEqual(makeFormat("en", false).ends(day, day + 4), ["3", "7 November 2023"]);
  assert.deepEqual(makeFormat("en", false).ends(day, day + 28), ["3 November", "1 December 2023"]);
  assert.deepEqual(makeFormat("en", false).ends(day, day + 60), ["3 November 2023", "2 January 2024"]);
  assert.deepEqual(makeFormat("my", true).ends(day, day + 4), ["၂၀၂၃ နိုဝင်ဘာ ၃ ရက်", "၇ ရက်"]);
  assert.deepEqual(makeFormat("my", false).ends(day, day + 28), ["2023 နိုဝင်ဘာ 3 ရက်", "ဒီဇင်ဘာ 1 ရက်"]);
  assert.equal(makeFormat("my", false).range(day, day + 4), "2023 နိုဝင်ဘာ 3–7 ရက်");
  assert.equal(makeFormat("my", false).range(day, day + 28), "2023 နိုဝင်ဘာ 3 ရက် – ဒီဇင်ဘာ 1 ရက်");
});

test("a page of some layers knows what it holds", () => {
  assert.deepEqual([holdsControl({ layers: ["events", "claims"] }), holdsEvents({ layers: ["events", "claims"] })], [false, true]);
  assert.deepEqual([holdsControl({ layers: ["contested"] }), holdsEvents({ layers: ["adm1"] })], [true, false]);
});

test("a span of the first day's assumption alone, and one that other places bear on, are told by their rules", () => {
  const meta = { ruleLists: ["B0", "B0 R2 T1", "R2 R8", "B1"] };
  const four = { ruleList: [0, 1, 2, 3] };
  assert.deepEqual([0, 1, 2, 3].map((span) => onlyAssumed({ meta }, four, span)), [true, false, false, false]);
  assert.deepEqual([0, 1, 2, 3].map((span) => ofOthers({ meta }, four, span)), [false, true, false, false]);
});
