import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsOf, boundsOfArea, boundsOfChoice, inView, paddings } from "../../src/conflictmap/web/page/map/fit.js";
import { placesOf } from "../../src/conflictmap/web/page/panels/place.js";
import { chooseLabels } from "../../src/conflictmap/web/page/paint/labels.js";
import { excerptOf, says, wordsOf } from "../../src/conflictmap/web/page/panels/found.js";
import { placeKeys } from "../../src/conflictmap/web/page/export/picture.js";
import { findPlaces, lettersApart, makeIndex, nearestPlaces } from "../../src/conflictmap/web/page/panels/search.js";
import { worldX, worldY } from "../../src/conflictmap/web/page/data/shapes.js";
import { firstWords } from "../../src/conflictmap/web/page/words/rows.js";

const measure = (text) => text.length * 7;

test("no words of a picture's legend reach the next column, and none is cut", () => {
  const texts = ["short", "a long line of the legend that is far wider than any column of it may ever be", "State Administration Council: as on the first day", "x", "y", "z", "last of them all"];
  for (const width of [354, 604, 1364]) {
    const { cells, height } = placeKeys(texts, width, measure);
    assert.equal(cells.length, texts.length);
    cells.forEach(({ x, y, lines }, one) => {
      assert.equal(lines.join(" "), texts[one]);
      const right = x + 32 + Math.max(...lines.map(measure));
      assert.ok(right <= width, `${one} ends at ${right} of ${width}`);
      assert.ok(y + lines.length * 17 <= height);
      cells.forEach((other, place) => {
        if (place > one && other.y < y + lines.length * 17 && other.y >= y) assert.ok(other.x >= right, `${place} lies on ${one}`);
      });
    });
  }
});

// a ring, of which only its box is asked: [left, top, right, bottom] in the world's pixels
const ringIn = (west, south, east, north) => ({ box: [worldX(west), worldY(north), worldX(east), worldY(south)] });
const whole = (bounds) => bounds.map((point) => point.map((degrees) => Number(degrees.toFixed(9))));
const model = {
  meta: {
    units: [["MMR015022", "Laukkaing", "လောက်ကိုင်", "MMR015", "MMR015D5"], ["MMR015017", "Kunlong", "", "MMR015", "MMR015D6"], ["MMR013008", "Hlaingtharya", "", "MMR013", "MMR013D1"]],
    wider: { MMR015: ["Shan (North)", "", "state"], MMR015D5: ["Laukkaing", "", "district"], MMR018: ["Elsewhere", "", "state"] },
    townNames: [["Nay Pyi Taw"], ["Laukkaing", "လောက်ကိုင်"]],
    spotNames: [["Laukkaing"], ["Chinshwehaw"], ["Kunlong"], ["Laukkaing"]],
    aliases: [["MMR013008", "Hlaingthaya"], [0, "Naypyidaw"]],
  },
  towns: { unit: [0, 1] },
  spots: { unit: [1, 1, 2, 1], precision: [1, 1, 1, 2], longitude: [98.7, 98.8, 98.6, 98.7], latitude: [23.7, 23.5, 23.4, 23.7] },
  marks: { event: [0, 1, 1, 2, 3], spot: [0, 1, 0, 2, 3] },
  units: { rings: [[], [ringIn(98, 23, 99, 24)], [ringIn(97, 22, 98, 25)], []] },
};

test("events of several places drawn together stand under their place's name", () => {
  const found = placesOf(model, [0, 1, 3, 4, 5], [0, 1, 2, 3], [0, 1, 2, 3]);
  assert.deepEqual(found.map(({ name, unit, events, precisions }) => [name, unit, events, precisions]), [
    ["Laukkaing", 1, [0, 1, 3], [1, 2]], ["Chinshwehaw", 1, [1], [1]], ["Kunlong", 2, [2], [1]],
  ]);
  assert.deepEqual(placesOf(model, [0, 1, 3, 4, 5], [0, 2], [2]).map(({ name }) => name), ["Kunlong"]);
});

test("a place is found by its P-code, an alias, in any spacing and case; states and districts too", () => {
  const index = makeIndex(model);
  const names = (text) => findPlaces(index, text).map(({ name, kind, as }) => [name, kind, as]);
  assert.deepEqual(names("mmr015022"), [["Laukkaing", "unit", "MMR015022"]]);
  assert.deepEqual(names("hlaing THAYA"), [["Hlaingtharya", "unit", "Hlaingthaya"]]);
  assert.deepEqual(names("naypyi-daw"), [["Nay Pyi Taw", "town", "Naypyidaw"]]);
  assert.deepEqual(names("SHAN north"), [["Shan (North)", "area", ""]]);
  assert.deepEqual(names("laukkaing").map(([, kind]) => kind), ["unit", "area"]);
  assert.deepEqual(names("elsewhere"), []); // a state without a township on this page
});

