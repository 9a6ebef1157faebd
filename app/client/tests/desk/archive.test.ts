/** The sealed archive: the shared vectors. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { readArchive, writeArchive } from "../../src/desk/refer/archive";
import { BRICK_BYTES } from "../../src/sealing/attachment";
import { type Bytes, hex, unbase64, unhex } from "../../src/sealing/bytes";
import { BadInput, CannotBeOpened } from "../../src/sealing/errors";
import { p } from "./office";

interface Positive {
  readonly name: string;
  readonly envelopes: readonly string[];
  readonly bricks: readonly (readonly [number, number])[];
  readonly length: number;
  readonly blake2b: string;
  readonly first: string;
}
type Step = { readonly length: number } | { readonly at: number; readonly set?: string; readonly xor?: string };
interface Negative {
  readonly name: string;
  readonly base: number;
  readonly patch: readonly Step[];
  readonly check: string;
}

const read = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, `../../../../tests/vectors/${name}.json`), "utf8"));
const { positive, negative } = read("archive") as { positive: Positive[]; negative: Negative[] };
const sealed = new Map((read("envelope") as { positive: { name: string; envelope: unknown }[] }).positive.flatMap(({ name, envelope }) => (typeof envelope === "string" ? [[name, unbase64(envelope)] as const] : [])));
const parts = ({ envelopes, bricks }: Positive) => ({
  envelopes: envelopes.map((name) => sealed.get(name) as Bytes),
  bricks: bricks.map(([a, b]) => Uint8Array.from({ length: BRICK_BYTES }, (_, at) => (a * at + b) % 251)),
});

function patched(data: Bytes, steps: readonly Step[]): Bytes {
  let changed = data.slice();
  for (const step of steps) {
    if ("length" in step) {
      const longer = new Uint8Array(step.length);
      longer.set(changed.subarray(0, step.length));
      changed = longer;
    } else {
      unhex(step.set ?? step.xor ?? "").forEach((byte, at) => { changed[step.at + at] = step.set === undefined ? (changed[step.at + at] ?? 0) ^ byte : byte; });
    }
  }
  return changed;
}

test.each(positive.map((vector) => [vector.name, vector] as const))("%s", (_, vector) => {
  const data = writeArchive(parts(vector));

  expect([data.length, hex(data.subarray(0, 16)), hex(p.blake2b(data, 32))]).toEqual([vector.length, vector.first, vector.blake2b]);
  expect(readArchive(data).envelopes.map(hex)).toEqual(parts(vector).envelopes.map(hex));
  expect(readArchive(data).bricks.map((brick) => hex(p.blake2b(brick, 32)))).toEqual(parts(vector).bricks.map((brick) => hex(p.blake2b(brick, 32))));
});

test.each(negative.map((vector) => [vector.name, vector] as const))("%s is refused", (_, { base, patch, check }) => {
  const data = patched(writeArchive(parts(positive[base] as Positive)), patch);

  expect(() => readArchive(data)).toThrow(new CannotBeOpened(check as "magic"));
});

test("an archive takes only what belongs into it", () => {
  const { envelopes } = parts(positive[0] as Positive);

  for (const wrong of [[], Array(65).fill(envelopes[0]), [new Uint8Array(9)]]) expect(() => writeArchive({ envelopes: wrong as Uint8Array[], bricks: [] })).toThrow(BadInput);
  expect(() => writeArchive({ envelopes, bricks: [new Uint8Array(3)] })).toThrow(BadInput);
});
