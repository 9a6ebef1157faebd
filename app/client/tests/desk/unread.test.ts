/** What an officer has not been shown yet stays marked as new, also when two letters come on one day. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { parsePayload } from "../../src/desk/case/payload";
import { type Case, type Entry, fold } from "../../src/desk/fold";
import { unreadTexts } from "../../src/desk/work/ledger";

const FILE = resolve(import.meta.dirname, "../../../../tests/vectors/fold.json");
const { cases } = JSON.parse(readFileSync(FILE, "utf8")) as { cases: { name: string; entries: (Omit<Entry, "payload"> & { payload: Record<string, unknown> })[] }[] };

function caseOf(name: string): [Case, string] {
  const entries = cases.find((vector) => vector.name.startsWith(name))?.entries.map((raw) => ({ ...raw, payload: parsePayload(raw.payload) })) ?? [];
  const device = entries.find(({ payload }) => payload.kind === "event")?.sender ?? "";
  return [[...fold(entries).values()][0] as Case, device];
}

test("a letter that came after the others of its day were shown is new", () => {
  const [found, device] = caseOf("two letters of one day, and an answer that had seen both");
  // The device opened the case when one of the letters was there; the other one it has answered to without an opening.
  expect(unreadTexts(found, device).map(({ payload }) => (payload.kind === "message" ? payload.text : payload.kind))).toEqual(["The first"]);
});

test("what another officer was shown is new for this one", () => {
  const [found] = caseOf("two letters of one day, and an answer that had seen both");
  expect(unreadTexts(found, "ee".repeat(16))).toHaveLength(3);
});
