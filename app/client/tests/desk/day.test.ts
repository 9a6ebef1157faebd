/** An officer's day: what is due, and what two colleagues settle about a case, whichever of them comes first. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Casework, PartName } from "../../src/desk/calls/day";
import { type Relation, RELATIONS } from "../../src/desk/case/links";
import { caseOf, type Entry } from "../../src/desk/fold";
import { latest } from "../../src/desk/case/registers";
import { linksOf } from "../../src/desk/case/links";
import { parsePayload } from "../../src/desk/case/payload";
import type { TabId } from "../../src/desk/context";
import { tabName } from "../../src/desk/labels";
import { CONSEQUENCE_TABS, consequenceText } from "../../src/desk/triageWords";
import type { DeskCalls } from "../../src/desk/view";
import { Office, TODAY } from "./office";

async function signedIn(office: Office, colleague = 0): Promise<DeskCalls> {
  const desk = await office.desk(office.devices[colleague]);
  await desk.sync();
  return desk.calls();
}

const t = (text: string) => text;
const TAB_IDS: readonly TabId[] = ["story", "triage", "help", "refer", "record"];

const known = async (calls: DeskCalls, thread: string) => (await calls.casework(thread)) as Casework;

test("late cases stand first, then those of today, the new ones, and the rest nowhere", async () => {
  const office = new Office();
  const [late, today, fresh, child] = [office.reporter(), office.reporter(), office.reporter(), office.reporter()];
  office.report(late, {}, { day: "2026-11-02" });
  office.report(today, { answers: { safe_now: "no" } }, { day: "2026-11-20" });
  office.report(fresh, {}, { day: TODAY });
  office.report(child, { answers: { child_involved: "yes" } }, { day: "2026-11-18" });
  const calls = await signedIn(office);

  const { parts, open, day } = await calls.today();

  const threads = (name: PartName) => parts[name].rows.map(({ thread }) => thread);
  expect([day, open]).toEqual([TODAY, 4]);
  expect(threads("overdue")).toEqual([child.thread, late.thread]);
  expect(threads("due")).toEqual([today.thread]);
  expect(threads("fresh")).toEqual([fresh.thread]);
  expect([threads("soon"), threads("waiting")]).toEqual([[], []]);
});

test("the list tells what is due, where, in which language, and what comes with it", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter, { lang: "sw", answers: { country: "KE" } }, { day: TODAY });
  const calls = await signedIn(office);

  const [row] = await calls.rows([reporter.thread, "no such case"]);

  expect(row).toMatchObject({ thread: reporter.thread, lang: "sw", country: "KE", help: false, files: 0, assigned: null });
  expect(row?.clocks[0]?.name).toBe("acknowledge");
});

test("a question makes the case wait for the reporter and stops its clock", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter, {}, { day: "2026-11-20" });
  const calls = await signedIn(office);
  await calls.acknowledge(reporter.thread);

  await calls.answer(reporter.thread, "Where was it?", null, true);

  const { awaited, clocks } = await known(calls, reporter.thread);
  expect(awaited).toBe(TODAY);
  expect(clocks.map(({ name, paused }) => [name, paused])).toEqual([["retaliation", false], ["feedback", false], ["benchmark", true]]);
  expect((await calls.today()).parts.waiting.rows).toMatchObject([{ thread: reporter.thread, awaited: TODAY }]);
  office.message(reporter, "At the depot.");
  await calls.sync();
  expect((await known(calls, reporter.thread)).awaited).toBeNull();
});

test("two colleagues fill in one checklist, and both see the same", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const [first, second] = [await signedIn(office), await signedIn(office, 1)];

  await first.record(reporter.thread, "triage", { data: { child: "yes" } });
  await second.record(reporter.thread, "triage", { data: { safety: "danger" } });
  await second.record(reporter.thread, "triage", { data: { child: "unknown" } });
  await first.sync();

  const said = async (calls: DeskCalls) => Object.entries((await known(calls, reporter.thread)).triage).map(([id, { value, by }]) => [id, value, by]);
  expect(await said(first)).toEqual(await said(second));
  expect(await said(first)).toEqual(expect.arrayContaining([["child", "unknown", "Focal point B"], ["safety", "danger", "Focal point B"]]));
});

test("a sentence of the checklist that names a part of the case has the way to that part", () => {
  const consequences = Object.keys(CONSEQUENCE_TABS) as (keyof typeof CONSEQUENCE_TABS)[];
  const named = consequences.flatMap((each) => TAB_IDS.filter((tab) => consequenceText(each, t).includes(`“${tabName(tab, t)}”`)).map((tab) => [each, tab]));

  expect(named.length).toBeGreaterThan(0);
  expect(named).toEqual(named.map(([each]) => [each, CONSEQUENCE_TABS[each as keyof typeof CONSEQUENCE_TABS]]));
});

test("a case is given to a colleague, taken back, and given to nobody", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const calls = await signedIn(office);
  const [own, other] = (await known(calls, reporter.thread)).colleagues;

  await calls.record(reporter.thread, "assignment", { to: other?.device ?? "" });
  expect((await known(calls, reporter.thread)).assigned).toMatchObject({ title: "Focal point B", own: false });
  await calls.record(reporter.thread, "assignment", { to: own?.device ?? "" });
  expect((await known(calls, reporter.thread)).assigned).toMatchObject({ title: "Focal point A", own: true });
  await calls.record(reporter.thread, "assignment", {});
  expect((await known(calls, reporter.thread)).assigned).toBeNull();
});

test("a link is seen from both cases, and removed from either", async () => {
  const office = new Office();
  const [one, other] = [office.reporter(), office.reporter()];
  for (const reporter of [one, other]) office.report(reporter, { answers: { category: ["fraud"], country: "KE", entity: "un-habitat" } });
  const calls = await signedIn(office);
  expect((await calls.candidates(one.thread, "")).map(({ thread }) => thread)).toEqual([other.thread]);
  expect((await calls.candidates(one.thread, "zz"))).toEqual([]);

  await calls.record(one.thread, "link", { data: { thread: other.thread, relation: "duplicate" } });

  expect((await known(calls, other.thread)).links).toMatchObject([{ thread: one.thread, relation: "duplicate", by: "Focal point A" }]);
  expect(await calls.candidates(one.thread, other.thread.slice(0, 8))).toEqual([]);
  const said = (await known(calls, other.thread)).links[0]?.said ?? "";
  await calls.record(said, "link", { data: { thread: other.thread, relation: "none" } });
  expect((await known(calls, one.thread)).links).toEqual([]);
  expect((await known(calls, other.thread)).links).toEqual([]);
});

test("the register says who was told, and marks what went beyond the rule", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter, { consent: { contact: "yes", identity: "helpers" } });
  const calls = await signedIn(office);
  const tell = (role: string, what: string, identity: string) => calls.record(reporter.thread, "need_to_know", { text: "To act.", data: { who: "A title", role, what, identity, day: TODAY } });

  await tell("assistance", "needs", "yes");
  await tell("oios", "allegation", "yes");
  await tell("supervisor", "existence", "no");

  expect((await known(calls, reporter.thread)).told.map(({ role, beyond }) => [role, beyond])).toEqual([["assistance", null], ["oios", "identity"], ["supervisor", "what"]]);
});

test("closing tells the reporter the group of reasons, and the colleagues the reason", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const calls = await signedIn(office);
  await calls.acknowledge(reporter.thread);
  await calls.changeStatus(reporter.thread, "triaged", "");

  await calls.closeCase(reporter.thread, "not_sea", true);

  expect(office.found(reporter).get(1)).toMatchObject({ template: "closed", values: { reason: "not_sea" }, status: "closed" });
  expect((await calls.case(reporter.thread))?.status).toBe("closed");
  expect((await known(calls, reporter.thread)).reason).toBe("not_sea");
  expect((await known(calls, reporter.thread)).clocks.map(({ name }) => name)).toEqual(["retaliation"]);
});

test("a case may be closed without a word to the reporter, but never without a reason", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const calls = await signedIn(office);
  await calls.acknowledge(reporter.thread);
  await calls.changeStatus(reporter.thread, "triaged", "");

  await expect(calls.closeCase(reporter.thread, "enough of it", true)).rejects.toThrow("reason");
  await calls.changeStatus(reporter.thread, "closed", "enough of it");
  expect((await calls.case(reporter.thread))?.status).toBe("triaged");
  await calls.closeCase(reporter.thread, "withdrawn", false);

  expect((await calls.case(reporter.thread))?.status).toBe("closed");
  expect(office.replies).toHaveLength(1);
});

const HEX = (digit: string) => digit.repeat(64);
const DEVICES = ["da".repeat(16), "db".repeat(16)];

/** Events of two devices about one case, with clocks that may agree. */
const EVENTS = fc.uniqueArray(
  fc.record({
    ctx: fc.integer({ min: 0, max: 2 ** 30 }).map((number) => number.toString(16).padStart(64, "0")),
    by: fc.constantFrom(...DEVICES),
    second: fc.integer({ min: 0, max: 3 }),
    said: fc.oneof(
      fc.record({ event: fc.constant("triage"), data: fc.dictionary(fc.constantFrom("child", "safety"), fc.constantFrom("yes", "no", "unknown")) }),
      fc.record({ event: fc.constant("link"), data: fc.record({ thread: fc.constant("02".repeat(16)), relation: fc.constantFrom<Relation | "none">(...RELATIONS, "none") }) }),
      fc.record({ event: fc.constant("status"), status: fc.constantFrom("triaged", "closed", "reopened"), reason: fc.constantFrom("informal", "") }),
    ),
  }),
  { maxLength: 12, selector: ({ ctx }) => ctx },
);

function entryOf({ ctx, by, second, said }: { readonly ctx: string; readonly by: string; readonly second: number; readonly said: object }): Entry {
  const common = { v: 1, kind: "event", office: "a0".repeat(16), directory: { version: 1, hash: HEX("d") }, recipients: DEVICES, thread: "01".repeat(16) };
  return { ctx, day: TODAY, sender: by, payload: parsePayload({ ...common, at: `2026-11-21T09:00:0${second}Z`, by, ...said }) };
}

test("whatever the order in which conflicting edits come, every device sees one checklist, one link, one status", () => {
  fc.assert(
    fc.property(EVENTS, fc.infiniteStream(fc.nat()), (made, chance) => {
      const entries = made.map(entryOf);
      const shuffled = entries.map((entry) => [chance.next().value, entry] as const).sort(([one], [other]) => one - other).map(([, entry]) => entry);
      const seen = (all: readonly Entry[]) => {
        const found = caseOf("01".repeat(16), all);
        return { status: found.status, refused: found.refused, triage: latest(found.events, "triage"), links: linksOf(found, []) };
      };
      expect(seen(shuffled)).toEqual(seen(entries));
    }),
    { numRuns: 200 },
  );
});
