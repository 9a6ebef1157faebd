import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parsePayload } from "../../src/desk/case/payload";
import { standing } from "../../src/desk/case/consent";
import { latest } from "../../src/desk/case/registers";
import type { Text } from "../../src/desk/case/texts";
import { BadInput } from "../../src/sealing/errors";
import * as folding from "../../src/desk/fold";

interface RawEntry {
  readonly ctx: string;
  readonly day: string;
  readonly sender: string;
  readonly member?: string;
  readonly payload: Record<string, unknown>;
}
interface Vector {
  readonly name: string;
  readonly entries: readonly RawEntry[];
  readonly expect: Record<string, unknown>;
}

const FILE = resolve(import.meta.dirname, "../../../../tests/vectors/fold.json");
const { cases } = JSON.parse(readFileSync(FILE, "utf8")) as { cases: Vector[] };
const read = (raw: RawEntry): folding.Entry => ({ ...raw, payload: parsePayload(raw.payload) });

/** A case as the vector file writes it. */
function summary(found: folding.Case): Record<string, unknown> {
  const text = ({ ctx, day, missing }: Text, content: object) => ({ ctx, day, missing, ...content });
  const consented = (consent: Record<string, string>) => Object.fromEntries(Object.entries(consent).filter(([, value]) => value !== ""));
  const { reporter, status, refused, acknowledged, disputed, unproven, unknown } = found;
  return {
    ...{ reporter, status, refused, acknowledged, disputed, unproven, unknown },
    received: folding.receivedOn(found),
    opened_by: folding.openedBy(found),
    assigned: folding.assignedTo(found),
    urgent: folding.urgencyOf(found).length > 0,
    lang: folding.languageOfCase(found),
    consent: standing(folding.textsOf(found)),
    next_j: folding.nextJ(found),
    waiting: folding.waitingFor(found),
    gaps: folding.gapsOf(found),
    reports: found.reports.map((it) => text(it, { words: it.payload.words, answers: it.payload.answers, consent: consented(it.payload.consent) })),
    assistance: found.assistance.map((it) => text(it, { help: it.payload.help, safe_contact: it.payload.safe_contact, country: it.payload.country })),
    messages: found.messages.map((it) => text(it, { text: it.payload.text })),
    replies: folding.named(found, "replied").map(({ ctx, event }) => ({ ctx, j: event.j, text: event.text })),
    notes: folding.named(found, "note").map(({ event }) => event.text),
    events: found.events.map(({ ctx }) => ctx),
    registers: registers(found),
    handovers: found.handovers.map(({ ctx, ctxs, day, by, office, purpose, missing, body }) => ({
      ...{ ctx, ctxs, day, by, office, purpose, missing },
      understood: body !== null,
      words: body?.texts.map(({ words, text }) => words || text) ?? [],
      withheld: body?.withheld ?? [],
    })),
    heads: found.heads,
    missing: found.missing,
    late: found.late,
    ...(found.claims.length === 0 ? {} : { claims: found.claims.map((claim) => claimed(claim, text)) }),
  };
}

/** What another key wrote under the thread. */
function claimed({ key, reports, assistance, messages }: folding.Case["claims"][number], text: (it: Text, content: object) => object): Record<string, unknown> {
  return {
    key,
    reports: reports.map((it) => text(it, { words: it.payload.words })),
    assistance: assistance.map((it) => text(it, { help: it.payload.help })),
    messages: messages.map((it) => text(it, { text: it.payload.text })),
  };
}

/** What the office last said, by event and name. */
function registers(found: folding.Case): Record<string, unknown> {
  const names = [...new Set(found.events.map(({ event }) => event.event))].sort();
  const tables = names.map((name) => [name, Object.entries(latest(found.events, name)).map(([key, { value, by }]) => [key, [value, by]] as const)] as const);
  return Object.fromEntries(tables.filter(([, table]) => table.length > 0).map(([name, table]) => [name, Object.fromEntries(table)]));
}

function summaries(entries: readonly folding.Entry[]): Record<string, unknown> {
  return Object.fromEntries([...folding.fold(entries)].map(([thread, found]) => [thread, summary(found)]));
}

test.each(cases)("$name", ({ entries, expect: expected }) => {
  expect(summaries(entries.map(read))).toEqual(expected);
});

test.each(cases.filter(({ entries }) => entries.length > 1))("in any order of arrival: $name", ({ entries }) => {
  const known = entries.map(read);

  fc.assert(
    fc.property(fc.shuffledSubarray(known), (shuffled) => {
      const inOrder = known.filter((entry) => shuffled.includes(entry));
      expect(summaries(shuffled)).toEqual(summaries(inOrder));
    }),
    { numRuns: 30 },
  );
});

test("a sender who counts to the sky does not stop the desk", () => {
  const [vector] = cases.filter(({ name }) => name.startsWith("a report alone"));
  const entry = vector?.entries[0] as RawEntry;
  const far = read({ ...entry, payload: { ...entry.payload, seq: Number.MAX_SAFE_INTEGER } });

  const [found] = folding.fold([far]).values();

  expect(folding.gapsOf(found as folding.Case)).toHaveLength(100);
});

test("a day that nobody can mean is refused, so that it is never reckoned with", () => {
  const raw = cases.flatMap(({ entries }) => entries).find(({ payload }) => payload.event === "acknowledged") as RawEntry;

  for (const wrong of [{ at: "9999-12-31T23:59:59Z" }, { day: "2200-01-01" }]) expect(() => read({ ...raw, payload: { ...raw.payload, ...wrong } })).toThrow(BadInput);
});

test("a decision is stamped later than everything known, even when the clock is behind", () => {
  const vector = cases.find(({ name }) => name.startsWith("opening a report")) as Vector;
  const [found] = folding.fold(vector.entries.map(read)).values();

  expect(folding.nextAt(found as folding.Case, new Date("2020-01-01T00:00:00Z"))).toBe("2026-11-03T09:00:01Z");
  expect(folding.nextAt(found as folding.Case, new Date("2027-01-01T00:00:00Z"))).toBe("2027-01-01T00:00:00Z");
});
