import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { letter, packageOf, table } from "../../src/desk/account/annualFiles";
import { differenceName, figureName, kindName, partName, rowName } from "../../src/desk/account/annualWords";
import * as annual from "../../src/desk/case/annual";
import { type Beside, count, DIFFERENCES } from "../../src/desk/case/annualCount";
import { quoted } from "../../src/desk/csv";
import type { Fact } from "../../src/desk/case/statistics";
import { BadInput } from "../../src/sealing/errors";
import { wordsOf } from "../../src/words/words";

type Named<T> = T & { readonly name: string };
interface Packed {
  readonly facts: "statistics" | readonly Partial<Fact>[];
  readonly beside: Beside;
  readonly draft: annual.Draft;
  readonly exact: boolean;
  readonly today: string;
  readonly document: unknown;
  readonly table: string;
  readonly letter: string;
}
interface File {
  readonly figures: Record<string, annual.Figure>;
  readonly names: Record<"figures" | "kinds" | "endings" | "differences" | "parts", Record<string, string>>;
  readonly at_most: unknown;
  readonly percent: unknown;
  readonly typed: readonly { form: annual.Form; typed: string; value: number | null }[];
  readonly fresh: readonly { entity: string; today: string; draft: annual.Draft }[];
  readonly read: readonly Named<{ file: unknown; draft: annual.Draft; unknown: number }>[];
  readonly refused: readonly Named<{ file: unknown }>[];
  readonly doubts: readonly Named<{ draft: annual.Draft; doubts: unknown; rates: unknown }>[];
  readonly packages: readonly Named<Packed>[];
  readonly cells: readonly { text: string; cell: string }[];
  readonly outside: readonly Named<{ facts: readonly (readonly [times: number, fact: Partial<Fact>])[]; counted: unknown }>[];
}

const vectors = (name: string): unknown => JSON.parse(readFileSync(resolve(import.meta.dirname, `../../../../tests/vectors/${name}.json`), "utf8"));
const file = vectors("annual") as File;
const shared = (vectors("statistics") as { facts: Partial<Fact>[] }).facts;
const { t } = wordsOf("en", {});
const ORDINARY: Fact = { record: {}, received: "2026-03-02", status: "opened", channel: "app", lang: "en", acknowledged: null, onward: null, reason: "", transferred: false };

const packed = ({ facts, beside, draft, exact, today }: Packed) => {
  const all = (facts === "statistics" ? shared : facts).map((raw) => ({ ...ORDINARY, ...raw }));
  return packageOf(draft, count(all, beside, draft.about, today, exact));
};

describe("the annual package", () => {
  test("has the tables of the vectors, and their words", () => {
    expect(Object.keys(annual.FIGURES)).toEqual(Object.keys(file.figures));
    expect(annual.FIGURES).toEqual(file.figures);
    expect(annual.AT_MOST).toEqual(file.at_most);
    expect(annual.RATES).toEqual(file.percent);
    expect([...annual.ABOUT, ...Object.keys(annual.FIGURES)]).toEqual(Object.keys(file.names.figures));
    for (const [name, text] of Object.entries(file.names.figures)) expect(figureName(name, t)).toBe(text);
    for (const [name, text] of Object.entries(file.names.kinds)) expect(kindName(name, t)).toBe(text);
    for (const [name, text] of Object.entries(file.names.endings)) expect(rowName(name, t)).toBe(text);
    expect(DIFFERENCES).toEqual(Object.keys(file.names.differences));
    for (const name of DIFFERENCES) expect(differenceName(name, t)).toBe(file.names.differences[name]);
    expect(annual.PARTS).toEqual(Object.keys(file.names.parts));
    for (const name of annual.PARTS) expect(partName(name, t)).toBe(file.names.parts[name]);
  });

  test.each(file.typed)("reads $typed as $form", ({ form, typed, value }) => {
    expect(annual.numberIn(form, typed)).toBe(value);
  });

  test.each(file.fresh)("begins with the right year on $today", ({ entity, today, draft }) => {
    expect(annual.fresh(entity, today)).toEqual(draft);
    expect(annual.doubts(draft)).toEqual([]);
  });

  test.each(file.read)("reads a file: $name", ({ file: raw, draft, unknown }) => {
    expect(annual.read(raw)).toEqual({ draft, unknown });
  });

  test.each(file.refused)("refuses a file: $name", ({ file: raw }) => {
    expect(() => annual.read(raw)).toThrow(BadInput);
  });

  test.each(file.doubts)("names what does not fit: $name", ({ draft, doubts, rates }) => {
    expect(annual.doubts(draft)).toEqual(doubts);
    expect(annual.rates(draft)).toEqual(rates);
  });

  test.each(file.packages)("makes the three files: $name", (vector) => {
    const made = packed(vector);
    expect(made).toEqual(vector.document);
    expect(table(made)).toBe(vector.table);
    expect(letter(made, t, "ltr", vector.draft.figures.needs === undefined ? "" : "N. N., Executive Director")).toBe(vector.letter);
  });

  test.each(file.cells)("writes no formula into a table: $text", ({ text, cell }) => {
    expect(quoted(text)).toBe(cell);
  });

  test.each(file.outside)("lets leave the office: $name", ({ facts, counted }) => {
    const all = facts.flatMap(([times, fact]) => Array<Fact>(times).fill({ ...ORDINARY, ...fact }));
    expect(count(all, { destroyed: [], unopened: [], left: 0 }, {}, "2026-11-21", false)).toEqual(counted);
  });

  test("sets days apart in lines from right to left", () => {
    const [first] = file.packages;
    if (first === undefined) throw new Error("no vector");
    expect(letter(packed(first), t, "rtl")).toContain("Period: \u20662026-01-01\u2069 – \u20662026-12-31\u2069");
  });

  test.each(file.packages)("reads back what it made: $name", (vector) => {
    const made = packed(vector);
    const { draft, unknown } = annual.read(JSON.parse(JSON.stringify(made)));
    expect(unknown).toBe(0);
    expect(annual.stated(draft)).toEqual(made.figures);
    expect(annual.doubts(draft)).toEqual(made.doubts);
  });
});
