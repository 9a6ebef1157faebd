import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as assistance from "../../src/desk/case/assistance";
import * as coding from "../../src/desk/case/coding";
import * as disposal from "../../src/desk/case/disposal";
import { stateOf } from "../../src/desk/work/areas/disposal";
import { parsePayload } from "../../src/desk/case/payload";
import * as statistics from "../../src/desk/case/statistics";
import * as trails from "../../src/desk/case/trail";
import { type Case, caseOf, type Entry } from "../../src/desk/fold";
import { hex, unhex } from "../../src/sealing/bytes";
import { signKeysOf } from "../../src/sealing/primitives";
import { verify } from "../../src/sealing/signatures";
import { sodium } from "../../src/sealing/sodium";

type Raw = Readonly<Record<string, unknown>>;
interface Vector {
  readonly name: string;
  readonly requests?: readonly { readonly ctx: string; readonly day: string }[];
  readonly events: readonly (Raw & { readonly ctx: string; readonly at: string; readonly by: string })[];
  readonly expect: unknown;
}

const p = await sodium();
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, `../../../../tests/vectors/${name}.json`), "utf8"));
const [THREAD, KEY] = ["01".repeat(16), "51".repeat(32)];
const COMMON = { v: 1, office: "a0".repeat(16), directory: { version: 3, hash: "d1".repeat(32) }, recipients: [], thread: THREAD, lang: "en" };

function entriesOf({ requests = [], events }: Pick<Vector, "requests" | "events">): Entry[] {
  const reply = { key: KEY, tag: "7a".repeat(32) };
  return [
    ...requests.map(({ ctx, day }) => ({ ctx, day, sender: KEY, payload: parsePayload({ ...COMMON, kind: "assistance", help: ["medical"], reply }) })),
    ...events.map(({ ctx, ...raw }) => ({ ctx, day: raw.at.slice(0, 10), sender: raw.by, payload: parsePayload({ ...COMMON, kind: "event", ...raw }) })),
  ];
}

