/**
 * The seed of a device: sixteen random bytes from which all its keys come, and the twelve words of its recovery sheet.
 *
 *     master = H(LP("SPK1/device-seed") || LP(seed))
 *     sign   = KDF(master, 1, "SPK1dvce")              Ed25519 seed
 *     seal n = KDF(master, 16 + n, "SPK1dvce")         box key pairs; n = 0 is the first
 *     device = H(LP("SPK1/device-id") || LP(sign public))[:16]
 *     words  = seed (128 bits) and 4 bits of H(LP("SPK1/device-check") || LP(seed)): 132 bits, twelve words
 *
 * Whoever reads the sheet has the keys, so the words must never be stored or sent by us, and no error repeats them.
 */
import { type Bytes, hex, labelled, unhex, wipe } from "./bytes";
import { BadInput, ReceiptUnreadable } from "./errors";
import { ID_BYTES } from "./outer";
import { type BoxKeyPair, hash, kdf, type Primitives, signKeysOf, type SignKeyPair } from "./primitives";
import { numberOf, tokensOf } from "./receipt";
import type { Wordlist } from "./wordlists";

export const SEED_BYTES = 16;
/** Languages whose lists a sheet may be written in; any other language's sheet is in English. */
export const SHEET_LANGUAGES: readonly string[] = ["en", "fr", "es", "zh"];
const WORDS = 12;
const CHECK_BITS = 4n;
const CONTEXT = "SPK1dvce";
const FIRST_SEAL = 16;

export interface SeededKeys {
  /** The device's id in hex. */
  readonly device: string;
  readonly sign: SignKeyPair;
}

/** Id and signing key of a seed. */
export function seededKeys(p: Primitives, seed: Uint8Array): SeededKeys {
  const master = masterOf(p, seed);
  const sign = signKeysOf(p, kdf(p, master, 1, CONTEXT));
  wipe(master);
  return { device: deviceId(p, sign.public), sign };
}

/** The id of a device by its public signing key: nobody can take another's. */
export function deviceId(p: Primitives, signPublic: Uint8Array): string {
  return hex(hash(p, labelled("SPK1/device-id", signPublic)).subarray(0, ID_BYTES));
}

/** The seal key of a seed with this number, from 0. */
export function seededSealKey(p: Primitives, seed: Uint8Array, number: number): BoxKeyPair {
  const master = masterOf(p, seed);
  const pair = numberedSealKey(p, master, number);
  wipe(master);
  return pair;
}

/** The seal key with this number that follows from a key of 32 bytes: a seed's master, or a sign seed. */
export function numberedSealKey(p: Primitives, root: Uint8Array, number: number): BoxKeyPair {
  const secret = kdf(p, root, FIRST_SEAL + number, CONTEXT);
  const pair = p.boxFromSeed(secret);
  wipe(secret);
  return pair;
}

/** The twelve words of a seed, in `list`. */
export function sheetWords(p: Primitives, seed: Uint8Array, list: Wordlist): string[] {
  const bits = (seedNumber(seed) << CHECK_BITS) | checkOf(p, seed);
  return Array.from({ length: WORDS }, (_, place) => list[Number((bits >> BigInt(11 * (WORDS - 1 - place))) & 2047n)] ?? "");
}

/**
 * The seeds that typed words may mean, one for each list in which they pass the check; normally one.
 *
 * Spacing, case, accents and unambiguous beginnings of four letters are forgiven. Throws `ReceiptUnreadable`.
 */
export function readSheet(p: Primitives, typed: string, lists: readonly Wordlist[]): Bytes[] {
  const tokens = tokensOf(typed);
  if (tokens.length !== WORDS) throw new ReceiptUnreadable("words");
  const numbers = lists.map((list) => numberOf(tokens, list)).filter((number) => number !== null);
  if (numbers.length === 0) throw new ReceiptUnreadable("word");
  const seeds = [...new Set(numbers)].map((number) => checkedSeed(p, number)).filter((seed) => seed !== null);
  if (seeds.length === 0) throw new ReceiptUnreadable("checksum");
  return seeds;
}

/** The key that all others of a seed come from; to be wiped. */
export function masterOf(p: Primitives, seed: Uint8Array): Bytes {
  if (seed.length !== SEED_BYTES) throw new BadInput("seed");
  return hash(p, labelled("SPK1/device-seed", seed));
}

function checkOf(p: Primitives, seed: Uint8Array): bigint {
  return BigInt((hash(p, labelled("SPK1/device-check", seed))[0] ?? 0) >> 4);
}

function seedNumber(seed: Uint8Array): bigint {
  return BigInt(`0x${hex(seed)}`);
}

function checkedSeed(p: Primitives, number: bigint): Bytes | null {
  const seed = unhex((number >> CHECK_BITS).toString(16).padStart(2 * SEED_BYTES, "0"));
  return checkOf(p, seed) === (number & 15n) ? seed : null;
}
