/** Keys that end: they are renewed with one press, nothing sealed before or after is lost, and nobody is fooled. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, expect, test, vi } from "vitest";
import type { EndingView } from "../../src/desk/calls/renewing";
import { comingKeys, endingOf, validityOf } from "../../src/desk/case/keysEnding";
import { NotListed } from "../../src/desk/errors";
import { peopleCalls } from "../../src/desk/work/areas/people";
import { renewingCalls } from "../../src/desk/work/areas/renewing";
import type { Desk } from "../../src/desk/work/desk";
import { hex, unbase64, unhex } from "../../src/sealing/bytes";
import type { DatedSealKey, Device } from "../../src/sealing/deviceFile";
import { seededKeys, seededSealKey } from "../../src/sealing/deviceSeed";
import type { OfferedKey, Paper } from "../../src/sealing/joining";
import { nextKeys } from "../../src/sealing/nextKey";
import { newBoxKeys } from "../../src/sealing/primitives";
import { Office, p, TODAY } from "./office";

const DAY = 86_400_000;
const ENDS = "2026-12-01T00:00:00Z";

afterEach(() => { vi.unstubAllGlobals(); });

/** A server that keeps renewals; nothing else of the people. */
class Server {
  readonly waiting = new Map<string, Paper>();

  constructor() {
    vi.stubGlobal("fetch", (url: string, { method, body }: { method: string; body?: string }) => Promise.resolve(this.#answer(url, method, body)));
  }

  #answer(url: string, method: string, body?: string): Response {
    const kind = url.split("/").at(-1) ?? "";
    if (method === "PUT") {
      const paper = JSON.parse(body ?? "{}") as Paper;
      this.waiting.set(paper.by, paper);
      return new Response(null, { status: 204 });
    }
    const rows = kind === "renewals" ? [...this.waiting].map(([device, renewal]) => ({ device, day: TODAY, renewal })) : [];
    return Response.json({ [kind]: rows });
  }
}

/** The device with other seal keys. */
function keyed(device: Device, seal: readonly DatedSealKey[]): Device {
  return { ...device, seal };
}

/** An office whose first device's keys end in ten days. */
function place(seed: Uint8Array | null = p.random(16)) {
  const office = new Office();
  const [drawn] = office.devices as [Device];
  const made = seed === null ? drawn : { ...drawn, ...seededKeys(p, seed), seed, seal: [{ ...seededSealKey(p, seed, 0), from: "2025-12-01T00:00:00Z", until: ENDS }] };
  const own = keyed(made, made.seal.map((pair) => ({ ...pair, until: ENDS })));
  office.devices[0] = own;
  office.publish();
  return { office, own, server: new Server() };
}

/** The key that a renewal asks for. */
function asked(server: Server, { device }: Device): OfferedKey {
  const { document } = server.waiting.get(device) ?? { document: "" };
  return (JSON.parse(new TextDecoder().decode(unbase64(document))) as { seal: OfferedKey }).seal;
}

/** Publish the key that was asked for, and seal to it from then on. */
function published(office: Office, server: Server, own: Device): void {
  const key = asked(server, own);
  const pair = nextKeys(p, own, own.seal.map((one) => ({ key: hex(one.public), until: one.until })), new Set(), 4).find((one) => hex(one.public) === key.key);
  if (pair === undefined) throw new Error("the key does not follow");
  // The newest stands first: the office of the tests seals to that one.
  office.devices[0] = keyed(own, [{ ...pair, from: key.from ?? "", until: key.until }, ...own.seal]);
  office.publish(TODAY + "T00:00:00Z");
}

function words(desk: Desk): string[] {
  return desk.entered().ledger.cases().flatMap(({ reports }) => reports.map(({ payload }) => payload.words)).sort();
}

test.each([["with a seed", p.random(16)], ["without one", null]])("a device %s asks for its next key, and opens what comes before and after, then and from its old file", async (_, seed) => {
  const { office, own, server } = place(seed);
  office.report(office.reporter(), { words: "Before." });
  const desk = await office.desk(own);
  const calls = renewingCalls(desk);
  expect((await calls.keysEnding()).map(({ device, ending, until }) => [device, ending, until])).toEqual([[own.device, "near", "2026-12-01"]]);

  await calls.renew();
  await calls.renew();

  expect(asked(server, own)).toMatchObject({ from: `${TODAY}T00:00:00Z`, until: "2027-11-21T00:00:00Z" });
  expect([...(await calls.renewals()).keys()]).toEqual([own.device]);
  published(office, server, own);
  office.report(office.reporter(), { words: "After." });
  office.now += 2 * 3_600_000;
  await desk.sync();
  expect(words(desk)).toEqual(["After.", "Before."]);
  expect(await calls.keysEnding()).toEqual([]);
  const again = await office.desk(own);
  await again.sync();
  expect(words(again)).toEqual(["After.", "Before."]);
  await again.note(again.entered().ledger.cases()[0]?.thread ?? "", "Sealed with the next key.");
  expect(again.entered().ledger.failures()).toEqual([]);
});

test("the one who waited too long reads on, and nobody else is asked to renew", async () => {
  const { office, own, server } = place();
  office.report(office.reporter(), { words: "In time." });
  office.now = Date.parse(ENDS) + 40 * DAY;
  const desk = await office.desk(own);
  await desk.sync();
  const calls = renewingCalls(desk);

  expect(words(desk)).toEqual(["In time."]);
  expect(await calls.keysEnding()).toMatchObject([{ own: true, ending: "past" }] satisfies Partial<EndingView>[]);
  await calls.renew();
  expect(server.waiting.has(own.device)).toBe(true);
  const colleague = await office.desk(office.devices[1]);
  expect((await renewingCalls(colleague).keysEnding()).map(({ own: mine }) => mine)).toEqual([false]);
  await expect(renewingCalls(colleague).renew()).rejects.toThrow("device");
});

test("colleagues see what a device asked for, and nothing that it did not sign itself", async () => {
  const { office, own, server } = place();
  await renewingCalls(await office.desk(own)).renew();
  const colleague = await office.desk(office.devices[1]);
  const shown = async () => (await peopleCalls(colleague).people()).members.flatMap(({ devices }) => devices.map(({ renewal }) => renewal?.day ?? null));
  expect(await shown()).toEqual([TODAY, null]);

  const [paper] = [...server.waiting.values()];
  if (paper === undefined) throw new Error("nothing was asked");
  const other = office.devices[1]?.device ?? "";
  const document = btoa(atob(paper.document).replace(asked(server, own).key, hex(newBoxKeys(p).public)));
  for (const [device, swapped] of [[other, paper], [other, { ...paper, by: other }], [own.device, { ...paper, document }], [own.device, { ...paper, signature: "00" }]] as const) {
    server.waiting.clear();
    server.waiting.set(device, swapped);
    expect(await shown()).toEqual([null, null]);
  }
});

test("a server that shows the renewal of last year again keeps nobody from renewing", async () => {
  const { office, own, server } = place();
  await renewingCalls(await office.desk(own)).renew();
  const [old] = [...server.waiting.values()];
  if (old === undefined) throw new Error("nothing was asked");
  const seen = async (device: Device) => [...(await renewingCalls(await office.desk(device)).renewals()).keys()];
  const both = async () => [await seen(own), await seen(office.devices[1] as Device)];
  expect(await both()).toEqual([[own.device], [own.device]]);

  office.now += 31 * DAY;
  expect(await both()).toEqual([[], []]);
  office.now -= 31 * DAY;
  published(office, server, own);
  office.now += 20 * DAY;
  expect(await both()).toEqual([[], []]);
});

test("whoever has a colleague's next key listed as their own keeps nobody from renewing", async () => {
  const { office, own, server } = place();
  await renewingCalls(await office.desk(own)).renew();
  const taken = asked(server, own).key;
  const other = office.devices[1] as Device;
  const pair = { public: unhex(taken), secret: new Uint8Array(32), from: `${TODAY}T00:00:00Z`, until: ENDS };
  office.devices[1] = keyed(other, [...other.seal, pair]);
  office.publish();
  const calls = renewingCalls(await office.desk(own));

  expect([...(await calls.renewals()).keys()]).toEqual([]);
  await calls.renew();

  expect(asked(server, own).key).not.toBe(taken);
  expect([...(await calls.renewals()).keys()]).toEqual([own.device]);
});

test("a renewal while the desk is open shuts no desk and forgets nothing, and another's key still does", async () => {
  const { office, own, server } = place();
  office.storage = new IDBFactory();
  office.report(office.reporter(), { words: "Kept." });
  const desk = await office.desk(own);
  await desk.sync();
  await renewingCalls(desk).renew();
  published(office, server, own);
  office.now += 2 * 3_600_000;
  await desk.sync();
  expect(words(desk)).toEqual(["Kept."]);

  office.devices[0] = keyed(own, [...own.seal, { ...newBoxKeys(p), from: `${TODAY}T00:00:00Z`, until: ENDS }]);
  office.publish();
  office.now += 2 * 3_600_000;
  await expect(desk.entered().fetch()).rejects.toThrow(NotListed);
});

test("an old computer opens what was sealed to keys that were renewed elsewhere meanwhile", async () => {
  const { office, own, server } = place();
  office.storage = new IDBFactory();
  await (await office.desk(own)).sync();
  office.now = Date.parse(ENDS) + 300 * DAY;
  const [, second] = nextKeys(p, own, own.seal.map((one) => ({ key: hex(one.public), until: one.until })), new Set(), 2);
  const [first] = nextKeys(p, own, own.seal.map((one) => ({ key: hex(one.public), until: one.until })), new Set(), 1);
  if (first === undefined || second === undefined) throw new Error("no keys");
  const dated = [{ ...second, from: "2027-09-01T00:00:00Z", until: "2028-09-01T00:00:00Z" }, { ...first, from: "2026-11-25T00:00:00Z", until: "2027-11-25T00:00:00Z" }];
  office.devices[0] = keyed(own, [...dated, ...own.seal]);
  office.publish();
  office.report(office.reporter(), { words: "Two years on." });

  const desk = await office.desk(own);
  await desk.sync();

  expect(words(desk)).toEqual(["Two years on."]);
  expect(server.waiting.size).toBe(0);
});

test("sixty days before the end it is said, fourteen days before loudly, and no key to come is held before", () => {
  const until = (days: number) => ({ seal: [{ key: "", until: "2020-01-01T00:00:00Z" }, { key: "", until: new Date(Date.parse(ENDS) + days * DAY).toISOString() }] });
  const now = Date.parse(ENDS);
  expect([61, 60, 15, 14, 1, 0, -1].map((days) => endingOf(until(days), now))).toEqual(["far", "soon", "soon", "near", "near", "past", "past"]);
  expect([400, 68, 60, 0, -200, -245, -700].map((days) => comingKeys(until(days), now))).toEqual([0, 0, 1, 1, 1, 2, 3]);
});

test("the next key counts from the beginning of the day, and always after the one before", () => {
  const now = Date.parse("2026-11-21T10:20:30Z");
  const from = (begins?: string) => validityOf({ seal: [{ key: "", until: ENDS, ...(begins === undefined ? {} : { from: begins }) }] }, now);
  expect(from()).toEqual({ from: "2026-11-21T00:00:00Z", until: "2027-11-21T00:00:00Z" });
  expect(from("2026-11-21T09:00:00Z").from).toBe("2026-11-21T09:00:01Z");
});
