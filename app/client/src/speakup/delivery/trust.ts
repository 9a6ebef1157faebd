/**
 * The directory that this client believes, and what it remembers of it (protocol §8).
 *
 * Kept: version, hash and pins, and whether anybody vouched for the pins, under a key without meaning; leaving quickly erases it too
 * (docs/decisions/what-the-phone-remembers.md). Nothing is sealed to a directory that was not verified.
 */
import type { Published, ReporterApi } from "../../api/reporter";
import { MisshapenDirectory, parseDirectory } from "../../directory/parse";
import type { Directory } from "../../directory/types";
import type { Pins, Seen } from "../../sealing/directory";
import { attempt } from "../attempt";
import type { Workshop } from "../crypto/workshop";

export interface Trusted {
  readonly directory: Directory;
  readonly seen: Seen;
  readonly pins: Pins;
  /** No pins were compiled in and none were stored: this directory was believed at first sight. */
  readonly firstSight: boolean;
}

/** What is remembered between visits. */
export interface Remembered {
  readonly seen: Seen;
  readonly pins: Pins;
  /** The pins were believed at first sight, and nobody has said yet that their words are those of the poster. */
  readonly unvouched?: boolean;
}

export interface Memory {
  read(): Remembered | null;
  /** Without `unvouched` what was remembered of that stays: the desk, which shares this, asks by itself. */
  write(seen: Seen, pins: Pins, unvouched?: boolean): void;
}

const KEY = "d";

/** Over local storage; a browser that forbids it, even to name it, remembers nothing. */
export function storedMemory(storage: () => Pick<Storage, "getItem" | "setItem">): Memory {
  const read = () => readStored(attempt(() => storage().getItem(KEY)) ?? null);
  return {
    read,
    write: (seen, pins, unvouched = read()?.unvouched) => {
      attempt(() => { storage().setItem(KEY, JSON.stringify(unvouched === true ? { seen, pins, unvouched } : { seen, pins })); });
    },
  };
}

/** Read a directory without believing it: for its name and its notices, before any crypto is loaded. Throws `MisshapenDirectory`. */
export function unverified(published: Published): Directory {
  const raw = attempt((): unknown => JSON.parse(new TextDecoder().decode(published.document)));
  if (raw === undefined) throw new MisshapenDirectory("document");
  return parseDirectory(raw);
}

/**
 * Believe `newest` or throw `CannotBeTrusted`.
 *
 * Versions between the one seen last and this one are fetched and verified one by one. A directory that lists
 * new roots makes them the pins of the next.
 */
export async function trust(
  newest: Published,
  api: Pick<ReporterApi, "directory">,
  workshop: Pick<Workshop, "verify">,
  memory: Memory,
  compiled: Pins | null,
  now: number,
): Promise<Trusted> {
  const stored = memory.read();
  const first = unverified(newest);
  let pins = stored?.pins ?? compiled ?? rootsOf(first);
  let seen = stored?.seen ?? null;
  for (let version = (seen?.version ?? newest.version) + 1; version < newest.version; version++) {
    const between = await api.directory(version);
    seen = await workshop.verify(between.document, between.signatures, pins, now, seen, false);
    pins = pinsAfter(unverified(between), pins);
  }
  seen = await workshop.verify(newest.document, newest.signatures, pins, now, seen, true);
  pins = pinsAfter(first, pins);
  const firstSight = stored === null && compiled === null;
  memory.write(seen, pins, firstSight || stored?.unvouched === true);
  return { directory: first, seen, pins, firstSight };
}

/** The roots that a verified directory lists replace the pins; one that lists none changes nothing. */
function pinsAfter(directory: Directory, pins: Pins): Pins {
  return directory.roots.keys.length > 0 ? rootsOf(directory) : pins;
}

function rootsOf(directory: Directory): Pins {
  return { roots: directory.roots.keys, threshold: directory.roots.threshold };
}

function readStored(text: string | null): Remembered | null {
  const value = attempt(() => JSON.parse(text ?? "null") as Partial<Remembered> | null) ?? null;
  if (typeof value?.seen?.version !== "number" || typeof value.seen.hash !== "string") return null;
  return Array.isArray(value.pins?.roots) ? { seen: value.seen, pins: value.pins, unvouched: value.unvouched === true } : null;
}
