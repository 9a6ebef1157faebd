/** What goes from a desk goes for good: what was destroyed, and what an officer stepped back from. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import type { Published } from "../../src/api/reporter";
import { openDatabase } from "../../src/desk/store/database";
import { Store } from "../../src/desk/store/store";
import type { Kin } from "../../src/desk/case/recusal";
import { peopleCalls } from "../../src/desk/work/areas/people";
import type { Desk } from "../../src/desk/work/desk";
import { Listing } from "../../src/desk/work/listing";
import { grantsOf } from "../../src/desk/work/sharing";
import { hex, utf8 } from "../../src/sealing/bytes";
import type { Device } from "../../src/sealing/deviceFile";
import { BadInput } from "../../src/sealing/errors";
import { hash, type BoxKeyPair } from "../../src/sealing/primitives";
import { sign } from "../../src/sealing/signatures";
import { neighbours } from "./neighbours";
import { Office, OFFLINE, p } from "./office";

const MARKER = "MARKERWORD";
const ASKED = { from: "", until: "", keys: ["kind"], unit: "reports" } as const;

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

  const desk = await synced(office);
  desk.entered().ledger.remove(new Set([1]));
  await desk.sync();
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

interface Listed {
  readonly id: string;
  readonly members: { id: string; devices: { id: string }[] }[];
}

/** Publish a version in which the first member of `first` has these of its devices, and the last of all is another's. */
function owns(first: Office, ...devices: readonly Device[]): void {
  const before = first.versions.at(-1) as Published;
  const document = JSON.parse(new TextDecoder().decode(before.document)) as { offices: Listed[]; version: number; previous: string };
  const office = document.offices.find(({ id }) => id === first.office) as Listed;
  const listed = office.members.flatMap((member) => member.devices);
  const all = first.devices.map((device) => listed.find(({ id }) => id === device.device) ?? entry(device));
  const own = new Set(devices.map(({ device }) => device));
  office.members.splice(0, office.members.length, { id: "m0", devices: all.filter(({ id }) => own.has(id)) }, { id: "m1", devices: all.filter(({ id }) => id === first.devices.at(-1)?.device) });
  Object.assign(document, { issued: "2026-11-20T00:00:00Z", version: document.version + 1, previous: hex(hash(p, before.document)) });
  const bytes = utf8(JSON.stringify(document));
  first.versions.push({ version: document.version, document: bytes, signatures: [{ root: hex(first.root.public), signature: hex(sign(p, first.root, "directory", bytes)) }] });
}

function entry(device: Device) {
  return { id: device.device, sign: hex(device.sign.public), seal: device.seal.map((pair) => ({ key: hex(pair.public), from: pair.from, until: pair.until })) };
}

/** An office whose first member has two devices, a colleague, and a report. */
function doubled() {
  const { first, second } = neighbours();
  const colleague = first.devices.pop() as Device;
  const again = first.join("Focal point A, second");
  first.devices.push(colleague);
  const [own] = first.devices as [Device];
  owns(first, own, again);
  const reporter = first.reporter();
  first.report(reporter, { words: MARKER });
  return { first, second, reporter, own, again, colleague };
}

function told(desk: Desk): string[] {
  return desk.entered().ledger.cases().flatMap(({ events }) => events.map(({ event }) => event.text));
}

async function shared(office: Office, desk: Desk, to: Device): Promise<number> {
  const entered = desk.entered();
  const key = (to.seal[0] as BoxKeyPair).public;
  const grants = await grantsOf({ p, api: office.server(), entered, own: desk.outgoing(entered).key }, entered.ledger.cases(), { device: to.device, key });
  for (const { position, grant } of grants) office.granted.push({ id: office.granted.length + 1, position, grantor: entered.device.device, grant });
  return grants.length;
}

test("who steps back at one device does so at all of theirs", async () => {
  const { first, second, reporter, own, again, colleague } = doubled();
  first.storage = new IDBFactory();
  const other = await synced(first, again);
  expect(words(other)).toEqual([MARKER]);
  const desk = await synced(first, own);
  await desk.calls().recuse(reporter.thread, second.office, "");
  const theirs = await synced(first, colleague);
  await theirs.note(reporter.thread, "Not for them.");

  await other.sync();
  for (const one of [other, desk]) {
    await one.sync();
    expect(words(one)).toEqual([]);
    expect(told(one)).not.toContain("Not for them.");
    expect((await one.calls().case(reporter.thread))?.steppedBack).toBe(true);
  }
  expect((await theirs.calls().case(reporter.thread))?.steppedBack).toBe(false);
  expect(words(theirs)).toEqual([MARKER]);
  await other.leave();
  expect(await kept(first, again)).not.toContain(MARKER);
});

