/** Passing a case on between two offices: what goes, what stays, who can read what afterwards. */
import { expect, test } from "vitest";
import type { ReferChoice } from "../../src/desk/calls/refer";
import type { Audience } from "../../src/desk/refer/audience";
import { takesOver } from "../../src/desk/refer/draft";
import type { HandedText } from "../../src/desk/case/handover";
import { sealHandover } from "../../src/desk/work/passing";
import { sealAttachment } from "../../src/sealing/attachment";
import { equal, hex, utf8 } from "../../src/sealing/bytes";
import { BadInput, CannotBeOpened } from "../../src/sealing/errors";
import type { Device } from "../../src/sealing/deviceFile";
import type { BoxKeyPair } from "../../src/sealing/primitives";
import { type Office, p, type Reporter, TODAY } from "./office";
import { neighbours } from "./neighbours";

const PHOTO = utf8("a photo of the depot");
const WORDS = "Marker Amina saw it.";

const choiceFor = (office: Office, more: Partial<ReferChoice> = {}): ReferChoice => ({
  ...{ purpose: "referral", office: office.office, to: "", audience: "others", contact: "stays", files: [] },
  ...{ reason: "", passages: [], checked: true, note: "", reference: "" },
  ...more,
});

function withFile(office: Office, identity = "none"): Reporter {
  const reporter = office.reporter();
  const { bricks, fields } = sealAttachment(p, PHOTO);
  for (const { id, bytes } of bricks) office.bricks.set(id, bytes);
  office.report(reporter, { words: WORDS, answers: { category: "harassment", nickname: "A." }, consent: { contact: "yes", identity }, attachments: [{ ...fields, name: "depot.jpg", type: "image/jpeg" }] });
  return reporter;
}

async function deskOf(office: Office, device = 0) {
  const desk = await office.desk(office.devices[device]);
  const calls = desk.calls();
  await calls.sync();
  return calls;
}

test("a referral reaches the other office, with its giver named and without what the reporter did not allow", async () => {
  const { first, second, outers } = neighbours();
  const { thread } = withFile(first);
  const calls = await deskOf(first);
  await calls.refer(thread, choiceFor(second, { passages: ["amina"], note: "Please look." }));

  const [handed] = await (await deskOf(second)).handed(thread);

  expect(handed).toMatchObject({ purpose: "referral", title: "Focal point A of Conduct", office: "Conduct", samePerson: null, files: [], missing: [] });
  expect(handed?.body).toMatchObject({ contact: "stays", note: "Please look.", withheld: ["answers.nickname", "attachments", "passages"] });
  expect(handed?.body?.texts[0]?.words).toBe("Marker […] saw it.");
  expect(outers.map(({ length }) => length)).toEqual([16_464]);
});

test("the office writes down what it passed on, and whom it told what", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first);
  const calls = await deskOf(first);
  await calls.acknowledge(thread);
  await calls.changeStatus(thread, "triaged", "");
  await calls.refer(thread, choiceFor(second, { reference: "REF 7" }));

  const { passed } = await calls.referral(thread);
  const found = await calls.case(thread);

  expect(passed).toMatchObject([{ purpose: "referral", to: "Other", reference: "REF 7", identity: false, withheld: ["answers.nickname", "attachments"] }]);
  expect(found?.status).toBe("referred_investigation");
  expect(found?.story.map((item) => (item.kind === "event" ? item.event : "message"))).toEqual(expect.arrayContaining(["referral", "need_to_know", "replied", "status"]));
});

test("nothing leaves while the officer has not read the texts, or gives no reason for a file", async () => {
  const { first, second, outers } = neighbours();
  const { thread } = withFile(first);
  const calls = await deskOf(first);

  for (const more of [{ checked: false }, { files: [1] }, { passages: ["A"] }]) {
    await expect(calls.refer(thread, choiceFor(second, more))).rejects.toThrow(BadInput);
    expect((await calls.previewReferral(thread, choiceFor(second, more))).fault).toBe(Object.keys(more)[0] === "files" ? "reason" : Object.keys(more)[0]);
  }
  await expect(calls.refer(thread, choiceFor(first))).rejects.toThrow(BadInput);
  expect(outers).toEqual([]);
});

