import assert from "node:assert/strict";
import { test } from "node:test";
import { addMonths, burmeseDigits, iso, makeFormat, monthStarts, parseIso } from "../../src/conflictmap/web/page/base/dates.js";

const NOVEMBER_1_2023 = 19662;

test("days count from 1970-01-01, before and after it", () => {
  assert.equal(iso(0), "1970-01-01");
  assert.equal(iso(NOVEMBER_1_2023), "2023-11-01");
  assert.equal(iso(-1), "1969-12-31");
});

test("a day that the calendar has not is no day", () => {
  assert.equal(parseIso("2023-02-31"), null);
  assert.equal(parseIso("2023-11-01T00:00"), null);
  assert.equal(parseIso(""), null);
  assert.equal(parseIso("2023-11-01"), NOVEMBER_1_2023);
});

test("a month on from the 31st is the last of the shorter month", () => {
  assert.equal(iso(addMonths(parseIso("2024-01-31"), 1)), "2024-02-29");
  assert.equal(iso(addMonths(parseIso("2023-12-15"), 1)), "2024-01-15");
  assert.equal(iso(addMonths(parseIso("2023-03-31"), -1)), "2023-02-28");
});

test("months that begin within the days", () => {
  assert.deepEqual(monthStarts(parseIso("2023-11-02"), parseIso("2024-01-01")).map(iso), ["2023-12-01", "2024-01-01"]);
});

test("dates are written as people write them", () => {
  const en = makeFormat("en", false);
  assert.equal(en.long(NOVEMBER_1_2023), "1 November 2023");
  assert.equal(en.range(NOVEMBER_1_2023, NOVEMBER_1_2023 + 2), "1–3 November 2023");
  assert.equal(en.range(NOVEMBER_1_2023 - 1, NOVEMBER_1_2023), "31 October – 1 November 2023");
  assert.equal(en.number(1234567), "1,234,567");
  assert.equal(makeFormat("my", true).long(NOVEMBER_1_2023), "၂၀၂၃ နိုဝင်ဘာ ၁ ရက်");
  assert.equal(makeFormat("my", false).long(NOVEMBER_1_2023), "2023 နိုဝင်ဘာ 1 ရက်");
});

test("Burmese digits", () => assert.equal(burmeseDigits("0123456789"), "၀၁၂၃၄၅၆၇၈၉"));
