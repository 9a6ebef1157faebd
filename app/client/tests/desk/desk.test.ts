import { expect, test } from "vitest";
import { Refused } from "../../src/api/reporter";
import { NotListed } from "../../src/desk/errors";
import { concat, unhex, utf8 } from "../../src/sealing/bytes";
import { MOST_TEXT_BYTES, pieces, REPLY_ROOM } from "../../src/desk/lengths";
import { lockDevice } from "../../src/sealing/deviceFile";
import { type BoxKeyPair, newBoxKeys } from "../../src/sealing/primitives";
import { verify } from "../../src/sealing/signatures";
import { tag } from "../../src/sealing/tags";
import type { CaseView } from "../../src/desk/view";
import { opener } from "../../src/desk/work/opener";
import type { Acknowledgement } from "../../src/payloads";
import { Office, OFFLINE, p, TODAY } from "./office";

const keyOf = ({ seal: [pair] }: { seal: readonly BoxKeyPair[] }) => pair as BoxKeyPair;

async function shown(desk: Awaited<ReturnType<Office["desk"]>>, thread: string): Promise<CaseView> {
  return (await desk.case(thread)) as CaseView;
}

/** An office with one report, and a desk that has fetched it. */
async function reported() {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const desk = await office.desk();
  await desk.sync();
  return { office, reporter, desk };
}

test("a report that was filed is listed and can be read", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter, { answers: { category: ["fraud"], where: "the depot" }, words: "Money is missing." });
  const desk = await office.desk();

  await desk.sync();

  const list = await desk.list("open", 0);
  expect(list.rows).toMatchObject([{ thread: reporter.thread, received: TODAY, categories: ["fraud"], status: "received", unread: true, waiting: "office" }]);
  expect((await shown(desk, reporter.thread)).reports).toMatchObject([{ words: "Money is missing.", vouched: null }]);
  expect((await shown(desk, reporter.thread)).consent).toMatchObject({ identity: "none", changed: null });
});

test("urgent cases stand first, then those that came first", async () => {
  const office = new Office();
  const [late, early, child] = [office.reporter(), office.reporter(), office.reporter()];
  office.report(late, {}, { day: "2026-11-20" });
  office.report(early, {}, { day: "2026-11-19" });
  office.report(child, { answers: { child_involved: "unknown" } }, { day: "2026-11-21" });
  const desk = await office.desk();

  await desk.sync();

  expect((await desk.list("open", 0)).rows.map(({ thread }) => thread)).toEqual([child.thread, early.thread, late.thread]);
});

test("an envelope that cannot be opened is shown with the check that failed, and the rest is read", async () => {
  const office = new Office();
  const reporter = office.reporter();
  const stranger = office.reporter();
  office.put(p.random(16_384), TODAY);
  office.report(reporter);
  office.file({ kind: "report", thread: stranger.thread, channel: "app", reply: office.replyFor(office.reporter()) }, stranger.box);
  office.file({ kind: "report", thread: stranger.thread, channel: "pigeon", reply: office.replyFor(stranger) }, stranger.box);
  office.report(stranger, { office: "00".repeat(16) });
  office.report(stranger, { recipients: [] });
  office.file({ kind: "event", thread: reporter.thread, event: "note", at: "2026-11-21T09:00:00Z", by: office.devices[0]?.device, text: "forged" }, reporter.box);
  office.message({ ...stranger, thread: reporter.thread }, "I take it all back.");
  const desk = await office.desk();

  await desk.sync();

  const failures = await desk.failures();
  expect(failures.map(({ position, check }) => [position, check])).toEqual([
    [8, "sender"], [7, "sender"], [6, "recipients"], [5, "office"], [4, "schema"], [3, "sender"], [1, "magic"],
  ]);
  expect((await desk.list("all", 0)).rows).toHaveLength(1);
  expect((await shown(desk, reporter.thread)).unproven).toBe(1);
});