test("with the reporter's word a file goes, sealed anew, and opens at the other office", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first, "investigators");
  const before = new Set(first.bricks.keys());
  await (await deskOf(first)).refer(thread, choiceFor(second, { files: [1], checked: false }));

  const calls = await deskOf(second);
  const [handed] = await calls.handed(thread);

  expect(handed?.files).toMatchObject([{ number: 1, name: "depot.jpg", known: true }]);
  expect(equal(await calls.file(thread, 1), PHOTO)).toBe(true);
  expect(second.claimed.every((id) => !before.has(id))).toBe(true);
});

test("a file that is gone is left out and named, and the words go all the same", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first, "investigators");
  first.bricks.clear();
  await (await deskOf(first)).refer(thread, choiceFor(second, { files: [1] }));

  const [handed] = await (await deskOf(second)).handed(thread);

  expect(handed?.body?.withheld).toEqual(["attachments_lost"]);
});

test("a transfer tells the reporter where to write, and what they write there is known to be theirs", async () => {
  const { first, second } = neighbours("conduct_discipline");
  const reporter = withFile(first);
  const calls = await deskOf(first);
  await calls.refer(reporter.thread, choiceFor(second, { purpose: "transfer", contact: "moves" }));

  expect([...first.found(reporter).values()].at(-1)).toMatchObject({ template: "handed_over", next_office: second.office });
  second.report(reporter, { words: "Here I am." });
  const [handed] = await (await deskOf(second)).handed(reporter.thread);
  expect(handed?.samePerson).toBe(true);
});

test("somebody else who writes in a case that was handed over is shown as such", async () => {
  const { first, second } = neighbours("conduct_discipline");
  const reporter = withFile(first);
  await (await deskOf(first)).refer(reporter.thread, choiceFor(second, { purpose: "transfer", contact: "moves" }));
  const other = { ...second.reporter(), thread: reporter.thread };
  second.report(other, { words: "It is me." });
  const calls = await deskOf(second);

  expect((await calls.handed(reporter.thread))[0]?.samePerson).toBeNull();
  expect((await calls.case(reporter.thread))?.claims.map(({ key }) => key)).toEqual([hex(other.box.public)]);

  await calls.record(reporter.thread, "triage", { data: { reporter: hex(other.box.public) } });
  expect((await calls.handed(reporter.thread))[0]?.samePerson).toBe(false);
});

test("an office for help gets what is wanted, and no story", async () => {
  const { first, second, outers } = neighbours("victims_rights");
  const reporter = withFile(first, "helpers");
  first.file({ kind: "assistance", thread: reporter.thread, seq: reporter.seq++, help: ["medical"], safe_contact: "After six", country: "KE", reply: first.replyFor(reporter) }, reporter.box);
  const calls = await deskOf(first);
  await calls.refer(reporter.thread, choiceFor(second, { purpose: "assistance" }));

  const [handed] = await (await deskOf(second)).handed(reporter.thread);

  expect(handed?.body?.texts).toMatchObject([{ kind: "assistance", help: ["medical"], safe_contact: "After six" }]);
  expect(JSON.stringify(handed?.body)).not.toContain("Marker");
  expect(outers).toHaveLength(1);
});

