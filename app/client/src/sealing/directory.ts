/**
 * Trusting a directory: signed by pinned roots, newer than what was seen, not expired (protocol §8).
 *
 * Roots and threshold come from the client's pins, never from the document. The exact bytes
 * are verified, and only then parsed. Routing and names are read elsewhere; this module
 * decides only whether the document may be believed.
 */
import { concat, hex, le32, lp, unhex, utf8 } from "./bytes";
import { type DirectoryFields, directoryFields, type OfficeFields } from "./directoryFields";
import { SLOTS } from "./envelope";
import { BadInput, CannotBeTrusted } from "./errors";
import { hash, type Primitives } from "./primitives";
import { verify } from "./signatures";
import { NotStrictJson, parseJson } from "./strictJson";
import type { Wordlist } from "./wordlists";

/** As it travels: both in hex. */
export interface RootSignature {
  readonly root: string;
  readonly signature: string;
}

/** What this client was built with, or stored at first sight: roots in hex. */
export interface Pins {
  readonly roots: readonly string[];
  readonly threshold: number;
}

/** The newest directory that this client accepted; `hash` in hex. */
export interface Seen {
  readonly version: number;
  readonly hash: string;
}

export interface VerifiedDirectory {
  readonly raw: Record<string, unknown>;
  readonly version: number;
  /** H of the exact bytes, in hex. */
  readonly hash: string;
}

/** Clocks of phones are wrong by minutes; an hour forgives them. */
const FUTURE_TOLERANCE_MS = 3_600_000;
/** An envelope has no more slots, and goes to every device of its office. */
const MOST_DEVICES = SLOTS;

/**
 * Believe a directory or throw `CannotBeTrusted`.
 *
 * `seen` is the newest directory accepted so far, or null. Versions in between are fetched
 * and verified one by one, in order, with `newest` false: expiry counts for the newest only.
 */
export function verifyDirectory(
  p: Primitives,
  document: Uint8Array,
  signatures: readonly RootSignature[],
  pins: Pins,
  now: Date,
  seen: Seen | null,
  newest = true,
): VerifiedDirectory {
  if (signers(p, document, signatures, pins).size < Math.max(1, pins.threshold)) throw new CannotBeTrusted("signatures");
  const raw = parsed(document);
  const fields = directoryFields(raw);
  if (fields === null) throw new CannotBeTrusted("schema");
  const digest = hex(hash(p, document));
  checkSuccession(fields, digest, seen);
  if (newest) checkTime(fields, now.getTime());
  if (!fields.offices.every((office) => enoughDevices(office, fields))) throw new CannotBeTrusted("devices");
  return { raw, version: fields.version, hash: digest };
}

/**
 * Twelve words that name the pins, to compare with the poster.
 *
 * They spell the first 132 bits of the hash over threshold and sorted roots (hex).
 */
export function fingerprintWords(p: Primitives, roots: readonly string[], threshold: number, list: Wordlist): string[] {
  const keys = roots.map((root) => hex(unhex(root))).sort();
  const digest = hash(p, concat(lp(utf8("SPK1/roots")), le32(threshold), ...keys.map(unhex)));
  const bits = BigInt(`0x${hex(digest)}`) >> 124n;
  return Array.from({ length: 12 }, (_, place) => list[Number((bits >> BigInt(11 * (11 - place))) & 2047n)] ?? "");
}

/** The distinct pinned roots whose signature is good. What cannot be read is no signature. */
function signers(p: Primitives, document: Uint8Array, signatures: readonly RootSignature[], pins: Pins): Set<string> {
  const pinned = new Set(pins.roots.map((root) => root.toLowerCase()));
  const good = signatures.filter(({ root, signature }) => pinned.has(root.toLowerCase()) && isSigned(p, document, root, signature));
  return new Set(good.map(({ root }) => root.toLowerCase()));
}

function isSigned(p: Primitives, document: Uint8Array, root: string, signature: string): boolean {
  try {
    return verify(p, unhex(root), "directory", document, unhex(signature));
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
}

function parsed(document: Uint8Array): Record<string, unknown> {
  try {
    const value = parseJson(document);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof NotStrictJson)) throw error;
  }
  throw new CannotBeTrusted("schema");
}

function checkSuccession(fields: DirectoryFields, digest: string, seen: Seen | null): void {
  if (seen === null) return;
  const known = seen.hash.toLowerCase();
  if (fields.version < seen.version || (fields.version === seen.version && digest !== known)) throw new CannotBeTrusted("version");
  if (fields.version === seen.version) return;
  if (fields.version !== seen.version + 1 || fields.previous !== known) throw new CannotBeTrusted("previous");
}

function checkTime(fields: DirectoryFields, now: number): void {
  if (now >= fields.expires) throw new CannotBeTrusted("expired");
  if (fields.issued > now + FUTURE_TOLERANCE_MS) throw new CannotBeTrusted("issued");
}

/** Whether the office could be sealed to on the day the directory was issued; one that lapses later closes nothing. */
function enoughDevices(office: OfficeFields, fields: DirectoryFields): boolean {
  if (office.devices.length > MOST_DEVICES) return false;
  const ready = office.devices.filter((keys) => keys.some(({ from, until }) => from <= fields.issued && fields.issued < until));
  return office.vacant || ready.length >= fields.minDevices;
}