const caseIn = (vector: Vector): Case => caseOf(THREAD, entriesOf(vector));
/** As the vectors write it: names in lower case with underscores. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), plain(part)]));
};

describe("help", () => {
  const file = (read("assistance") as { cases: Vector[]; next: Record<assistance.Step, string[]>; kinds: string[] });

  test("the tables are those of the vectors", () => {
    expect(Object.fromEntries(assistance.STEPS.map((step) => [step, [...assistance.nextSteps(step)].sort()]))).toEqual(Object.fromEntries(Object.entries(file.next).map(([step, next]) => [step, [...next].sort()])));
    expect(assistance.KINDS).toEqual(file.kinds);
  });

  test.each(file.cases)("$name", (vector) => {
    expect(assistance.tracks(caseIn(vector))).toEqual(vector.expect);
  });

  test.each(file.cases)("in any order of arrival: $name", (vector) => {
    const entries = entriesOf(vector);
    if (entries.length < 2) return;
    fc.assert(
      fc.property(fc.shuffledSubarray(entries, { minLength: entries.length }), (shuffled) => {
        expect(assistance.tracks(caseOf(THREAD, shuffled))).toEqual(vector.expect);
      }),
      { numRuns: 20 },
    );
  });

  test("the days on which to ask stand in order", () => {
    const days = file.cases.flatMap((vector) => assistance.reminders(caseIn(vector)));
    expect(days.length).toBeGreaterThan(5);
    for (const vector of file.cases) expect(assistance.reminders(caseIn(vector))).toEqual([...assistance.reminders(caseIn(vector))].sort());
  });
});

describe("the statistical record", () => {
  interface Valued { readonly field: string; readonly value: unknown; readonly valid: boolean }
  interface Doubted { readonly name: string; readonly record: coding.CodingRecord; readonly expect: readonly string[] }
  const file = (read("coding") as { fields: Record<string, coding.Field>; values: Valued[]; doubts: Doubted[]; cases: (Vector & { days_open: number | null })[] });

  test("has the fields of the vectors, in their order", () => {
    expect(coding.FIELDS).toEqual(file.fields);
    expect(Object.keys(coding.FIELDS)).toEqual(Object.keys(file.fields));
  });

  test.each(file.values)("$field takes $value: $valid", ({ field, value, valid }) => {
    expect(coding.isValid(field, value)).toBe(valid);
  });

  test.each(file.doubts)("$name", ({ record, expect: expected }) => {
    expect(coding.doubts(record)).toEqual(expected);
  });

  test.each(file.cases)("$name", (vector) => {
    const record = coding.coded(caseIn(vector));
    expect(record).toEqual(vector.expect);
    expect(coding.daysOpen(record, "2026-11-21")).toBe(vector.days_open);
  });
});

describe("statistics", () => {
  type Named<T> = T & { readonly name: string };
  interface File {
    readonly keys: string[];
    readonly facts: Partial<statistics.Fact>[];
    readonly counted: Named<{ keys: string[]; unit: statistics.Unit; expect: statistics.Cell[] }>[];
    readonly outside: Named<{ cells: { value: string; reports: number; number: number }[]; expect: Record<string, number | null>; total: number | null }>[];
    readonly reconciled: unknown;
    readonly durations: unknown;
  }
  const file = read("statistics") as File;
  const ordinary: statistics.Fact = { record: {}, received: "2026-03-02", status: "opened", channel: "app", lang: "en", acknowledged: null, onward: null, reason: "", transferred: false };
  const facts = file.facts.map((raw) => ({ ...ordinary, ...raw }));

  test("count by the keys of the vectors", () => {
    expect(Object.keys(statistics.KEYS)).toEqual(file.keys);
  });

  test.each(file.counted)("$name", ({ keys, unit, expect: expected }) => {
    expect(statistics.counted(facts, keys, unit)).toEqual(expected);
  });

  test.each(file.outside)("for outside: $name", ({ cells, expect: expected, total }) => {
    const found = statistics.forOutside(cells.map(({ value, reports, number }) => ({ values: [value], reports, number, unstated: 0 })));
    expect(Object.fromEntries(found.cells.map(({ value, number }) => [value, number]))).toEqual(expected);
    expect(found.total).toBe(total);
  });

  test("what came in adds up, or is said not to", () => {
    expect(plain(statistics.reconciled(facts))).toEqual(file.reconciled);
  });

  test("durations are those of the vectors", () => {
    expect(statistics.durations(facts)).toEqual(file.durations);
  });

  test("a language tag that is a sentence is not counted as one", () => {
    const [vector] = (read("fold") as { cases: { entries: { payload: Record<string, unknown>; ctx: string; day: string; sender: string }[] }[] }).cases.filter(({ entries }) => entries.length === 1);
    const [raw] = vector?.entries ?? [];
    if (raw === undefined) throw new Error("no vector");
    const found = caseOf(String(raw.payload.thread), [{ ...raw, payload: parsePayload({ ...raw.payload, lang: "=cmd()|my name is" }) }]);
    expect(statistics.fact(found).lang).toBe("other");
  });
});

describe("disposal and trail", () => {
  interface Digested { readonly name: string; readonly office: string; readonly id: string; readonly envelopes: { position: number; ctx: string }[]; readonly digest: string }
  interface Signed { readonly name: string; readonly seed: string; readonly public: string; readonly office: string; readonly id: string; readonly digest: string; readonly step: "propose" | "confirm"; readonly day: string; readonly bricks?: string[]; readonly message: string; readonly signature: string }
  interface Printed { readonly name: string; readonly thread: string; readonly ctxs: string[]; readonly digest: string; readonly words: number[] }
  type Disposed = Vector & { readonly proposed: string[]; readonly expect: { disposals: unknown; doomed: string[]; changed: boolean; trail: unknown } };
  const file = (read("disposal") as { reasons: unknown; digests: Digested[]; signatures: Signed[]; cases: Disposed[]; fingerprints: Printed[] });

  test("the reasons are those of the vectors", () => {
    expect(disposal.REASONS).toEqual(file.reasons);
  });

  test.each(file.digests)("the digest of $name", ({ office, id, envelopes, digest }) => {
    expect(hex(disposal.digest(p, office, id, envelopes))).toBe(digest);
    expect(hex(disposal.digest(p, office, id, [...envelopes].reverse()))).toBe(digest);
  });

  test.each(file.signatures)("the signature under $name", ({ seed, public: key, message, signature, ...said }) => {
    const keys = signKeysOf(p, unhex(seed));
    expect(hex(keys.public)).toBe(key);
    expect(hex(disposal.signedBytes(p, said))).toBe(message);
    expect(disposal.signatureOf(p, keys, said)).toBe(signature);
    const others = [{ ...said, step: said.step === "confirm" ? "propose" : "confirm" } as const, { ...said, day: "2026-11-22" }];
    const files = said.step === "confirm" ? [{ ...said, bricks: [...(said.bricks ?? []), "00".repeat(16)] }] : [];
    for (const other of [...others, ...files]) expect(verify(p, keys.public, "dispose", disposal.signedBytes(p, other), unhex(signature))).toBe(false);
  });

  test.each(file.cases)("$name", (vector) => {
    const found = caseIn(vector);
    expect(plain(disposal.disposals(found))).toEqual(vector.expect.disposals);
    expect(disposal.doomed(found)).toEqual(vector.expect.doomed);
    expect(disposal.changedSince(found, vector.proposed)).toBe(vector.expect.changed);
    expect(trails.trail(found)).toEqual(vector.expect.trail);
  });

  test("what two members had destroyed, and the server does not show any more, is said as that", () => {
    const empty = caseOf("00".repeat(16), []);
    const report = (day: string) => ({ ...empty, reports: [{ day } as Case["reports"][number]] });
    const note = (at: string) => ({ ...empty, events: [{ event: { event: "note", at } } as Case["events"][number]] });
    const row = { approver: "a1", done: null };
    const done = { step: "done", endedAt: "2026-11-20T10:00:00Z" } as const;
    expect(stateOf(done, row, empty)).toBe("closed");
    expect(stateOf(done, { ...row, done: "2026-11-21" }, empty)).toBe("done");
    expect(stateOf(done, undefined, empty)).toBe("unshown");
    expect(stateOf(done, undefined, report("2026-11-20"))).toBe("disbelieved");
    expect(stateOf(done, undefined, note("2026-11-20T09:59:59Z"))).toBe("disbelieved");
    // What came afterwards does not say that the rest was not destroyed.
    expect(stateOf(done, undefined, report("2026-11-21"))).toBe("unshown");
    expect(stateOf(done, undefined, note("2026-11-20T10:00:01Z"))).toBe("unshown");
    expect(stateOf({ step: "proposed", endedAt: null }, undefined, empty)).toBe("lapsed");
  });

  test.each(file.fingerprints)("the fingerprint of $name", ({ thread, ctxs, digest, words }) => {
    const found = trails.fingerprint(p, thread, ctxs);
    expect(hex(found)).toBe(digest);
    expect(trails.wordNumbers(found)).toEqual(words);
    expect(trails.fingerprint(p, thread, [...ctxs].reverse())).toEqual(found);
  });
});
