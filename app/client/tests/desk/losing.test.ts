/** A server that has something no more, or says so, makes no desk forget it; two members do, and time does. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import type { Desk } from "../../src/desk/work/desk";
import type { Device } from "../../src/sealing/deviceFile";
import type { BoxKeyPair } from "../../src/sealing/primitives";
import { NOW, Office } from "./office";

const DAY_MS = 86_400_000;
const KEPT_DAYS = 3_650;

async function synced(office: Office): Promise<Desk> {
  const desk = await office.desk();
  await desk.sync();
  return desk;
}

function words(desk: Desk): string[] {
  return desk.entered().ledger.cases().flatMap(({ reports }) => reports.map(({ payload }) => payload.words)).sort();
}

function says(office: Office, thread: string, member: number, step: "proposed" | "done", day = "2026-11-21"): void {
  const device = office.devices[member] as Device;
  const data = { step, id: "ab".repeat(16), digest: "cd".repeat(32), reason: "order" };
  office.file({ kind: "event", thread, event: "disposal", at: `${day}T09:00:0${step === "done" ? "1" : "0"}Z`, by: device.device, data }, device.seal[0] as BoxKeyPair);
}

/** An office with two reports that a desk has opened and kept. */
async function opened() {
  const office = new Office();
  office.storage = new IDBFactory();
  const [one, two] = [office.reporter(), office.reporter()];
  office.report(one, { words: "One." });
  office.report(two, { words: "Two." });
  await (await synced(office)).leave();
  return { office, one, two };
}

test("a server that names no position at all makes no desk forget", async () => {
  const { office } = await opened();
  office.filed.length = 0;

  const desk = await synced(office);
  expect(words(desk)).toEqual(["One.", "Two."]);
  expect(await desk.calls().state()).toMatchObject({ lost: 2, stored: "kept" });
  await desk.leave();

  const later = await synced(office);
  expect(words(later)).toEqual(["One.", "Two."]);
  expect(await later.calls().state()).toMatchObject({ lost: 2 });
});

test("what the server has no more is kept and counted, and stands in its place when it comes again", async () => {
  const { office } = await opened();
  const [lost] = office.filed.splice(0, 1);
  const desk = await synced(office);
  expect(words(desk)).toEqual(["One.", "Two."]);
  expect(await desk.calls().state()).toMatchObject({ lost: 1 });
  await desk.leave();

  office.put(lost?.envelope as Uint8Array, "2026-11-21");
  const later = await synced(office);
  expect(words(later)).toEqual(["One.", "Two."]);
  expect(await later.calls().state()).toMatchObject({ lost: 0 });
});

test("what comes again where it stood is lost no more", async () => {
  const { office } = await opened();
  const [lost] = office.filed.splice(0, 1);
  await (await synced(office)).leave();
  office.filed.unshift(lost as (typeof office.filed)[number]);

  const desk = await synced(office);
  expect(words(desk)).toEqual(["One.", "Two."]);
  expect(await desk.calls().state()).toMatchObject({ lost: 0 });
  await desk.leave();

  expect(await (await synced(office)).calls().state()).toMatchObject({ lost: 0 });
});

test("one member alone, at whichever device, has nothing destroyed", async () => {
  const { office, one } = await opened();
  says(office, one.thread, 0, "proposed");
  says(office, one.thread, 0, "done");
  office.filed.splice(0, 1);

  const desk = await synced(office);

  expect(words(desk)).toEqual(["One.", "Two."]);
});

test("what two members had destroyed goes, while what came for the case on a later day stays", async () => {
  const { office, one } = await opened();
  says(office, one.thread, 0, "proposed");
  says(office, one.thread, 1, "done");
  office.report(one, { words: "Later." }, { day: "2026-11-23" });
  await (await synced(office)).leave();
  office.filed.splice(0, 1);
  office.filed.splice(-1, 1);

  const desk = await synced(office);
  expect(words(desk)).toEqual(["Later.", "Two."]);
  expect(await desk.calls().state()).toMatchObject({ lost: 1 });
  await desk.leave();

  expect(words(await office.desk())).toEqual(["Later.", "Two."]);
});

test("what has passed the time of the directory goes, and a day that the server makes up does not make it pass", async () => {
  const { office, two } = await opened();
  const old = new Date(NOW - (KEPT_DAYS + 1) * DAY_MS).toISOString().slice(0, 10);
  const [past, madeUp] = [office.reporter(), office.reporter()];
  office.report(past, { words: "Past." }, { day: old });
  office.report(madeUp, { words: "Made up." }, { day: old });
  const before = await synced(office);
  await before.note(madeUp.thread, "I have read it today.");
  await before.note(two.thread, "This too.");
  await before.sync();
  await before.leave();
  office.filed.splice(2, 2);

  const desk = await synced(office);

  expect(words(desk)).toEqual(["Made up.", "One.", "Two."]);
});

test("what was said here and has just left does not count as lost", async () => {
  const { office, one } = await opened();
  const desk = await synced(office);
  await desk.note(one.thread, "Just now.");

  expect(await desk.calls().state()).toMatchObject({ lost: 0, waiting: 0 });
});