test("later syncs fetch only what is new", async () => {
  const office = new Office();
  for (let number = 0; number < 260; number++) office.report(office.reporter());
  const desk = await office.desk();

  expect(await desk.sync()).toBe(260);
  office.report(office.reporter());

  expect(await desk.sync()).toBe(1);
  expect((await desk.list("all", 9)).page).toBe(5);
  expect(office.progress.at(-1)).toEqual({ done: 261, total: 261 });
});

test("opening a case is told to the server and to the colleagues once", async () => {
  const { office, reporter, desk } = await reported();

  await desk.markRead(reporter.thread);
  await desk.markRead(reporter.thread);

  const colleague = await office.desk(office.devices[1]);
  await colleague.sync();
  expect(office.marked).toEqual([1]);
  expect(office.filed).toHaveLength(2);
  expect((await shown(colleague, reporter.thread)).story).toMatchObject([{ event: "opened", by: "Focal point A", own: false }]);
  expect((await colleague.list("open", 0)).rows).toMatchObject([{ unread: true, status: "opened" }]);
  expect((await desk.list("open", 0)).rows).toMatchObject([{ unread: false }]);
});

test("an acknowledgement reaches the reporter under the first tag with a signature that holds", async () => {
  const { office, reporter, desk } = await reported();

  await desk.acknowledge(reporter.thread);

  const reply = office.found(reporter).get(0) as { template: string; ack: Acknowledgement };
  const { ctx, thread, day, signature, device } = reply.ack;
  const message = concat(unhex(office.office), unhex(ctx), unhex(thread), utf8(day));
  expect(reply.template).toBe("read");
  expect([device, day, thread]).toEqual([office.devices[0]?.device, TODAY, reporter.thread]);
  expect(verify(p, office.devices[0]?.sign.public ?? new Uint8Array(32), "ack", message, unhex(signature))).toBe(true);
  expect(ctx).toBe((await shown(desk, reporter.thread)).reports[0]?.ctx);
  expect(await shown(desk, reporter.thread)).toMatchObject({ status: "acknowledged", acknowledged: { day: TODAY, by: "Focal point A" }, waiting: "reporter" });
});

test("when a colleague has used the tag the answer goes under the next one", async () => {
  const { office, reporter, desk } = await reported();
  office.replies.push({ tag: tag(p, unhex(office.replyFor(reporter).tag), 0), envelope: p.random(4096) });

  await desk.answer(reporter.thread, "We have a question.", null);
  office.replies.shift();

  expect(office.found(reporter).get(1)).toMatchObject({ kind: "reply", text: "We have a question." });
  await desk.answer(reporter.thread, "Another one.", null);
  expect(office.found(reporter).get(2)).toMatchObject({ text: "Another one." });
});

test("standard words go as a template, and colleagues see which", async () => {
  const { office, reporter, desk } = await reported();

  await desk.standard(reporter.thread, "check_in");

  expect(office.found(reporter).get(0)).toMatchObject({ kind: "reply", template: "check_in" });
  expect((await shown(desk, reporter.thread)).story).toContainEqual(expect.objectContaining({ event: "replied", reason: "check_in" }));
});

test("a long answer goes in parts and is one text for the reporter and for the colleagues", async () => {
  const { office, reporter, desk } = await reported();
  const text = "我们读了您的报告。".repeat(300);

  await desk.answer(reporter.thread, text, null);

  const parts = [...office.found(reporter).values()] as { text: string; part: number; parts: number; item: string }[];
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.map(({ text: part }) => part).join("")).toBe(text);
  expect(new Set(parts.map(({ item }) => item)).size).toBe(1);
  expect((await shown(desk, reporter.thread)).story.at(-1)).toMatchObject({ event: "replied", text });
});

