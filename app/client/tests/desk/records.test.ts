import { expect, test } from "vitest";
import * as fc from "fast-check";
import { readRecords } from "../../src/api/desk";
import { concat, le32, le64 } from "../../src/sealing/bytes";

const record = (position: number, day: number, fill: number, length = 16_384) =>
  concat(le64(position), le32(day), le32(length), new Uint8Array(length).fill(fill));

test("an empty answer holds no envelopes", () => {
  expect(readRecords(new Uint8Array())).toEqual([]);
});

test("position, day and bytes of each envelope are read in order", () => {
  const read = readRecords(concat(record(7, 0, 1), record(2 ** 40 + 8, 20_778, 2)));

  expect(read.map(({ position, day }) => [position, day])).toEqual([[7, "1970-01-01"], [2 ** 40 + 8, "2026-11-21"]]);
  expect(read.map(({ envelope }) => [envelope.length, envelope[0], envelope.at(-1)])).toEqual([[16_384, 1, 1], [16_384, 2, 2]]);
});

test("an answer that breaks off anywhere is refused whole", () => {
  const whole = concat(record(1, 1, 1), record(2, 1, 2));

  fc.assert(
    fc.property(fc.integer({ min: 1, max: whole.length - 1 }).filter((end) => end !== whole.length / 2), (end) => {
      expect(() => readRecords(whole.subarray(0, end))).toThrow("cannot be reached");
    }),
  );
});

test("a record of another length is refused", () => {
  expect(() => readRecords(record(1, 1, 1, 16_383))).toThrow("cannot be reached");
});
