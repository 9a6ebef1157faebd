/** The annual package at a desk: what is counted, and what is kept of what an officer types. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import type { Draft } from "../../src/desk/case/annual";
import { openDatabase, wipeStore } from "../../src/desk/store/database";
import type { DeskCalls } from "../../src/desk/view";
import type { Device } from "../../src/sealing/deviceFile";
import { Office } from "./office";

const TYPED: Draft = { about: { entity: "MARKERENTITY", from: "2026-01-01", until: "2026-12-31" }, figures: { trained_staff: "about 40", needs: "MARKERNEED" }, sessions: [{ place: "Nairobi", number: "4" }] };
const YEAR = { from: "2026-01-01", until: "2026-12-31", as_at: "2026-12-31" };

async function at(office: Office): Promise<DeskCalls> {
  const calls = (await office.desk()).calls();
  await calls.sync();
  return calls;
}

test("what is typed lies sealed on this computer, is there at the next visit, and vanishes with the store", async () => {
  const office = new Office();
  office.storage = new IDBFactory();
  const [device] = office.devices as [Device];
  const first = await at(office);
  expect(await first.annualDraft()).toBeNull();
  expect(await first.keepAnnualDraft(TYPED)).toBe(true);
  await first.leave();

  const database = await openDatabase(office.storage);
  const [row] = (await database?.rows(device.device, "annual")) ?? [];
  database?.close();
  expect(row).toBeDefined();
  expect(Buffer.from(row?.sealed ?? []).toString("latin1")).not.toContain("MARKER");

  const second = await at(office);
  expect(await second.annualDraft()).toEqual(TYPED);
  expect(await second.keepAnnualDraft(null)).toBe(true);
  expect(await second.annualDraft()).toBeNull();
  await second.keepAnnualDraft(TYPED);
  await second.leave();
  await wipeStore(device.device, office.storage);
  expect(await (await at(office)).annualDraft()).toBeNull();
});

test("what is typed goes from here when its officer has left the office", async () => {
  const office = new Office();
  office.storage = new IDBFactory();
  const [device] = office.devices as [Device, Device];
  const first = await at(office);
  expect(await first.keepAnnualDraft(TYPED)).toBe(true);
  await first.leave();
  office.devices.splice(0, 1);
  office.publish("2026-11-20T00:00:00Z");

  const later = (await office.desk(device)).calls();
  await expect(later.sync()).rejects.toThrow("does not list");

  const database = await openDatabase(office.storage);
  expect(await database?.rows(device.device, "annual")).toEqual([]);
  database?.close();
});

test("a draft that another device kept, or that was changed on the disk, is none", async () => {
  const office = new Office();
  office.storage = new IDBFactory();
  const [mine, other] = office.devices as [Device, Device];
  const first = await at(office);
  await first.keepAnnualDraft(TYPED);
  await first.leave();

  const database = await openDatabase(office.storage);
  const [row] = (await database?.rows(mine.device, "annual")) ?? [];
  if (row === undefined) throw new Error("nothing was kept");
  await database?.write(other.device, [{ ...row, device: other.device }]);
  const changed = row.sealed.map((byte, place) => (place === 40 ? byte ^ 1 : byte));
  await database?.write(mine.device, [{ ...row, sealed: changed }]);
  database?.close();

  expect(await (await at(office)).annualDraft()).toBeNull();
  const neighbour = (await office.desk(other)).calls();
  expect(await neighbour.annualDraft()).toBeNull();
});

test("where nothing can be kept it is said", async () => {
  expect(await (await at(new Office())).keepAnnualDraft(TYPED)).toBe(false);
});

test("none can be said of a kind only while everything is counted", async () => {
  const office = new Office();
  const [sealed, harassed] = [office.reporter(), office.reporter()];
  office.report(harassed);
  const calls = await at(office);
  expect((await calls.annual(YEAR, true)).nil).toEqual({ sea: "unsure", sexual_harassment: "unsure" });

  await calls.code(harassed.thread, { allegation_type: "sexual_harassment" });
  const coded = await calls.annual(YEAR, true);
  expect(coded.nil).toEqual({ sea: "none", sexual_harassment: "some" });
  expect(coded.kinds.sexual_harassment).toMatchObject({ received: 1, pending: 1 });
  expect((await calls.annual({ ...YEAR, until: "2026-11-20" }, true)).nil).toEqual({ sea: "none", sexual_harassment: "none" });
  expect((await calls.annual(YEAR, false)).all.received).toBeNull();

  // Sealed to the other device alone: this one can only say that it could not open it.
  office.report(sealed, {}, { devices: [office.devices[1] as Device] });
  await calls.sync();
  const unopened = await calls.annual(YEAR, true);
  expect(unopened.differences).toMatchObject({ unopened: 1, pending: 1 });
  expect(unopened.nil.sea).toBe("unsure");
});

test("a case that two members had destroyed is named apart, in the period in which it was", async () => {
  const office = new Office();
  const reporter = office.reporter();
  for (const [index, step] of ["proposed", "done"].entries()) {
    const device = office.devices[index] as Device;
    const data = { step, id: "ab".repeat(16), digest: "cd".repeat(32), reason: "order" };
    office.file({ kind: "event", thread: reporter.thread, event: "disposal", at: `2026-11-21T09:00:0${String(index)}Z`, by: device.device, data }, device.seal[0] as never);
  }
  const calls = await at(office);

  expect((await calls.annual(YEAR, true)).differences).toMatchObject({ destroyed: 1, left: 0 });
  expect((await calls.statistics({ from: "", until: "", keys: ["kind"], unit: "reports" })).gone).toEqual({ destroyed: 1, left: 0, unread: 0 });
  expect((await calls.annual({ ...YEAR, from: "2027-01-01", until: "2027-12-31" }, true)).differences.destroyed).toBe(0);
});
