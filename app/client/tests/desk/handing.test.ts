/** What one office passes on: the shared vectors, and the lists of questions against the form. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { understoodBody } from "../../src/desk/case/handover";
import { HARMLESS, IDENTIFYING, IN_OWN_WORDS } from "../../src/desk/refer/answers";
import { audienceOf, AUDIENCES, PURPOSES } from "../../src/desk/refer/audience";
import { type Choice, fault, packed, packing, type Source } from "../../src/desk/refer/pack";
import { BadInput } from "../../src/sealing/errors";
import { FORM } from "../../src/speakup/form/form";

interface Vector {
  readonly name: string;
  readonly source: Record<string, unknown>;
  readonly choice: Choice;
  readonly body?: Record<string, unknown>;
  readonly refused?: string;
  readonly missed?: readonly string[];
}
const FILE = resolve(import.meta.dirname, "../../../../tests/vectors/handing_over.json");
const { cases } = JSON.parse(readFileSync(FILE, "utf8")) as { cases: Vector[] };
/** A source as it is read from another office, with all fields. */
const sourceOf = ({ second_hand = [], ...raw }: Record<string, unknown>) => ({ ...understoodBody(JSON.stringify(raw)), secondHand: second_hand }) as unknown as Source;

test.each(cases.map((vector) => [vector.name, vector] as const))("%s", (_, { source, choice, body, refused, missed }) => {
  if (refused !== undefined) {
    expect(() => packed(sourceOf(source), choice)).toThrow(BadInput);
    expect(fault(sourceOf(source), choice)).toBe(refused);
    return;
  }
  const made = packing(sourceOf(source), choice);
  expect(made.body).toEqual(understoodBody(JSON.stringify(body)));
  expect(made.missed).toEqual(missed ?? made.missed);
});

test("every question whose answer is sent stands in exactly one list", () => {
  const listed = [...HARMLESS, ...IN_OWN_WORDS, ...IDENTIFYING];
  const sent = FORM.questions.filter(({ kind, purpose }) => kind !== "page" && purpose !== "local").map(({ id }) => id);
  expect([...listed].sort()).toEqual([...new Set(sent)].sort());
});

test("an office of a role that came later is nobody's who may learn a name", () => {
  expect(audienceOf("somebody_new")).toBe("others");
  expect(audienceOf("toString")).toBe("others");
});

const NAME = "Marker Name";
const text = fc.array(fc.constantFrom("he", "saw", NAME, NAME.toLowerCase(), NAME.toUpperCase(), "at", "noon")).map((words) => words.join(" "));
const handed = fc.record({
  kind: fc.constantFrom("report", "message", "assistance"),
  day: fc.constantFrom("2026-11-01", "2026-11-02"),
  words: text,
  text,
  safe_contact: text,
  answers: fc.dictionary(fc.constantFrom("what", "category", "own_entity", "anything"), text),
  consent: fc.constantFrom(null, { identity: "none" }),
  attachments: fc.array(fc.constant({ key: "secret", name: NAME }), { maxLength: 2 }),
});

test("whatever was written, without the reporter's word no safe contact, no file without a reason and no passage goes", () => {
  fc.assert(
    fc.property(fc.array(handed, { maxLength: 4 }), fc.constantFrom(...PURPOSES), fc.constantFrom(...AUDIENCES), fc.constantFrom("moves", "stays"), text, (texts, purpose, audience, contact, note) => {
      const report = { kind: "report", day: "2026-11-01", consent: { identity: "none" } };
      const source = sourceOf({ reporter: "", urgent: false, lang: "en", texts: [report, ...texts], facts: {}, withheld: [] });
      const body = packed(source, { purpose, audience, contact: contact, files: [], reason: "", passages: [NAME], checked: true, note });
      expect(JSON.stringify(body).toLowerCase()).not.toContain(NAME.toLowerCase());
      expect(body.texts.every((each) => each.safe_contact === "" && each.attachments.length === 0)).toBe(true);
      expect(body.texts.flatMap(({ answers }) => Object.keys(answers)).filter((id) => id === "own_entity" || id === "anything")).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
