/** Links between cases are seen alike from both ends, as the terminal desk sees them. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { linksOf } from "../../src/desk/case/links";
import { parsePayload } from "../../src/desk/case/payload";
import { caseOf } from "../../src/desk/fold";

interface Vector {
  readonly name: string;
  readonly entries: readonly { readonly ctx: string; readonly day: string; readonly sender: string; readonly payload: Record<string, unknown> }[];
  readonly expect: Readonly<Record<string, unknown>>;
}

const { cases } = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../../tests/vectors/links.json"), "utf8")) as { cases: Vector[] };

test.each(cases)("$name", ({ entries, expect: wanted }) => {
  const read = entries.map((raw) => ({ ...raw, payload: parsePayload(raw.payload) }));
  const found = Object.keys(wanted).map((thread) => caseOf(thread, read.filter(({ payload }) => payload.thread === thread)));

  expect(Object.fromEntries(found.map((one) => [one.thread, linksOf(one, found).map(({ thread, relation, by }) => [thread, relation, by])]))).toEqual(wanted);
});
