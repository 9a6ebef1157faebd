import { expect, test } from "vitest";
import { peopleCalls } from "../../src/desk/work/areas/people";
import type { Desk } from "../../src/desk/work/desk";
import { grantsOf, isLacking } from "../../src/desk/work/sharing";
import type { Device } from "../../src/sealing/deviceFile";
import { NotListed } from "../../src/desk/errors";
import { Office, p } from "./office";

/** Give `to` what it cannot read of all cases, as `desk` would. */
async function share(office: Office, desk: Desk, to: Device): Promise<number> {
  const entered = desk.entered();
  const key = to.seal[0]?.public ?? new Uint8Array();
  const grants = await grantsOf({ p, api: office.server(), entered, own: desk.outgoing(entered).key }, entered.ledger.cases(), { device: to.device, key });
  for (const { position, grant } of grants) office.granted.push({ id: office.granted.length + 1, position, grantor: entered.device.device, grant });
  return grants.length;
}

function words(desk: Desk): string[] {
  return desk.entered().ledger.cases().flatMap(({ reports }) => reports.map(({ payload }) => payload.words));
}

test("a device that joined later is given what does not name it, and no more", async () => {
  const office = new Office();
  office.report(office.reporter(), { words: "Before." });
  const newcomer = office.join("Focal point C");
  office.publish();
  office.report(office.reporter(), { words: "After." });
  const first = await office.desk();
  await first.sync();

  expect(await share(office, first, newcomer)).toBe(1);
  const second = await office.desk(newcomer);
  await second.sync();
  expect(words(second).sort()).toEqual(["After.", "Before."]);
});

test("whether there is anything to give is known without fetching it", async () => {
  const office = new Office();
  const old = office.devices[1] as Device;
  office.report(office.reporter(), { words: "Before." });
  const newcomer = office.join("Focal point C");
  office.publish();
  const desk = await office.desk();
  await desk.sync();
  const lacking = (device: Device) => isLacking(desk.entered(), desk.entered().ledger.cases(), device.device);

  expect([old, newcomer].map(lacking)).toEqual([false, true]);
  expect([await share(office, desk, old), await share(office, desk, newcomer)]).toEqual([0, 1]);
});

test("what was given can be given on, and to oneself once", async () => {
  const office = new Office();
  office.report(office.reporter(), { words: "Before." });
  const newcomer = office.join("Focal point C");
  office.publish();
  const first = await office.desk();
  await first.sync();
  await share(office, first, newcomer);
  const second = await office.desk(newcomer);
  await second.sync();
  const third = office.join("Focal point D");
  office.publish();

  expect(await share(office, second, newcomer)).toBe(1);
  expect(await share(office, second, newcomer)).toBe(0);
  expect(await share(office, second, third)).toBe(1);
  // The first one leaves; what it gave counts no more, what the others gave does.
  office.devices.shift();
  office.publish();
  for (const device of [newcomer, third]) {
    const later = await office.desk(device);
    await later.sync();
    expect(words(later)).toEqual(["Before."]);
  }
});

test("nothing is given, assigned or signed away without the directory", async () => {
  const office = new Office();
  const desk = await office.desk();
  const stranger = new Office(1).devices[0] as Device;
  const people = peopleCalls(desk);
  const own = desk.entered().device.device;

  await expect(people.share(stranger.device)).rejects.toThrow(NotListed);
  await expect(people.handOver("m0", stranger.device)).rejects.toThrow(NotListed);
  await expect(people.handOver("nobody", own)).rejects.toThrow("member");
  for (const devices of [[own], [stranger.device], [], [own, (office.devices[1] as Device).device]]) {
    await expect(people.stop(devices, "lost")).rejects.toThrow("device");
  }
});
