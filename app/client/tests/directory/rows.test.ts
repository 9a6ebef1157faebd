/** The routing table is read once, at the door. `tests/domain/test_rows.py` refuses the same rows. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { MisshapenDirectory, parseDirectory } from "../../src/directory/parse";
import { route } from "../../src/directory/routing";
import type { Facts } from "../../src/directory/types";

interface Vectors {
  readonly directories: Readonly<Record<string, object>>;
}

const FILE = resolve(import.meta.dirname, "../../../../tests/vectors/routing.json");
const DOCUMENT = (JSON.parse(readFileSync(FILE, "utf8")) as Vectors).directories.demonstration;
const GOOD = { id: "R", reason: "why", when: [{}], to: [{ role: "psea", of: "any" }] };
const MARK = "marker-word";
const AT = new Date("2026-06-15T12:00:00Z");
const FACTS: Facts = {
  accused: "unknown",
  entity: null,
  contracting: null,
  own_entity: null,
  categories: ["sea"],
  country: null,
  child: "no",
  danger: false,
  assistance: false,
  formal: false,
  conflict: [],
  prefer: null,
};

function withRow(change: object) {
  return parseDirectory({ ...DOCUMENT, routing: [{ ...GOOD, ...change }] });
}

function refusedField(change: object): string {
  try {
    withRow(change);
  } catch (error) {
    if (!(error instanceof MisshapenDirectory)) throw error;
    expect(error.message).not.toContain(MARK);
    return error.field;
  }
  return "nothing";
}

describe("a row that cannot be evaluated", () => {
  test.each<[string, object]>([
    ["id", { id: "" }],
    ["reason", { reason: null }],
    ["when", { when: MARK }],
    ["when", { when: [MARK] }],
    ["accused", { when: [{ accused: MARK }] }],
    ["when", { when: [{ accused: [1] }] }],
    ["when", { when: [{ accused: [[MARK]] }] }],
    ["to", { to: MARK }],
    ["to", { to: [MARK] }],
    ["role", { to: [{ of: "any" }] }],
    ["of", { to: [{ role: "psea", of: 1 }] }],
    ["when", { to: [{ role: "psea", of: "any", when: MARK }] }],
    ["copy", { copy: null }],
    ["copy", { copy: [MARK] }],
    ["to", { copy: [[MARK]] }],
    ["role", { copy: [[{ of: "any" }]] }],
    ["page", { page: null }],
    ["page", { page: "" }],
  ])("is refused by its field %s: %j", (field, change) => {
    expect(refusedField(change)).toBe(field);
  });

  test.each(["id", "reason", "when", "to"])("is refused without %s", (field) => {
    expect(refusedField({ [field]: undefined })).toBe(field);
  });
});

test.each<[object]>([[{ when: [{ moon: ["full"] }] }], [{ to: [{ role: "astronomer", of: "any" }] }], [{ to: [{ role: "psea", of: "planet" }] }]])(
  "what a later table says holds for nobody and breaks nothing: %j",
  (later) => {
    const { primary, page } = route(withRow({ ...later, unknown: 1 }), FACTS, AT);
    expect([primary, page]).toEqual([null, "no_office"]);
  },
);

test("a table without rows ends on a page", () => {
  const { row, reason, primary, page } = route(parseDirectory({ ...DOCUMENT, routing: [] }), FACTS, AT);
  expect([row, reason, primary, page]).toEqual(["none", "no_office", null, "no_office"]);
});
