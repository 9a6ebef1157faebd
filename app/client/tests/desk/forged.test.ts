/** What one colleague says in another's name, or about the future, stops nobody. */
import { expect, test } from "vitest";
import type { Desk } from "../../src/desk/work/desk";
import type { Device } from "../../src/sealing/deviceFile";
import type { BoxKeyPair } from "../../src/sealing/primitives";
import { Office, TODAY } from "./office";

const words = (desk: Desk): string[] => desk.entered().ledger.cases().flatMap(({ reports }) => reports.map(({ payload }) => payload.words));
const checks = (desk: Desk): string[] => desk.entered().ledger.failures().map(({ check }) => check);

/** An office of three with a report, where the second files an event in the first one's name that only the second can open. */
function forgery(event: string): { office: Office; thread: string; position: number; victim: Device; forger: Device; colleague: Device } {
  const office = new Office(3);
  const reporter = office.reporter();
  office.report(reporter, { words: "Marker." });
  const [victim, forger, colleague] = office.devices as [Device, Device, Device];
  const payload = { kind: "event", thread: reporter.thread, event, at: "2026-11-21T10:00:01Z", by: victim.device, data: { office: "" } };
  const position = office.file(payload, forger.seal[0] as BoxKeyPair, { devices: [forger] });
  return { office, thread: reporter.thread, position, victim, forger, colleague };
}

test.each(["recusal", "note"])("nobody is told by a colleague what they have said themselves: %s", async (event) => {
  const { office, position, victim, forger } = forgery(event);
  office.grant(position, forger, victim);

  const desk = await office.desk(victim);
  await desk.sync();

  expect(words(desk)).toEqual(["Marker."]);
  expect(checks(desk)).toEqual(["slot"]);
});

test("a colleague who could have been told by the one who stepped back is not told so by a third", async () => {
  const { office, thread, position, victim, forger, colleague } = forgery("recusal");
  office.grant(position, forger, colleague);

  const honest = await office.desk(colleague);
  await honest.sync();
  await honest.note(thread, "For all of us.");
  const desk = await office.desk(victim);
  await desk.sync();

  expect(checks(honest)).toEqual(["slot"]);
  expect(desk.entered().ledger.case(thread)?.events.map(({ event }) => event.text)).toEqual(["For all of us."]);
});

test("who joined later is told by a colleague that another one had stepped back", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const [gone, stays] = office.devices as [Device, Device];
  office.file({ kind: "event", thread: reporter.thread, event: "recusal", at: "2026-11-21T09:00:00Z", by: gone.device, data: { office: "" } }, gone.seal[0] as BoxKeyPair);
  const newcomer = office.join("Focal point C");
  office.publish("2026-11-21T09:30:00Z");
  for (const { position } of office.filed) office.grant(position, stays, newcomer);

  const desk = await office.desk(newcomer);
  await desk.sync();

  expect(checks(desk)).toEqual([]);
  expect(desk.entered().ledger.case(reporter.thread)?.events.map(({ event }) => event.event)).toEqual(["recusal"]);
});

test("a false number and a false date of a colleague keep nobody from answering", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.report(reporter);
  const [own, forger] = office.devices as [Device, Device];
  const event = { kind: "event", thread: reporter.thread, by: forger.device, text: "x" };
  office.file({ ...event, event: "replied", at: "2026-11-21T09:00:00Z", j: 100_000 }, forger.seal[0] as BoxKeyPair);
  office.file({ ...event, event: "note", at: "2199-12-31T23:59:59Z" }, forger.seal[0] as BoxKeyPair);
  const desk = await office.desk(own);
  await desk.sync();

  await desk.answer(reporter.thread, "You are safe", null);
  await desk.acknowledge(reporter.thread);

  expect([...office.found(reporter).keys()]).toEqual([0, 1]);
  const found = desk.entered().ledger.case(reporter.thread);
  expect(found?.events.map(({ event: said }) => said.event)).toEqual(["replied", "note", "replied", "acknowledged"]);
  expect(found?.acknowledged?.day).toBe(TODAY);
  expect(checks(desk)).toEqual([]);
});
