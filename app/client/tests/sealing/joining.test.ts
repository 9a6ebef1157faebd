import { expect, test } from "vitest";
import { strengthOf } from "../../src/desk/keys/strength";
import { base64, hex, unbase64, unhex, utf8 } from "../../src/sealing/bytes";
import { type Device, lockDevice, unlockDevice } from "../../src/sealing/deviceFile";
import { deviceId, readSheet, seededKeys, seededSealKey, sheetWords } from "../../src/sealing/deviceSeed";
import { ReceiptUnreadable } from "../../src/sealing/errors";
import { admission, askedBy, type Invitation, invitationFragment, invitationSecret, joinWords, openRequest, readInvitation, REQUEST_BYTES, removal, sealRequest } from "../../src/sealing/joining";
import { noble } from "../../src/sealing/noble";
import { unwrapDevice, wrapDevice } from "../../src/sealing/passkeyWrap";
import { newSignKeys } from "../../src/sealing/primitives";
import { verify } from "../../src/sealing/signatures";
import { sodium } from "../../src/sealing/sodium";
import { loadWordlist, type Wordlist } from "../../src/sealing/wordlists";

const p = await sodium();
const ENGLISH = (await loadWordlist("en")) as Wordlist;
const LISTS = (await Promise.all(["en", "fr", "es", "zh"].map(loadWordlist))) as Wordlist[];
const OFFICE = "bb".repeat(16);
const ROOTS = { threshold: 2, roots: ["22".repeat(32), "11".repeat(32)] };
const UNTIL = "2027-11-21T00:00:00Z";

function device(seed = p.random(16)): Device {
  const { device: id, sign } = seededKeys(p, seed);
  return { organisation: "aa".repeat(16), office: "bb".repeat(16), device: id, label: "Focal point A — Office", sign, seal: [{ ...seededSealKey(p, seed, 0), until: UNTIL }], seed };
}

function invitation(fields: Partial<Invitation> = {}): Invitation {
  return { v: 1, organisation: "aa".repeat(16), office: "bb".repeat(16), id: "cc".repeat(16), secret: "dd".repeat(32), member: "", title: "Point focal É", until: "2026-12-21", ...fields };
}

function asked(made: Device, fields = {}) {
  const seal = made.seal.map((pair) => ({ key: hex(pair.public), until: UNTIL }));
  return { device: made.device, sign: hex(made.sign.public), seal, title: "Focal point B", member: "", ...fields };
}

function signedBy(made: Device, fields = {}) {
  return askedBy(p, made.sign, OFFICE, asked(made, fields));
}

test("both libraries make the same keys of a seed", () => {
  const seed = p.random(16);
  expect(seededKeys(noble(), seed)).toEqual(seededKeys(p, seed));
  expect(seededSealKey(noble(), seed, 3)).toEqual(seededSealKey(p, seed, 3));
  expect(seededSealKey(p, seed, 0).public).not.toEqual(seededSealKey(p, seed, 1).public);
});

test("twelve words of every list give the seed back, in capitals, with four letters each, and with odd spacing", () => {
  for (const list of LISTS) {
    const seed = p.random(16);
    const words = sheetWords(p, seed, list);
    expect(words).toHaveLength(12);
    expect(readSheet(p, `  ${words.join("   ").toUpperCase()}\n`, LISTS).map(hex)).toContain(hex(seed));
  }
  const seed = p.random(16);
  const short = sheetWords(p, seed, ENGLISH).map((word) => word.slice(0, 4));
  expect(readSheet(p, short.join(" "), [ENGLISH]).map(hex)).toEqual([hex(seed)]);
});

test("a word too few, a word of no list and most wrong words are refused, and the error repeats nothing", () => {
  const words = sheetWords(p, p.random(16), ENGLISH);
  expect(() => readSheet(p, words.slice(1).join(" "), LISTS)).toThrow(new ReceiptUnreadable("words"));
  expect(() => readSheet(p, ["zzzzz", ...words.slice(1)].join(" "), LISTS)).toThrow(new ReceiptUnreadable("word"));
  const others = ENGLISH.slice(0, 400).filter((word) => word !== words[11]);
  const slipped = others.filter((word) => {
    try {
      return readSheet(p, [...words.slice(0, 11), word].join(" "), [ENGLISH]).length > 0;
    } catch (error) {
      expect(error).toEqual(new ReceiptUnreadable("checksum"));
      return false;
    }
  });
  expect(slipped.length).toBeLessThan(60);
});

test("a device key file carries the seed, and one without it is read as before", async () => {
  const made = device();
  const cost = { ops: 1, bytes: 8192 };
  expect(await unlockDevice(p, await lockDevice(p, made, "seven blue herons", cost), "seven blue herons")).toEqual(made);
  const old: Device = { ...made, seed: undefined as never };
  expect((await unlockDevice(p, await lockDevice(p, old, "seven blue herons", cost), "seven blue herons")).seed).toBeUndefined();
});

test("a passkey's output opens the keys; another's, another device's and a flipped bit do not", () => {
  const [made, prf] = [device(), p.random(32)];
  const wrapped = wrapDevice(p, made, prf);
  expect(unwrapDevice(p, made, wrapped, prf)).toEqual(made);
  const flipped = { ...wrapped, sealed: (wrapped.sealed.startsWith("0") ? "1" : "0") + wrapped.sealed.slice(1) };
  expect(() => unwrapDevice(p, made, wrapped, p.random(32))).toThrow("passkey");
  expect(() => unwrapDevice(p, { ...made, device: "ee".repeat(16) }, wrapped, prf)).toThrow("passkey");
  expect(() => unwrapDevice(p, made, flipped, prf)).toThrow("passkey");
  expect(() => unwrapDevice(p, made, wrapped, new Uint8Array(0))).toThrow();
});

