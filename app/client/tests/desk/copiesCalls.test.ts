/** Who else has a case: by the rules of its day, as the app went by them, and by what was passed on. */
import { expect, test } from "vitest";
import type { Published } from "../../src/api/reporter";
import { Unreachable } from "../../src/api/reporter";
import type { ReferChoice } from "../../src/desk/calls/refer";
import { hex, utf8 } from "../../src/sealing/bytes";
import { hash } from "../../src/sealing/primitives";
import { sign } from "../../src/sealing/signatures";
import { neighbours } from "./neighbours";
import { type Office, p } from "./office";

const SEA = { category: ["sea"], child_involved: "no", accused_affiliation: "un_staff", entity: "un-habitat" };
const RULE = { id: "R1", reason: "sea", when: [{ category: ["sea"] }], to: [{ role: "conduct_discipline", of: "entity" }], copy: [[{ role: "investigations", of: "entity" }]] };

/** Publish a version with these rules. */
function rule(office: Office, ...routing: readonly object[]): void {
  const before = office.versions.at(-1) as Published;
  const document = JSON.parse(new TextDecoder().decode(before.document)) as { version: number };
  const bytes = utf8(JSON.stringify({ ...document, routing, issued: "2026-11-12T00:00:00Z", version: document.version + 1, previous: hex(hash(p, before.document)) }));
  office.versions.push({ version: document.version + 1, document: bytes, signatures: [{ root: hex(office.root.public), signature: hex(sign(p, office.root, "directory", bytes)) }] });
}

async function deskOf(office: Office) {
  const calls = (await office.desk()).calls();
  await calls.sync();
  return calls;
}

test("an office is told who else should have a report, and, once it passed the case on, who has it", async () => {
  const { first, second } = neighbours();
  rule(first, RULE);
  const reporter = first.reporter();
  const { thread } = reporter;
  first.report(reporter, { answers: SEA });
  const calls = await deskOf(first);

  expect(await calls.copies(thread)).toEqual({ should: [{ id: second.office, name: "Other", names: {} }], open: false, has: [] });
  const choice: ReferChoice = { purpose: "referral", office: second.office, to: "", audience: "others", contact: "stays", files: [], reason: "", passages: [], checked: true, note: "", reference: "" };
  await calls.refer(thread, choice);

  expect(await calls.copies(thread)).toMatchObject({ has: [second.office] });
  expect(await (await deskOf(second)).copies(thread)).toEqual({ should: [], open: true, has: [first.office] });
});

test("the rules of the report's own day count, not those of today", async () => {
  const { first } = neighbours();
  rule(first, RULE);
  const [early, late] = [first.reporter(), first.reporter()];
  first.report(early, { answers: SEA });
  rule(first, { ...RULE, copy: [] });
  first.report(late, { answers: SEA });
  const calls = await deskOf(first);

  expect((await calls.copies(early.thread)).should).toHaveLength(1);
  expect(await calls.copies(late.thread)).toEqual({ should: [], open: false, has: [] });
});

test("a report that names no directory of theirs, or whose directory cannot be had, tells nothing", async () => {
  const { first } = neighbours();
  rule(first, RULE);
  rule(first, RULE);
  const [foreign, gone] = [first.reporter(), first.reporter()];
  first.report(foreign, { answers: SEA, directory: { ...first.named(), hash: "0".repeat(64) } });
  first.report(gone, { answers: SEA, directory: first.named(1) });
  const desk = await first.desk();
  await desk.calls().sync();
  const { directories } = desk.entered();
  Object.assign(directories, { at: (version: number) => (version === 1 ? Promise.reject(new Unreachable()) : Promise.resolve(directories.newest())) });

  for (const { thread } of [foreign, gone]) expect(await desk.calls().copies(thread)).toEqual({ should: [], open: true, has: [] });
});
