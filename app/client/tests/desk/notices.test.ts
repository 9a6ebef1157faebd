import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { NoticesApi, Waiting, Way } from "../../src/api/notices";
import { isMailAddress } from "../../src/desk/notices/mailAddress";
import { hearPushes, shown } from "../../src/desk/notices/push";
import { noticesCalls } from "../../src/desk/work/areas/notices";
import type { Room } from "../../src/desk/work/room";
import { base64, hex, unhex } from "../../src/sealing/bytes";
import { sealContact } from "../../src/sealing/contact";
import { BadInput, TooLong } from "../../src/sealing/errors";
import { noble } from "../../src/sealing/noble";
import { layerNonce } from "../../src/sealing/outer";
import { type BoxKeyPair, KEY_BYTES, newBoxKeys, type Primitives } from "../../src/sealing/primitives";
import { Office, p, TODAY } from "./office";

interface Vectors {
  readonly public: string;
  readonly contacts: readonly { readonly contact: Record<string, unknown>; readonly drawn: string; readonly sealed_base64: string }[];
}

const VECTORS = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../../tests/vectors/desk_contact.json"), "utf8")) as Vectors;
const LIBRARIES: readonly Primitives[] = [noble(), p];
const CONTACT_BYTES = 1072;

test.each(LIBRARIES)("a contact is sealed to the bytes that the worker opens ($name)", (library) => {
  for (const { contact, drawn, sealed_base64: sealed } of VECTORS.contacts) {
    expect(base64(sealContact(library, unhex(VECTORS.public), contact, unhex(drawn)))).toBe(sealed);
  }
});

test("two seals of one address have nothing in common but their length", () => {
  const { public: key } = newBoxKeys(p);
  const [one, other] = [sealContact(p, key, { address: "a@b.c" }), sealContact(p, key, { address: "a@b.c" })];
  expect(one.length).toBe(CONTACT_BYTES);
  expect(sealContact(p, key, { endpoint: "x".repeat(800) }).length).toBe(CONTACT_BYTES);
  expect(base64(one.subarray(0, 32))).not.toBe(base64(other.subarray(0, 32)));
});

test("what does not fit, and what is no key, is refused", () => {
  expect(() => sealContact(p, newBoxKeys(p).public, { endpoint: "x".repeat(1000) })).toThrow(TooLong);
  expect(() => sealContact(p, new Uint8Array(31), {})).toThrow(BadInput);
  expect(() => sealContact(p, new Uint8Array(32), {})).toThrow(BadInput);
});

test.each(["", "a", "@x.example", "a@", "a@x", "a@b@x.example", "a@x.example\nBcc: b@x.example", "a@x.example, b@x.example", "A <a@x.example>", "ä@x.example", `${"a".repeat(250)}@x.example`])(
  "%j is no single plain mail address",
  (text) => { expect(isMailAddress(text)).toBe(false); },
);

test("an address with dots, plus and hyphen is one", () => {
  expect(isMailAddress("focal.point+desk@un-habitat.example")).toBe(true);
});

/** A server that keeps what it is given. */
function server(waiting: readonly Waiting[] = []) {
  const keys = newBoxKeys(p);
  const kept = new Map<Way, Uint8Array>();
  const api: NoticesApi = {
    offered: () => Promise.resolve({ key: keys.public, sender: "desk@speakup.example", pushKey: "BPush", hour: 6, offered: ["mail", "push"], ways: [...kept.keys()] }),
    put: (_, way, sealed) => { kept.set(way, sealed); return Promise.resolve(); },
    drop: (_, way) => { kept.delete(way); return Promise.resolve(); },
    elsewhere: () => Promise.resolve(waiting),
  };
  return { api, kept, keys };
}

/** What a worker with these keys reads; null: it is sealed to others. */
function opened(sealed: Uint8Array, { public: key, secret }: BoxKeyPair): string | null {
  const drawn = sealed.subarray(0, KEY_BYTES);
  const shared = p.boxShared(drawn, secret) ?? new Uint8Array(KEY_BYTES);
  const plain = p.boxOpen(shared, layerNonce(p, drawn, key), sealed.subarray(KEY_BYTES));
  return plain && new TextDecoder().decode(plain);
}

const OFFICE = { id: "aa".repeat(16), name: "Office A", names: { fr: "Bureau A" } };

function room(expires: string, key?: Uint8Array): Pick<Room, "around" | "entered"> {
  const newest = () => ({ directory: { expires, offices: [OFFICE], notice_key: key && hex(key) } });
  const entered = { connection: { with: (work: (token: string) => unknown) => work("token") }, directories: { newest } };
  return { around: { p, now: () => Date.parse("2026-11-21T10:00:00Z") }, entered: () => entered } as unknown as Pick<Room, "around" | "entered">;
}

