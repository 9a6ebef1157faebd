/** Files on their way: sealed before they are stored, all of them with the server before the envelope that names them. */
import { IDBFactory } from "fake-indexeddb";
import { beforeAll, describe, expect, it } from "vitest";
import { type IntakeAnswer, Refused, Unreachable } from "../../src/api/reporter";
import type { Attachment } from "../../src/payloads";
import { BRICK_BYTES, BRICK_HOLDS, openAttachment } from "../../src/sealing/attachment";
import { concat, equal, hex, unhex, utf8 } from "../../src/sealing/bytes";
import { noble } from "../../src/sealing/noble";
import { openEnvelope, openOuter } from "../../src/sealing/opening";
import { leaf } from "../../src/sealing/outer";
import { boxKeysOf, newBoxKeys, newSignKeys } from "../../src/sealing/primitives";
import { sign } from "../../src/sealing/signatures";
import { type Draft, split } from "../../src/speakup/crypto/parts";
import { openWorkshop, type Order, type Workshop } from "../../src/speakup/crypto/workshop";
import { openCourier } from "../../src/speakup/delivery/courier";
import { BricksLost, memoryQueue, openQueue, type Queue } from "../../src/speakup/delivery/queue";
import { StorageFull } from "../../src/indexed";
import { type Kept, MOST_BYTES_EACH, sizeText } from "../../src/speakup/evidence/kept";
import { FileGone, sealFiles } from "../../src/speakup/evidence/sealing";

const p = noble();
const ORGANISATION = "0f".repeat(16);
const MARKER = "marker-5be1-plain-words";
const relay = newBoxKeys(p);
const intake = newSignKeys(p);
const offices = ["a1", "b2", "c3"].map((byte) => ({ id: byte.repeat(16), device: byte.repeat(16), keys: newBoxKeys(p) }));
const PHOTO: Kept = { id: 1, kind: "photo", name: "photo-1.jpg", type: "image/jpeg", content: concat(utf8(MARKER), new Uint8Array(BRICK_HOLDS + 9)) };
const LETTER: Kept = { id: 2, kind: "document", name: "letter.txt", type: "text/plain", content: new Blob([utf8(MARKER)]) };

let workshop: Workshop;
beforeAll(async () => {
  workshop = openWorkshop(p);
  const { digits } = await workshop.newReceipt("en");
  await workshop.take(digits, ORGANISATION);
}, 120_000);

/** A server that can be cut off: it keeps what it got, in the order in which it came. */
function server() {
  const bricks = new Map<string, Uint8Array>();
  const got: { readonly what: "brick" | "deposit"; readonly id: string }[] = [];
  let left = Infinity;
  let lose: "question" | "answer" = "question";
  const over = <T>(take: () => T): Promise<T> => {
    if (left === 0 && lose === "question") return Promise.reject(new Unreachable());
    const answer = take();
    return left-- <= 0 ? Promise.reject(new Unreachable()) : Promise.resolve(answer);
  };
  return {
    bricks,
    got,
    /** Let so many requests through, then lose the question or the answer of the next one, and all after it. */
    cutAfter: (requests: number, what: typeof lose) => { [left, lose] = [requests, what]; },
    deposits: () => got.filter(({ what }) => what === "deposit").map(({ id }) => unhex(id)),
    putBrick: (id: string, bytes: Uint8Array) => over(() => { got.push({ what: "brick", id }); bricks.set(id, bytes.slice()); }),
    intake: (outer: Uint8Array): Promise<IntakeAnswer> =>
      over(() => {
        got.push({ what: "deposit", id: hex(outer) });
        const digest = leaf(p, outer);
        return { leaf: hex(digest), key: hex(intake.public), signature: hex(sign(p, intake, "intake", digest)) };
      }),
  };
}

type Server = ReturnType<typeof server>;

function courierFor(queue: Queue, api: Pick<Server, "putBrick" | "intake">) {
  const keys = () => Promise.resolve({ relay: hex(relay.public), intake: [hex(intake.public)] });
  return openCourier({ queue, api, workshop: () => workshop, keys, pause: () => Promise.resolve() });
}

function orders(attachments: readonly Attachment[]): Order[] {
  const report: Draft = { kind: "report", answers: {}, words: "See the files.", consent: {}, urgent: false, attachments };
  const help: Draft = { kind: "assistance", help: ["medical"], safe_contact: "", country: null };
  return offices.map(({ id, device, keys }, at) => ({ office: id, devices: [{ id: device, key: hex(keys.public) }], draft: at === 0 ? help : report }));
}

/** Seal two files and a report of them for two offices, and a request for help for a third, into the queue. */
async function sealedInto(queue: Queue, kept: readonly Kept[] = [PHOTO, LETTER]) {
  const attachments = await sealFiles({ workshop, queue }, kept, () => undefined);
  const sealed = await workshop.seal(orders(attachments), { directory: { version: 3, hash: "00".repeat(32) }, lang: "en" });
  await queue.add(sealed.map((deposit) => ({ ...deposit, directory: 3 })));
  return attachments;
}