test("who steps back hands over with one call, forgets the texts, and is sealed nothing more", async () => {
  const { first, second } = neighbours();
  const reporter = withFile(first);
  const [own, colleague] = [await deskOf(first), await deskOf(first, 1)];
  await own.recuse(reporter.thread, second.office, "My brother.");
  await colleague.sync();
  await colleague.note(reporter.thread, "Marker note.");
  await own.sync();

  const stub = await own.case(reporter.thread);
  expect(JSON.stringify(stub)).not.toContain("Marker");
  expect((await own.referral(reporter.thread)).recused).toMatchObject({ to: "Other" });
  expect(await own.failures()).toMatchObject([{ check: "slot" }]);
  expect(JSON.stringify(await colleague.case(reporter.thread))).toContain("Marker note.");
  const [handed] = await (await deskOf(second)).handed(reporter.thread);
  expect(handed?.body).toMatchObject({ contact: "moves", note: "My brother." });
  expect(handed?.files).toHaveLength(1);
  expect([...first.found(reporter).values()].at(-1)).toMatchObject({ next_office: second.office });
});

test("who starts the desk again after stepping back finds no text", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first);
  await (await deskOf(first)).recuse(thread, second.office, "");

  expect(JSON.stringify(await (await deskOf(first)).case(thread))).not.toContain("Marker");
});

test("stepping back goes only to an office that stands in", async () => {
  const { first, second, outers } = neighbours();
  const { thread } = withFile(second);

  await expect((await deskOf(second)).recuse(thread, first.office, "")).rejects.toThrow(BadInput);
  expect(outers).toEqual([]);
});

test.each(["head_office", "victims_rights"])("stepping back never goes to an alternate that is %s, which may not be told all of it", async (role) => {
  const { first, second, outers } = neighbours(role);
  const { thread } = withFile(first);

  await expect((await deskOf(first)).recuse(thread, second.office, "")).rejects.toThrow(BadInput);
  expect(outers).toEqual([]);
});

test("the next alternate that works on cases takes over", () => {
  const office = (id: string, audience: Audience, standsIn = true, receives = true) => ({ id, name: id, names: {}, role: "", audience, standsIn, receives });
  const offices = [office("head", "head"), office("help", "helpers"), office("shut", "investigators", true, false), office("next", "investigators"), office("far", "investigators", false)];

  expect(takesOver(offices)?.id).toBe("next");
  expect(takesOver(offices.slice(0, 3))).toBeUndefined();
});

test("a head of office, who learns only that there is a case, does not take the reporter over", async () => {
  const { first, second } = neighbours("head_office");
  const reporter = withFile(first);
  await (await deskOf(first)).refer(reporter.thread, choiceFor(second, { purpose: "transfer", contact: "moves" }));

  expect([...first.found(reporter).values()].at(-1)?.next_office).toBeUndefined();
});

test("neither another office nor a colleague's grant can give the reporter's permission", async () => {
  const { first, second } = neighbours();
  const reporter = withFile(first);
  const desk = await first.desk(first.devices[0]);
  const calls = desk.calls();
  await calls.sync();
  const other = await second.desk(second.devices[0]);
  await other.calls().sync();
  const forged = { kind: "message", day: TODAY, text: "ok", consent: { contact: "yes", identity: "helpers_and_investigators" } } as unknown as HandedText;
  const body = { reporter: "", contact: "stays", urgent: false, lang: "en", withheld: [], facts: {}, note: "", texts: [forged] } as const;
  for (const envelope of sealHandover(other.outgoing(other.entered()), { office: first.office, thread: reporter.thread, purpose: "referral", at: "2026-11-21T10:00:00Z", body })) first.put(envelope, TODAY);
  const [own, colleague] = first.devices as [Device, Device];
  const message = { kind: "message", thread: reporter.thread, seq: 1, text: "ok", consent: { contact: "yes", identity: "helpers_and_investigators" }, attachments: [] };
  const position = first.file(message, colleague.seal[0] as BoxKeyPair, { devices: [colleague] });
  first.grant(position, colleague, own);
  await calls.sync();

  expect(desk.entered().ledger.case(reporter.thread)).toMatchObject({ messages: [{ payload: { text: "ok" } }], handovers: [{ office: second.office }] });
  expect((await calls.previewReferral(reporter.thread, choiceFor(second))).named).toBe(false);
});

