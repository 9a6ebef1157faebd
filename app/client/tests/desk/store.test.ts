/** What a desk keeps on the computer, and what waits there to be sent. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { OpenElsewhere } from "../../src/desk/errors";
import { openDatabase, wipeStore } from "../../src/desk/store/database";
import { StorageFull } from "../../src/indexed";
import { Store } from "../../src/desk/store/store";
import type { DeskCalls } from "../../src/desk/view";
import { openTabs } from "../../src/desk/work/tabs";
import type { Device } from "../../src/sealing/deviceFile";
import { lockDevice } from "../../src/sealing/deviceFile";
import { tag } from "../../src/sealing/tags";
import { unhex } from "../../src/sealing/bytes";
import { Refused } from "../../src/api/reporter";
import { NOW, Office, OFFLINE, p, TODAY } from "./office";

const MARKER = "MARKERWORD";

function kept(devices = 2): Office {
  const office = new Office(devices);
  office.storage = new IDBFactory();
  return office;
}

async function opened(office: Office, device: Device = office.devices[0] as Device, takeOver = false): Promise<DeskCalls> {
  const desk = office.locked();
  const file = await lockDevice(p, device, "a b c d", { ops: 1, bytes: 8192 });
  await desk.unlock(file, "a b c d");
  await desk.enter(office.pins, null, takeOver);
  return desk.calls();
}

/** From now on the server does not answer. */
function cut(office: Office): void {
  for (const name of ["challenge", "session", "envelopes", "positions", "postEvent", "postReply", "grants", "markOpened", "claimBricks"] as const) {
    office.faults.set(name, Array.from({ length: 1000 }, OFFLINE));
  }
}

/** Two members say that they had a case destroyed. */
function destroyed(office: Office, thread: string): void {
  for (const [index, step] of ["proposed", "done"].entries()) {
    const device = office.devices[index] as Device;
    const data = { step, id: "ab".repeat(16), digest: "cd".repeat(32), reason: "order" };
    office.file({ kind: "event", thread, event: "disposal", at: `2026-11-21T09:00:0${String(index)}Z`, by: device.device, data }, device.seal[0] as never);
  }
}

async function rows(office: Office) {
  const database = await openDatabase(office.storage);
  const found = [];
  for (const { device } of office.devices) found.push(...((await database?.rows(device, "")) ?? []));
  database?.close();
  return found;
}

async function story(desk: DeskCalls, thread: string) {
  return (await desk.case(thread))?.story ?? [];
}

test("a later start shows all cases without a network", async () => {
  const office = kept();
  const reporters = Array.from({ length: 270 }, () => office.reporter());
  for (const reporter of reporters) office.report(reporter, { words: `${MARKER} ${reporter.thread}` });
  const first = await opened(office);
  await first.sync();
  await first.leave();
  cut(office);

  const later = await opened(office);

  expect((await later.list("all", 0)).counts.all).toBe(270);
  expect((await later.case(reporters[262]?.thread ?? ""))?.reports).toMatchObject([{ words: `${MARKER} ${reporters[262]?.thread ?? ""}` }]);
  await expect(later.sync()).rejects.toThrow("cannot be reached");
  expect(await later.state()).toMatchObject({ stored: "kept", online: false, waiting: 0, asOf: new Date(NOW).toISOString() });
});

test("a later start fetches only what is new, and knows what could not be opened", async () => {
  const office = kept();
  for (let number = 0; number < 5; number++) office.report(office.reporter());
  office.put(p.random(16_384), TODAY);
  const first = await opened(office);
  expect(await first.sync()).toBe(6);
  await first.leave();
  office.report(office.reporter());

  const later = await opened(office);

  expect(await later.failures()).toMatchObject([{ position: 6, check: "magic" }]);
  expect(await later.sync()).toBe(1);
  expect((await later.list("all", 0)).counts.all).toBe(6);
});

test("nothing that is kept can be read without the device's key", async () => {
  const office = kept();
  office.report(office.reporter(), { words: MARKER });
  const desk = await opened(office);
  await desk.sync();
  await desk.note((await desk.list("all", 0)).rows[0]?.thread ?? "", `${MARKER} as a note`);
  await desk.leave();

  const found = await rows(office);
  expect(found.length).toBeGreaterThan(2);
  for (const row of found) {
    const bytes = String.fromCharCode(...row.sealed);
    expect(bytes).not.toContain(MARKER);
    expect(bytes).not.toContain("thread");
    expect(row.sealed.length % 4096).toBe(16);
  }
  const stranger = new Store(p, office.join("Stranger"), await openDatabase(office.storage));
  expect((await stranger.load()).records).toEqual([]);
});