/** What the office opens: kind and attachments of each envelope that the relay hands on. */
function read(api: Server) {
  return api.deposits().map((outer) => {
    const { office, envelope } = openOuter(p, outer, boxKeysOf(p, relay.secret));
    const reader = offices.find(({ id }) => id === hex(office));
    if (reader === undefined) throw new Error("no such office");
    const { payload } = openEnvelope(p, envelope, reader.device, reader.keys);
    return { office: reader.id, kind: payload.kind, files: (payload.attachments ?? []) as Attachment[] };
  });
}

const dataOf = async ({ content }: Kept) => (content instanceof Blob ? new Uint8Array(await content.arrayBuffer()) : content);
const freshQueue = () => openQueue(new IDBFactory());

describe("files of a report", () => {
  it("arrive before the report, whole, and open at every office that gets it", async () => {
    const [queue, api] = [await freshQueue(), server()];
    await sealedInto(queue);
    await courierFor(queue, api).run();

    const opened = read(api);
    expect(opened.map(({ kind }) => kind)).toEqual(["assistance", "report", "report"]);
    expect(api.got.map(({ what }) => what)).toEqual(["deposit", "brick", "brick", "brick", "deposit", "deposit"]);
    for (const { files } of opened.slice(1)) {
      expect(files.map(({ name, type }) => [name, type])).toEqual([["photo-1.jpg", "image/jpeg"], ["letter.txt", "text/plain"]]);
      for (const [at, kept] of [PHOTO, LETTER].entries()) {
        const file = files[at];
        if (file === undefined) throw new Error("a file is missing");
        const bricks = file.bricks.map((id) => api.bricks.get(id) ?? new Uint8Array(0));
        expect(bricks.every(({ length }) => length === BRICK_BYTES)).toBe(true);
        expect(equal(openAttachment(p, file, bricks), await dataOf(kept))).toBe(true);
      }
    }
    expect([await queue.all(), await queue.brickIds()]).toEqual([[], []]);
  });

  it("lie in the phone's store sealed only, without names, types or times", async () => {
    const factory = new IDBFactory();
    await sealedInto(await openQueue(factory));

    const rows = await everyRow(factory);
    expect(rows.map((row) => Object.keys(row).sort())).toEqual([
      ["directory", "envelope", "id", "office"],
      ["bricks", "directory", "envelope", "id", "office"],
      ["bricks", "directory", "envelope", "id", "office"],
      ["bytes", "id"], ["bytes", "id"], ["bytes", "id"],
    ]);
    const stored = rows.flatMap((row) => Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : JSON.stringify(value)))).join(" ");
    for (const word of [MARKER, "photo-1", "image/jpeg", "letter", "See the files"]) expect(stored).not.toContain(word);
  });

  it.each(["question", "answer"] as const)("go on where the network was lost, at every step, when the %s is lost", async (lost) => {
    for (let step = 0; step < 6; step++) {
      const [factory, api] = [new IDBFactory(), server()];
      await sealedInto(await openQueue(factory));
      api.cutAfter(step, lost);
      const before = courierFor(await openQueue(factory), api);
      await before.run();
      expect(before.standing()).toMatchObject({ busy: false, trouble: "offline" });
      const acknowledged = api.got.slice(0, step).map(({ id }) => id);

      // The page is closed; later it is opened again, with the network back.
      const count = api.got.length;
      api.cutAfter(Infinity, "question");
      const after = courierFor(await openQueue(factory), api);
      await after.run();

      expect(after.standing()).toMatchObject({ waiting: 0, trouble: null });
      expect(after.standing().upload).toBeUndefined();
      const again = api.got.slice(count).filter(({ what }) => what === "brick").map(({ id }) => id);
      expect(again.filter((id) => acknowledged.includes(id))).toEqual([]);
      expect(api.bricks.size).toBe(3);
      expect(new Set(read(api).map(({ office }) => office)).size).toBe(3);
      const firstReport = read(api).findIndex(({ kind }) => kind === "report");
      expect(api.got.slice(0, api.got.findIndex(({ id }) => id === hex(api.deposits()[firstReport] ?? new Uint8Array(0)))).filter(({ what }) => what === "brick").length).toBeGreaterThanOrEqual(3);
    }
  });

  it("are counted for the person, brick by brick, also after the page was closed", async () => {
    const [factory, api] = [new IDBFactory(), server()];
    await sealedInto(await openQueue(factory));
    api.cutAfter(2, "question"); // the request for help and one brick
    await courierFor(await openQueue(factory), api).run();
    api.cutAfter(Infinity, "question");
    const courier = courierFor(await openQueue(factory), api);
    const seen: unknown[] = [];
    courier.watch(({ upload }) => seen.push(upload));
    await courier.run();

    expect(seen).toContainEqual({ done: 1, total: 3 });
    expect(seen).toContainEqual({ done: 3, total: 3 });
  });

  it("keep the report back while the server has no room for a brick", async () => {
    const [queue, api] = [await freshQueue(), server()];
    await sealedInto(queue);
    const courier = courierFor(queue, { ...api, putBrick: () => Promise.reject(new Refused(503)) });
    await courier.run();

    expect(courier.standing()).toMatchObject({ waiting: 2, trouble: "later", upload: { done: 0, total: 3 } });
    expect(read(api).map(({ kind }) => kind)).toEqual(["assistance"]);
  });
});

