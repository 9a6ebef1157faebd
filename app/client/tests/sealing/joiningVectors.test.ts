/** The vectors of `tests/vectors/joining.json`, which the Python side makes and passes too. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { hex, unhex, utf8 } from "../../src/sealing/bytes";
import { readSheet, seededKeys, seededSealKey, sheetWords } from "../../src/sealing/deviceSeed";
import { invitationFragment, invitationSecret, joinWords, type OfferedKey, openRequest, readInvitation } from "../../src/sealing/joining";
import { unwrapDevice } from "../../src/sealing/passkeyWrap";
import { signKeysOf } from "../../src/sealing/primitives";
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
  readonly documents: readonly { sign_seed: string; signed: { document: string; signature: string } }[];
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
