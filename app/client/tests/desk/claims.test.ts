/** When a stranger writes under a reporter's thread, the office sees both, and chooses whom it answers. */
import { expect, test } from "vitest";
import type { Desk } from "../../src/desk/work/desk";
import { hex } from "../../src/sealing/bytes";
import { type Reporter, Office, TODAY } from "./office";
import { neighbours } from "./neighbours";

const key = ({ box }: Reporter): string => hex(box.public);

/** Somebody with keys of their own who knows the number of a thread. */
function stranger(office: Office, { thread }: Reporter): Reporter {
  return { ...office.reporter(), thread };
}

async function shown(desk: Desk, thread: string) {
  const found = await desk.case(thread);
  if (found === null) throw new Error("no such case");
  return found;
}

test("what another key writes is shown apart, is new, is found, and is no envelope that could not be opened", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter, { words: "The real one." }, { day: "2026-11-20" });
  const desk = await office.desk();
  await desk.sync();
  await desk.markRead(reporter.thread);
  const other = stranger(office, reporter);
  office.report(other, { words: "A mistake." });
  office.message(other, "Close it.");
  await desk.sync();

  const found = await shown(desk, reporter.thread);
  expect(found.reports.map(({ words }) => words)).toEqual(["The real one."]);
  expect(found.claims.map((claim) => [claim.key, claim.reports[0]?.words, claim.messages[0]?.text])).toEqual([[key(other), "A mistake.", "Close it."]]);
  expect([found.disputed, found.unproven]).toEqual([true, 0]);
  const list = await desk.list("new", 0);
  expect([list.rows.length, list.unopened]).toEqual([1, 0]);
  const wanted = { filter: "all", page: 0, words: "mistake", status: null, category: null, urgent: false, mine: false, waiting: null, from: null, until: null, channel: null, lang: null } as const;
  expect((await desk.calls().search(wanted)).rows).toHaveLength(1);

  await desk.markRead(reporter.thread);
  expect((await desk.list("new", 0)).rows).toEqual([]);
  expect(office.marked).toEqual([1, 3, 4]);
});

test("what another key writes stands in the case file apart, by what its own writer allows", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter, { words: "The real one.", consent: { contact: "yes", identity: "investigators" } }, { day: "2026-11-20" });
  const other = stranger(office, reporter);
  office.report(other, { words: "Amina sent me.", answers: { contact_person: "woman" } });
  const calls = (await office.desk()).calls();
  await calls.sync();
  const choice = { audience: "investigators", passages: ["Amina"], checked: true } as const;
  const file = async (more: object) => await calls.caseFile(reporter.thread, { ...choice, ...more });

  const own = await file({ audience: "own", passages: [] });
  expect(own?.texts.map(({ words }) => words)).toEqual(["The real one."]);
  expect(own?.claims.map((claim) => [claim.key, claim.texts[0]?.words])).toEqual([[key(other), "Amina sent me."]]);
  // The reporter may be named there, the other one may not: somebody has to read it first.
  expect(await file({ checked: false })).toMatchObject({ fault: "checked", named: false, tells: true, claims: [], texts: [] });
  const theirs = await file({});
  expect(theirs?.claims).toMatchObject([{ texts: [{ words: "[…] sent me." }], withheld: ["answers.contact_person", "passages"] }]);
  expect([theirs?.missed, theirs?.withheld]).toEqual([[], []]);
  expect((await file({ audience: "helpers" }))?.claims).toMatchObject([{ texts: [], withheld: ["narrative"] }]);
});

test("the office chooses whom it answers, and can choose again", async () => {
  const office = new Office();
  const reporter = office.reporter();
  const other = stranger(office, reporter);
  office.report(other, { words: "A mistake." }, { day: "2026-11-20" });
  office.report(reporter, { words: "The real one." });
  const desk = await office.desk();
  await desk.sync();
  await desk.acknowledge(reporter.thread);
  const choose = (of: Reporter) => desk.calls().record(reporter.thread, "triage", { data: { reporter: key(of) } });

  await choose(reporter);
  const found = await shown(desk, reporter.thread);
  expect([found.reports[0]?.words, found.claims[0]?.key, found.acknowledged]).toEqual(["The real one.", key(other), null]);
  await desk.acknowledge(reporter.thread);
  await desk.answer(reporter.thread, "For you.", null);
  expect([...office.found(reporter).keys()]).toEqual([0, 1]);
  expect([...office.found(other).keys()]).toEqual([0]);

  await choose(other);
  await desk.answer(reporter.thread, "And for you.", null);
  expect([...office.found(other).keys()]).toEqual([0, 1]);
  const colleague = await office.desk(office.devices[1]);
  await colleague.sync();
  expect((await shown(colleague, reporter.thread)).claims[0]?.key).toBe(key(reporter));
});

test("after a handover the key that was handed over has the thread, whoever wrote first", async () => {
  const { first, second } = neighbours();
  const reporter = first.reporter();
  first.report(reporter, { words: "Marker." });
  const giver = await first.desk();
  await giver.sync();
  await giver.calls().recuse(reporter.thread, second.office, "");
  second.report(stranger(second, reporter), { words: "A mistake." }, { day: TODAY });
  const taker = await second.desk();
  await taker.sync();

  const before = await shown(taker, reporter.thread);
  expect([before.answerable, before.claims.length]).toEqual([false, 1]);
  second.report(reporter, { words: "The real one." }, { day: "2026-11-22" });
  await taker.sync();
  await taker.answer(reporter.thread, "We protect you.", null);

  expect((await shown(taker, reporter.thread)).reports.map(({ words }) => words)).toEqual(["The real one."]);
  expect(second.found(reporter).size).toBe(1);
});