describe("sealing files", () => {
  it("leaves nothing behind when the phone's storage is full, whichever brick did not fit", async () => {
    for (const room of [0, 1, 2]) {
      const queue = memoryQueue();
      let kept = 0;
      const full: Queue = { ...queue, keepBrick: (brick) => (kept++ < room ? queue.keepBrick(brick) : Promise.reject(new StorageFull())) };

      await expect(sealFiles({ workshop, queue: full }, [PHOTO, LETTER], () => undefined)).rejects.toBeInstanceOf(StorageFull);
      expect(await queue.brickIds()).toEqual([]);
    }
  });

  it("says so when a file was taken away, and leaves nothing behind", async () => {
    const queue = memoryQueue();
    const gone = Object.assign(new Blob(["x"]), { slice: () => ({ arrayBuffer: () => Promise.reject(new DOMException("gone", "NotReadableError")) }) });

    await expect(sealFiles({ workshop, queue }, [PHOTO, { ...LETTER, content: gone }], () => undefined)).rejects.toBeInstanceOf(FileGone);
    expect(await queue.brickIds()).toEqual([]);
  });

  it("never seals a file under the key of another", async () => {
    const queue = memoryQueue();
    const [one, two] = await sealFiles({ workshop, queue }, [LETTER, LETTER], () => undefined);

    expect(one?.key).not.toBe(two?.key);
    expect(one?.bricks).not.toEqual(two?.bricks);
  });

  it("cannot queue an envelope whose bricks the browser threw away", async () => {
    for (const queue of [memoryQueue(), await freshQueue()]) {
      const attachments = await sealFiles({ workshop, queue }, [PHOTO], () => undefined);
      const sealed = await workshop.seal(orders(attachments), { directory: { version: 3, hash: "00".repeat(32) }, lang: "en" });
      await queue.dropBricks(attachments.flatMap(({ bricks }) => bricks).slice(1));

      await expect(queue.add(sealed.map((deposit) => ({ ...deposit, directory: 3 })))).rejects.toBeInstanceOf(BricksLost);
      expect(await queue.all()).toEqual([]);
    }
  });

  it("drops what somebody left half sealed, at the next start", async () => {
    const factory = new IDBFactory();
    await sealFiles({ workshop, queue: await openQueue(factory) }, [PHOTO], () => undefined);
    const queue = await openQueue(factory);
    await courierFor(queue, server()).run();

    expect(await queue.brickIds()).toEqual([]);
  });
});

describe("a report with many files", () => {
  it("goes in parts that each fit an envelope and together name every file once", () => {
    const bricks = Array.from({ length: 128 }, () => hex(p.random(16)));
    const file = (name: string): Attachment => ({ file_id: "00".repeat(16), key: "00".repeat(32), header: "00".repeat(24), bricks, hash: "00".repeat(32), length: MOST_BYTES_EACH, name, type: "application/pdf" });
    const draft: Draft = { kind: "report", answers: { category: ["fraud"] }, words: "w".repeat(9_000), consent: {}, urgent: true, attachments: ["a", "b", "c", "d"].map(file) };
    const parts = split(draft, 13_800);

    expect(parts.every((part) => utf8(JSON.stringify(part)).length <= 13_800)).toBe(true);
    expect(parts.flatMap((part) => part.attachments ?? []).map(({ name }) => name).sort()).toEqual(["a", "b", "c", "d"]);
    expect(parts.map((part) => part.words).join("")).toBe("w".repeat(9_000));
    expect(parts.flatMap((part) => Object.keys(part.answers))).toEqual(["category"]);
  });
});

it("lengths are told as people read them", () => {
  expect([sizeText(0, "en"), sizeText(340_000, "en"), sizeText(2_400_000, "en")]).toEqual(["1 kB", "340 kB", "2.4 MB"]);
});

async function everyRow(factory: IDBFactory): Promise<Record<string, unknown>[]> {
  const settled = <T>(request: IDBRequest<T>) => new Promise<T>((resolve, reject) => {
    request.onsuccess = () => { resolve(request.result); };
    request.onerror = () => { reject(new Error("storage failed")); };
  });
  const database = await settled(factory.open("q"));
  const names = [...database.objectStoreNames].sort().reverse();
  const rows = await Promise.all(names.map((name) => settled(database.transaction(name).objectStore(name).getAll())));
  database.close();
  return rows.flat() as Record<string, unknown>[];
}
