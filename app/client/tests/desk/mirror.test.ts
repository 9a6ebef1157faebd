/** Bricks of files: fetched as they come, kept sealed, dropped with their case, never at the cost of the rest. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { Refused } from "../../src/api/reporter";
import { openDatabase, wipeStore } from "../../src/desk/store/database";
import { type Estimate, Mirror, type Named } from "../../src/desk/work/mirror";
import { sealAttachment } from "../../src/sealing/attachment";
import { Office, OFFLINE, p } from "./office";

const PHOTO = p.random(300_000);
const NO_END = () => Promise.resolve({ usage: 0, quota: 1e12 });

function officeWithPhoto() {
  const office = new Office();
  office.storage = new IDBFactory();
  const reporter = office.reporter();
  const { bricks, fields } = sealAttachment(p, PHOTO);
  for (const { id, bytes } of bricks) office.bricks.set(id, bytes);
  const entry = { ...fields, name: "photo-1.jpg", type: "image/jpeg" };
  office.report(reporter, { attachments: [entry] });
  return { office, reporter, ids: bricks.map(({ id }) => id) };
}

async function kept(office: Office): Promise<string[]> {
  const database = await openDatabase(office.storage);
  const found = await database?.bricks(office.devices[0]?.device ?? "");
  database?.close();
  return found ?? [];
}

/** What the background has had time for. */
async function settledIn(office: Office, count: number): Promise<string[]> {
  return expect.poll(() => kept(office)).toHaveLength(count).then(() => kept(office));
}

/** What cases name: bricks that came on a day. */
function named(...texts: readonly { readonly day: string; readonly bricks: readonly string[] }[]): Named[] {
  return texts.flatMap(({ day, bricks }) => bricks.map((brick) => ({ id: brick, day })));
}

const id = (number: number) => number.toString(16).padStart(32, "0");

test("a file that came with the sync opens later without a network", async () => {
  const { office, reporter, ids } = officeWithPhoto();
  const desk = await office.desk();
  await desk.sync();

  expect((await settledIn(office, ids.length)).sort()).toEqual([...ids].sort());
  office.faults.set("brick", Array.from({ length: 100 }, OFFLINE));

  expect(await desk.file(reporter.thread, 1)).toEqual(PHOTO);
});

test("what is kept is what the server gave, sealed", async () => {
  const { office, ids } = officeWithPhoto();
  const desk = await office.desk();
  await desk.sync();
  await settledIn(office, ids.length);
  const database = await openDatabase(office.storage);

  const [first = ""] = ids;
  expect(await database?.brick(office.devices[0]?.device ?? "", first)).toEqual(office.bricks.get(first));
});

test("a brick that a bad server gave does not stand in the way of the right one", async () => {
  const { office, reporter, ids } = officeWithPhoto();
  const [first = ""] = ids;
  const right = office.bricks.get(first) as Uint8Array;
  office.bricks.set(first, right.map((byte) => byte ^ 1));
  const desk = await office.desk();
  await desk.sync();
  await settledIn(office, ids.length);

  office.bricks.set(first, right);

  expect(await desk.file(reporter.thread, 1)).toEqual(PHOTO);
});

test("a server that fails costs no sync, and the next one goes on", async () => {
  const { office, ids } = officeWithPhoto();
  const desk = await office.desk();
  office.faults.set("brick", [new Refused(503)]);

  expect(await desk.sync()).toBe(1);
  expect(await kept(office)).toEqual([]);
  await desk.sync();

  expect(await settledIn(office, ids.length)).toHaveLength(ids.length);
});

test("forgetting the store forgets the files", async () => {
  const { office, ids } = officeWithPhoto();
  const desk = await office.desk();
  await desk.sync();
  await settledIn(office, ids.length);

  await wipeStore(office.devices[0]?.device ?? "", office.storage);

  expect(await kept(office)).toEqual([]);
});

async function mirror(fetched: string[], estimate: Estimate = NO_END, missing: readonly string[] = [], wrong: readonly string[] = []) {
  const database = await openDatabase(new IDBFactory());
  const fetch = (brick: string) => {
    fetched.push(brick);
    if (wrong.includes(brick)) return Promise.reject(new RangeError("nobody expects this"));
    return missing.includes(brick) ? Promise.reject(new Refused(404)) : Promise.resolve(new Uint8Array(262_144));
  };
  return { database, mirror: new Mirror({ device: "aa", database, fetch, estimate }) };
}

test("what no case names any more is dropped, and what is here is not fetched again", async () => {
  const fetched: string[] = [];
  const { database, mirror: kept } = await mirror(fetched);
  await kept.follow(named({ day: "2026-11-01", bricks: [id(1)] }, { day: "2026-11-02", bricks: [id(2)] }));
  await kept.follow(named({ day: "2026-11-02", bricks: [id(2)] }));

  expect(await database?.bricks("aa")).toEqual([id(2)]);
  expect(fetched).toEqual([id(2), id(1)]);
});

test("what the server has no more is asked for once", async () => {
  const fetched: string[] = [];
  const { database, mirror: kept } = await mirror(fetched, NO_END, [id(1)]);
  const both = named({ day: "2026-11-02", bricks: [id(1)] }, { day: "2026-11-01", bricks: [id(2)] });
  await kept.follow(both);
  await kept.follow(both);

  expect(await database?.bricks("aa")).toEqual([id(2)]);
  expect(fetched).toEqual([id(1), id(2)]);
});

test("files leave half of the room to what is written and read", async () => {
  const fetched: string[] = [];
  const { database, mirror: kept } = await mirror(fetched, () => Promise.resolve({ usage: 600_000, quota: 1_200_000 }));
  await kept.follow(named({ day: "2026-11-02", bricks: [id(1)] }));

  expect(fetched).toEqual([]);
  expect(await database?.bricks("aa")).toEqual([]);
});

test("a browser that cannot say how much it grants keeps them all the same", async () => {
  const fetched: string[] = [];
  const { database, mirror: kept } = await mirror(fetched, () => Promise.reject(new TypeError()));
  await kept.follow(named({ day: "2026-11-02", bricks: [id(1)] }));

  expect(await database?.bricks("aa")).toEqual([id(1)]);
});

test("what goes wrong with one turn stops no other one", async () => {
  const fetched: string[] = [];
  const { database, mirror: kept } = await mirror(fetched, NO_END, [], [id(1)]);
  await expect(kept.follow(named({ day: "2026-11-02", bricks: [id(1)] }))).rejects.toThrow("nobody expects this");
  await kept.follow(named({ day: "2026-11-02", bricks: [id(2)] }));

  expect(await database?.bricks("aa")).toEqual([id(2)]);
});

test("the newest 1,024 are kept", async () => {
  const fetched: string[] = [];
  const { database, mirror: kept } = await mirror(fetched);
  const many = Array.from({ length: 32 }, (_, file) => Array.from({ length: 32 }, (__, brick) => id(100 * file + brick + 1)));
  await kept.follow(named(...many.map((bricks) => ({ day: "2026-11-01", bricks }))));
  await kept.follow(named(...many.map((bricks) => ({ day: "2026-11-01", bricks })), { day: "2026-11-03", bricks: [id(9999)] }));

  const here = new Set(await database?.bricks("aa"));
  expect(here.size).toBe(1_024);
  expect(here.has(id(9999))).toBe(true);
});

test("who has left fetches nothing more", async () => {
  const fetched: string[] = [];
  const { mirror: kept } = await mirror(fetched);
  kept.stop();
  await kept.follow(named({ day: "2026-11-02", bricks: [id(1)] }));

  expect(fetched).toEqual([]);
});
