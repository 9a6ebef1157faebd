/** What waits to be sent: it stops nothing else, and the last word of an officer is the last one. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { Refused } from "../../src/api/reporter";
import type { DeskCalls } from "../../src/desk/view";
import type { Device } from "../../src/sealing/deviceFile";
import { utf8 } from "../../src/sealing/bytes";
import { seal, TOWARDS_OFFICE } from "../../src/sealing/envelope";
import { openDatabase } from "../../src/desk/store/database";
import { Store } from "../../src/desk/store/store";
import { Office, OFFLINE, p } from "./office";

const DAY_MS = 86_400_000;
const URGENT = "A child is in danger now.";

function kept(): Office {
  const office = new Office();
  office.storage = new IDBFactory();
  return office;
}

async function opened(office: Office, device: Device = office.devices[0] as Device): Promise<DeskCalls> {
  return (await office.desk(device)).calls();
}

async function synced(office: Office, device?: Device): Promise<DeskCalls> {
  const desk = await opened(office, device);
  await desk.sync();
  return desk;
}

/** From now on the server does not answer. */
function cut(office: Office): void {
  for (const name of ["challenge", "session", "envelopes", "positions", "postEvent", "postReply", "grants", "markOpened", "claimBricks"] as const) {
    office.faults.set(name, Array.from({ length: 1000 }, OFFLINE));
  }
}

async function events(desk: DeskCalls, thread: string) {
  return ((await desk.case(thread))?.story ?? []).flatMap((item) => (item.kind === "event" ? [item] : []));
}

test("danger, safe, danger written without a connection is danger", async () => {
  const office = kept();
  const [reporter, other] = [office.reporter(), office.reporter()];
  for (const one of [reporter, other]) office.report(one);
  const desk = await synced(office);
  cut(office);
  for (const safety of ["danger", "safe", "danger"]) {
    await desk.record(reporter.thread, "triage", { data: { safety } });
    await desk.note(other.thread, "Something else.");
  }
  await desk.record(reporter.thread, "triage", { data: { safety: "danger" } });
  expect(await desk.state()).toMatchObject({ waiting: 4 });
  office.faults.clear();

  await desk.sync();

  const colleague = await office.desk(office.devices[1]);
  await colleague.sync();
  const said = colleague.entered().ledger.case(reporter.thread)?.events.map(({ event }) => event.data.safety);
  expect(said).toEqual(["danger", "safe", "danger"]);
  expect(await events(colleague.calls(), other.thread)).toHaveLength(1);
});

test("an event that the server cannot store keeps no report away, and the desk does not say that it is offline", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  const desk = await synced(office);
  office.faults.set("postEvent", Array.from({ length: 1000 }, () => new Refused(500)));
  await desk.note(reporter.thread, "It waits.");
  office.report(office.reporter(), { words: URGENT });
  office.now += 60_000;

  expect(await desk.sync()).toBe(1);

  expect((await desk.list("all", 0)).counts.all).toBe(2);
  expect(await desk.state()).toMatchObject({ online: true, waiting: 1, refused: 0 });
});

test("an answer that cannot be numbered anew is set aside, and what comes is fetched", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  const [device, other] = office.devices as [Device, Device];
  Object.assign(device, { seal: device.seal.map((pair) => ({ ...pair, until: "2026-11-22T00:00:00Z" })) });
  office.publish("2026-11-20T00:00:00Z");
  const first = await synced(office);
  cut(office);
  await first.answer(reporter.thread, "From the train.", null);
  await first.leave();
  office.faults.clear();
  await (await synced(office, other)).answer(reporter.thread, "From the office.", null);
  office.report(office.reporter(), { words: URGENT });
  office.now += 3 * DAY_MS;

  const later = await synced(office);

  expect((await later.list("all", 0)).counts.all).toBe(2);
  expect(await later.state()).toMatchObject({ online: true, waiting: 0, refused: 1 });
});

test("something of one's own that cannot be read any more does not keep the desk shut", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  await (await synced(office)).leave();
  const device = office.devices[0] as Device;
  const fields = { v: 1, kind: "event", office: office.office, directory: office.named(), thread: reporter.thread, event: "note", text: "x", at: "+010000-01-01T00:00:00Z", by: device.device };
  const pair = device.seal[0] as Device["seal"][number];
  const { envelope } = seal(p, utf8(JSON.stringify(fields)), pair, [pair.public], TOWARDS_OFFICE);
  const store = new Store(p, device, await openDatabase(office.storage));
  await store.load();
  await store.keepOutgoing("0000000001", { name: `note ${reporter.thread} x`, marks: [], replies: [], tags: null, deposits: [], events: [btoa(String.fromCharCode(...envelope))], j: null });
  await store.close();

  const later = await opened(office);

  expect((await later.list("all", 0)).counts.all).toBe(1);
  expect(await later.outgoing()).toMatchObject([{ events: [], refused: false }]);
});
