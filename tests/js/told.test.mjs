// What a page tells of its own limits: whose reports, what is counted as whose, who says so, why no mark.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cautionOf } from "../../src/conflictmap/web/page/data/atlas.js";
import { holdings } from "../../src/conflictmap/web/page/data/totals.js";
import { claimWord } from "../../src/conflictmap/web/page/panels/township.js";
import { countryName, excerpt, hiddenReasons } from "../../src/conflictmap/web/page/data/undrawn.js";
import { holderName } from "../../src/conflictmap/web/page/words/wording.js";
import { makeWords } from "../../src/conflictmap/web/page/words/words.js";

const { say } = makeWords("en");

test("a page warns of its sources only when that is true", () => {
  const of = (...sides) => cautionOf({ sources: sides.map((side, place) => [`s${place}`, side]) });
  assert.equal(of("aligned:RES"), "oneSided");
  assert.equal(of("aligned:RES", "party:RES", "map"), "oneSided");
  assert.equal(of("aligned:RES", "party:SAC"), "noIndependent");
  assert.equal(of("aligned:RES|party:SAC"), "noIndependent");
  assert.equal(of("aligned:RES", "independent"), "");
  assert.equal(of("aligned:RES|independent"), "");
  assert.equal(of("aligned:RES", ""), "", "of a source nobody knows nothing is said");
  assert.equal(of(), "");
});

// six townships, a span each but for the last: 1 assumed, 2 controlled, 3 shared, 4 contested, 5 split; 6 not known
const meta = { units: Array(6), states: ["not_assessed", "baseline", "controlled", "mixed", "contested", "split"], ruleLists: ["B0", "R2", "B1"] };
const track = {
  first: [0, 0, 1, 2, 3, 4, 5, 5], unit: [1, 2, 3, 4, 5], start: [0, 0, 0, 0, 0], length: [0, 0, 0, 0, 0], known: [0, 0, 0, 0, 0],
  state: [1, 2, 3, 4, 5], holder: [1, 1, 1, 1, 1], ruleList: [0, 1, 2, 1, 1],
};

test("what is shared or contested is nobody's in the count; what is assumed is told", () => {
  const { held, apart } = holdings(track, meta, 3);
  assert.deepEqual([...held], [[1, { all: 3, assumed: 1 }]]);
  assert.deepEqual([...apart].sort(), [["contested", 1], ["mixed", 1], ["not_assessed", 1], ["split", 1]]);
});

test("only a party's own claim is told as its own words", () => {
  const told = (mode, actors) => say(claimWord(mode, actors), { name: "X", day: "1 May" });
  assert.equal(told("claimed_by_party", 1), "X says that it has taken this township or a place in it: 1 May");
  assert.equal(told("claimed_by_party", 2), "X say that they have taken this township or a place in it: 1 May");
  assert.equal(told("reported", 1), "Reported by a source on its side, not confirmed: X has taken this township or a place in it, 1 May");
  assert.equal(told("reported", 3), "Reported by a source on their side, not confirmed: X have taken this township or a place in it, 1 May");
  assert.equal(claimWord("", 1), "claimReported", "an event that is not in the page is nobody's words");
});

test("an event without a mark says why", () => {
  const why = (location, ...mentions) => hiddenReasons(say, "en", { location, mentions, coarse: false });
  assert.deepEqual(why("Bangkok", ["Bangkok", "site", "outside", "", "", "", "TH", []]), ["Bangkok is abroad: Thailand"]);
  assert.deepEqual(why("There", ["There", "site", "outside", "", "", "", "", []]), ["There is abroad"]);
  assert.deepEqual(why("Pinlon", ["Pinlon", "site", "ambiguous", "", "", "", "", [], [["Pinlon, A Township", ""], ["Pinlaung Township", ""]]]), ["Pinlon is ambiguous: Pinlon, A Township or Pinlaung Township"]);
  assert.deepEqual(why("Shan", ["Shan", "site", "automatic", "Shan State", "", 3, "", []], ["Here", "context", "automatic", "Here", "", 1, "", []]), ["Shan State is wider than a township", "Here is only where it came from, or context"]);
  assert.deepEqual(why("Xyz", ["Xyz", "site", "not_in_gazetteer", "", "", "", "", []]), ["Xyz is not in the gazetteer"]);
  assert.deepEqual(why(""), ["no place is named"]);
  assert.deepEqual(hiddenReasons(say, "en", { location: "", mentions: [], coarse: true }), ["this page does not name exact places"]);
  assert.equal(countryName("Farland", "en"), "Farland");
});

test("the first words are whole words", () => {
  assert.equal(excerpt("one two three", 9), "one two …");
  assert.equal(excerpt("one two", 9), "one two");
  assert.equal(excerpt("onetwothreefour", 6), "onetwo …");
});

test("of actors who hold together a sentence names some, and says how many more they are", () => {
  const page = { model: { holderActors: () => ["A", "B", "C", "D"].map((id) => [id, `Army ${id}`, ""]) }, state: () => ({ lang: "en" }), words: () => ({ say }), format: () => ({ number: String }) };
  assert.equal(holderName(page, 1, 2), "Army A, Army B and 2 more");
  assert.equal(holderName(page, 1, 3), "Army A, Army B, Army C, Army D"); // one more is named as shortly as it is counted
  assert.equal(holderName(page, 1), "Army A, Army B, Army C, Army D");
});