test("a row that was changed, or an older one in its place, costs a fetch and nothing else", async () => {
  const office = kept();
  for (let number = 0; number < 3; number++) office.report(office.reporter());
  const first = await opened(office);
  await first.sync();
  const older = (await rows(office)).filter(({ name }) => name.startsWith("chunk"));
  office.report(office.reporter());
  await first.sync();
  await first.leave();
  const database = await openDatabase(office.storage);
  await database?.write(older[0]?.device ?? "", older);
  database?.close();

  const later = await opened(office);
  await later.sync();

  expect((await later.list("all", 0)).counts.all).toBe(4);
  expect((await later.state()).renewed).toBe(true);
});

test("a colleague's word that a case was destroyed makes an open desk drop it at once", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  const desk = await opened(office);
  await desk.sync();
  office.filed.splice(0, 1);
  destroyed(office, reporter.thread);

  await desk.sync();

  expect((await desk.case(reporter.thread))?.reports).toEqual([]);
});

test("a server that was set back to an earlier day loses nothing that is kept here, and nothing new is missed", async () => {
  const office = kept();
  const [first, lost] = [office.reporter(), office.reporter()];
  office.report(first);
  office.report(lost);
  const before = await opened(office);
  await before.sync();
  await before.leave();
  office.filed.splice(1, 1);
  office.newest = 1;
  const fresh = office.reporter();
  office.report(fresh);

  const later = await opened(office);
  await later.sync();

  expect(new Set((await later.list("all", 0)).rows.map(({ thread }) => thread))).toEqual(new Set([first.thread, lost.thread, fresh.thread]));
  await later.leave();
  const again = await opened(office);
  await again.sync();
  expect((await again.list("all", 0)).counts.all).toBe(3);
});

test("without a connection replies and events wait, stand in the case, survive a lock, and leave later in order", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  const first = await opened(office);
  await first.sync();
  cut(office);

  expect(await first.acknowledge(reporter.thread)).toBe("waiting");
  await first.note(reporter.thread, "Call tomorrow.");
  expect(await first.answer(reporter.thread, "We have a question.", "triaged")).toBe("waiting");

  expect((await story(first, reporter.thread)).map((item) => item.kind === "event" && [item.event, item.waits])).toEqual([["acknowledged", true], ["note", true], ["replied", true], ["status", true]]);
  expect(office.replies).toEqual([]);
  await first.leave();

  const later = await opened(office);
  expect(await later.state()).toMatchObject({ waiting: 3 });
  expect((await later.outgoing()).map(({ events }) => events)).toEqual([["acknowledged"], ["note"], ["replied", "status"]]);
  expect((await later.case(reporter.thread))?.status).toBe("triaged");
  office.faults.clear();
  await later.sync();

  expect([...office.found(reporter)].map(([j, { text, template }]) => [j, template ?? text])).toEqual([[0, "read"], [1, "We have a question."]]);
  expect((await story(later, reporter.thread)).map((item) => item.kind === "event" && [item.event, item.waits])).toEqual([["acknowledged", false], ["note", false], ["replied", false], ["status", false]]);
  expect(await later.state()).toMatchObject({ waiting: 0, online: true });
  expect((await rows(office)).filter(({ name }) => name.startsWith("outgoing"))).toEqual([]);
});

test("a reply that waited takes the next number when a colleague has used its own, and the event says which", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  const first = await opened(office);
  await first.sync();
  cut(office);
  await first.answer(reporter.thread, "From the first desk.", null);
  await first.leave();
  office.faults.clear();
  const colleague = await opened(office, office.devices[1]);
  await colleague.sync();
  await colleague.answer(reporter.thread, "From the second desk.", null);

  const later = await opened(office);
  await later.sync();
  await later.answer(reporter.thread, "Once more.", null);

  expect([...office.found(reporter)].map(([j, { text }]) => [j, text])).toEqual([[0, "From the second desk."], [1, "From the first desk."], [2, "Once more."]]);
  expect((await story(later, reporter.thread)).filter((item) => item.kind === "event" && item.event === "replied")).toHaveLength(3);
  expect(office.replies.map((one) => one.tag)).toContainEqual(tag(p, unhex(office.replyFor(reporter).tag), 1));
});

test("what the server does not take is kept and said, and holds up nothing else", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  const first = await opened(office);
  await first.sync();
  cut(office);
  await first.note(reporter.thread, "One.");
  await first.note(reporter.thread, "Two.");
  office.faults.clear();
  office.faults.set("postEvent", [new Refused(400)]);

  await first.sync();

  expect(await first.state()).toMatchObject({ waiting: 0, refused: 1 });
  expect(await first.outgoing()).toMatchObject([{ events: ["note"], refused: true, thread: reporter.thread }]);
  await first.sendAgain();
  expect(await first.state()).toMatchObject({ waiting: 0, refused: 0 });
  expect((await story(first, reporter.thread)).map((item) => item.kind === "event" && item.text)).toEqual(["One.", "Two."]);
});

