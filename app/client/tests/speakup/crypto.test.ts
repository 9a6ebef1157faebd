/** The workshop with real keys: what it seals opens at the office, what an office answers is found and opened. */
import { beforeAll, describe, expect, it } from "vitest";
import { concat, hex, unhex, utf8 } from "../../src/sealing/bytes";
import { seal, TOWARDS_REPORTER } from "../../src/sealing/envelope";
import { noble } from "../../src/sealing/noble";
import { openEnvelope, openOuter } from "../../src/sealing/opening";
import { newBoxKeys, newSignKeys } from "../../src/sealing/primitives";
import { sign } from "../../src/sealing/signatures";
import { tag } from "../../src/sealing/tags";
import { type Draft, split } from "../../src/speakup/crypto/parts";
import { openWorkshop, type ShownReceipt } from "../../src/speakup/crypto/workshop";
import { look, wanted } from "../../src/speakup/answers/replies";
import type { Directory } from "../../src/directory/types";

const p = noble();
const ORGANISATION = "0f".repeat(16);
const OFFICE = "aa".repeat(16);
const DEVICE = "dd".repeat(16);
const device = newBoxKeys(p);
const signing = newSignKeys(p);
const workshop = openWorkshop(p);
const AROUND = { directory: { version: 3, hash: "11".repeat(32) }, lang: "ar" };
const REPORT: Draft = { kind: "report", answers: { category: ["fraud"], where: "here" }, words: "a story", consent: { contact: "yes", identity: "none" }, urgent: false };

let receipt: ShownReceipt;
beforeAll(async () => {
  receipt = await workshop.newReceipt("en");
  await workshop.take(receipt.digits, ORGANISATION);
});

async function sealed(draft: Draft) {
  const orders = [{ office: OFFICE, devices: [{ id: DEVICE, key: hex(device.public) }], draft }];
  return (await workshop.seal(orders, AROUND)).map(({ envelope }) => openEnvelope(p, envelope, DEVICE, device));
}

describe("sealing a report", () => {
  it("gives the office what was said, sealed by the reply key that it names", async () => {
    const [opened] = await sealed(REPORT);

    expect(opened?.payload).toMatchObject({ v: 1, kind: "report", office: OFFICE, recipients: [DEVICE], lang: "ar", part: 1, parts: 1, channel: "app", words: "a story", answers: REPORT.answers });
    expect(opened?.payload.reply).toMatchObject({ key: hex(opened?.sender ?? new Uint8Array()) });
  });

  it("splits a long story, and the parts joined say the same", async () => {
    const story = "é漢🕊 ".repeat(4_000);
    const parts = await sealed({ ...REPORT, words: story });

    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map(({ payload }) => payload.words).join("")).toBe(story);
    expect(new Set(parts.map(({ payload }) => payload.item)).size).toBe(1);
    expect(parts.map(({ payload }) => payload.part)).toEqual(parts.map((_, index) => index + 1));
  });

  it("opens at the relay as a deposit for the office", async () => {
    const relay = newBoxKeys(p);
    const [one] = await workshop.seal([{ office: OFFICE, devices: [{ id: DEVICE, key: hex(device.public) }], draft: REPORT }], AROUND);
    const { outer } = await workshop.wrap(OFFICE, one?.envelope ?? new Uint8Array(), hex(relay.public));

    expect(outer.length).toBe(16_464);
    expect(hex(openOuter(p, outer, relay).office)).toBe(OFFICE);
  });
});

describe("cutting into parts", () => {
  it("never cuts a character and fills what it may", () => {
    const parts = split({ kind: "message", text: "🕊".repeat(5_000) }, 3_000);

    expect(parts.every(({ text }) => /^(?:🕊)+$/u.test(text) && JSON.stringify({ kind: "message", text }).length <= 3_000)).toBe(true);
    expect(parts.map(({ text }) => text).join("")).toBe("🕊".repeat(5_000));
  });

  it("puts lists into the first part only and long answers back together", () => {
    const draft: Draft = { ...REPORT, answers: { category: ["fraud"], where: "x".repeat(4_000) }, words: "y".repeat(4_000) };
    const parts = split(draft, 3_000);

    expect(parts.map(({ answers }) => answers.category !== undefined)).toEqual(parts.map((_, index) => index === 0));
    expect(parts.map(({ answers }) => (answers.where as string | undefined) ?? "").join("")).toBe("x".repeat(4_000));
    expect(parts.every((part) => utf8(JSON.stringify(part)).length <= 3_000)).toBe(true);
  });
});

