import { expect, test } from "vitest";
import type { Question } from "../../src/desk/calls/account";
import type { DeskCalls } from "../../src/desk/view";
import type { Device } from "../../src/sealing/deviceFile";
import { BadInput } from "../../src/sealing/errors";
import type { BoxKeyPair } from "../../src/sealing/primitives";
import type { Desk } from "../../src/desk/work/desk";
import { Office } from "./office";

const ASKED: Question = { from: "", until: "", keys: ["kind"], unit: "reports" };

/** The calls of a desk that has fetched everything. */
async function at(office: Office, device: number): Promise<DeskCalls> {
  const desk: Desk = await office.desk(office.devices[device]);
  const calls = desk.calls();
  await calls.sync();
  return calls;
}

test("two devices that hold the same case read the same words, and another word after every entry", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const [first, second] = [await at(office, 0), await at(office, 1)];
  const words = async (calls: DeskCalls) => (await calls.trail(reporter.thread))?.words.join(" ");

  const before = await words(first);
  expect(before?.split(" ")).toHaveLength(6);
  expect(await words(second)).toBe(before);
  await first.note(reporter.thread, "Called the clinic.");
  expect(await words(first)).not.toBe(before);
  await second.sync();
  expect(await words(second)).toBe(await words(first));
});

test("an entry that the server takes away is missed as soon as a colleague has built on it", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const [first, second] = [await at(office, 0), await at(office, 1)];
  await first.note(reporter.thread, "They named a second witness.");
  await second.sync();
  await second.note(reporter.thread, "Wrote to the witness.");

  expect((await (await at(office, 0)).trail(reporter.thread))?.standing).toBe("whole");
  office.filed.splice(1, 1);
  const later = await (await at(office, 0)).trail(reporter.thread);

  expect(later?.standing).toBe("missing");
  expect(later?.missing).toBe(1);
});

test("the record takes values of the table only, and gets a random reference once", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const calls = await at(office, 0);

  await expect(calls.code(reporter.thread, { country: "Kenya" })).rejects.toThrow(BadInput);
  await expect(calls.code(reporter.thread, { name: "Somebody" })).rejects.toThrow(BadInput);
  await calls.code(reporter.thread, { country: "KE", victims_total: "2", victims_girls: "3" });
  const first = await calls.coding(reporter.thread);
  await calls.code(reporter.thread, { country: "", victims_girls: "2", child_involved: "no" });
  const second = await calls.coding(reporter.thread);

  expect(first?.doubts).toEqual(["victims_sum"]);
  expect(first?.record.case_ref).toMatch(/^[0-9a-f]{8}$/);
  expect(second?.record).toEqual({ case_ref: first?.record.case_ref, victims_total: "2", victims_girls: "2", child_involved: "no" });
  expect(second?.doubts).toEqual(["child"]);
});

test("what is exported holds no words, no number of a case, and no small number for outside", async () => {
  const office = new Office();
  const reporters = Array.from({ length: 7 }, () => office.reporter());
  for (const reporter of reporters) office.report(reporter, { words: "=HYPERLINK(1)", lang: "=cmd|x", answers: { category: ["fraud"] } });
  const calls = await at(office, 0);
  for (const [at, { thread }] of reporters.entries()) await calls.code(thread, { allegation_type: at < 6 ? "fraud" : "retaliation", country: "KE" });

  const view = await calls.statistics(ASKED);
  const records = await calls.exportStatistics(ASKED, "records", "csv");
  const sums = await calls.exportStatistics({ ...ASKED, keys: ["kind", "lang"] }, "sums", "csv");
  const rows = (JSON.parse(await calls.exportStatistics(ASKED, "sums", "json")) as { rows: { value: string; number: number | null }[] }).rows;

  expect(view.cells.map(({ values, number }) => [...values, number])).toEqual([["fraud", 6], ["retaliation", 1]]);
  expect(view.outside?.cells.every(({ number }) => number === null)).toBe(true);
  expect(records.trim().split("\r\n")).toHaveLength(8);
  for (const file of [records, sums]) {
    expect(file).not.toContain("=");
    for (const { thread } of reporters) expect(file).not.toContain(thread.slice(0, 8));
  }
  expect(sums).toContain("lang,other,reports,7\r\n");
  expect(rows).toEqual([
    { key: "kind", value: "fraud", unit: "reports", number: null },
    { key: "kind", value: "retaliation", unit: "reports", number: null },
    { key: "kind", value: "total", unit: "reports", number: 7 },
  ]);
});