test("what was given up is gone from the case", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  const desk = await opened(office);
  await desk.sync();
  cut(office);
  await desk.note(reporter.thread, "Never mind.");

  await desk.discard((await desk.outgoing())[0]?.id ?? "");

  expect(await story(desk, reporter.thread)).toEqual([]);
  expect((await rows(office)).filter(({ name }) => name.startsWith("outgoing"))).toEqual([]);
});

test("a full store says so, the desk works on, and what was kept before is there the next time", async () => {
  const office = kept();
  office.report(office.reporter());
  const first = await opened(office);
  await first.sync();
  await first.leave();
  office.report(office.reporter());
  const full = await openDatabase(office.storage);
  const device = office.devices[0] as Device;
  const store = new Store(p, device, full === null ? null : { ...full, write: () => Promise.reject(new StorageFull()) });
  expect((await store.load()).records).toHaveLength(1);

  await store.keep([{ position: 2, day: TODAY, check: "slot" }], { newest: 2, newestGrant: 0 });

  expect(store.state).toBe("full");
  expect(await store.keepOutgoing("1", {})).toBe(false);
  await store.close();
  const later = await opened(office);
  expect(await later.sync()).toBe(1);
});

test("a device that the directory lists no more forgets what it kept", async () => {
  const office = kept(3);
  office.report(office.reporter());
  const gone = office.devices[2] as Device;
  const first = await opened(office, gone);
  await first.sync();
  await first.leave();
  office.devices.splice(2, 1);
  office.publish("2026-11-20T00:00:00Z");

  const later = await opened(office, gone);
  await expect(later.sync()).rejects.toThrow("does not list");

  office.devices.push(gone);
  expect((await rows(office)).map(({ name }) => name)).toEqual(["directories"]);
});

test("wiping a device's store leaves the others alone", async () => {
  const office = kept();
  office.report(office.reporter());
  for (const device of office.devices) {
    const desk = await opened(office, device);
    await desk.sync();
    await desk.leave();
  }

  await wipeStore(office.devices[0]?.device ?? "", office.storage);

  expect(new Set((await rows(office)).map(({ device }) => device))).toEqual(new Set([office.devices[1]?.device]));
});

test("an own recusal closes the case to this device for good, and to no colleague", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter, { words: MARKER });
  const desk = await opened(office);
  await desk.sync();
  await desk.record(reporter.thread, "recusal", { data: { office: "ab".repeat(16) } });
  office.message(reporter, "For the others.");
  await desk.sync();

  const closed = async (one: DeskCalls) => {
    expect((await one.case(reporter.thread))?.reports).toEqual([]);
    expect((await story(one, reporter.thread)).map((item) => item.kind)).toEqual(["event"]);
  };
  await closed(desk);
  await desk.leave();
  const later = await opened(office);
  await closed(later);
  await later.sync();
  await closed(later);
  const colleague = await opened(office, office.devices[1]);
  await colleague.sync();
  expect((await colleague.case(reporter.thread))?.reports).toMatchObject([{ words: MARKER }]);
});

test("an envelope of a newer version is kept as unknown and read when the desk understands it", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  office.file({ v: 2, kind: "report", thread: reporter.thread, something: "new" }, reporter.box);
  const first = await opened(office);
  await first.sync();
  await first.leave();
  cut(office);

  const later = await opened(office);

  expect(await later.case(reporter.thread)).toMatchObject({ unknown: 1, reports: [{}] });
});

test("a second tab is told, and can take over; the first one learns it", async () => {
  const office = kept();
  let lost = 0;
  const tabs = () => openTabs(navigator.locks, () => { lost++; });
  office.tabs = tabs();
  const first = await opened(office);
  office.tabs = tabs();
  await expect(opened(office)).rejects.toThrow(OpenElsewhere);

  office.tabs = tabs();
  const second = await opened(office, office.devices[0], true);
  await new Promise((resolve) => { setTimeout(resolve, 20); });

  expect(lost).toBe(1);
  await second.leave();
  await first.leave();
  office.tabs = tabs();
  await (await opened(office)).leave();
});

test("events keep their order when the clock goes back", async () => {
  const office = kept();
  const reporter = office.reporter();
  office.report(reporter);
  const desk = await opened(office);
  await desk.sync();
  await desk.note(reporter.thread, "First.");
  office.now = NOW - 3 * 86_400_000;
  await desk.note(reporter.thread, "Second.");

  expect((await story(desk, reporter.thread)).map((item) => item.kind === "event" && item.text)).toEqual(["First.", "Second."]);
});