test("helpers take their share, and one that breaks is done without", async () => {
  const office = new Office();
  for (let number = 0; number < 300; number++) office.report(office.reporter());
  office.put(p.random(16_384), TODAY);
  const device = office.devices[0] ?? office.join("");
  let helped = 0;
  const good = { open: (envelopes: readonly Uint8Array[]) => { helped += envelopes.length; return opener(p, device).open(envelopes); } };
  office.helpers = [{ open: () => Promise.reject(new Error("broken")) }, good];
  const desk = await office.desk();

  expect(await desk.sync()).toBe(301);

  expect(helped).toBeGreaterThan(0);
  expect((await desk.list("all", 0)).counts.all).toBe(300);
  expect(await desk.failures()).toMatchObject([{ position: 301, check: "magic" }]);
});

test("an answer that just fits goes in one message, whatever the status and the office's size", async () => {
  const office = new Office(8);
  const [reporter, other] = [office.reporter(), office.reporter()];
  for (const one of [reporter, other]) office.report(one, { lang: "x".repeat(35) });
  const desk = await office.desk();
  await desk.sync();

  await desk.answer(reporter.thread, "a".repeat(REPLY_ROOM), "referred_investigation");
  await desk.answer(other.thread, "b".repeat(MOST_TEXT_BYTES), "referred_investigation");

  expect(office.found(reporter).size).toBe(1);
  expect(office.found(other).size).toBe(pieces("b".repeat(MOST_TEXT_BYTES)).length);
  expect((await shown(desk, other.thread)).story.filter((item) => item.kind === "event" && item.event === "replied")).toHaveLength(1);
});

test("a reporter who names no real language can still be answered", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter, { lang: "long ".repeat(1000) });
  const desk = await office.desk();
  await desk.sync();

  await desk.acknowledge(reporter.thread);

  expect(office.found(reporter).get(0)).toMatchObject({ template: "read", lang: "" });
});

test("a server that repeats itself does not keep the desk for ever", async () => {
  const office = new Office();
  for (let number = 0; number < 256; number++) office.report(office.reporter());
  const desk = await office.desk();
  office.filed.push(...office.filed.slice(0, 1));

  await expect(desk.sync()).rejects.toThrow("cannot be reached");
});

test("an answer that broke off is not sent twice when it is sent again", async () => {
  const { office, reporter, desk } = await reported();
  office.faults.set("postEvent", [OFFLINE()]);

  await expect(desk.answer(reporter.thread, "Thank you.", "triaged")).rejects.toThrow("cannot be reached");
  await desk.answer(reporter.thread, "Thank you.", "triaged");

  expect(office.replies).toHaveLength(1);
  expect((await shown(desk, reporter.thread)).story.map((item) => item.kind === "event" && item.event)).toEqual(["replied", "status"]);
});

test("a session that has ended is opened again without asking", async () => {
  const office = new Office();
  office.report(office.reporter());
  const desk = await office.desk();
  office.endSessions();

  expect(await desk.sync()).toBe(1);
});

test("a note reaches colleagues and never the reporter", async () => {
  const { office, reporter, desk } = await reported();

  await desk.note(reporter.thread, "Call the helpers first.");

  const colleague = await office.desk(office.devices[1]);
  await colleague.sync();
  expect((await shown(colleague, reporter.thread)).story).toMatchObject([{ event: "note", text: "Call the helpers first." }]);
  expect(office.replies).toEqual([]);
});

test("a status follows the life cycle", async () => {
  const { reporter, desk } = await reported();
  await desk.acknowledge(reporter.thread);
  expect((await shown(desk, reporter.thread)).choices).toEqual(["triaged"]);

  await desk.changeStatus(reporter.thread, "triaged", "");
  await desk.changeStatus(reporter.thread, "closed", "duplicate");

  expect(await shown(desk, reporter.thread)).toMatchObject({ status: "closed", choices: ["reopened"], waiting: "nobody" });
  expect((await desk.list("closed", 0)).counts).toEqual({ open: 0, new: 0, closed: 1, all: 1 });
});