test("an invitation survives its link, and what is no invitation is refused or ignored", () => {
  const is = invitation({ pins: { threshold: 2, keys: ["11".repeat(32), "22".repeat(32)] } });
  const link = `https://speakup.example/desk${invitationFragment(is)}`;
  expect(readInvitation(link)).toEqual(is);
  expect(link).not.toMatch(/[+=](?!.*#join=)$/);
  expect(readInvitation("https://speakup.example/desk")).toBeNull();
  for (const bad of ["#join=", "#join=%%%", `#join=${btoa("[1]")}`, invitationFragment(invitation({ secret: "dd" })), invitationFragment(invitation({ title: "two\nlines" })), link.slice(0, -20)]) {
    expect(() => readInvitation(bad)).toThrow("invitation");
  }
});

test("a request opens with the invitation's secret alone, says nothing by its length, and shows every change", () => {
  const [lead, id] = [newSignKeys(p), p.random(16)];
  const secret = invitationSecret(p, lead, id);
  const is = { id: hex(id), secret: hex(secret) };
  const request = signedBy(device());
  const sealed = sealRequest(p, is, request);
  expect(sealed).toHaveLength(REQUEST_BYTES);
  expect(sealRequest(p, is, signedBy(device(), { title: "x" }))).toHaveLength(REQUEST_BYTES);
  expect(openRequest(p, { id, secret }, OFFICE, sealed)).toEqual(request);
  expect(openRequest(p, { id: p.random(16), secret }, OFFICE, sealed)).toBeNull();
  expect(openRequest(p, { id, secret: invitationSecret(p, newSignKeys(p), id) }, OFFICE, sealed)).toBeNull();
  const flipped = sealed.slice();
  flipped[100] = (flipped[100] ?? 0) ^ 1;
  expect(openRequest(p, { id, secret }, OFFICE, flipped)).toBeNull();
  expect(openRequest(p, { id, secret }, OFFICE, sealed.subarray(1))).toBeNull();
  expect(openRequest(p, { id, secret }, OFFICE, new Uint8Array(0))).toBeNull();
});

test("nobody asks under the id of another device", () => {
  const id = p.random(16);
  const secret = p.random(32);
  const request = signedBy(device(), { device: device().device });
  expect(openRequest(p, { id, secret }, OFFICE, sealRequest(p, { id: hex(id), secret: hex(secret) }, request))).toBeNull();
});

test("nobody on the way adds a key, changes a date or a name, or takes a request to another office", () => {
  const [id, secret, made] = [p.random(16), p.random(32), device()];
  const request = signedBy(made);
  const theirs = { key: hex(seededSealKey(p, p.random(16), 0).public), from: "2026-11-21T00:00:01Z", until: UNTIL };
  const opened = (changed: object, office = OFFICE) =>
    openRequest(p, { id, secret }, office, sealRequest(p, { id: hex(id), secret: hex(secret) }, { ...request, ...changed }));
  expect(opened({})).toEqual(request);
  expect(opened({}, "bc".repeat(16))).toBeNull();
  for (const changed of [{ seal: [...request.seal, theirs] }, { seal: [theirs] }, { seal: [{ ...request.seal[0], from: UNTIL }] }, { title: "Lead" }, { member: "m1" }, { signature: "00".repeat(64) }, { signature: "" }]) {
    expect(opened(changed)).toBeNull();
  }
});

test("six words stand for office, all keys and the roots, and others have others", () => {
  const request = asked(device());
  const words = joinWords(p, OFFICE, request, ROOTS, ENGLISH);
  expect(words).toHaveLength(6);
  expect(words.every((word) => ENGLISH.includes(word))).toBe(true);
  expect(joinWords(p, "bc".repeat(16), request, ROOTS, ENGLISH)).not.toEqual(words);
  expect(joinWords(p, OFFICE, asked(device()), ROOTS, ENGLISH)).not.toEqual(words);
  expect(joinWords(p, OFFICE, { ...request, seal: [...request.seal, ...asked(device()).seal] }, ROOTS, ENGLISH)).not.toEqual(words);
  expect(joinWords(p, OFFICE, request, { ...ROOTS, threshold: 1 }, ENGLISH)).not.toEqual(words);
  expect(joinWords(p, OFFICE, request, { ...ROOTS, roots: ["11".repeat(32), "33".repeat(32)] }, ENGLISH)).not.toEqual(words);
});

test("papers are signed for membership and name who signed", () => {
  const lead = newSignKeys(p);
  const common = { organisation: "aa".repeat(16), office: "bb".repeat(16), by: deviceId(p, lead.public), day: "2026-11-21" };
  const papers = [
    admission(p, lead, { ...common, request: signedBy(device()), lead: false }),
    removal(p, lead, { ...common, member: "m1", devices: ["cc".repeat(16)], reason: "lost" }),
  ];
  for (const paper of papers) {
    const bytes = unbase64(paper.document);
    expect(verify(p, lead.public, "member", bytes, unhex(paper.signature))).toBe(true);
    expect(verify(p, lead.public, "directory", bytes, unhex(paper.signature))).toBe(false);
    expect(base64(utf8(new TextDecoder().decode(bytes)))).toBe(paper.document);
  }
});

test("a passphrase counts by its length; one key held down does not", () => {
  expect(strengthOf("short one")).toBe("short");
  expect(strengthOf("aaaaaaaaaaaaaaaaaaaa")).toBe("short");
  expect(strengthOf("seven blue herons")).toBe("fine");
  expect(strengthOf("seven blue herons by the river")).toBe("strong");
  expect(strengthOf("七只蓝色的鹭")).toBe("short");
  expect(strengthOf("七只蓝色的鹭在河边站着")).toBe("fine");
});