test("a device that comes after its member stepped back is sealed and given nothing", async () => {
  const { first, second, reporter, own, again, colleague } = doubled();
  const desk = await synced(first, own);
  await desk.calls().recuse(reporter.thread, second.office, "");
  const gone = first.devices.shift() as Device;
  const next = { ...first.join("Focal point A, third") };
  first.devices.unshift(...first.devices.splice(-1));
  owns(first, again, next);
  first.devices.push(gone);
  const theirs = await synced(first, colleague);
  await theirs.note(reporter.thread, "Not for them.");

  // The word of it only.
  expect(await shared(first, theirs, next)).toBe(1);
  const late = await synced(first, next);
  expect(words(late)).toEqual([]);
  expect(told(late)).not.toContain("Not for them.");
});

test("a colleague cannot say that the member stepped back at another device", async () => {
  const { first, reporter, own, again, colleague } = doubled();
  const desk = await synced(first, own);
  const forged = { kind: "event", thread: reporter.thread, event: "recusal", at: "2026-11-21T10:00:01Z", by: again.device, data: { office: "" } };
  const position = first.file(forged, colleague.seal[0] as BoxKeyPair, { devices: [colleague] });
  first.grant(position, colleague, own);

  await desk.sync();

  expect(words(desk)).toEqual([MARKER]);
  expect((await desk.calls().case(reporter.thread))?.steppedBack).toBe(false);
});

test("a case that an officer stepped back from is called that in the list, and is not open", async () => {
  const { first, second, reporter, own } = doubled();
  const desk = await synced(first, own);

  await desk.calls().recuse(reporter.thread, second.office, "");

  const { rows, counts } = await desk.list("all", 0);
  expect(rows.map(({ kind }) => kind)).toEqual(["left"]);
  expect(counts).toMatchObject({ open: 0, closed: 1, all: 1 });
});

test("a case left at one device is called that in the list of the other, as soon as a directory tells whose it is", async () => {
  const { first, second, reporter, own, again } = doubled();
  await (await synced(first, own)).calls().recuse(reporter.thread, second.office, "");
  const other = await synced(first, again);
  const { ledger, directories } = other.entered();
  let kin: Kin = (device) => new Set([device]);
  const listing = new Listing(again.device, () => kin);
  const before = listing.page(ledger.cases(), "all", 0, 0);
  kin = directories.newest().kin;
  const after = listing.page(ledger.cases(), "all", 0, 0);

  expect(before).toMatchObject({ rows: [{ kind: "nothing" }], counts: { open: 1, closed: 0 } });
  expect(after).toMatchObject({ rows: [{ kind: "left" }], counts: { open: 0, closed: 1 } });
  expect(await other.list("all", 0)).toEqual(after);
});

test("a case left is not counted at any device of who left it, and is counted at a colleague's", async () => {
  const { first, second, reporter, own, again, colleague } = doubled();
  const desk = await synced(first, own);
  await desk.calls().recuse(reporter.thread, second.office, "");

  for (const one of [desk, await synced(first, again)]) {
    expect(await one.calls().statistics(ASKED)).toMatchObject({ cases: 0, gone: { destroyed: 0, left: 1, unread: 0 } });
  }
  expect(await (await synced(first, colleague)).calls().statistics(ASKED)).toMatchObject({ cases: 1, gone: { destroyed: 0, left: 0, unread: 0 } });
});

test("who stepped back can say nothing more about the case, at any of their devices", async () => {
  const { first, second, reporter, own, again } = doubled();
  const other = await synced(first, again);
  const desk = await synced(first, own);
  await desk.calls().recuse(reporter.thread, second.office, "");
  await other.sync();
  const before = first.newest;

  for (const one of [desk, other]) {
    const calls = one.calls();
    await expect(calls.note(reporter.thread, "One more thing.")).rejects.toThrow(BadInput);
    await expect(calls.record(reporter.thread, "triage", { data: { conflict: "no" } })).rejects.toThrow(BadInput);
    await expect(calls.changeStatus(reporter.thread, "closed", "unfounded")).rejects.toThrow(BadInput);
    await expect(calls.closeCase(reporter.thread, "unfounded", false)).rejects.toThrow(BadInput);
  }
  expect(first.newest).toBe(before);
});