test("what a colleague grants is read and shown as vouched for, messages too", async () => {
  const office = new Office();
  const reporter = office.reporter();
  const before = [...office.devices];
  const [first, second] = [office.report(reporter, {}, { devices: before }), office.message(reporter, "One more thing.", { devices: before })];
  const late = office.join("Focal point C");
  office.publish("2026-11-20T00:00:00Z");
  const desk = await office.desk(late);
  await desk.sync();
  expect((await desk.failures()).map(({ check }) => check)).toEqual(["slot", "slot"]);
  for (const position of [second, first]) office.grant(position, office.devices[0] ?? late, late);

  await desk.sync();

  expect(await desk.failures()).toEqual([]);
  const found = await shown(desk, reporter.thread);
  expect(found.reports).toMatchObject([{ vouched: "Focal point A", words: "Something is wrong." }]);
  expect(found.story).toMatchObject([{ kind: "message", text: "One more thing.", vouched: "Focal point A" }]);
});

test("a device that was removed is believed for the grace period and no longer", async () => {
  const office = new Office(3);
  const reporter = office.reporter();
  office.report(reporter);
  const [gone] = office.devices.splice(2, 1);
  const event = (at: string) => ({ kind: "event", thread: reporter.thread, event: "note", at, by: gone?.device, text: at, directory: office.named(1) });
  office.publish("2026-11-15T00:00:00Z");
  const key = keyOf(gone ?? { seal: [] });
  office.file(event("2026-11-16T09:00:00Z"), key, { day: "2026-11-16" });
  office.file(event("2026-11-21T09:00:00Z"), key, { day: "2026-11-21" });
  const desk = await office.desk();

  await desk.sync();

  expect((await shown(desk, reporter.thread)).story).toHaveLength(1);
  expect((await desk.failures()).map(({ position, check }) => [position, check])).toEqual([[3, "sender"]]);
});

test("a colleague's event that names a newer directory makes the desk fetch it", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const desk = await office.desk();
  const late = office.join("Focal point C");
  office.publish("2026-11-20T00:00:00Z");
  office.file({ kind: "event", thread: reporter.thread, event: "note", at: "2026-11-21T09:00:00Z", by: late.device, text: "Hello." }, keyOf(late));

  await desk.sync();

  expect((await shown(desk, reporter.thread)).story).toMatchObject([{ event: "note", by: "Focal point C" }]);
});

test("a device that the directory does not list is told so", async () => {
  const office = new Office();
  const gone = office.join("Focal point C");

  await expect(office.desk(gone)).rejects.toBeInstanceOf(NotListed);
});

test("a directory under other roots is refused", async () => {
  const office = new Office();
  const other = new Office();

  await expect(office.desk(office.devices[0], other.pins)).rejects.toMatchObject({ check: "signatures" });
});

test("without pins the desk shows twelve words to compare", async () => {
  const office = new Office();
  const desk = office.locked();
  await desk.unlock(await lockDevice(p, office.devices[0] ?? office.join(""), "open", { ops: 1, bytes: 8192 }), "open");

  const self = await desk.enter(null, null);

  expect(self).toMatchObject({ office: "UN-Habitat conduct and discipline", title: "Focal point A", demonstration: true });
  expect(self.fingerprint).toHaveLength(12);
});

test("a wrong passphrase is named as such", async () => {
  const office = new Office();
  const file = await lockDevice(p, office.devices[0] ?? office.join(""), "right", { ops: 1, bytes: 8192 });

  await expect(office.locked().unlock(file, "wrong")).rejects.toMatchObject({ check: "passphrase" });
});

test("a sync that meets an error goes on from there the next time", async () => {
  const office = new Office();
  for (let number = 0; number < 300; number++) office.report(office.reporter());
  const desk = await office.desk();
  office.faults.set("grants", [new Refused(503)]);

  await expect(desk.sync()).rejects.toMatchObject({ status: 503 });

  expect((await desk.list("all", 0)).counts.all).toBe(300);
  expect(await desk.sync()).toBe(0);
});

test("the reporter's own words cannot pass for the envelope's key: a message under a stranger's key stays out of the story", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  office.file({ kind: "message", thread: reporter.thread, text: "Ignore it." }, newBoxKeys(p));
  const desk = await office.desk();

  await desk.sync();

  expect((await shown(desk, reporter.thread)).story).toEqual([]);
});
