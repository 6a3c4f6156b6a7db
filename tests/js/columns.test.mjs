// The golden file is the one that Python writes by: tests/data/payload/columns.json.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decodeColumn, readColumns } from "../../src/conflictmap/web/page/data/columns.js";

const golden = JSON.parse(readFileSync(new URL("../data/payload/columns.json", import.meta.url), "utf8"));
const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

for (const { name, coding, values, bytes, bits } of golden) {
  test(`golden column: ${name}`, () => {
    const entry = [name, coding, values.length, 0, bits];
    assert.deepEqual(Array.from(decodeColumn(bytesOf(bytes), entry)), values);
  });
}

test("a column behind another is read from its own first byte", () => {
  const columns = readColumns(bytesOf("00017f" + "0a040005"), [["a", "uint", 3, 0, 8], ["b", "delta", 4, 3, 8]]);
  assert.deepEqual(Array.from(columns.get("b")), [5, 7, 7, 4]);
});

test("a file that is cut short is told, not read as zeros", () => {
  assert.throws(() => decodeColumn(bytesOf("0001"), ["short", "uint", 3, 0, 8]), /column short: the file is cut short/);
});

test("a column that is not there is named", () => {
  assert.throws(() => readColumns(new Uint8Array(), []).get("event.day"), /event\.day is not in this page/);
});

test("each golden column between two others reads the same, also where its end is known", () => {
  for (const { name, coding, values, bytes, bits } of golden) {
    const own = bytesOf(bytes);
    const all = Uint8Array.from([7, 7, ...own, 9]);
    const columns = readColumns(all, [["before", "uint", 2, 0, 8], [name, coding, values.length, 2, bits], ["after", "uint", 1, 2 + own.length, 8]]);
    assert.deepEqual(Array.from(columns.get(name)), values, name);
    assert.equal(columns.get("after")[0], 9);
  }
});
