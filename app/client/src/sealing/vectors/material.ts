/**
 * What all vector files share: reading them, changed blobs, long results, and the verdict on each vector.
 *
 * A vector passes when everything it claims holds. A negative one passes only when the
 * named check refused it; any other error is a failure, for a crash is never a refusal.
 */
import { base64, type Bytes, concat, hex, unbase64, unhex } from "../bytes";
import { BadInput, CannotBeOpened, CannotBeTrusted, ReceiptUnreadable } from "../errors";
import { hash, type Primitives } from "../primitives";

/** One vector, ready to be tried with either library; `try` returns what is wrong, or null. */
export interface Vector {
  readonly name: string;
  readonly try: (p: Primitives) => string | null | Promise<string | null>;
}

/** A file's vectors; the others of the folder are there because outer.json refers to envelope.json. */
export type Reader = (file: Json, folder: ReadonlyMap<string, Json>) => Vector[];

export type Json = Readonly<Record<string, unknown>>;

/** The entries of a list in a vector file; a file that lacks it has none. */
export function entries(file: Json, list: string): Json[] {
  return (file[list] ?? []) as Json[];
}

export function textOf(entry: Json, field: string): string {
  const value = entry[field];
  if (typeof value !== "string") throw new BadInput(field, "is no text in the vector");
  return value;
}

export function bytesOf(entry: Json, field: string): Bytes {
  return unhex(textOf(entry, field));
}

export function nameOf(entry: Json, list: string, place: number): string {
  return `${list}/${typeof entry.name === "string" ? entry.name : place}`;
}

/** The vectors of one list of a file. */
export function vectorsOf(file: Json, list: string, check: (p: Primitives, entry: Json) => string | null | Promise<string | null>): Vector[] {
  return entries(file, list).map((entry, place) => ({ name: nameOf(entry, list, place), try: (p) => check(p, entry) }));
}

/**
 * Whether `work` was refused by the check that the entry names.
 *
 * `checkOf` reads the check off an error and gives null for one that is no refusal: that is
 * thrown on and counts as a failure.
 */
export function mustRefuse(entry: Json, work: () => unknown, checkOf = sealedCheck): string | null {
  try {
    work();
  } catch (error) {
    const check = checkOf(error);
    if (check === null) throw error;
    return check === entry.check ? null : `refused by ${check}, not by ${textOf(entry, "check")}`;
  }
  return "was not refused";
}

function sealedCheck(error: unknown): string | null {
  const refusal = error instanceof CannotBeOpened || error instanceof CannotBeTrusted || error instanceof ReceiptUnreadable;
  return refusal ? error.check : null;
}

/** The first difference between what is claimed and what came out, by field. */
export function differing(pairs: Readonly<Record<string, readonly [unknown, unknown]>>): string | null {
  const wrong = Object.entries(pairs).find(([, [claimed, found]]) => JSON.stringify(claimed) !== JSON.stringify(found));
  return wrong === undefined ? null : `${wrong[0]} differs`;
}

/** Whether `found` is what is claimed: its whole text, or length, hash and both ends. */
export function sameBlob(p: Primitives, claimed: unknown, found: Bytes, spelled: (bytes: Bytes) => string = base64): boolean {
  if (typeof claimed === "string") return spelled(found) === claimed;
  const long = claimed as Json;
  if (found.length === 0) return long.length === 0;
  return (
    found.length === long.length &&
    hex(hash(p, found)) === long.blake2b &&
    hex(found.subarray(0, 64)) === long.first &&
    hex(found.subarray(-64)) === long.last
  );
}

interface Step {
  readonly at?: number;
  readonly set?: string;
  readonly xor?: string;
  readonly length?: number;
}

/** The blobs of a file by name, each made from its text or from its base when first asked for. */
export class Blobs {
  private readonly made = new Map<string, Bytes>();

  constructor(
    private readonly field: string,
    private readonly byName: ReadonlyMap<string, Json>,
    /** Makes a positive whose blob is only described, from its inputs. */
    private readonly rebuild: (entry: Json) => Bytes,
  ) {}

  static of(file: Json, field: string, rebuild: (entry: Json) => Bytes): Blobs {
    const all = ["positive", "accepted", "negative"].flatMap((list) => entries(file, list));
    return new Blobs(field, new Map(all.map((entry) => [entry.name as string, entry])), rebuild);
  }

  named(name: string): Bytes {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    const entry = this.byName.get(name);
    if (entry === undefined) throw new BadInput("base", "names no blob of the file");
    const blob = this.of(entry);
    this.made.set(name, blob);
    return blob;
  }

  of(entry: Json): Bytes {
    if (typeof entry.base === "string") return ((entry.patch ?? []) as Step[]).reduce(patched, this.named(entry.base));
    const blob = entry[this.field];
    return typeof blob === "string" ? unbase64(blob) : this.rebuild(entry);
  }
}

function patched(blob: Bytes, step: Step): Bytes {
  if (step.length !== undefined) return concat(blob.subarray(0, step.length), new Uint8Array(Math.max(0, step.length - blob.length)));
  const at = step.at ?? 0;
  const bytes = unhex(step.set ?? step.xor ?? "");
  const changed = new Uint8Array(Math.max(blob.length, at + bytes.length));
  changed.set(blob);
  bytes.forEach((byte, offset) => {
    changed[at + offset] = step.set === undefined ? (changed[at + offset] ?? 0) ^ byte : byte;
  });
  return changed;
}

/** Bytes made by rule: byte i is (a·i + b) mod 251. */
export function pattern([a, b]: readonly [number, number], length: number): Bytes {
  return Uint8Array.from({ length }, (_, at) => (a * at + b) % 251);
}