test("an address leaves the desk sealed, and is taken back", async () => {
  const { api, kept, keys } = server();
  const calls = noticesCalls(room("2027-11-21T00:00:00Z", keys.public), api);

  await calls.tellMe("mail", { address: "focal@x.example" });
  expect((await calls.notices()).ways).toEqual(["mail"]);
  expect(kept.get("mail")?.length).toBe(CONTACT_BYTES);
  expect(new TextDecoder().decode(kept.get("mail"))).not.toContain("focal");

  await calls.tellMeNoMore("mail");
  expect(await calls.notices()).toEqual({ offered: ["mail", "push"], unsigned: false, ways: [], sender: "desk@speakup.example", pushKey: "BPush", minute: 360 });
});

test("no address is sealed for a server whose key the directory does not name", async () => {
  const { api, kept } = server();
  const calls = noticesCalls(room("2027-11-21T00:00:00Z"), api);

  await expect(calls.tellMe("mail", { address: "focal@x.example" })).rejects.toThrow(BadInput);

  expect(kept.size).toBe(0);
  expect(await calls.notices()).toMatchObject({ offered: [], unsigned: true });
});

test("a server that gives out its own key reads no address: the directory's is taken", async () => {
  const honest = newBoxKeys(p);
  const { api, kept, keys } = server();
  const calls = noticesCalls(room("2027-11-21T00:00:00Z", honest.public), api);
  expect(await calls.notices()).toMatchObject({ offered: [], unsigned: true });

  await calls.tellMe("mail", { address: "focal@x.example" });

  const sealed = kept.get("mail") as Uint8Array;
  expect(opened(sealed, honest)).toContain("focal@x.example");
  expect(opened(sealed, keys)).toBeNull();
});

test("what was set up can be stopped when nothing is offered any more", async () => {
  const { api, kept } = server();
  kept.set("mail", new Uint8Array(CONTACT_BYTES));
  const calls = noticesCalls(room("2027-11-21T00:00:00Z"), api);

  expect(await calls.notices()).toMatchObject({ offered: [], ways: ["mail"] });
  await calls.tellMeNoMore("mail");
  expect(kept.size).toBe(0);
});

test("offices where something waits are named in the language, one that nobody lists is not, and none stands twice", async () => {
  const steps: Waiting[] = [{ office: OFFICE.id, step: "alternate" }, { office: OFFICE.id, step: "oversight" }, { office: "bb".repeat(16), step: "oversight" }, { office: OFFICE.id, step: "shut" }];
  const calls = noticesCalls(room("2027-11-21T00:00:00Z"), server(steps).api);

  expect(await calls.elsewhere("fr")).toEqual({ standingIn: ["Bureau A"], overseeing: [], shutOut: ["Bureau A"], renewBy: null });
});

test("a directory that ends within thirty days is reminded of", async () => {
  const calls = noticesCalls(room("2026-12-20T00:00:00Z"), server().api);

  expect((await calls.elsewhere("en")).renewBy).toBe("2026-12-20");
});

test("a push shows its words, and fixed ones when it holds none", () => {
  expect(shown(`{"title":"Look","body":"Daily"}${" ".repeat(900)}`)).toEqual({ title: "Look", body: "Daily" });
  for (const bad of ["", "null", "7", "{}", '{"title":"","body":"x"}', '{"title":1,"body":2}', "<b>"]) expect(shown(bad).title).toBe("Please look at your desk");
});

test("a push is shown once it comes, and pressing it goes to the desk that is open", async () => {
  const heard = new Map<string, (event: unknown) => void>();
  const [told, done]: [unknown[], Promise<unknown>[]] = [[], []];
  const desk = { url: "https://x.example/desk", focus: () => { told.push("focus"); return Promise.resolve(); } };
  hearPushes({
    addEventListener: (name: string, listener: (event: unknown) => void) => heard.set(name, listener),
    registration: { showNotification: (...said: unknown[]) => { told.push(said); return Promise.resolve(); } },
    clients: { matchAll: () => Promise.resolve([desk]), openWindow: () => { told.push("window"); return Promise.resolve(); } },
  } as unknown as ServiceWorkerGlobalScope);

  heard.get("push")?.({ data: { text: () => '{"title":"Look","body":"Daily"}' }, waitUntil: (work: Promise<unknown>) => done.push(work) });
  heard.get("notificationclick")?.({ notification: { close: () => told.push("closed") }, waitUntil: (work: Promise<unknown>) => done.push(work) });
  await Promise.all(done);

  expect(told).toEqual([["Look", { body: "Daily", tag: "desk" }], "closed", "focus"]);
});

test("what could not be opened is told to the server once somebody has looked at it, and once only", async () => {
  const office = new Office();
  const reporter = office.reporter();
  office.put(p.random(16_384), TODAY);
  office.report(reporter);
  const desk = await office.desk();
  await desk.sync();
  expect(office.marked).toEqual([]);

  const calls = noticesCalls(desk);
  await calls.seen(null);
  await calls.seen(null);
  await calls.seen("00".repeat(16));
  expect(office.marked).toEqual([1]);

  office.message(reporter, "One more thing.");
  await desk.sync();
  await calls.seen(reporter.thread);
  await calls.seen(reporter.thread);
  expect([...office.marked].sort()).toEqual([1, 2, 3]);
});
