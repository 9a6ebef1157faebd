/**
 * The receipt: sixty random bits that a person can keep, and what is derived from them (protocol §6).
 *
 *     number = entropy (60 bits) · 64 + checksum (6 bits)     six words, or twenty digits
 *
 * Whoever finds it reads the replies and writes as the reporter, so it must never be stored
 * or sent by us, and no error repeats what was typed.
 */
import { type Bytes, concat, labelled, lp, utf8, wipe } from "./bytes";
import { BadInput, ReceiptUnreadable } from "./errors";
import { ID_BYTES } from "./outer";
import { type BoxKeyPair, hash, kdf, type Primitives } from "./primitives";
import type { Wordlist } from "./wordlists";

export interface Receipt {
  /** 60 random bits. */
  readonly entropy: bigint;
  /** Entropy and checksum, 66 bits: what is shown. */
  readonly number: bigint;
}

export interface ReporterKeys {
  /** The reporter's seal key in this organisation. */
  readonly box: BoxKeyPair;
  /** From which the reply keys come, 32 bytes. */
  readonly tagKey: Bytes;
  /** The thread's id, 16 bytes. */
  readonly thread: Bytes;
}

const WORDS = 6;
const DIGITS = 20;
const ENTROPY_BITS = 60n;
const CHECKSUM_BITS = 6n;
const NUMBER_LIMIT = 1n << (ENTROPY_BITS + CHECKSUM_BITS);
/** Argon2id: guessing 60 bits must cost more than they are worth, on a cheap phone in seconds. */
const COST = { ops: 3, memory: 64 * 1024 * 1024 } as const;

/** Draw a new receipt. */
export function newReceipt(p: Primitives): Receipt {
  return receiptOf(p, toBigint(p.random(8)) >> 4n);
}

/** The receipt of `entropy`, below 2^60. */
export function receiptOf(p: Primitives, entropy: bigint): Receipt {
  if (entropy < 0n || entropy >> ENTROPY_BITS !== 0n) throw new BadInput("entropy");
  return { entropy, number: (entropy << CHECKSUM_BITS) | checksumOf(p, entropy) };
}

/** Six words of `list`. */
export function wordsOf(receipt: Receipt, list: Wordlist): string[] {
  return indicesOf(receipt).map((index) => list[index] ?? "");
}

/** Six groups of eleven bits, the highest first: places in a word list. */
export function indicesOf(receipt: Receipt): number[] {
  return Array.from({ length: WORDS }, (_, place) => Number((receipt.number >> BigInt(11 * (WORDS - 1 - place))) & 2047n));
}

/** Twenty digits, leading zeros kept. */
export function digitsOf(receipt: Receipt): string {
  return receipt.number.toString().padStart(DIGITS, "0");
}

/** The digits in four groups of five. */
export function groupsOf(receipt: Receipt): string {
  return digitsOf(receipt).replace(/(.{5})(?=.)/g, "$1 ");
}

/**
 * Read what a person typed: six words of one of `lists` (the shown language's first), or twenty digits.
 *
 * Any spacing, any case, any decimal digits, and prefixes of four letters that only one word
 * has. Normally one receipt; two when two lists pass the checksum, and then the person is
 * asked. Throws `ReceiptUnreadable`.
 */
export function parseReceipt(p: Primitives, typed: string, lists: readonly Wordlist[]): Receipt[] {
  const tokens = tokensOf(typed);
  const joined = tokens.join("");
  if (/^\p{Nd}+$/u.test(joined)) return [fromDigits(p, joined)];
  if (tokens.length !== WORDS) throw new ReceiptUnreadable("words");
  const readings = lists.map((list) => numberOf(tokens, list)).filter((number) => number !== null);
  if (readings.length === 0) throw new ReceiptUnreadable("word");
  const receipts = [...new Set(readings)].map((number) => checked(p, number)).filter((receipt) => receipt !== null);
  if (receipts.length === 0) throw new ReceiptUnreadable("checksum");
  return receipts;
}

/** The salt of an organisation (16-byte id): the same receipt gives other keys elsewhere. */
export function saltOf(p: Primitives, organisation: Uint8Array): Bytes {
  if (organisation.length !== ID_BYTES) throw new BadInput("organisation");
  return p.blake2b(labelled("SPK1/receipt", organisation), 16);
}

/** The master secret, 32 bytes. Takes a second and 64 MiB. */
export async function masterOf(p: Primitives, receipt: Receipt, organisation: Uint8Array): Promise<Bytes> {
  return p.argon2id(entropyBytes(receipt.entropy), saltOf(p, organisation), COST.ops, COST.memory);
}

/** The reporter's keys at an organisation (16-byte id). Takes a second and 64 MiB. */
export async function deriveReporter(p: Primitives, receipt: Receipt, organisation: Uint8Array): Promise<ReporterKeys> {
  const master = await masterOf(p, receipt, organisation);
  const seed = kdf(p, master, 1, "SPK1rcpt");
  const keys = { box: p.boxFromSeed(seed), tagKey: kdf(p, master, 2, "SPK1rcpt"), thread: kdf(p, master, 3, "SPK1rcpt").slice(0, ID_BYTES) };
  wipe(master, seed);
  return keys;
}

function checksumOf(p: Primitives, entropy: bigint): bigint {
  const first = hash(p, concat(lp(utf8("SPK1/check")), entropyBytes(entropy)))[0] ?? 0;
  return BigInt(first >> 2);
}

/** Eight bytes, the highest first. */
function entropyBytes(entropy: bigint): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, entropy);
  return bytes;
}

function toBigint(bytes: Uint8Array): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0);
}

function checked(p: Primitives, number: bigint): Receipt | null {
  const receipt = receiptOf(p, number >> CHECKSUM_BITS);
  return receipt.number === number ? receipt : null;
}

function fromDigits(p: Primitives, digits: string): Receipt {
  const plain = Array.from(digits, digitValue).join("");
  if (plain.length !== DIGITS) throw new ReceiptUnreadable("digits");
  const number = BigInt(plain);
  if (number >= NUMBER_LIMIT) throw new ReceiptUnreadable("range");
  const receipt = checked(p, number);
  if (receipt === null) throw new ReceiptUnreadable("checksum");
  return receipt;
}

/** The value of a decimal digit of any script: Unicode keeps them in runs of ten, from zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}

/** Split at white space and invisible marks; Chinese words are one character each and need none between. */
export function tokensOf(typed: string): string[] {
  return typed
    .replace(/[\p{Cc}\p{Cf}]/gu, " ")
    .replace(/\p{Script=Han}/gu, " $& ")
    .split(/\s+/u)
    .filter((token) => token !== "");
}

/** The number that tokens mean in one list, eleven bits each, or null. */
export function numberOf(tokens: readonly string[], list: Wordlist): bigint | null {
  const plain = list.map(plainWord);
  let number = 0n;
  for (const token of tokens) {
    const index = indexOf(plainWord(token), plain);
    if (index === null) return null;
    number = (number << 11n) | BigInt(index);
  }
  return number;
}

/** Letters without case or accents: the lists have no two words that differ in accents alone. */
function plainWord(word: string): string {
  return word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function indexOf(word: string, list: readonly string[]): number | null {
  const exact = list.indexOf(word);
  if (exact !== -1) return exact;
  if (word.length < 4) return null;
  const first = list.findIndex((entry) => entry.startsWith(word));
  if (first === -1 || list.findIndex((entry, index) => index > first && entry.startsWith(word)) !== -1) return null;
  return first;
}
