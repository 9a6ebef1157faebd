import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { awaitedSince, type ClockFacts, type ClockPolicy, clocks } from "../../src/desk/case/clocks";
import { CLOSURES } from "../../src/desk/case/closing";
import { clockFacts } from "../../src/desk/case/clockFacts";
import { reminders } from "../../src/desk/case/assistance";
import { beyond } from "../../src/desk/case/needToKnow";
import { type Identity, parsePayload } from "../../src/desk/case/payload";
import { follows, TRIAGE, unanswered } from "../../src/desk/case/triage";
import { type Case, type Entry, fold } from "../../src/desk/fold";

interface Vector {
  readonly name: string;
  readonly today: string;
  readonly facts: ClockFacts;
  readonly policy: ClockPolicy;
  readonly expect: { readonly clocks: unknown; readonly awaited: string | null };
}

const read = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../../tests/vectors", name), "utf8"));
const { cases } = read("clocks.json") as { cases: Vector[] };
const casework = read("casework.json") as { closures: string[]; triage: Record<string, string[]>; beyond: [string, string, boolean, Identity, string | null][] };

test.each(cases)("$name", ({ facts, policy, today, expect: expected }) => {
  expect(clocks(facts, policy, today)).toEqual(expected.clocks);
  expect(awaitedSince(facts, policy, today)).toBe(expected.awaited);
});

interface RawEntry extends Omit<Entry, "payload"> {
  readonly payload: Record<string, unknown>;
}
const facts = read("clock_facts.json") as { cases: { name: string; entries: RawEntry[]; facts: ClockFacts }[]; fold: Record<string, Record<string, ClockFacts>> };
const folded = read("fold.json") as { cases: { name: string; entries: RawEntry[] }[] };
const casesOf = (entries: readonly RawEntry[]) => fold(entries.map((raw) => ({ ...raw, payload: parsePayload(raw.payload) })));
const factsOf = (found: Case) => clockFacts(found, reminders(found).map((due) => ({ name: "help", due })));

test.each(facts.cases)("read out of a case: $name", ({ entries, facts: expected }) => {
  expect([...casesOf(entries).values()].map(factsOf)).toEqual([expected]);
});

test.each(folded.cases.filter(({ name }) => name in facts.fold))("clocks of the fold: $name", ({ name, entries }) => {
  expect(Object.fromEntries([...casesOf(entries)].map(([thread, found]) => [thread, factsOf(found)]))).toEqual(facts.fold[name]);
});

test("the checklist has the questions and values of the terminal", () => {
  expect(TRIAGE.map(({ id, values }) => [id, values])).toEqual(Object.entries(casework.triage));
});

test("the reasons for closing are those of the terminal", () => {
  expect(CLOSURES).toEqual(casework.closures);
});

test("what goes beyond need to know is what the vectors say", () => {
  for (const [role, what, identity, allows, expected] of casework.beyond) expect(beyond(role, what, identity, allows), `${role} ${what} ${allows}`).toBe(expected);
});

test("the checklist says what is still open, and what follows from an answer", () => {
  expect(unanswered({})).toHaveLength(TRIAGE.length);
  expect(unanswered(Object.fromEntries(TRIAGE.map(({ id }) => [id, { value: "x" }])))).toEqual([]);
  expect(follows("conflict", "mine")).toBe("step_back");
  expect(follows("conflict", "none")).toBeNull();
});