test("where nothing fits, the three nearest by letters are offered", () => {
  assert.equal(lettersApart("kitten", "sitting"), 3);
  assert.equal(lettersApart("", "abc"), 3);
  const near = nearestPlaces(makeIndex(model), "Lokkaing");
  assert.deepEqual([near.length, near[0].name], [3, "Laukkaing"]);
  assert.equal(new Set(near.map(({ name }) => name)).size, 3);
});

test("what is chosen has bounds, as [lat, lon]", () => {
  assert.equal(boundsOf([]), null);
  assert.deepEqual(whole(boundsOfChoice(model, { unit: 1, spots: null, event: null })), [[23, 98], [24, 99]]);
  assert.deepEqual(boundsOfChoice(model, { unit: 0, spots: [1, 2], event: null }), [[23.4, 98.6], [23.5, 98.8]]);
  assert.deepEqual(boundsOfChoice(model, { unit: 0, spots: null, event: 1 }), [[23.5, 98.7], [23.7, 98.8]]);
  assert.equal(boundsOfChoice(model, { unit: 0, spots: null, event: null }), null);
  assert.deepEqual(whole(boundsOfArea(model, "MMR015")), [[22, 97], [25, 99]]);
});

test("card and drawer are kept clear of: beside them on a desk, between them on a phone", () => {
  const wide = paddings({ left: 0, right: 1400, top: 0, bottom: 778 }, { left: 14, right: 320, bottom: 700 }, { left: 1014, top: 14 });
  assert.deepEqual(wide, { paddingTopLeft: [328, 14], paddingBottomRight: [394, 14] });
  const phone = paddings({ left: 0, right: 390, top: 0, bottom: 710 }, { left: 0, right: 390, bottom: 106 }, { left: 0, top: 240 });
  assert.deepEqual(phone, { paddingTopLeft: [6, 110], paddingBottomRight: [6, 476] });
});

test("an area's name gives way to a mark, but not out of its area", () => {
  const frame = { width: 200, height: 200 };
  const wish = { text: "KAYAH", x: 100, y: 100, style: "state", rank: 1 };
  const mark = [[95, 95, 105, 105]];
  const [moved] = chooseLabels([{ ...wish, inside: (x, y) => y < 101 }], () => [40, 14], frame, mark);
  assert.ok(moved.top + 14 < 95);
  assert.deepEqual(chooseLabels([{ ...wish, inside: (x, y) => Math.hypot(x - 100, y - 100) < 9 }], () => [40, 14], frame, mark), []);
});

test("the first words of a report are whole, and say that more follows", () => {
  assert.equal(firstWords("one two three four", 3), "one two three…");
  assert.equal(firstWords(" one  two ", 3), "one two");
  assert.equal(firstWords("", 3), "");
});

test("a township is in view where it is whole between card and drawer, and large enough to be made out", () => {
  const kept = { paddingTopLeft: [328, 14], paddingBottomRight: [394, 14] };
  const seen = (...corners) => inView([1400, 778], kept, corners);
  assert.ok(seen([400, 100], [424, 110]));
  assert.ok(!seen([400, 100], [423, 110]), "too small");
  assert.ok(!seen([320, 100], [420, 200]), "below the card");
  assert.ok(!seen([950, 100], [1010, 200]), "below the drawer");
  assert.ok(!seen([400, 700], [500, 800]), "over the edge");
});

test("a report is found by all of its words in any order and case, and shown around the first of them", () => {
  assert.deepEqual(wordsOf("  Air  STRIKE "), ["air", "strike"]);
  assert.equal(says("A strike from the air on Pekon", wordsOf("air strike")), true);
  assert.equal(says("A strike on Pekon", wordsOf("air strike")), false);
  assert.equal(says("ပဲခူးတွင် တိုက်ပွဲ", wordsOf("တိုက်ပွဲ")), true);
  assert.deepEqual(excerptOf("The column reached Pekon at dawn.", ["dawn", "pekon"]), ["The column reached ", "Pekon", " at dawn."]);
  const long = `${"x ".repeat(80)}Pekon${" y".repeat(80)}`;
  const [before, word, after] = excerptOf(long, ["pekon"]);
  assert.equal(word, "Pekon");
  assert.ok(before.startsWith("…") && after.endsWith("…") && before.length < 70 && after.length < 70);
  assert.deepEqual(excerptOf("Said by a source alone.", ["mizzima"]), ["Said by a source alone.", "", ""]);
});
