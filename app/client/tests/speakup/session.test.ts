/** What one visit holds: what it asks the server for, and when its screens may be left. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Published, ReporterApi } from "../../src/api/reporter";
import { utf8 } from "../../src/sealing/bytes";
import type { Workshop } from "../../src/speakup/crypto/workshop";
import { memoryQueue } from "../../src/speakup/delivery/queue";
import type { Pins } from "../../src/sealing/directory";
import { type Memory, storedMemory } from "../../src/speakup/delivery/trust";
import { openSession } from "../../src/speakup/session";

const FILE = resolve(import.meta.dirname, "../../../../tests/vectors/routing.json");
const VECTORS = JSON.parse(readFileSync(FILE, "utf8")) as { directories: { demonstration: { version: number } } };
const DOCUMENT = VECTORS.directories.demonstration;

const VERIFIES = { verify: () => Promise.resolve({ version: DOCUMENT.version, hash: "00" }) } as unknown as Workshop;

const FORGETFUL: Memory = { read: () => null, write: () => undefined };

function visit(workshop = VERIFIES, memory = FORGETFUL, pins: Pins | null = null) {
  const asked: string[] = [];
  const clock = { now: Date.parse("2026-11-21T12:00:00Z") };
  const none = () => Promise.reject(new Error("not asked for"));
  const directory = (): Promise<Published> => {
    asked.push("directory");
    return Promise.resolve({ version: DOCUMENT.version, document: utf8(JSON.stringify(DOCUMENT)), signatures: [] });
  };
  const api: ReporterApi = { directory, intake: none, putBrick: none, tags: none, tray: none };
  const session = openSession({ api, queue: memoryQueue(), memory, pins, start: () => Promise.resolve({ workshop, close: () => undefined }), now: () => clock.now });
  return { asked, clock, session };
}

test("a report that begins asks for no directory again: the server could tell it from reading", async () => {
  const { asked, clock, session } = visit();
  await session.preview();
  await session.trusted();
  expect(asked).toEqual(["directory"]);

  clock.now += 6 * 60_000;
  await session.trusted();
  expect(asked).toEqual(["directory", "directory"]);
});

test("a visit knows that something is being sealed until it is kept, or has failed", async () => {
  const { session } = visit();
  const steps = { kept: () => { /* set below */ } };
  const work = session.whileSealing(() => new Promise<void>((done) => { steps.kept = done; }));
  expect(session.sealing()).toBe(true);
  steps.kept();
  await work;
  expect(session.sealing()).toBe(false);

  await expect(session.whileSealing(() => Promise.reject(new Error("full")))).rejects.toThrow("full");
  expect(session.sealing()).toBe(false);
});

test("a receipt that is passed on survives the screen that is left, and no other", async () => {
  const forgotten: string[] = [];
  const workshop = { verify: () => Promise.resolve({ version: DOCUMENT.version, hash: "00" }), forget: () => { forgotten.push("receipt"); return Promise.resolve(); } } as unknown as Workshop;
  const { session } = visit(workshop);
  await session.trusted();

  session.passReceiptOn();
  session.forgetReceipt();
  await Promise.resolve();
  expect(forgotten).toEqual([]);

  session.forgetReceipt();
  await Promise.resolve();
  expect(forgotten).toEqual(["receipt"]);

  await session.whileSealing(() => { session.passReceiptOn(); return Promise.resolve(); });
  session.forgetReceipt();
  await Promise.resolve();
  expect(forgotten).toEqual(["receipt", "receipt"]);
});

test("nobody has vouched for a list believed at first sight, over visits, until somebody compared the words", async () => {
  const kept = new Map<string, string>();
  const memory = storedMemory(() => ({ getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => { kept.set(key, value); } }));
  const first = visit(VERIFIES, memory).session;
  expect(first.unvouched()).toBe(true);
  await first.trusted();

  const second = visit(VERIFIES, memory).session;
  expect(second.unvouched()).toBe(true);
  second.vouch();
  expect(second.unvouched()).toBe(false);
  await second.trusted();
  expect(visit(VERIFIES, memory).session.unvouched()).toBe(false);
});

test("a browser that keeps nothing is asked again in the next visit only", () => {
  const { session } = visit();
  session.vouch();

  expect(session.unvouched()).toBe(false);
  expect(visit().session.unvouched()).toBe(true);
});

test("with roots built in there is nothing to compare", () => {
  expect(visit(VERIFIES, FORGETFUL, { roots: ["aa"], threshold: 1 }).session.unvouched()).toBe(false);
});