describe("finding an answer", () => {
  let replyTag: Uint8Array;
  let thread: string;

  async function answerOf(extra: Record<string, unknown>, sender = device) {
    const payload = { v: 1, kind: "reply", office: OFFICE, directory: AROUND.directory, recipients: ["reporter"], thread, lang: "en", part: 1, parts: 1, text: "we read it", ...extra };
    const [opened] = await sealed(REPORT);
    const to = unhex((opened?.payload.reply as { key: string }).key);
    return seal(p, utf8(JSON.stringify(payload)), sender, [to], TOWARDS_REPORTER).envelope;
  }

  beforeAll(async () => {
    const [opened] = await sealed(REPORT);
    replyTag = unhex((opened?.payload.reply as { tag: string }).tag);
    thread = opened?.payload.thread as string;
  });

  const office = { id: OFFICE, entity: "e", role: "psea", name: "O", alternate: [], members: [{ id: "m", devices: [{ id: DEVICE, sign: hex(signing.public), seal: [{ key: hex(device.public), until: "2099-01-01T00:00:00Z" }] }] }] };
  const directory = { version: 3, offices: [office] } as unknown as Directory;
  const versions = { at: () => Promise.resolve(null), get: () => Promise.resolve({ directory, recent: true }) };

  function lookAt(places: ReadonlyMap<number, { j: number; envelope: Uint8Array }>, count: number) {
    const tags = concat(...Array.from({ length: count }, (_, at) => { const mine = places.get(at); return mine === undefined ? p.random(16) : tag(p, replyTag, mine.j); }));
    const asked: number[] = [];
    const tray = (number: number) => {
      asked.push(number);
      const bytes = new Uint8Array(65_536);
      for (const [at, { envelope }] of places) if (Math.floor(at / 16) === number) bytes.set(envelope, (at % 16) * 4_096);
      return Promise.resolve(bytes);
    };
    const api = { tags: (from: number) => Promise.resolve(tags.slice(from * 16, (from + 1_024) * 16)), tray };
    return { asked, search: (trays: ReadonlyMap<number, Uint8Array>, most = 1) => look({ api, workshop, directory, versions, draw: () => 0.5 }, trays, most) };
  }

  it("reads an answer past the first page of tags and fetches one tray", async () => {
    const { asked, search } = lookAt(new Map([[1_030, { j: 0, envelope: await answerOf({}) }]]), 1_100);
    const { found } = await search(new Map());

    expect(asked).toEqual([64]);
    expect(found).toMatchObject([{ state: "read", office: OFFICE, j: 0, reply: { text: "we read it" } }]);
  });

  it("takes one tray at a look, and the others when asked for more", async () => {
    const envelope = await answerOf({});
    const { asked, search } = lookAt(new Map([[1, { j: 0, envelope }], [40, { j: 1, envelope }], [90, { j: 33, envelope }]]), 100);
    const first = await search(new Map());
    const second = await search(first.trays, 4);

    expect(first.found.map(({ state }) => state)).toEqual(["read", "waiting", "waiting"]);
    expect(second.found.map(({ state }) => state)).toEqual(["read", "read", "read"]);
    expect(asked).toEqual([0, 2, 5]);
  });

  it("fetches a random tray when there is nothing, so that a look always looks the same", () => {
    expect(wanted([], new Map(), 100, 1, () => 0.99)).toEqual([6]);
    expect(wanted([], new Map(), 0, 1, () => 0.5)).toEqual([]);
  });

  it("stops 32 past the last hit", async () => {
    const envelope = await answerOf({});
    const { search } = lookAt(new Map([[0, { j: 32, envelope }], [1, { j: 31, envelope }]]), 2);
    const lonely = lookAt(new Map([[0, { j: 32, envelope }]]), 2);

    expect((await search(new Map())).found).toHaveLength(2);
    expect((await lonely.search(new Map())).found).toHaveLength(0);
  });

  it("does not show a text that another key sealed", async () => {
    const { search } = lookAt(new Map([[0, { j: 0, envelope: await answerOf({}, newBoxKeys(p)) }]]), 1);

    expect((await search(new Map())).found).toMatchObject([{ state: "unreadable" }]);
  });

  it("says when an answer has expired, and when its office is another one", async () => {
    const { search } = lookAt(new Map([[0, { j: 0, envelope: new Uint8Array(4_096) }], [1, { j: 1, envelope: await answerOf({ office: "bb".repeat(16) }) }]]), 2);

    expect((await search(new Map())).found.map(({ state }) => state)).toEqual(["expired", "unreadable"]);
  });

  it("tells a genuine confirmation from a false one", async () => {
    const day = "2026-11-21";
    const ctx = "77".repeat(32);
    const signature = hex(sign(p, signing, "ack", concat(unhex(OFFICE), unhex(ctx), unhex(thread), utf8(day))));
    const ack = { device: DEVICE, office: OFFICE, ctx, thread, day, signature };
    const { search } = lookAt(new Map([[0, { j: 0, envelope: await answerOf({ ack }) }], [1, { j: 1, envelope: await answerOf({ ack: { ...ack, day: "2026-11-20" } }) }]]), 2);

    expect((await search(new Map())).found).toMatchObject([{ proof: ack }, { proof: "false" }]);
  });
});

describe("a receipt typed in", () => {
  it("reads its words and its digits as the same receipt", async () => {
    expect(await workshop.read((receipt.words ?? []).join("  ").toUpperCase(), "en")).toEqual([receipt]);
    expect((await workshop.read(receipt.digits, "none"))[0]?.digits).toBe(receipt.digits);
    expect((await workshop.read((receipt.words ?? []).join(" "), "zh"))[0]?.digits).toBe(receipt.digits);
  });

  it("names what is wrong and not what was typed", async () => {
    await expect(workshop.read("12345", "en")).rejects.toThrow("digits");
    await expect(workshop.read("zzzz zzzz zzzz zzzz zzzz zzzz", "en")).rejects.toThrow(/word$/);
  });

  it("does not come back when it was forgotten while its keys were derived", async () => {
    const other = openWorkshop(p);
    const taking = other.take(receipt.digits, ORGANISATION);
    await other.forget();
    await taking;

    expect(() => other.locate([OFFICE], new Uint8Array(16))).toThrow("no receipt");
  });

  it("is forgotten on demand", async () => {
    const other = openWorkshop(p);
    await other.take(receipt.digits, ORGANISATION);
    await other.forget();

    expect(() => other.locate([OFFICE], new Uint8Array(16))).toThrow("no receipt");
  });
});
