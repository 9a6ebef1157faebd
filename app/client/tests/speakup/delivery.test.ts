/** The sealed queue and the courier: nothing is "sent" without a genuine signature, nothing is lost without one. */
import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { type IntakeAnswer, Refused, Unreachable } from "../../src/api/reporter";
import { openCourier, type Ways } from "../../src/speakup/delivery/courier";
import { memoryQueue, openQueue } from "../../src/speakup/delivery/queue";
import { storedMemory, trust } from "../../src/speakup/delivery/trust";
import { utf8 } from "../../src/sealing/bytes";
import type { Pins } from "../../src/sealing/directory";

const KEYS = { relay: "ab".repeat(32), intake: ["cd".repeat(32)] };
const GOOD: IntakeAnswer = { leaf: "leaf", key: "cd".repeat(32), signature: "00" };

function ways(intake: () => Promise<IntakeAnswer>, change: Partial<Ways> = {}): Ways {
  const workshop = {
    wrap: () => Promise.resolve({ outer: new Uint8Array(3), leaf: "leaf" }),
    intakeSigned: (_key: string, _leaf: string, signature: string) => Promise.resolve(signature === "00"),
  };
  return { queue: memoryQueue(), api: { intake, putBrick: () => Promise.resolve() }, workshop: () => workshop, keys: () => Promise.resolve(KEYS), pause: () => Promise.resolve(), ...change };
}

const deposit = (office: string) => ({ office, envelope: new Uint8Array([1, 2, 3]), directory: 4 });

describe("the queue", () => {
  it("keeps envelopes over a restart of the app, in order, and nothing but envelopes", async () => {
    const first = await openQueue();
    await first.add([deposit("aa"), deposit("bb")]);
    const again = await (await openQueue()).all();

    expect(again.map(({ office }) => office)).toEqual(["aa", "bb"]);
    expect(Object.keys(again[0] ?? {}).sort()).toEqual(["directory", "envelope", "id", "office"]);
  });

  it("drops what was removed and keeps the rest", async () => {
    const queue = await openQueue();
    const [first] = await queue.all();
    await queue.remove(first?.id ?? -1);

    expect((await queue.all()).map(({ office }) => office)).toEqual(["bb"]);
  });
});

describe("the courier", () => {
  it("empties the queue when every deposit was signed for, with a pause between", async () => {
    let pauses = 0;
    const courier = openCourier(ways(() => Promise.resolve(GOOD), { pause: () => { pauses++; return Promise.resolve(); } }));
    await courier.take([deposit("aa"), deposit("bb"), deposit("cc")]);
    await courier.run();

    expect(courier.standing()).toEqual({ waiting: 0, sent: 3, busy: false, trouble: null });
    expect(pauses).toBe(2);
  });

  it.each([
    ["offline", () => Promise.reject(new Unreachable())],
    ["later", () => Promise.reject(new Refused(503))],
    ["unsigned", () => Promise.resolve({ ...GOOD, signature: "ff" })],
    ["unsigned", () => Promise.resolve({ ...GOOD, leaf: "other" })],
    ["unsigned", () => Promise.resolve({ ...GOOD, key: "ee".repeat(32) })],
  ])("keeps the deposit and says %s", async (trouble, intake) => {
    const courier = openCourier(ways(intake));
    await courier.take([deposit("aa")]);
    await courier.run();

    expect(courier.standing()).toEqual({ waiting: 1, sent: 0, busy: false, trouble });
  });

  it("keeps the deposit when no directory can be trusted or it has no relay key", async () => {
    for (const keys of [() => Promise.reject(new Error()), () => Promise.resolve({ ...KEYS, relay: null })]) {
      const courier = openCourier(ways(() => Promise.resolve(GOOD), { keys }));
      await courier.take([deposit("aa")]);
      await courier.run();
      expect(courier.standing()).toMatchObject({ waiting: 1, trouble: "directory" });
    }
  });

  it("sends when the connection is back", async () => {
    let online = false;
    const courier = openCourier(ways(() => (online ? Promise.resolve(GOOD) : Promise.reject(new Unreachable()))));
    await courier.take([deposit("aa")]);
    await courier.run();
    online = true;
    await courier.run();

    expect(courier.standing()).toMatchObject({ waiting: 0, sent: 1, trouble: null });
  });

  it("runs once at a time, so that nothing is handed in twice", async () => {
    let handed = 0;
    const courier = openCourier(ways(() => Promise.resolve(GOOD).finally(() => handed++)));
    await courier.take([deposit("aa")]);
    await Promise.all([courier.run(), courier.run(), courier.run()]);

    expect(handed).toBe(1);
  });
});