test("what a changed desk says all the same does not count, at any of their devices, and stands as late", async () => {
  const { first, second, reporter, own, again, colleague } = doubled();
  const desk = await synced(first, own);
  await desk.calls().recuse(reporter.thread, second.office, "");
  const said = { kind: "event", thread: reporter.thread, event: "status", status: "closed", reason: "unfounded", at: "2026-11-21T12:00:00Z", by: again.device };
  first.file(said, again.seal[0] as BoxKeyPair);
  first.storage = new IDBFactory();

  const theirs = await synced(first, colleague);
  const status = (await theirs.calls().case(reporter.thread))?.status;
  expect(await theirs.calls().case(reporter.thread)).toMatchObject({ late: 1, left: [{ title: "" }] });
  await theirs.leave();

  expect(status).not.toBe("closed");
  // So it stays when it is read out of what the computer keeps.
  const later = await first.desk(colleague);
  expect(await later.calls().case(reporter.thread)).toMatchObject({ late: 1, status });
});

test("what may belong to a case that one stepped back from is told apart from what should have opened", async () => {
  const { first, second, reporter, own, colleague } = doubled();
  first.report(first.reporter(), { words: "Sealed past them." }, { day: "2026-11-20", devices: [colleague] });
  const theirs = await synced(first, colleague);
  const desk = await synced(first, own);
  expect(await desk.calls().failures()).toMatchObject([{ check: "slot", perhapsLeft: false }]);
  await desk.calls().recuse(reporter.thread, second.office, "");
  await theirs.note(reporter.thread, "Not for them.");
  await desk.sync();

  expect(await desk.calls().failures()).toMatchObject([{ check: "slot", perhapsLeft: true }, { check: "slot", perhapsLeft: false }]);
});

test("nobody takes over the cases that they stepped back from", async () => {
  const { first, second, reporter, own, again, colleague } = doubled();
  const theirs = await synced(first, colleague);
  await theirs.tell("mine", reporter.thread, "assignment", { to: colleague.device });
  const desk = await synced(first, own);
  await desk.calls().recuse(reporter.thread, second.office, "");
  await theirs.sync();

  expect(await peopleCalls(theirs).handOver("m1", again.device)).toEqual({ cases: 0, shared: 0 });
});

test("what a colleague says who has not heard of it yet is not sealed to who stepped back", async () => {
  const { first, second, reporter, own, again, colleague } = doubled();
  const theirs = await synced(first, colleague);
  const other = await synced(first, again);
  const desk = await synced(first, own);
  await desk.calls().recuse(reporter.thread, second.office, "");

  await theirs.note(reporter.thread, "Not for them.");

  expect(told(theirs)).toContain("Not for them.");
  for (const one of [desk, other]) {
    await one.sync();
    expect(one.entered().ledger.failures().map(({ check }) => check)).toContain("slot");
  }
});

test("what waited without a connection is sealed anew when somebody stepped back meanwhile", async () => {
  const { first, second, reporter, own, colleague } = doubled();
  first.storage = new IDBFactory();
  const theirs = await synced(first, colleague);
  const desk = await synced(first, own);
  for (const name of ["envelopes", "postEvent", "postReply"] as const) first.faults.set(name, Array.from({ length: 9 }, OFFLINE));
  await theirs.note(reporter.thread, "Not for them.");
  await theirs.answer(reporter.thread, "For the reporter.", null);
  await theirs.leave();
  first.faults.clear();
  await desk.calls().recuse(reporter.thread, second.office, "");

  const later = await synced(first, colleague);

  expect(await later.calls().state()).toMatchObject({ waiting: 0, refused: 0 });
  expect(told(later).filter((text) => text !== "")).toEqual(expect.arrayContaining(["Not for them.", "For the reporter."]));
  await desk.sync();
  expect(desk.entered().ledger.failures().map(({ check }) => check)).toEqual(["slot", "slot"]);
  expect([...first.found(reporter).values()].map(({ text }) => text)).toContain("For the reporter.");
});