test("words to take out that stand nowhere in what goes are named", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first);

  expect((await (await deskOf(first)).previewReferral(thread, choiceFor(second, { passages: ["amina", "Amena"] }))).missed).toEqual(["Amena"]);
});

test("an archive opens at the office that it is for, with its files, and nowhere else", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first, "investigators");
  const calls = await deskOf(first);
  const file = await calls.archive(thread, choiceFor(second, { files: [1] }));
  const other = await deskOf(second, 1);

  const opened = await other.openArchive(file);

  expect(opened).toMatchObject({ thread, title: "Focal point A of Conduct", office: "Conduct", files: [{ number: 1, name: "depot.jpg" }] });
  expect(opened.body?.texts[0]?.words).toBe(WORDS);
  expect(equal(await other.archiveFile(1), PHOTO)).toBe(true);
  await other.closeArchive();
  expect(() => other.archiveFile(1)).toThrow(BadInput);
  await expect(calls.openArchive(file)).rejects.toThrow(CannotBeOpened);
  expect(new TextDecoder().decode(file)).not.toContain("Marker");
});

test("an archive by a device that the directory does not know is refused", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first, "investigators");
  const stranger = neighbours();
  const foreign = withFile(stranger.first, "investigators");
  const file = await (await deskOf(stranger.first)).archive(foreign.thread, choiceFor(stranger.second));

  await expect((await deskOf(second)).openArchive(file)).rejects.toThrow(CannotBeOpened);
  expect(thread).not.toBe("");
});

test("what goes to somebody outside of the directory is written down by what they were called", async () => {
  const { first } = neighbours();
  const { thread } = withFile(first);
  const calls = await deskOf(first);
  const body = await calls.packOutside(thread, { ...choiceFor(first), office: "", to: "A national authority" });

  expect(body.withheld).toEqual(["answers.nickname", "attachments"]);
  expect((await calls.referral(thread)).passed).toMatchObject([{ to: "A national authority" }]);
});

test("a partner's checklist keeps the last word on each item, and steps towards States are only written down", async () => {
  const { first, outers } = neighbours();
  const { thread } = withFile(first);
  const calls = await deskOf(first);
  await calls.record(thread, "partner", { data: { clause: "yes", capacity: "no" } });
  await calls.record(thread, "partner", { data: { clause: "no" } });
  await calls.record(thread, "authority", { data: { what: "member_state", step: "notified", day: "2026-11-20", reference: "NV 12" }, text: "By headquarters." });

  const known = await calls.referral(thread);

  expect(known.partner).toEqual({ clause: "no", capacity: "no" });
  expect(known.authority).toMatchObject([{ what: "member_state", step: "notified", day: "2026-11-20", reference: "NV 12", text: "By headquarters." }]);
  expect(outers).toEqual([]);
});

test("what another office passed on can be triaged and closed, though there is nobody to acknowledge to", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first);
  await (await deskOf(first)).refer(thread, choiceFor(second));
  const calls = await deskOf(second);
  await calls.markRead(thread);
  await calls.changeStatus(thread, "triaged", "");

  const found = await calls.case(thread);

  expect(found).toMatchObject({ status: "triaged", kind: "handover", categories: ["harassment"], answerable: false });
  expect(found?.choices).toContain("closed");
});

test("what another office passed on is new until somebody has opened it", async () => {
  const { first, second } = neighbours();
  const { thread } = withFile(first);
  await (await deskOf(first)).refer(thread, choiceFor(second));
  const calls = await deskOf(second);
  const unread = async () => (await calls.list("new", 0)).rows.map((row) => row.thread);

  expect(await unread()).toEqual([thread]);
  await calls.markRead(thread);
  expect(await unread()).toEqual([]);
  expect(second.marked).toEqual([1]);
  expect((await calls.list("all", 0)).rows[0]).toMatchObject({ kind: "handover" });
});
