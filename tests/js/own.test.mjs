// A table of the reader's own: how its text, dates and columns are read, and which township holds a row.
import assert from "node:assert/strict";
import { test } from "node:test";
import { joinTable, rowsShown } from "../../src/conflictmap/web/page/own/join.js";
import { dayOf, readTable, separatorOf, textOf } from "../../src/conflictmap/web/page/own/read-table.js";
import { worldX, worldY } from "../../src/conflictmap/web/page/data/shapes.js";

test("a date is read as tables write it, and no other text", () => {
  const day = 19783; // 1 March 2024
  for (const text of ["2024-03-01", "2024/3/1", "2024-03-01 00:00:00.000", "2024-03-01T10:00Z", "01 March 2024", "1-Mar-2024"]) assert.equal(dayOf(text), day, text);
  for (const text of ["", "03/01/2024", "2024-13-01", "31 February 2024", "March 2024", "45352"]) assert.equal(dayOf(text), null, text);
});

test("the separator is what the first line has most of, outside quotes", () => {
  assert.equal(separatorOf("lat,lon\n1;2;3;4"), ",");
  assert.equal(separatorOf('"a,b,c,d";lat;lon\n'), ";");
  assert.equal(separatorOf("lat\tlon\tname, long"), "\t");
});

test("text is read as UTF-8, as UTF-16 with its mark, and else as Windows writes it", () => {
  assert.equal(textOf(new TextEncoder().encode("မြို့"), "f"), "မြို့");
  assert.equal(textOf(Uint8Array.of(0xff, 0xfe, 0x61, 0), "f"), "a");
  assert.equal(textOf(Uint8Array.of(0x63, 0x61, 0x66, 0xe9), "f"), "café");
  assert.throws(() => textOf(Uint8Array.of(0x50, 0x4b, 3, 4), "book.xlsx"), { key: "ownNotText" });
});

test("UCDP's columns are known, and quotes hold separators and ends of lines", () => {
  const text = 'id,date_start,where_prec,where_coordinates,latitude,longitude,source_headline\n7,2024-03-01,1,Lashio,22.9,97.7,"one, two\nthree"\n';
  const table = readTable(text, "ged.csv");
  assert.equal(table.kind, "UCDP GED");
  assert.deepEqual(table.rows, [{ lon: 97.7, lat: 22.9, day: 19783, type: "", place: "Lashio", text: "one, two\nthree" }]);
});

test("a million rows are the most", () => {
  assert.throws(() => readTable(`lat,lon\n${"1,2\n".repeat(1_000_001)}`, "big.csv"), { key: "ownManyRows" });
});

// two squares beside one another: 95-96 E and 96-97 E, 19-20 N
const square = (west) => {
  const [left, right, top, bottom] = [worldX(west), worldX(west + 1), worldY(20), worldY(19)];
  return { xs: Float64Array.of(left, right, right, left, left), ys: Float64Array.of(top, top, bottom, bottom, top), box: [left, top, right, bottom] };
};

test("a row lies in the township that holds it, once a point, and on the days that are shown", () => {
  const row = (lon, day) => ({ lon, lat: 19.5, day });
  const joined = joinTable({ rows: [row(95.5, 100), row(96.5, 101), row(96.5, null), row(98, 100)] }, [[], [square(95)], [square(96)]], 100);
  assert.deepEqual([...joined.spots.unit], [1, 2]);
  assert.deepEqual([...joined.spot], [0, 1, 1]);
  assert.equal(joined.outside, 1);
  assert.deepEqual(rowsShown(joined, [0, 0]), [0, 2], "a row without a date is of every day");
  assert.deepEqual(rowsShown(joined, [1, 1]), [1, 2]);
});