test("only cases of the time that was asked for are counted", async () => {
  const office = new Office();
  for (const day of ["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01"]) office.report(office.reporter(), {}, { day });
  const calls = await at(office, 0);

  expect((await calls.statistics({ ...ASKED, from: "2026-02-01", until: "2026-02-28" })).cases).toBe(2);
  expect((await calls.statistics(ASKED)).cases).toBe(4);
});

test("a case of which only a colleague's note can be read is named, and not counted", async () => {
  const office = new Office();
  const [own, colleague] = office.devices as [Device, Device];
  const note = { kind: "event", thread: office.reporter().thread, event: "note", at: "2026-11-21T09:00:00Z", by: colleague.device, text: "Look." };
  office.file(note, colleague.seal[0] as BoxKeyPair, { devices: [own] });

  expect(await (await at(office, 0)).statistics(ASKED)).toMatchObject({ cases: 0, gone: { destroyed: 0, left: 0, unread: 1 } });
});

test("help is followed in a case that holds nothing but the request, for both devices", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.file({ kind: "assistance", thread: reporter.thread, seq: 0, help: ["legal"], safe_contact: "After five.", country: "KE", reply: office.replyFor(reporter) }, reporter.box);
  const [first, second] = [await at(office, 0), await at(office, 1)];
  const request = (await first.help(reporter.thread))?.tracks[0]?.request ?? "";

  await first.record(reporter.thread, "assistance", { data: { request, step: "offered", kinds: ["legal"], day: "2026-11-20" } });
  await second.sync();
  await second.record(reporter.thread, "assistance", { data: { request, step: "referred", provider: "Legal aid", day: "2026-11-21" } });
  await first.sync();
  const help = await first.help(reporter.thread);

  expect(help?.country).toBe("KE");
  expect(help?.tracks).toHaveLength(1);
  expect(help?.tracks[0]).toMatchObject({ step: "referred", since: "2026-11-21", kinds: ["legal"], provider: "Legal aid", ask: "2026-11-28", wanted: ["legal"] });
  expect(help?.tracks[0]?.taken.map(({ by, own }) => [by, own])).toEqual([["Focal point A", true], ["Focal point B", false]]);
});

test("a case file for somebody else holds nothing that tells who the reporter is, and says so", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter, { words: "Amina Example saw it.", answers: { category: ["fraud"], contact_person: "woman" } });
  const calls = await at(office, 0);
  const choice = { audience: "investigators", passages: ["Amina Example"], checked: true } as const;

  const own = await calls.caseFile(reporter.thread, { audience: "own", passages: [], checked: false });
  const unread = await calls.caseFile(reporter.thread, { ...choice, checked: false });
  const theirs = await calls.caseFile(reporter.thread, choice);
  const head = await calls.caseFile(reporter.thread, { ...choice, audience: "head" });

  expect(own?.texts[0]?.words).toBe("Amina Example saw it.");
  expect(unread).toMatchObject({ fault: "checked", texts: [], withheld: [] });
  expect(JSON.stringify(theirs?.texts)).not.toContain("Amina");
  expect(theirs?.withheld).toEqual(expect.arrayContaining(["passages", "answers.contact_person"]));
  expect(head?.texts).toEqual([]);
  expect(head?.record).toEqual({});
});
