/** What goes from a desk goes for good: what was destroyed, and what an officer stepped back from. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/desk/store/database";
import { Store } from "../../src/desk/store/store";
import type { Desk } from "../../src/desk/work/desk";
import type { Device } from "../../src/sealing/deviceFile";
import { neighbours } from "./neighbours";
import { Office, p } from "./office";

const MARKER = "MARKERWORD";

function words(desk: Desk): string[] {
  return desk.entered().ledger.cases().flatMap(({ reports }) => reports.map(({ payload }) => payload.words));
}

/** What a device keeps, opened. */
async function kept(office: Office, device: Device): Promise<string> {
  const store = new Store(p, device, await openDatabase(office.storage));
  const { records } = await store.load();
  await store.close();
  return JSON.stringify(records);
}

async function synced(office: Office, device?: Device): Promise<Desk> {
  const desk = await office.desk(device);
  await desk.sync();
  return desk;
}

/** The server lost its last envelope and counts anew; the desk has noticed. */
async function restored(office: Office): Promise<void> {
  office.report(office.reporter(), { words: "Other." });
  await (await synced(office)).leave();
  office.filed.pop();
  office.newest -= 1;
  await (await synced(office)).leave();
}

test("what is destroyed after the server counted anew does not come back", async () => {
  const office = new Office();
  office.storage = new IDBFactory();
  office.report(office.reporter(), { words: MARKER });
  await restored(office);
  office.filed.length = 0;

  const desk = await synced(office);
  expect(words(desk)).toEqual(["Other."]);
  await desk.leave();

  const later = await office.desk();
  expect(words(later)).toEqual(["Other."]);
  await later.leave();
  expect(await kept(office, office.devices[0] as Device)).not.toContain(MARKER);
});

test("what an officer stepped back from after the server counted anew is not kept", async () => {
  const { first, second } = neighbours();
  first.storage = new IDBFactory();
  const reporter = first.reporter();
  first.report(reporter, { words: MARKER });
  await restored(first);

  const desk = await synced(first);
  await desk.calls().recuse(reporter.thread, second.office, "");
  await desk.sync();
  expect(words(desk)).toEqual(["Other."]);
  await desk.leave();

  expect(await kept(first, first.devices[0] as Device)).not.toContain(MARKER);
});

test("what is met again after the server counted anew is kept once", async () => {
  const office = new Office();
  office.storage = new IDBFactory();
  office.report(office.reporter(), { words: MARKER });
  await restored(office);

  expect((await kept(office, office.devices[0] as Device)).split(MARKER)).toHaveLength(2);
});