describe("believing a directory", () => {
  const document = (version: number, root: string) =>
    utf8(JSON.stringify({ v: 1, version, previous: "00".repeat(32), issued: "2026-01-01T00:00:00Z", expires: "2027-01-01T00:00:00Z", organisation: { id: "0f".repeat(16), name: "O" }, roots: { threshold: 1, keys: [root] }, entities: [], offices: [], routing: [], relays: [], intake: [], policy: { min_devices: 1, batch: { min: 1, timeout: 1, deadline: 1 } } }));
  const published = (version: number, root: string) => ({ version, document: document(version, root), signatures: [] });

  function recorder() {
    const asked: unknown[] = [];
    const verify = (_document: Uint8Array, _signatures: unknown, pins: unknown, _now: number, seen: unknown, newest: boolean) => {
      asked.push({ pins, seen, newest });
      return Promise.resolve({ version: 10 + asked.length, hash: "h" });
    };
    return { asked, workshop: { verify } };
  }

  function storage() {
    const kept = new Map<string, string>();
    return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => { kept.set(key, value); } };
  }

  it("trusts the first roots it sees when none are compiled in, and says so", async () => {
    const { asked, workshop } = recorder();
    const trusted = await trust(published(7, "aa"), { directory: () => Promise.reject(new Error()) }, workshop, storedMemory(storage), null, 0);

    expect(asked).toEqual([{ pins: { roots: ["aa"], threshold: 1 }, seen: null, newest: true }]);
    expect(trusted.firstSight).toBe(true);
  });

  it("remembers that nobody vouched for pins believed at first sight, until somebody does", async () => {
    const store = storage();
    const memory = storedMemory(() => store);
    const again = async (compiled: Pins | null = null) => trust(published(7, "aa"), { directory: () => Promise.reject(new Error()) }, recorder().workshop, memory, compiled, 0);

    await again();
    await again();
    expect(memory.read()?.unvouched).toBe(true);
    memory.write({ version: 7, hash: "x" }, { roots: ["aa"], threshold: 1 });
    expect(memory.read()?.unvouched, "the desk writes what it saw, and vouches for nothing").toBe(true);

    memory.write({ version: 7, hash: "x" }, { roots: ["aa"], threshold: 1 }, false);
    await again();
    expect(memory.read()?.unvouched).toBe(false);
    expect(Object.keys(JSON.parse(store.getItem("d") ?? "") as object)).toEqual(["seen", "pins"]);
  });

  it("needs nobody to vouch for pins that are built in", async () => {
    const store = storage();
    const memory = storedMemory(() => store);
    await trust(published(7, "aa"), { directory: () => Promise.reject(new Error()) }, recorder().workshop, memory, { roots: ["bb"], threshold: 1 }, 0);

    expect(memory.read()?.unvouched).toBe(false);
  });

  it("verifies with the compiled pins and not with those of the document", async () => {
    const { asked, workshop } = recorder();
    const trusted = await trust(published(7, "aa"), { directory: () => Promise.reject(new Error()) }, workshop, storedMemory(storage), { roots: ["bb"], threshold: 2 }, 0);

    expect(asked).toEqual([{ pins: { roots: ["bb"], threshold: 2 }, seen: null, newest: true }]);
    expect(trusted.firstSight).toBe(false);
  });

  it("verifies every version since the one seen last, in order, under the roots of the one before", async () => {
    const store = storage();
    store.setItem("d", JSON.stringify({ seen: { version: 7, hash: "x" }, pins: { roots: ["aa"], threshold: 1 } }));
    const { asked, workshop } = recorder();
    await trust(published(10, "dd"), { directory: (version) => Promise.resolve(published(version ?? 0, version === 8 ? "bb" : "cc")) }, workshop, storedMemory(() => store), null, 0);

    expect(asked).toMatchObject([
      { pins: { roots: ["aa"] }, seen: { version: 7 }, newest: false },
      { pins: { roots: ["bb"] }, newest: false },
      { pins: { roots: ["cc"] }, newest: true },
    ]);
    expect(JSON.parse(store.kept.get("d") ?? "")).toEqual({ seen: { version: 13, hash: "h" }, pins: { roots: ["dd"], threshold: 1 } });
  });

  it("remembers nothing when verification fails", async () => {
    const store = storage();
    const verify = () => Promise.reject(new Error("signatures"));
    await expect(trust(published(7, "aa"), { directory: () => Promise.reject(new Error()) }, { verify }, storedMemory(() => store), null, 0)).rejects.toThrow("signatures");

    expect(store.kept.size).toBe(0);
  });
});

describe("what must not hold words back, or look like words", () => {
  const brick = { id: "ab".repeat(16), bytes: new Uint8Array(4) };
  const full = () => Promise.reject(new Refused(503));

  it("keeps a deposit whose files a full store refuses, and sends its words alone when asked", async () => {
    const queue = memoryQueue();
    await queue.keepBrick(brick);
    let taken = 0;
    const courier = openCourier(ways(() => { taken++; return Promise.resolve(GOOD); }, { queue, api: { intake: () => { taken++; return Promise.resolve(GOOD); }, putBrick: full } }));
    await courier.take([{ ...deposit("aa"), bricks: [brick.id] }]);
    await courier.run();
    expect(courier.standing()).toMatchObject({ waiting: 1, trouble: "later", upload: { done: 0, total: 1 } });

    await courier.withoutFiles();
    expect([taken, await queue.brickIds(), courier.standing()]).toEqual([1, [], { waiting: 0, sent: 1, busy: false, trouble: null, upload: undefined }]);
  });

  it("takes no empty sending, which would be told as sent", async () => {
    await expect(openCourier(ways(() => Promise.resolve(GOOD))).take([])).rejects.toThrow("nothing to send");
  });
});
