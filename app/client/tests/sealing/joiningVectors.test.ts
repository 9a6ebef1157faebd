/** The vectors of `tests/vectors/joining.json`, which the Python side makes and passes too. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { waits } from "../../src/desk/case/keysEnding";
import { newestValid } from "../../src/directory/parse";
import { hex, unhex, utf8 } from "../../src/sealing/bytes";
import { readSheet, seededKeys, seededSealKey, sheetWords } from "../../src/sealing/deviceSeed";
import { invitationFragment, invitationSecret, joinWords, type OfferedKey, openRequest, type Paper, readInvitation, readRenewal, renewal, type Renewal } from "../../src/sealing/joining";
import { completed, nextKey } from "../../src/sealing/nextKey";
import { unwrapDevice } from "../../src/sealing/passkeyWrap";
import { boxKeysOf, signKeysOf } from "../../src/sealing/primitives";
import { sign } from "../../src/sealing/signatures";
import { sodium } from "../../src/sealing/sodium";
import { loadWordlist, type Wordlist } from "../../src/sealing/wordlists";

interface Roots {
  readonly threshold: number;
  readonly keys: readonly string[];
}

interface OtherWords {
  readonly name: string;
  readonly office: string;
  readonly pins: Roots;
  readonly device: { readonly id: string; readonly sign: string; readonly seal: readonly OfferedKey[] };
  readonly words: string;
}

interface Vectors {
  readonly seeds: readonly { seed: string; sign_seed: string; sign: string; seal: readonly { secret: string; public: string }[]; device: string; words: Record<string, string> }[];
  readonly parse: readonly { name: string; shown: string; input: string; seeds: readonly string[] }[];
  readonly unreadable: readonly { name: string; shown: string; input: string; check: string }[];
  readonly passkeys: readonly { organisation: string; office: string; device: string; prf: string; nonce: string; sealed: string; seed: string }[];
  readonly passkeys_refused: readonly { name: string; device: string; prf: string; nonce: string; sealed: string }[];
  readonly invitations: readonly { sign_seed: string; invitation: Record<string, unknown>; link: string; origin: string }[];
  readonly links_refused: readonly { name: string; link: string }[];
  readonly requests: readonly { id: string; secret: string; office: string; json: string; request: string; pins: Roots; words: string; other_words: readonly OtherWords[] }[];
  readonly requests_refused: readonly { name: string; id: string; secret: string; office: string; request: string }[];
  readonly next_keys: readonly { name: string; device: string; seed: string; sign_seed: string; held: string; listed: readonly OfferedKey[]; secrets: readonly string[]; used?: readonly string[]; next: { secret: string; public: string } }[];
  readonly renewals_waiting: readonly { name: string; sign: string; signed: Paper; used: readonly string[]; today: string; waits: boolean }[];
  readonly newest_keys: readonly { name: string; seal: readonly OfferedKey[]; at: string; key: string | null }[];
  readonly documents: readonly { sign_seed: string; sign: string; document: { kind: string; by: string; day: string; seal: { key: string } }; signed: Paper }[];
  readonly documents_refused: readonly { name: string; sign: string; signed: Paper }[];
}

const p = await sodium();
const FILE = resolve(import.meta.dirname, "../../../../tests/vectors/joining.json");
const vectors = JSON.parse(readFileSync(FILE, "utf8")) as Vectors;
const LANGUAGES = ["en", "fr", "es", "zh"];
const lists = async (shown = "en"): Promise<Wordlist[]> =>
  (await Promise.all([...LANGUAGES.filter((lang) => lang === shown), ...LANGUAGES.filter((lang) => lang !== shown)].map(loadWordlist))) as Wordlist[];

test("seeds give the vectors' keys, ids and words", async () => {
  for (const vector of vectors.seeds) {
    const seed = unhex(vector.seed);
    const { device, sign: key } = seededKeys(p, seed);
    expect([device, hex(key.seed), hex(key.public)]).toEqual([vector.device, vector.sign_seed, vector.sign]);
    for (const [number, pair] of vector.seal.entries()) {
      const made = seededSealKey(p, seed, number);
      expect([hex(made.secret), hex(made.public)]).toEqual([pair.secret, pair.public]);
    }
    for (const [lang, words] of Object.entries(vector.words)) {
      expect(sheetWords(p, seed, (await loadWordlist(lang)) as Wordlist).join(" ").normalize("NFC")).toBe(words.normalize("NFC"));
    }
  }
});

test.each(vectors.parse)("typed words are read: $name", async ({ shown, input, seeds }) => {
  expect(readSheet(p, input, await lists(shown)).map(hex)).toEqual(seeds);
});

test.each(vectors.unreadable)("typed words are refused: $name", async ({ shown, input, check }) => {
  const all = await lists(shown);
  expect(() => readSheet(p, input, all)).toThrow(check);
});

test("passkeys open what was wrapped for them, and nothing else", () => {
  const named = { organisation: "00".repeat(16), office: "00".repeat(16), label: "" };
  for (const vector of vectors.passkeys) {
    const made = unwrapDevice(p, { ...named, device: vector.device }, vector, unhex(vector.prf));
    expect(hex(made.sign.public)).toBe(hex(seededKeys(p, unhex(vector.seed)).sign.public));
  }
  for (const vector of vectors.passkeys_refused) {
    expect(() => unwrapDevice(p, { ...named, device: vector.device }, vector, unhex(vector.prf)), vector.name).toThrow();
  }
});

test("links carry the vectors' invitations", () => {
  for (const { sign_seed: seed, invitation, link, origin } of vectors.invitations) {
    const read = readInvitation(link);
    expect(read).toMatchObject(invitation);
    expect(`${origin}/desk${invitationFragment(read ?? (undefined as never))}`).toBe(link);
    expect(hex(invitationSecret(p, signKeysOf(p, unhex(seed)), unhex(read?.id ?? "")))).toBe(read?.secret);
  }
});

test.each(vectors.links_refused)("a link is refused or is none: $name", ({ link }) => {
  let read: unknown = null;
  try {
    read = readInvitation(link);
  } catch (error) {
    expect(String(error)).toContain("invitation");
  }
  expect(read).toBeNull();
});

const believed = ({ threshold, keys }: Roots) => ({ threshold, roots: keys });

test("requests open to what the vectors say, with the words that both people read out", async () => {
  const list = (await loadWordlist("en")) as Wordlist;
  for (const { id, secret, office, json, request, pins, words, other_words: others } of vectors.requests) {
    const opened = openRequest(p, { id: unhex(id), secret: unhex(secret) }, office, unhex(request));
    expect(opened).toEqual(JSON.parse(json));
    expect(joinWords(p, office, opened ?? (undefined as never), believed(pins), list).join(" ")).toBe(words);
    for (const other of others) {
      const { id: device, ...keys } = other.device;
      expect(joinWords(p, other.office, { device, ...keys }, believed(other.pins), list).join(" "), other.name).toBe(other.words);
    }
  }
});

test.each(vectors.requests_refused)("a request is refused: $name", ({ id, secret, office, request }) => {
  expect(openRequest(p, { id: unhex(id), secret: unhex(secret) }, office, unhex(request))).toBeNull();
});

test("papers are signed as the vectors are", () => {
  for (const { sign_seed: seed, signed } of vectors.documents) {
    const bytes = utf8(Buffer.from(signed.document, "base64").toString("utf8"));
    expect(hex(sign(p, signKeysOf(p, unhex(seed)), "member", bytes))).toBe(signed.signature);
  }
});

test.each(vectors.next_keys)("the keys of a device follow from what it holds: $name", ({ device, seed, sign_seed: signSeed, held, listed, secrets, used, next }) => {
  const seeded = seed === "" ? {} : { seed: unhex(seed) };
  const first = { ...boxKeysOf(p, unhex(held)), until: listed[0]?.until ?? "" };
  const locked = { organisation: "", office: "", device, label: "", sign: signKeysOf(p, unhex(signSeed)), seal: [first], ...seeded };
  expect(completed(p, locked, listed).seal.map(({ secret }) => hex(secret))).toEqual(secrets);
  const following = nextKey(p, locked, listed, new Set(used));
  expect([hex(following.secret), hex(following.public)]).toEqual([next.secret, next.public]);
});

test.each(vectors.renewals_waiting)("a renewal waits, or was taken or is old: $name", ({ sign: signKey, signed, used, today, waits: expected }) => {
  const wish = readRenewal(p, signed, { id: signed.by, sign: signKey });
  if (wish === null) throw new Error("no renewal");
  for (const hour of ["00:00:00", "23:59:59"]) expect(waits(wish, new Set(used), Date.parse(`${today}T${hour}Z`))).toBe(expected);
});

test.each(vectors.newest_keys)("one key of a device is the one to seal to: $name", ({ seal, at, key }) => {
  expect(newestValid(seal, new Date(at)) ?? null).toBe(key);
});

test("a renewal is written as the vectors are, and read by its device's own signature only", () => {
  const renewals = vectors.documents.filter(({ document }) => document.kind === "renewal");
  expect(renewals).not.toEqual([]);
  for (const { sign_seed: seed, sign: signKey, document, signed } of renewals) {
    expect(renewal(p, signKeysOf(p, unhex(seed)), document as unknown as Renewal)).toEqual(signed);
    expect(readRenewal(p, signed, { id: document.by, sign: signKey })).toEqual({ key: document.seal.key, day: document.day });
    expect(readRenewal(p, signed, { id: document.by, sign: "11".repeat(32) })).toBeNull();
    expect(readRenewal(p, signed, { id: "22".repeat(16), sign: signKey })).toBeNull();
  }
  const refused = vectors.documents_refused.filter(({ name }) => /another device's keys|signer outside|another key under/.test(name));
  expect(refused.map(({ signed, sign: signKey }) => readRenewal(p, signed, { id: signed.by, sign: signKey })).filter((wish) => wish !== null)).toEqual([]);
  for (const { document, sign: signKey, signed } of vectors.documents.filter(({ document: { kind } }) => kind !== "renewal")) {
    expect(readRenewal(p, signed, { id: document.by, sign: signKey })).toBeNull();
  }
});
